"""Keep the vectors of an ingest that was interrupted, so that the next one does not compute them again."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.disk import writing
from corpus.encoders import Encoder, Vectors


class VectorCache:
    """Vectors by model and text in one SQLite file, deleted once the ingest they belong to is published."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path = path
        self._encoder = encoder
        with writing(path.parent):
            self._db = sqlite3.connect(path)
            if not self._is_whole():  # after a power cut; nothing in it is worth troubling the user
                self.delete()
                self._db = sqlite3.connect(path)
            # Losing the newest vectors in a power cut costs seconds; flushing each batch would cost more.
            self._db.execute("PRAGMA synchronous = OFF")
            self._db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    def _is_whole(self) -> bool:
        try:
            return bool(self._db.execute("PRAGMA quick_check").fetchone() == ("ok",))
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            return False

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text; only texts that the cache does not hold reach the encoder.

        Raises `IndexNotWritable` if the disk has no room for them.
        """
        keys = [hashlib.sha256(f"{self._encoder.name}\n{text}".encode()).digest()[:16] for text in texts]
        known = {key: row for key in set(keys) if (row := self._read(key)) is not None}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            known.update(zip(new, self._encoder.encode_passages(list(new.values())), strict=True))
            rows = [(key, known[key].tobytes()) for key in new]
            with writing(self._path.parent), self._db:
                self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        return np.vstack([known[key] for key in keys])

    def _read(self, key: bytes) -> Vectors | None:
        row = self._db.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        # A row cut short by a power failure counts as absent.
        if row is None or len(row[0]) != 4 * self._encoder.dimensions:
            return None
        return np.frombuffer(row[0], dtype=np.float32)

    def close(self) -> None:
        self._db.close()

    def delete(self) -> None:
        self.close()
        self._path.unlink(missing_ok=True)
        # The journal of a file that is gone would be played into the next one of its name.
        self._path.with_name(f"{self._path.name}-journal").unlink(missing_ok=True)
