"""The ledger: which documents, pages and passages the index holds, and their vectors, in one SQLite file."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.encoders import Embedded, Vectors
from corpus.ledger_rows import LedgerFile
from corpus.types import Document, Page, Passage, Span

SCHEMA = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL UNIQUE, fields TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (
    origin TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id), fingerprint TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pages (
    document TEXT NOT NULL REFERENCES documents(id), number INTEGER NOT NULL, label TEXT, text TEXT NOT NULL,
    headings TEXT NOT NULL, PRIMARY KEY (document, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL REFERENCES documents(id),
    text TEXT NOT NULL, spans TEXT NOT NULL, section TEXT NOT NULL, is_table INTEGER NOT NULL,
    vector TEXT NOT NULL UNIQUE);
CREATE INDEX IF NOT EXISTS passages_of_document ON passages(document);
CREATE TABLE IF NOT EXISTS embeddings (number INTEGER PRIMARY KEY, embedding BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (number INTEGER PRIMARY KEY, vectors BLOB NOT NULL, places BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS acronyms (
    document TEXT NOT NULL REFERENCES documents(id), short TEXT NOT NULL, long TEXT NOT NULL,
    PRIMARY KEY (document, short, long)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone (vector TEXT PRIMARY KEY) WITHOUT ROWID;
"""


