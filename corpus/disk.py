"""Say in one line that a disk is full or read-only, whichever library was the first to find out."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IndexNotWritable

# Any other error of SQLite is a mistake in our own SQL, and must be seen as one.
_OF_THE_DISK = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}


@contextmanager
def writing(folder: Path, refused: str = "cannot be written") -> Iterator[None]:
    """Around what writes to the index in a folder. Raises `IndexNotWritable` if the disk does not let it."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        if isinstance(error, sqlite3.Error) and error.sqlite_errorcode & 0xFF not in _OF_THE_DISK:
            raise
        raise IndexNotWritable(
            f"{folder}: the index {refused} ({_reason(error)}); free some space or allow writing there, "
            "or name another folder with --index"
        ) from error


def _reason(error: OSError | sqlite3.Error) -> str:
    if isinstance(error, shutil.Error) and isinstance(error.args[0], list):
        *_, (_, _, why) = error.args[0]  # of each file where from, where to, and "[Errno 28] No space left: ..."
        return re.sub(r"^\[Errno \d+\] ([^:]*).*", r"\1", str(why))
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
