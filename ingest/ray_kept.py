"""Keep documents that are read and embedded until their ingest is published: an interrupted one goes on from there."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.disk import writing
from corpus.encoders import Embedded
from corpus.types import Document, Page, Passage, Span
from corpus.vector_cache import deleted, opened
from ingest.work import Finished, Job, Reading


class Kept:
    """Finished documents in the file that holds what an interrupted ingest has embedded, by job and model.

    Ray Data has checkpoints of its own, for jobs whose workers write the outcome into a folder that all machines
    share; here one process writes it into the index, so that process keeps it. Numbers and JSON, and no pickle: whoever
    hands on an index could have put any program into one.
    """

    def __init__(self, path: Path, model: str) -> None:
        self._path = path
        self._model = model
        with writing(path.parent):
            self._db = opened(path)
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS documents (key BLOB PRIMARY KEY, reading TEXT, dimensions INTEGER, "
                "vectors BLOB, tokens BLOB, places BLOB) WITHOUT ROWID"
            )

    def put(self, finished: Finished) -> None:
        """Raises `IndexNotWritable` if the disk has no room for it."""
        reading, embedded = finished.reading, finished.embedded
        about = {name: _plain(getattr(reading, name)) for name in ("document", "pages", "passages", "problems")}
        row = (
            self._key(reading.job),
            json.dumps(about | {"tokens": [len(one.tokens) for one in embedded]}, ensure_ascii=False),
            len(embedded[0].vector) if embedded else 0,
            *(b"".join(getattr(one, part).tobytes() for one in embedded) for part in ("vector", "tokens", "places")),
        )
        with writing(self._path.parent), self._db:
            self._db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?)", row)

    def get(self, job: Job) -> Finished | None:
        """What became of the job in an ingest before, if it is here whole."""
        row = self._db.execute(
            "SELECT reading, dimensions, vectors, tokens, places FROM documents WHERE key = ?", (self._key(job),)
        ).fetchone()
        if row is None:
            return None
        about, size = json.loads(row[0]), row[1]
        vectors, tokens, places = (
            np.frombuffer(part, kind) for part, kind in zip(row[2:], (np.float32, np.uint8, np.int16), strict=True)
        )
        ends = np.cumsum(about["tokens"], dtype=np.int64)
        if (len(vectors), len(tokens), len(places)) != (size * len(ends), size // 2 * _last(ends), _last(ends)):
            return None
        starts = ends - about["tokens"]
        tokens = tokens.reshape(len(places), -1)
        embedded = [
            Embedded(vectors[place * size : (place + 1) * size], tokens[start:end], places[start:end])
            for place, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]
        reading = Reading(
            job,
            Document(**about["document"] | {"places": tuple(about["document"]["places"])}),
            tuple(Page(**each | {"headings": tuple(each["headings"])}) for each in about["pages"]),
            tuple(_passage(each) for each in about["passages"]),
            tuple(about["problems"]),
        )
        return Finished(reading, embedded)

    def delete(self) -> None:
        self._db.close()
        deleted(self._path)

    def close(self) -> None:
        self._db.close()

    def _key(self, job: Job) -> bytes:
        made_from = (self._model, job.id, job.fingerprint, job.source, job.found.source, str(job.found.path))
        return hashlib.sha256(json.dumps(made_from).encode()).digest()[:16]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, str) else asdict(value)


def _passage(fields: dict[str, Any]) -> Passage:
    spans = tuple(Span(**span) for span in fields["spans"])
    return Passage(**fields | {"spans": spans, "section": tuple(fields["section"])})


def _last(ends: NDArray[np.int64]) -> int:
    return int(ends[-1]) if len(ends) else 0