_NO_TOKENS = np.zeros((0, 1), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file that was ingested: where it lay, which document it became, and what it was made from."""

    origin: str
    document: str
    fingerprint: str


class Ledger:
    """Reads and writes one SQLite file; the caller commits. Every method raises `DamagedIndex` if that is damaged."""

    def __init__(self, path: Path) -> None:
        # Several threads of the chat read the same ledger; SQLite serialises them itself.
        self.db = LedgerFile(path, check_same_thread=False)
        try:
            self.db.executescript(SCHEMA)
        except BaseException:
            self.db.close()
            raise

    def about(self, key: str) -> str | None:
        row = self.db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_about(self, key: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    def documents(self) -> list[Document]:
        rows = self.db.execute("SELECT fields FROM documents ORDER BY source")
        return [_document(fields) for (fields,) in rows]

    def ids_of(self, id_: str, source: str) -> list[str]:
        """The documents of that id or source: none, one, or two."""
        rows = self.db.execute("SELECT id FROM documents WHERE id = ? OR source = ?", (id_, source))
        return [found for (found,) in rows]

    def files(self) -> list[FileRecord]:
        rows = self.db.execute("SELECT origin, document, fingerprint FROM files ORDER BY origin")
        return [FileRecord(*row) for row in rows]

    def page(self, document: str, number: int) -> Page | None:
        row = self.db.execute(
            "SELECT number, label, text, headings FROM pages WHERE document = ? AND number = ?", (document, number)
        ).fetchone()
        return _page(*row) if row else None

    def pages(self, document: str) -> list[Page]:
        rows = self.db.execute(
            "SELECT number, label, text, headings FROM pages WHERE document = ? ORDER BY number", (document,)
        )
        return [_page(*row) for row in rows]

    def page_counts(self) -> dict[str, int]:
        return dict(self.db.execute("SELECT document, count(*) FROM pages GROUP BY document"))

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        return {passage.id: passage for passage in self._passages(_one_of("id", ids), ids)}

    def passages_of(self, document: str) -> list[Passage]:
        return list(self._passages("document = ? ORDER BY number", (document,)))

    def passage_ids(self, numbers: Iterable[int]) -> dict[int, str]:
        return self._told("number", "id", numbers)

    def passage_numbers(self, ids: Iterable[str]) -> dict[str, int]:
        return self._told("id", "number", ids)

    def ids_of_vectors(self, vectors: Iterable[str]) -> dict[str, str]:
        return self._told("vector", "id", vectors)

    def documents_of(self, ids: Iterable[str]) -> dict[str, str]:
        return self._told("id", "document", ids)

    def vectors_of_document(self, document: str) -> list[str]:
        return [name for (name,) in self.db.execute("SELECT vector FROM passages WHERE document = ?", (document,))]

    def all_vectors(self) -> Iterator[str]:
        for (name,) in self.db.execute("SELECT vector FROM passages ORDER BY number"):
            yield name

    def made_in(self) -> list[str]:
        """The ingests whose names stand in the names of vectors, behind an @."""
        sql = "SELECT DISTINCT substr(vector, instr(vector, '@') + 1) FROM passages"
        return [name for (name,) in self.db.execute(sql)]

    def add_gone(self, vectors: Iterable[str]) -> None:
        """Keeps the names of vectors on a server that this state has no more, and earlier ones may."""
        self.db.executemany("INSERT OR IGNORE INTO gone VALUES (?)", ((name,) for name in vectors))

    def gone(self) -> list[str]:
        return [name for (name,) in self.db.execute("SELECT vector FROM gone")]

    def forget_gone(self) -> None:
        self.db.execute("DELETE FROM gone")

    def passage_counts(self) -> dict[str, int]:
        return dict(self.db.execute("SELECT document, count(*) FROM passages GROUP BY document"))

    def count(self, table: str) -> int:
        return int(self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 our own names; values go by ?

    def document_number(self, id_: str) -> int | None:
        row = self.db.execute("SELECT number FROM documents WHERE id = ?", (id_,)).fetchone()
        return row[0] if row else None

    def document_numbers(self) -> dict[str, int]:
        """The number of each document, by its id: by it the index of words knows it."""
        return dict(self.db.execute("SELECT id, number FROM documents"))

    def add_document(self, document: Document, pages: Sequence[Page]) -> int:
        """Stores the document and returns its number."""
        cursor = self.db.execute(
            "INSERT INTO documents (id, source, fields) VALUES (?, ?, ?)",
            (document.id, document.source, json.dumps(asdict(document), ensure_ascii=False)),
        )
        self.db.executemany(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?)",
            ((document.id, p.number, p.label, p.text, json.dumps(p.headings)) for p in pages),
        )
        return int(cursor.lastrowid or 0)

    def add_acronyms(self, document: str, pairs: Iterable[tuple[str, str]]) -> None:
        rows = ((document, short, long) for short, long in pairs)
        self.db.executemany("INSERT OR IGNORE INTO acronyms VALUES (?, ?, ?)", rows)

    def acronyms(self) -> list[tuple[str, str]]:
        """Each acronym and what it stands for; what more documents say comes first."""
        rows = self.db.execute(
            "SELECT short, long FROM acronyms GROUP BY short, long ORDER BY count(*) DESC, short, length(long), long"
        )
        return [(short, long) for short, long in rows]

    def add_passage(self, passage: Passage, vector: str) -> int:
        """Stores the passage and returns its number, by which the index of words knows it; `vector` is the name that
        its vector has in Chroma."""
        spans = json.dumps([(span.page, span.start, span.end) for span in passage.spans])
        section = json.dumps(passage.section, ensure_ascii=False)
        row = (passage.id, passage.document, passage.text, spans, section, passage.is_table, vector)
        cursor = self.db.execute(
            "INSERT INTO passages (id, document, text, spans, section, is_table, vector) VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        return int(cursor.lastrowid or 0)

    def add_embedded(self, number: int, read: Embedded) -> None:
        """Stores what the encoder made of the passage of that number."""
        self.db.execute("INSERT INTO embeddings VALUES (?, ?)", (number, read.vector.astype(np.float32).tobytes()))
        self.db.execute("INSERT INTO tokens VALUES (?, ?, ?)", (number, read.tokens.tobytes(), read.places.tobytes()))

    def vectors(self, by: str, values: Sequence[str]) -> tuple[list[str], Vectors]:
        """The ids of the passages whose "id" or "document" is one of the values, and the vector of each, as a row."""
        sql = f"SELECT id, embedding FROM passages NATURAL JOIN embeddings WHERE {_one_of(by, values)}"  # noqa: S608 our own names; values go by ?
        found = dict(self.db.execute(sql, list(values)))
        return list(found), np.frombuffer(b"".join(found.values()), np.float32).reshape(len(found), -1 if found else 0)

    def tokens(self, ids: Sequence[str]) -> Iterator[tuple[str, NDArray[np.uint8], NDArray[np.int16]]]:
        """The id of each passage, its token vectors, and where in it they end."""
        sql = f"SELECT id, vectors, places FROM passages NATURAL JOIN tokens WHERE {_one_of('id', ids)}"  # noqa: S608 our own names; values go by ?
        for id_, vectors, places in self.db.execute(sql, list(ids)):
            ends = np.frombuffer(places, np.int16)
            yield id_, np.frombuffer(vectors, np.uint8).reshape(len(ends), -1) if len(ends) else _NO_TOKENS, ends

    def record_file(self, record: FileRecord) -> None:
        self.db.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (record.origin, record.document, record.fingerprint)
        )

    def forget_file(self, origin: str) -> None:
        self.db.execute("DELETE FROM files WHERE origin = ?", (origin,))

    def remove_document(self, document: str) -> None:
        """Forgets the document, its pages and passages; which files it was made from is the caller's."""
        theirs = "(SELECT number FROM passages WHERE document = ?)"
        for table in ("embeddings", "tokens"):
            self.db.execute(f"DELETE FROM {table} WHERE number IN {theirs}", (document,))  # noqa: S608 our own names; values go by ?
        for table in ("passages", "pages", "acronyms"):
            self.db.execute(f"DELETE FROM {table} WHERE document = ?", (document,))  # noqa: S608 our own names; values go by ?
        self.db.execute("DELETE FROM documents WHERE id = ?", (document,))

    def close(self) -> None:
        self.db.close()

    def _told(self, by: str, column: str, values: Iterable[Any]) -> dict[Any, Any]:
        chosen = list(values)
        sql = f"SELECT {by}, {column} FROM passages WHERE {_one_of(by, chosen)}"  # noqa: S608 our own names; values go by ?
        return dict(self.db.execute(sql, chosen))

    def _passages(self, condition: str, values: Sequence[str]) -> Iterator[Passage]:
        query = f"SELECT id, document, text, spans, section, is_table FROM passages WHERE {condition}"  # noqa: S608 our own names; values go by ?
        for id_, document, text, spans, section, is_table in self.db.execute(query, values):
            places = tuple(Span(*span) for span in json.loads(spans))
            yield Passage(id_, document, text, places, tuple(json.loads(section)), bool(is_table))


def _one_of(column: str, values: Sequence[str]) -> str:
    return f"{column} IN ({', '.join('?' * len(values))})"


def _document(fields: str) -> Document:
    values = json.loads(fields)
    values["places"] = tuple(values["places"])
    return Document(**values)


def _page(number: int, label: str | None, text: str, headings: str) -> Page:
    return Page(number, label, text, tuple(json.loads(headings)))
