"""Search by words: a full-text table of stems in the same SQLite file as the ledger.

SQLite's FTS5 was chosen over tantivy by measurement (`evals/bench/lexical.py`): it ranks as well, and shares one
transaction with the ledger, so that a crash cannot leave the two apart. Given up: speed and size; at 100,000
passages a query takes tens of milliseconds where tantivy takes under one, and the file is five times as large.
"""

import sqlite3
from collections.abc import Iterable, Sequence

# Weight of a word in the title, the section headings, the passage itself.
COLUMN_WEIGHTS = (1.0, 1.0, 1.0)

# "2.5" is one term. Should the tokenizer part a term all the same, it is searched as a phrase, which needs the
# full detail: with less, a question about "version 2.5" ended in an error.
SCHEMA = """
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(title, section, body, tokenize = "unicode61 tokenchars '.'");
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab(words, row);
"""


def add(db: sqlite3.Connection, rows: Iterable[tuple[int, str, str, str]]) -> None:
    """Rows of passage number and the terms of its title, section and text, each joined by spaces."""
    db.executemany("INSERT INTO words(rowid, title, section, body) VALUES (?, ?, ?, ?)", rows)


def remove(db: sqlite3.Connection, numbers: Iterable[int]) -> None:
    db.executemany("DELETE FROM words WHERE rowid = ?", ((number,) for number in numbers))


def search(
    db: sqlite3.Connection, terms: Sequence[str], limit: int, documents: Sequence[str] | None = None
) -> dict[int, float]:
    """Passage numbers and BM25 scores (higher is better), best first, of passages with any of the terms."""
    return _ranked(db, terms, limit, "document IN (%s)", documents)


def score(db: sqlite3.Connection, terms: Sequence[str], numbers: Sequence[int]) -> dict[int, float]:
    """The BM25 scores of the given passages; one that has none of the terms is left out."""
    return _ranked(db, terms, len(numbers), "passages.number IN (%s)", numbers)


def _ranked(
    db: sqlite3.Connection, terms: Sequence[str], limit: int, condition: str, values: Sequence[str | int] | None
) -> dict[int, float]:
    if not terms or (values is not None and not values):
        return {}
    match = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
    weights = ", ".join(map(str, COLUMN_WEIGHTS))
    query = f"SELECT rowid, -bm25(words, {weights}) AS score FROM words WHERE words MATCH ?"
    if values is not None:
        places = ", ".join("?" * len(values))
        query += f" AND rowid IN (SELECT number FROM passages WHERE {condition % places})"
    query += " ORDER BY score DESC, rowid LIMIT ?"
    return dict(db.execute(query, (match, *(values or ()), limit)).fetchall())


def share_with(db: sqlite3.Connection, term: str, document: str) -> float:
    """The share of a document's passages that hold the term in their text."""
    query = (
        "SELECT count(*) FROM words JOIN passages ON passages.number = words.rowid WHERE words MATCH ? AND document = ?"
    )
    held = db.execute(query, (f'body : "{term}"', document)).fetchone()[0]
    total = db.execute("SELECT count(*) FROM passages WHERE document = ?", (document,)).fetchone()[0]
    return held / total if total else 0.0


def documents_with_phrase(db: sqlite3.Connection, terms: Sequence[str]) -> int:
    """In how many documents the terms stand side by side in a passage's text."""
    if not terms:
        return 0
    query = (
        "SELECT count(DISTINCT document) FROM words JOIN passages ON passages.number = words.rowid WHERE words MATCH ?"
    )
    return int(db.execute(query, (f'body : "{" ".join(terms)}"',)).fetchone()[0])


def passages_with(db: sqlite3.Connection, terms: Iterable[str]) -> dict[str, int]:
    """How many passages hold each term; 0 for a term the collection does not know."""
    counts = {}
    for term in dict.fromkeys(terms):
        row = db.execute("SELECT doc FROM vocabulary WHERE term = ?", (term,)).fetchone()
        counts[term] = row[0] if row else 0
    return counts
