"""corpus/lexical.py: search by words finds any of them, ranks by BM25, and never fails on what people type."""

from collections.abc import Iterator
from math import log
from pathlib import Path

import pytest

from corpus.lexical import WordIndex
from corpus.words import terms


@pytest.fixture
def words(tmp_path: Path) -> Iterator[WordIndex]:
    """Three passages, of two documents: numbers 1 and 2 are of document 7, 3 is of document 8."""
    words = WordIndex(tmp_path / "words")
    words.add(7, [(1, "tram", "cost", "price ticket year"), (2, "tram", "line", "north south")])
    words.add(8, [(3, "bus", "cost", "2.5 year")])
    words.commit()
    yield words
    words.close()


def test_any_of_the_terms_finds_a_passage_and_more_of_them_find_it_sooner(words: WordIndex) -> None:
    assert list(words.search(["ticket", "year"], 10)) == [1, 3]
    assert list(words.search(["ticket", "year"], 1)) == [1]


def test_title_and_section_count(words: WordIndex) -> None:
    assert set(words.search(["tram"], 10)) == {1, 2}
    assert set(words.search(["cost"], 10)) == {1, 3}


def test_score_is_bm25(words: WordIndex) -> None:
    """Robertson and Zaragoza 2009 as in SQLite's FTS5: k1 = 1.2, b = 0.75."""
    lengths = {1: 5, 2: 4, 3: 4}
    rarity = log((3 - 1 + 0.5) / (1 + 0.5))  # "ticket" is in one of three passages
    norm = 1 * (1.2 + 1) / (1 + 1.2 * (1 - 0.75 + 0.75 * lengths[1] / (sum(lengths.values()) / 3)))
    assert words.search(["ticket"], 10) == pytest.approx({1: rarity * norm})


def test_documents_limit_where_words_are_sought(words: WordIndex) -> None:
    assert list(words.search(["year"], 10, [8])) == [3]
    assert list(words.search(["year"], 10, [7, 8])) != []
    assert words.search(["year"], 10, []) == {}


def test_given_passages_are_scored_as_the_search_does(words: WordIndex) -> None:
    found = words.search(["year", "north"], 10)
    assert words.score(["year", "north"], [3, 2]) == {number: found[number] for number in (2, 3)}
    assert words.score(["ticket"], [2, 3]) == {}
    assert words.score(["ticket"], []) == {}


@pytest.mark.parametrize("sought", [[], ["nowhere"]])
def test_no_term_that_is_known_finds_nothing(words: WordIndex, sought: list[str]) -> None:
    assert words.search(sought, 10) == {}


@pytest.mark.parametrize(
    "typed",
    ['"quoted', "year AND NOT", "title:tram", "(", "ye*", "NEAR(a b)", "^year", "-", "2.5", "a.b.c", "0.1.2", "€"],
)
def test_whatever_people_type_is_no_query_language(words: WordIndex, typed: str) -> None:
    assert set(words.search(terms(typed), 10)) <= {1, 2, 3}
    assert all(words.count_with(term) in range(4) for term in terms(typed))


def test_decimal_number_is_one_word(words: WordIndex) -> None:
    assert list(words.search(terms("2.5"), 10)) == [3]


def test_removed_document_is_found_no_more_and_counts_no_more(words: WordIndex) -> None:
    words.remove(7)
    words.commit()
    assert words.count() == 1
    assert list(words.search(["cost", "ticket"], 10)) == [3]
    assert (words.count_with("cost"), words.count_with("ticket")) == (1, 0)


def test_what_was_not_committed_is_not_there_when_it_is_opened_again(words: WordIndex, tmp_path: Path) -> None:
    words.add(9, [(4, "tram", "", "moon")])
    assert words.search(["moon"], 10) == {}
    words.close()
    again = WordIndex(tmp_path / "words")
    assert (again.count(), again.search(["moon"], 10)) == (3, {})


def test_terms_side_by_side_are_sought_as_a_phrase(words: WordIndex) -> None:
    assert list(words.search(["price ticket"], 10)) == [1]
    assert words.search(["ticket price"], 10) == {}
    assert words.search(["tram cost"], 10) == {}  # the end of the title and the beginning of the heading


def test_word_of_most_passages_finds_them_and_counts_for_nothing(words: WordIndex) -> None:
    found = words.search(["year", "south"], 10)
    assert list(found) == [2, 1, 3] or list(found) == [2, 3, 1]
    assert max(found[1], found[3]) < 1e-5


def test_passages_with_a_term_are_counted_once_each(words: WordIndex) -> None:
    words.add(9, [(4, "tram", "tram", "tram")])
    words.commit()
    assert [words.count_with(term) for term in ("tram", "year", "moon")] == [3, 2, 0]


def test_passages_of_a_document_that_hold_a_term_in_their_text(words: WordIndex) -> None:
    assert words.passages_of_with(7, "ticket") == 1
    assert words.passages_of_with(8, "year") == 1
    assert words.passages_of_with(7, "tram") == 0  # in the titles only
    assert words.passages_of_with(8, "ticket") == 0
    assert words.passages_of_with(8, "2.5") == 1
    assert words.passages_of_with(9, "ticket") == 0


def test_documents_with_a_phrase_hold_its_terms_side_by_side(words: WordIndex) -> None:
    words.add(7, [(4, "tram", "cost", "price ticket")])
    words.add(9, [(5, "tram", "cost", "ticket price")])
    words.commit()
    assert words.documents_with("price ticket") == 1  # twice in document 7
    assert words.documents_with("ticket") == 2
    assert words.documents_with("price year") == 0  # not side by side
    assert words.documents_with("cost") == 0  # not in the text
