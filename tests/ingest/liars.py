"""A reader that a document took over: it answers whatever the job's `lie` names, and never what is in the file."""

import json
import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path

from ingest.told import Told, to_bytes
from ingest.work import Job, read_job


class Opens:
    """Whoever unpickles one makes a file."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __reduce__(self) -> object:
        return open, (self._path, "w")


def edited(edit: Callable[[dict], object]) -> Callable[[Job], bytes]:
    def lie(job: Job) -> bytes:
        told = json.loads(to_bytes(read_job(job)))
        edit(told)
        return framed(json.dumps(told).encode())

    return lie


def framed(content: bytes) -> bytes:
    return len(content).to_bytes(8) + content


def for_ever(job: Job) -> bytes:
    head = (1 << 62).to_bytes(8)
    try:
        while True:
            os.write(1, head + b"[" * 65_536)
            head = b""
    except BrokenPipeError:
        os._exit(0)


LIES: dict[str, Callable[[Job], bytes]] = {
    "pickle": lambda job: pickle.dumps(Opens(str(job.found.root / "stolen"))),
    "framed pickle": lambda job: framed(pickle.dumps(Opens(str(job.found.root / "stolen")))),
    "noise": lambda job: framed(os.urandom(1_000)),
    "brackets": lambda job: framed(b"[" * 1_000_000),
    "digits": lambda job: framed(b'{"seconds": ' + b"9" * 100_000 + b"}"),
    "nothing": lambda job: framed(b""),
    "null": lambda job: framed(b"null"),
    "neither": lambda job: framed(to_bytes(Told())),
    "for ever": for_ever,
    "number for a title": edited(lambda told: told["document"].update(title=7)),
    "another document": edited(lambda told: told["document"].update(id="another")),
    "another source": edited(lambda told: told["document"].update(source="../../etc/passwd")),
    "another kind": edited(lambda told: told["document"].update(kind="law")),
    "page nought": edited(lambda told: told["pages"][0].update(number=0)),
    "passage of another": edited(lambda told: told["passages"][0].update(id="another:0")),
    "words of nobody": edited(lambda told: told["passages"][0].update(text="The mayor resigned.")),
    "place of nowhere": edited(lambda told: told["passages"][0]["spans"][0].update(page=9)),
    "place before": edited(lambda told: told["passages"][0]["spans"][0].update(start=-5)),
    "time without end": edited(lambda told: told.update(seconds=float("inf"))),
}


def serve() -> None:
    while head := sys.stdin.buffer.read(8):
        job, _ = pickle.loads(sys.stdin.buffer.read(int.from_bytes(head)))
        lie = LIES.get(str(job.metadata.get("lie")))
        os.write(1, lie(job) if lie else framed(to_bytes(read_job(job))))


def stolen(folder: Path) -> bool:
    return (folder / "stolen").exists()
