"""Look at a file before it is read: whether it may be, which document its content is, and what that is made from."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.check import content_id
from corpus.errors import UnreadableDocument
from corpus.ledger import FileRecord
from ingest.discover import Found

# Part of every file's fingerprint: raise it when reading or splitting gives other passages than before.
PIPELINE = "5"

Metadata = Callable[[Found], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at and not yet read: the id that its document has, what that is made from, and what a
    catalogue knows of it. `size` is in bytes."""

    found: Found
    size: int
    id: str
    fingerprint: str
    metadata: Mapping[str, Any]

    @property
    def origin(self) -> str:
        return str(self.found.path)

    @property
    def record(self) -> FileRecord:
        return FileRecord(self.origin, self.id, self.fingerprint)


def look_at(found: Found, metadata: Metadata, pdf_engine: str, limit_bytes: int) -> Looked:
    """Raises `UnreadableDocument` if it is too large, and `OSError`."""
    size = found.path.stat().st_size
    if size > limit_bytes:
        raise UnreadableDocument(
            f"{size / 1e6:.0f} MB is more than the limit of {limit_bytes / 1e6:.0f} MB; split the file, or "
            "raise the setting `max_file_mb`"
        )
    id_, known = content_id(found.path), dict(metadata(found))
    made_from = json.dumps([PIPELINE, pdf_engine, id_, known], sort_keys=True, default=str)
    return Looked(found, size, id_, hashlib.sha256(made_from.encode()).hexdigest()[:20], known)
