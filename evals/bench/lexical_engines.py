"""The two full-text engines under one face, fed the same terms, so that nothing but the engine is compared."""

import sqlite3
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from corpus.lexical import WordIndex

Row = tuple[int, str, str]  # number, terms of the title, terms of the text, each joined by spaces


SCHEMA = """CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(title, body, tokenize = "unicode61 tokenchars '.'")"""


class Engine(Protocol):
    """A full-text index in a folder. What was added can be found after `commit`."""

    def add(self, rows: Sequence[Row]) -> None: ...

    def commit(self) -> None: ...

    def search(self, terms: Sequence[str], limit: int) -> list[int]:
        """Numbers of the rows that hold any of the terms, best first."""
        ...

    def count(self) -> int: ...

    def close(self) -> None: ...


class Fts5:
    """SQLite's full-text index, as it stood in the ledger before."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(folder / "words.sqlite")
        self.db.execute(SCHEMA)

    def add(self, rows: Sequence[Row]) -> None:
        self.db.executemany("INSERT INTO words(rowid, title, body) VALUES (?, ?, ?)", rows)

    def commit(self) -> None:
        self.db.commit()

    def search(self, terms: Sequence[str], limit: int) -> list[int]:
        if not terms:
            return []
        match = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
        query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid LIMIT ?"
        return [number for (number,) in self.db.execute(query, (match, limit))]

    def count(self) -> int:
        return int(self.db.execute("SELECT count(*) FROM words").fetchone()[0])

    def close(self) -> None:
        self.db.close()


class Words:
    """The program's own: tantivy, title and text weighed together."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._words = WordIndex(folder)

    def add(self, rows: Sequence[Row]) -> None:
        self._words.add(1, [(number, title, "", body) for number, title, body in rows])

    def commit(self) -> None:
        self._words.commit()

    def search(self, terms: Sequence[str], limit: int) -> list[int]:
        return list(self._words.search(terms, limit))

    def count(self) -> int:
        return self._words.count()

    def close(self) -> None:
        self._words.close()


ENGINES: dict[str, type[Fts5] | type[Words]] = {"fts5": Fts5, "tantivy": Words}


def tantivy_version() -> str:
    return f"tantivy {version('tantivy')}"
