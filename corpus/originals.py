"""Find the file that an indexed document was made from, and make sure that it still is that document."""

import threading
from collections import OrderedDict
from pathlib import Path
from stat import S_ISREG

from corpus.check import content_id
from corpus.errors import RoundtableError
from corpus.index import Index

REMEMBERED = 10_000  # files; a name and a few numbers each


class OriginalGone(RoundtableError):
    """The file of a document is gone or has changed, so its pages cannot be shown as the source of a quote."""


class Originals:
    """Remembers which content each file has, so that it is not read again for every page; safe with threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, Stamp], str] = OrderedDict()

    def path_of(self, index: Index, document: str) -> Path:
        """A file whose bytes are those of the document of that id.

        Raises `OriginalGone` if no file became that document, and if every one that did is gone or has changed.
        """
        origins = [Path(file.origin) for file in index.files() if file.document == document]
        changed = False
        for path in origins:
            content = self._content(path)
            if content == document:
                return path
            changed |= content is not None
        known = index.documents.get(document)
        name = known.source if known else document
        if not origins:
            raise OriginalGone(f"{name}: the index knows no file of this document; ingest its folder again")
        if changed:
            raise OriginalGone(f"{name}: the file changed since it was ingested; ingest its folder again")
        raise OriginalGone(f"{name}: the file is gone; put it back where it was, or ingest its folder again")

    def _content(self, path: Path) -> str | None:
        """The id of the file's bytes; None if there is no file that can be read."""
        try:
            key = (str(path), stamp(path))
            with self._lock:
                if key in self._known:
                    self._known.move_to_end(key)
                    return self._known[key]
            found = content_id(path)
            if stamp(path) != key[1]:
                return ""  # it changes while it is read, so it is no document of the index
        except (OSError, ValueError):
            return None
        with self._lock:
            self._known[key] = found
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return found


Stamp = tuple[int, int, int, int]


def stamp(path: Path) -> Stamp:
    """What differs once a file was written to or replaced. Raises `OSError` if there is no file.

    The time of the last change of its entry is in it too: a copy that keeps the old file's date and size has
    another one.
    """
    found = path.stat()
    if not S_ISREG(found.st_mode):
        raise FileNotFoundError(f"{path}: not a file")
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
