"""The two full-text engines under one face, fed the same terms, so that nothing but the engine is compared."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from corpus import lexical
from corpus.errors import RoundtableError

Row = tuple[int, str, str]  # number, terms of the title, terms of the text, each joined by spaces


class EngineMissing(RoundtableError):
    """A package that only this comparison needs is not installed."""


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
    """The table and the query of `corpus/lexical.py`, in an SQLite file of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(folder / "words.sqlite")
        self.db.executescript(lexical.SCHEMA)

    def add(self, rows: Sequence[Row]) -> None:
        lexical.add(self.db, [(number, title, "", body) for number, title, body in rows])

    def commit(self) -> None:
        self.db.commit()

    def search(self, terms: Sequence[str], limit: int) -> list[int]:
        return list(lexical.search(self.db, terms, limit))

    def count(self) -> int:
        return int(self.db.execute("SELECT count(*) FROM words").fetchone()[0])

    def close(self) -> None:
        self.db.close()


class Tantivy:
    """tantivy with one field for the title and one for the text; each field's BM25 score is added."""

    def __init__(self, folder: Path) -> None:
        tantivy = _tantivy()
        folder.mkdir(parents=True, exist_ok=True)
        schema = tantivy.SchemaBuilder()
        schema.add_unsigned_field("number", stored=True, indexed=True)
        for field in ("title", "body"):
            # The terms come stemmed: all that is left to do is to part them at the spaces.
            # Positions are kept because FTS5 keeps them too.
            schema.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        self._tantivy = tantivy
        self._schema = schema.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._writer: Any = None
        self._searcher = self._index.searcher()

    def add(self, rows: Sequence[Row]) -> None:
        if self._writer is None:
            self._writer = self._index.writer()
        for number, title, body in rows:
            document = self._tantivy.Document(title=title, body=body)
            document.add_unsigned("number", number)
            self._writer.add_document(document)

    def commit(self) -> None:
        if self._writer is not None:
            self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, terms: Sequence[str], limit: int) -> list[int]:
        if not terms:
            return []
        query, should = self._tantivy.Query, self._tantivy.Occur.Should
        parts = [
            (should, query.term_query(self._schema, field, term, "freq"))
            for term in dict.fromkeys(terms)
            for field in ("title", "body")
        ]
        found = self._searcher.search(query.boolean_query(parts), limit, count=False).hits
        return [int(self._searcher.doc(address)["number"][0]) for _, address in found]

    def count(self) -> int:
        return int(self._searcher.num_docs)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.wait_merging_threads()


class TantivyOneField(Tantivy):
    """tantivy with title and text in one field, so that BM25 weighs them together, as FTS5 does."""

    def add(self, rows: Sequence[Row]) -> None:
        super().add([(number, "", f"{title} {body}") for number, title, body in rows])


ENGINES: dict[str, type[Fts5] | type[Tantivy]] = {
    "fts5": Fts5,
    "tantivy": Tantivy,
    "tantivy, one field": TantivyOneField,
}


def tantivy_version() -> str:
    """Raises `EngineMissing` if it is not installed."""
    return str(_tantivy().__version__)


def _tantivy() -> Any:
    try:
        import tantivy
    except ImportError:
        raise EngineMissing(
            "tantivy is not installed; it is one of the tools for developers: pip install -e '.[dev]'"
        ) from None
    return tantivy
