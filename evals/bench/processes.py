"""Run one command of the program as a process of its own: how long it took, and what memory and processor it used."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import RoundtableError


class CommandFailed(RoundtableError):
    """A command that should be measured did nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process. `seconds` is wall time from start to exit; `peak_bytes` is None on Windows."""

    output: str
    seconds: float
    processor_seconds: float | None
    peak_bytes: int | None


def roundtable(*arguments: str, accepted: Sequence[int] = (0, 1)) -> Run:
    """What `roundtable ARGUMENTS` printed and used. Raises `CommandFailed` with its last line of complaint."""
    command = [sys.executable, "-m", "assistant.cli", *arguments]
    # Files, not pipes: nobody has to read along while the process is measured.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaints:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=complaints)
        code, processor_seconds, peak_bytes = _wait(process)
        seconds = time.perf_counter() - started
        output.seek(0)
        complaints.seek(0)
        printed, complained = (file.read().decode(errors="replace").strip() for file in (output, complaints))
        if code not in accepted or not printed:
            last = complained.splitlines()[-1] if complained else "no message"
            raise CommandFailed(f"roundtable {' '.join(arguments)}: exit code {code}: {last}")
        return Run(printed, seconds, processor_seconds, peak_bytes)


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, float | None, int | None]:
    """Exit code, processor time and peak memory of this one process: getrusage would give all children's."""
    if not hasattr(os, "wait4"):
        return process.wait(), None, None
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    # Linux counts in kilobytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss * unit
