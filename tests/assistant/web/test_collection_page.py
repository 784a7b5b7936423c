"""assistant/web/collection_page.py: finding documents, and the bars of the charts as filters."""

import pytest

from assistant.web.collection_page import choosing, found
from corpus.types import Document

A = Document("a", "a.md", "Ámber works", kind="case-study", roundtable=2, date="2019-07-09", places=("Zell",))
B = Document("b", "b.md", "Beryl", kind="report", date="2021", publisher="Amber press")
NOTHING = [[], [], [], [], [], "", ""]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("", [A, B]), ("amber", [A, B]), ("AMBER zell", [A]), ("b.md", [B]), ("coral", []), ("100%", [])],
)
def test_documents_are_found_by_all_of_the_words(words: str, expected: list[Document]) -> None:
    assert found([B, A], words, NOTHING) == expected


def test_filters_and_words_hold_together() -> None:
    assert found([A, B], "amber", [[], ["report"], [], [], [], "", ""]) == [B]
    assert found([A, B], "", [[], [], [], [], [], "yesterday", ""]) == []  # no date: the page says so elsewhere


def test_bar_sets_its_filter_and_takes_it_back() -> None:
    once = choosing(NOTHING, "place", "Zell")
    assert once == [[], [], ["Zell"], [], [], "", ""]
    assert choosing(once, "place", "Zell") == NOTHING
    assert choosing(once, "place", "Aachen")[2] == ["Zell", "Aachen"]


def test_year_is_a_period_of_one_year() -> None:
    once = choosing(NOTHING, "year", "2019")
    assert once == [[], [], [], [], [], "2019", "2019"]
    assert choosing(once, "year", "2021")[5:] == ["2021", "2021"]
    assert choosing(once, "year", "2019") == NOTHING


def test_field_that_there_is_not_changes_nothing() -> None:
    assert choosing(NOTHING, "colour", "red") == NOTHING
