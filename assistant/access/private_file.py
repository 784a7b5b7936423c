"""Files that nobody but the owner may read: written whole or not at all, and changed by one process at a time."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import RoundtableError

PRIVATE = 0o600
WAITS = 20  # seconds for another process that changes the same file
KEY_BYTES = 32


class NotPrivate(RoundtableError):
    """A file of accounts, of keys or of what was done cannot be read, written or locked."""


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """No other process changes the file meanwhile. Makes its folder. Raises `NotPrivate`."""
    from filelock import FileLock, Timeout

    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(f"{file}.lock", mode=PRIVATE)
        with lock.acquire(timeout=WAITS):
            yield
    except Timeout as error:  # an OSError too
        raise NotPrivate(f"{file}: another command is changing it; try again once that is done") from error
    except OSError as error:
        raise refused(file, "changed", error) from error


def write_private(file: Path, content: bytes) -> None:
    """In one step, once all of it is on the disk. Raises `OSError`."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # with the mode 0600
    made = Path(name)
    try:
        with open(handle, "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        os.replace(made, file)
    finally:
        made.unlink(missing_ok=True)


def key_in(file: Path) -> bytes:
    """The key in the file, which is made where there is none. Raises `NotPrivate`."""
    if not file.exists():
        with alone(file):
            if not file.exists():
                write_private(file, secrets.token_urlsafe(KEY_BYTES).encode())
    try:
        key = file.read_bytes().strip()
    except OSError as error:
        raise refused(file, "read", error) from error
    if len(key) < KEY_BYTES:
        raise NotPrivate(f"{file}: holds no key; delete it, and a new one is made (everybody logs in again)")
    return key


def refused(file: Path, what: str, error: OSError) -> NotPrivate:
    return NotPrivate(f"{file}: cannot be {what} ({error.strerror or error}); correct its rights, or free some space")
