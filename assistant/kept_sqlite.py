"""Files of SQLite that keep what people made, conversations above all: safe for many threads, for their owner alone."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.kept_types import Keeping, UnusableFile

PATIENCE = 10.0  # seconds to wait for others that write

_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# Any other error of SQLite is a mistake in our own SQL, and must be seen as one.
_OF_THE_DISK = {
    *(sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR),
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN),
}
_creating = threading.Lock()


@contextmanager
def reading(path: Path, kind: Keeping) -> Iterator[sqlite3.Connection]:
    """The file at one moment, made if it is not there. Raises `UnusableFile`."""
    with _opened(path, kind) as db:
        db.execute("BEGIN")
        yield db
        db.execute("COMMIT")


@contextmanager
def writing(path: Path, kind: Keeping, patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
    """All of what is written, or after an error nothing. What is deleted is overwritten. Raises `UnusableFile`, also
    if others write for longer than `patience`, in seconds."""
    with _opened(path, kind, patience) as db:
        db.execute("PRAGMA synchronous = NORMAL")  # killed, a program loses nothing by it; a power cut takes seconds
        db.execute("PRAGMA secure_delete = ON")
        with _whole(db):
            yield db


def forget_the_past(path: Path, kind: Keeping) -> None:
    """Bring the file itself up to date, so that nothing deleted is left in what SQLite writes beside it. While others
    read that has to wait, and is done when the last of them closes the file. Raises `UnusableFile`."""
    with _opened(path, kind, 0.2) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def rewritten(path: Path, kind: Keeping) -> bool:
    """Write the file anew from what is left in it: pages that SQLite has moved rows out of may still show them. Whether
    that is done; while somebody goes on reading it has to wait until the file is closed. Raises `UnusableFile`."""
    with _opened(path, kind) as db:
        db.execute("VACUUM")
        busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


@contextmanager
def _opened(path: Path, kind: Keeping, patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
    try:
        _make(path)
        with closing(sqlite3.connect(path, timeout=patience, isolation_level=None)) as db:
            _prepare(db, path, kind)
            yield db
    except OSError as error:
        raise UnusableFile(_refused(path, kind, error.strerror or str(error))) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _DAMAGED:
            raise UnusableFile(
                f"{path}: damaged, or no file of {kind.setting} ({error}); move it away, or name another in the "
                f"setting `{kind.setting}`"
            ) from error
        if code in _BUSY:
            raise UnusableFile(f"{path}: another program is writing to it for too long; try again") from error
        if code in _OF_THE_DISK:
            raise UnusableFile(_refused(path, kind, str(error))) from error
        raise


def _make(path: Path) -> None:
    """An empty file that only its owner may read; SQLite gives those beside it the same mode."""
    # Under a lock, for closing a file takes SQLite's own locks on it away from the other threads of this process.
    with _creating:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare(db: sqlite3.Connection, path: Path, kind: Keeping) -> None:
    """Brings the file to the present format; leaves one that is not ours as it is."""
    if _format(db, path, kind) == len(kind.migrations):
        return
    _let_readers_read_while_it_is_written(db)
    with _whole(db):
        found = _format(db, path, kind)  # another may have done it meanwhile
        for step in kind.migrations[found:]:
            for statement in step:
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {kind.mark}")
        db.execute(f"PRAGMA user_version = {len(kind.migrations)}")


@contextmanager
def _whole(db: sqlite3.Connection) -> Iterator[None]:
    """Everything or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:  # SQLite itself ends one that the disk has no room for
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _format(db: sqlite3.Connection, path: Path, kind: Keeping) -> int:
    """0 for an empty file. Raises `UnusableFile` if it is another program's, or a newer one's."""
    # In one statement, and so at one moment: between two, another may make the file.
    application, found, tables = db.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master) "
        "FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application != kind.mark and (application or found or tables):
        raise UnusableFile(f"{path}: another program's file; name another in the setting `{kind.setting}`")
    if found > len(kind.migrations):
        raise UnusableFile(
            f"{path}: of a newer version of the program (format {found}, this one knows {len(kind.migrations)}); "
            f"update the program, or name another file in the setting `{kind.setting}`"
        )
    return int(found)


def _let_readers_read_while_it_is_written(db: sqlite3.Connection) -> None:
    """SQLite does not wait where two turn a new file into such a one, but refuses the second at once."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _refused(path: Path, kind: Keeping, why: str) -> str:
    return (
        f"{path}: {kind.keeps} cannot be kept there ({why}); free some space or allow writing there, or "
        f"name another file in the setting `{kind.setting}`"
    )
