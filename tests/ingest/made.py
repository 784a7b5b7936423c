"""Files, jobs and readers for tests of an ingest: none of them needs a model, some of them end a process."""

import os
import signal
import socket
import sys
from collections.abc import Generator, Iterable
from contextlib import suppress
from pathlib import Path

from ingest.discover import Found
from ingest.local import LocalEngine
from ingest.work import Finished, Job


def texts(folder: Path, **files: str) -> Path:
    """A folder of text files; two underscores in a name part folder from file."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def job(path: Path, **metadata: object) -> Job:
    found = Found(path, path.name, path.parent)
    return Job(found, path.name, path.stem, "made once", 1, metadata)


class Deadly:
    """A title that ends the process which makes text of it, but for the one that made it."""

    def __init__(self) -> None:
        self._spared = os.getpid()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Deadly)

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        if os.getpid() != self._spared:
            os.kill(os.getpid(), signal.SIGKILL)
        return "A title"


class Loud:
    """A title that prints, and that waits for nothing."""

    def __str__(self) -> str:
        print("This page has a warning.")
        sys.stdout.flush()
        return "A loud title"


class Reaching:
    """A title that tells what it could do beyond reading: of a file, a connection and a secret."""

    def __str__(self) -> str:
        could = []
        with suppress(OSError):
            Path("reached").touch()
            could.append("write")
        with suppress(PermissionError):
            socket.socket()
            could.append("connect")
        could += [name for name in os.environ if name.endswith("_KEY") or name.startswith("ROUNDTABLE_")]
        return f"It could {could}"


class Faulty:
    """A title that is a mistake of ours."""

    def __str__(self) -> str:
        raise ZeroDivisionError("of a reader")


class Backwards:
    """An engine that finishes the last job first."""

    def __init__(self, engine: LocalEngine) -> None:
        self._engine = engine

    def finished(self, jobs: Iterable[Job]) -> Generator[Finished, None, None]:
        yield from reversed(list(self._engine.finished(jobs)))

    def published(self) -> None:
        self._engine.published()
