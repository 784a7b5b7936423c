"""corpus/lexical.py: search by words finds any of them, ranks by BM25, and never fails on what people type."""

import sqlite3
from collections.abc import Iterator
from math import log

import pytest

from corpus import lexical
from corpus.words import terms


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    """Three passages, of two documents: numbers 1 and 2 are of "a", 3 is of "b"."""
    db = sqlite3.connect(":memory:")
    db.executescript("CREATE TABLE passages (number INTEGER PRIMARY KEY, document TEXT);" + lexical.SCHEMA)
    db.executemany("INSERT INTO passages VALUES (?, ?)", [(1, "a"), (2, "a"), (3, "b")])
    rows = [
        (1, "tram", "cost", "price ticket year"),
        (2, "tram", "line", "north south"),
        (3, "bus", "cost", "2.5 year"),
    ]
    lexical.add(db, rows)
    yield db
    db.close()


def test_any_of_the_terms_finds_a_passage_and_more_of_them_find_it_sooner(db: sqlite3.Connection) -> None:
    assert list(lexical.search(db, ["ticket", "year"], 10)) == [1, 3]
    assert list(lexical.search(db, ["ticket", "year"], 1)) == [1]


def test_title_and_section_count(db: sqlite3.Connection) -> None:
    assert set(lexical.search(db, ["tram"], 10)) == {1, 2}
    assert set(lexical.search(db, ["cost"], 10)) == {1, 3}


def test_score_is_bm25(db: sqlite3.Connection) -> None:
    """Robertson and Zaragoza 2009 as in SQLite's FTS5: k1 = 1.2, b = 0.75."""
    lengths = {1: 5, 2: 4, 3: 4}
    rarity = log((3 - 1 + 0.5) / (1 + 0.5))  # "ticket" is in one of three passages
    norm = 1 * (1.2 + 1) / (1 + 1.2 * (1 - 0.75 + 0.75 * lengths[1] / (sum(lengths.values()) / 3)))
    assert lexical.search(db, ["ticket"], 10) == pytest.approx({1: rarity * norm})


def test_documents_limit_where_words_are_sought(db: sqlite3.Connection) -> None:
    assert list(lexical.search(db, ["year"], 10, ["b"])) == [3]
    assert list(lexical.search(db, ["year"], 10, ["a", "b"])) != []
    assert lexical.search(db, ["year"], 10, []) == {}


def test_given_passages_are_scored_as_the_search_does(db: sqlite3.Connection) -> None:
    found = lexical.search(db, ["year", "north"], 10)
    assert lexical.score(db, ["year", "north"], [3, 2]) == {number: found[number] for number in (2, 3)}
    assert lexical.score(db, ["ticket"], [2, 3]) == {}
    assert lexical.score(db, ["ticket"], []) == {}


@pytest.mark.parametrize("sought", [[], ["nowhere"]])
def test_no_term_that_is_known_finds_nothing(db: sqlite3.Connection, sought: list[str]) -> None:
    assert lexical.search(db, sought, 10) == {}


@pytest.mark.parametrize(
    "typed",
    ['"quoted', "year AND NOT", "title:tram", "(", "ye*", "NEAR(a b)", "^year", "-", "2.5", "a.b.c", "0.1.2", "€"],
)
def test_whatever_people_type_is_no_query_language(db: sqlite3.Connection, typed: str) -> None:
    assert set(lexical.search(db, terms(typed), 10)) <= {1, 2, 3}
    assert set(lexical.passages_with(db, terms(typed))) == set(terms(typed))


def test_decimal_number_is_one_word(db: sqlite3.Connection) -> None:
    assert list(lexical.search(db, terms("2.5"), 10)) == [3]


def test_removed_passage_is_found_no_more_and_counts_no_more(db: sqlite3.Connection) -> None:
    lexical.remove(db, [1])
    assert list(lexical.search(db, ["cost", "ticket"], 10)) == [3]
    assert lexical.passages_with(db, ["cost", "ticket"]) == {"cost": 1, "ticket": 0}


def test_passages_with_a_term_are_counted_once_each(db: sqlite3.Connection) -> None:
    lexical.add(db, [(4, "tram", "tram", "tram")])
    assert lexical.passages_with(db, ["tram", "year", "moon"]) == {"tram": 3, "year": 2, "moon": 0}


def test_share_of_a_document_that_holds_a_term_in_its_text(db: sqlite3.Connection) -> None:
    assert lexical.share_with(db, "ticket", "a") == 1 / 2
    assert lexical.share_with(db, "year", "b") == 1
    assert lexical.share_with(db, "tram", "a") == 0  # in the titles only
    assert lexical.share_with(db, "ticket", "b") == 0
    assert lexical.share_with(db, "2.5", "b") == 1
    assert lexical.share_with(db, "ticket", "nowhere") == 0


def test_documents_with_a_phrase_hold_its_terms_side_by_side(db: sqlite3.Connection) -> None:
    lexical.add(db, [(4, "tram", "cost", "price ticket")])
    lexical.add(db, [(5, "tram", "cost", "ticket price")])
    db.executemany("INSERT INTO passages VALUES (?, ?)", [(4, "a"), (5, "c")])
    assert lexical.documents_with_phrase(db, ["price", "ticket"]) == 1  # twice in "a"
    assert lexical.documents_with_phrase(db, ["ticket"]) == 2
    assert lexical.documents_with_phrase(db, ["price", "year"]) == 0  # not side by side
    assert lexical.documents_with_phrase(db, ["cost"]) == 0  # not in the text
    assert lexical.documents_with_phrase(db, []) == 0
