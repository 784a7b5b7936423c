"""Say which files an index was made from, even if it cannot be opened any more."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus import generations
from corpus.damage import SEAL
from corpus.index import LEDGER
from corpus.ledger import FileRecord


@dataclass(frozen=True, slots=True)
class Recorded:
    """The ids of documents by source, and their files; `is_current` unless only the state before could be read."""

    documents: dict[str, str]
    files: list[FileRecord]
    is_current: bool


def recorded(folder: Path) -> Recorded | None:
    """What the newest ledger says that can be read to its end; None if none can. Nothing is changed."""
    now = generations.current(folder)
    # A draft, which has no seal, may lack what was to come.
    others = [made for made in reversed(generations.all_of(folder)) if made != now and (made / SEAL).exists()]
    for generation in [now, *others] if now else others:
        try:
            with closing(sqlite3.connect(f"{(generation / LEDGER).as_uri()}?mode=ro", uri=True)) as db:
                if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                    continue
                documents = dict(db.execute("SELECT source, id FROM documents ORDER BY source"))
                rows = db.execute("SELECT origin, document, fingerprint FROM files ORDER BY origin").fetchall()
        except sqlite3.DatabaseError:
            continue
        return Recorded(documents, [FileRecord(*row) for row in rows], generation == now)
    return None
