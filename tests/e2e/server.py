"""The chat as a process of its own, on a free port of this computer."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.typed import heeding_ctrl_c

ROUNDTABLE = Path(sys.executable).with_name("roundtable")
STARTS_WITHIN = 60  # seconds; it takes about 5 on a computer that does nothing else


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that is open: `address` for a browser, and what its process has printed so far."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def interrupt(self) -> int:
        """Ctrl-C; returns the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def opened(command: Sequence[object], log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Chat]:
    """Runs the command until it says that the chat is open; the process is ended with the `with` block."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            list(map(str, command)),
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            preexec_fn=heeding_ctrl_c,
        )
    try:
        yield Chat(_address(process, log), process, log)
    finally:
        process.kill()
        process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        said = re.search(r"open at (http://\S+)", log.read_text(encoding="utf-8"))
        if said:
            return said[1]
        time.sleep(0.05)
    raise AssertionError(f"the chat did not open: exit code {process.poll()}\n{log.read_text(encoding='utf-8')}")
