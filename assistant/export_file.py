"""Write what is handed on as a file: whole or not at all, and never in the place of another file unasked."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from corpus.errors import RoundtableError


class NotExported(RoundtableError):
    """The file cannot be written; what was there before is there still."""


def may_be_written(file: Path, replace: bool = False) -> None:
    """Raises `NotExported` where it is known beforehand that the file cannot be."""
    if os.path.exists(file) and not replace:  # Path.exists raises on a name that is too long
        raise NotExported(f"{file}: is there already; name another file, or replace it with --force")
    if not file.parent.is_dir():
        raise NotExported(
            f"{file}: cannot be written (there is no folder {file.parent}); make it, or name another file"
        )


@contextmanager
def exporting(file: Path, replace: bool = False) -> Iterator[IO[bytes]]:
    """What is written takes the place of the file in one step, once all of it is on the disk; after an error, nothing
    is. For its owner alone, for people's words may be in it. Raises `NotExported`."""
    may_be_written(file, replace)
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise NotExported(_refused(file, error)) from error
    made = Path(name)
    try:
        with open(handle, "wb") as content:
            yield content
            content.flush()
            os.fsync(content.fileno())
        os.replace(made, file)
    except OSError as error:
        raise NotExported(_refused(file, error)) from error
    finally:
        made.unlink(missing_ok=True)


def _refused(file: Path, error: OSError) -> str:
    return f"{file}: cannot be written ({error.strerror or error}); free some space there, or name another file"
