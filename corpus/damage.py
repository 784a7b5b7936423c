"""Notice that a file of the index is not what it was when it was published, and say what to type.

A published state has a seal: the size and SHA-256 of each of its files. Opening compares the sizes of all of them and
the bytes of those that are small; before a state is copied, and where somebody asks (`roundtable doctor`, `corpus
check`), everything is compared. Chroma goes on writing to its database where it only reads: of that the size is
compared, and SQLite looks it over.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from corpus.errors import DamagedIndex

SEAL = "seal.json"
_GRAPH = "index_metadata.pickle"  # written with the graph of the vectors
CHROMA_DATABASE = "chroma/chroma.sqlite3"
SMALL = 32_000_000  # bytes, of a file that is compared each time it is opened: 30 ms at most
REBUILD = "build the index anew from its files with: roundtable ingest --rebuild"
_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_LOCKS = (".lock", "-journal", "-wal", "-shm")
_HEADER = b"SQLite format 3\x00"


def seal(generation: Path) -> None:
    """Writes down what the files of a state are, which nobody will change any more."""
    found: dict[str, Any] = {}
    for path in holding(generation):
        name = path.relative_to(generation).as_posix()
        if name != SEAL:
            found[name] = [path.stat().st_size, None if name == CHROMA_DATABASE else _sha256(path)]
    (generation / SEAL).write_text(json.dumps(found, indent=1), encoding="utf-8")


def holding(generation: Path) -> list[Path]:
    """The files of a state that hold something. Chroma keeps up to a thousand vectors in its database; until there are
    more it makes its other files anew each time that anybody opens the index, and for a moment they are empty."""
    there = [path for path in sorted(generation.rglob("*")) if path.is_file() and not path.name.endswith(_LOCKS)]
    return [path for path in there if path.suffix != ".bin" or (path.parent / _GRAPH).exists()]


def look(generation: Path, thorough: bool = False) -> None:
    """Raises `DamagedIndex` if a file is gone, cut short or changed. A state of an earlier version has no seal: of it
    only the databases are looked at."""
    for name, (size, digest) in _sealed(generation).items():
        path = generation / name
        try:
            there = path.stat().st_size
        except FileNotFoundError:
            raise damaged(path, "it is gone") from None
        if there < size or (digest and there != size):
            raise damaged(path, f"{there:,} of {size:,} bytes are there")
        if digest and (thorough or size <= SMALL) and _sha256(path) != digest:
            raise damaged(path, "it was changed since it was published")
    database = generation / CHROMA_DATABASE
    if database.exists():
        _look_at_database(database, thorough)


def all_there(place: Path, vectors: int, passages: int) -> None:
    """Raises `DamagedIndex` if they are not as many: Chroma passes over rows that it cannot read."""
    if vectors != passages:
        raise damaged(place, f"{vectors:,} of {passages:,} vectors are there")


def damaged(place: Path, why: str) -> DamagedIndex:
    return DamagedIndex(f"{place}: damaged ({why}); {REBUILD}")


@contextmanager
def noticed(place: Path) -> Iterator[None]:
    """Around what reads: what libraries say of damaged files as `DamagedIndex`."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
            raise
        raise damaged(place, str(error)) from error
    except BaseException as error:
        # What Rust gives up at is neither an Exception nor of a type that could be named.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(place, " ".join(str(error).split())[:200]) from error


def _sealed(generation: Path) -> dict[str, tuple[int, str | None]]:
    try:
        found = json.loads((generation / SEAL).read_bytes())
        return {str(name): (int(size), digest) for name, (size, digest) in found.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(generation / SEAL, str(error)) from error


def _look_at_database(path: Path, thorough: bool) -> None:
    with path.open("rb") as file:
        head = file.read(100)
        there = os.fstat(file.fileno()).st_size
    page = int.from_bytes(head[16:18], "big")
    needed = (65536 if page == 1 else page) * int.from_bytes(head[28:32], "big")
    if not head.startswith(_HEADER):
        raise damaged(path, "it is no database")
    if thorough or there < needed:  # or is another about to make it longer? SQLite waits for that
        with noticed(path), closing(sqlite3.connect(path, timeout=30)) as db:
            (said,) = db.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            raise damaged(path, " ".join(said.split())[:200])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
