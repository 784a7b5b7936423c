"""Type a command as its user does, and see the exit code and both streams."""

import io
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch

from assistant import cli


@dataclass(frozen=True, slots=True)
class Typed:
    code: int
    out: str
    err: str


def typed(*words: object, stdin: bytes = b"") -> Typed:
    """What `roundtable WORDS…` does, in this process: an exception that would be a traceback fails the test."""
    out, err, given = (io.TextIOWrapper(io.BytesIO(start), encoding="ascii") for start in (b"", b"", stdin))
    argv = ["roundtable", *map(str, words)]
    with patch.object(sys, "argv", argv), patch.object(sys, "stdin", given), redirect_stdout(out), redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
    assert isinstance(code, int)
    return Typed(code, _text(out), _text(err))


def started(*words: object) -> "subprocess.Popen[str]":
    """The same in a process of its own, whose streams are pipes."""
    command = [sys.executable, "-m", "assistant.cli", *map(str, words)]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", preexec_fn=heeding_ctrl_c
    )


def heeding_ctrl_c() -> None:
    """A background job of a shell ignores Ctrl-C, and so would all its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    content = stream.buffer
    assert isinstance(content, io.BytesIO)
    return content.getvalue().decode()
