"""Keep what an interrupted ingest has embedded, so that the next one does not compute it again."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.disk import writing
from corpus.encoders import Embedded, Encoder


class VectorCache:
    """What the encoder made of passages, by model and text, in one SQLite file; deleted once their ingest is done."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path = path
        self._encoder = encoder
        with writing(path.parent):
            self._db = opened(path)
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS embedded (key BLOB PRIMARY KEY, vector BLOB, tokens BLOB, places BLOB) "
                "WITHOUT ROWID"
            )

    def embed(self, passages: Sequence[tuple[str, str]]) -> list[Embedded]:
        """As the encoder's `embed`; only passages that the cache does not hold reach it.

        Raises `IndexNotWritable` if the disk has no room for them.
        """
        keys = [
            hashlib.sha256(f"{self._encoder.name}\n{context}\n\n{text}".encode()).digest()[:16]
            for context, text in passages
        ]
        known = {key: row for key in set(keys) if (row := self._read(key)) is not None}
        new = {key: passage for key, passage in zip(keys, passages, strict=True) if key not in known}
        if new:
            known.update(zip(new, self._encoder.embed(list(new.values())), strict=True))
            rows = [(key, *(part.tobytes() for part in _parts(known[key]))) for key in new]
            with writing(self._path.parent), self._db:
                self._db.executemany("INSERT OR REPLACE INTO embedded VALUES (?, ?, ?, ?)", rows)
        return [known[key] for key in keys]

    def _read(self, key: bytes) -> Embedded | None:
        row = self._db.execute("SELECT vector, tokens, places FROM embedded WHERE key = ?", (key,)).fetchone()
        # A row cut short by a power failure counts as absent.
        size = self._encoder.dimensions
        if row is None or len(row[0]) != 4 * size or 4 * len(row[1]) != size * len(row[2]):
            return None
        vector, tokens, places = row
        return Embedded(
            np.frombuffer(vector, np.float32),
            np.frombuffer(tokens, np.uint8).reshape(-1, size // 2),
            np.frombuffer(places, np.int16),
        )

    def close(self) -> None:
        self._db.close()

    def delete(self) -> None:
        self.close()
        deleted(self._path)


def opened(path: Path) -> sqlite3.Connection:
    """The file of an interrupted ingest; a new one if there is none, or a damaged one."""
    db = sqlite3.connect(path)
    if not _is_whole(db):  # after a power cut; nothing in it is worth troubling the user
        db.close()
        deleted(path)
        db = sqlite3.connect(path)
    # Losing the newest vectors in a power cut costs seconds; flushing each batch would cost more.
    db.execute("PRAGMA synchronous = OFF")
    return db


def deleted(path: Path) -> None:
    """Removes the closed file of an ingest that needs it no more."""
    path.unlink(missing_ok=True)
    # The journal of a file that is gone would be played into the next one of its name.
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


def _is_whole(db: sqlite3.Connection) -> bool:
    try:
        return bool(db.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False


def _parts(embedded: Embedded) -> tuple[np.ndarray, ...]:
    return embedded.vector, embedded.tokens, embedded.places
