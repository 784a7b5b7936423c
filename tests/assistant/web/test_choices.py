"""What the chat offers to choose from, and what becomes of it."""

from typing import Any

import pytest

from assistant.phrases import PAGES, page_phrases
from assistant.web.choices import CHOSEN, choices, collection_text, examples, filters_from
from corpus.errors import BadFilter
from corpus.types import Document, Filters

A = Document("a", "a.md", "Amber", kind="case-study", roundtable=10, places=("Zell", "Aachen"))
B = Document("b", "b.md", "Beryl", kind="report", roundtable=2, places=("Aachen",))
C = Document("c", "c.md", "Coral", kind="report")


def test_values_are_offered_in_their_order() -> None:
    offered = choices([B, A, C])
    assert offered.roundtable == [("Roundtable 2 (1)", "2"), ("Roundtable 10 (1)", "10")]
    assert offered.kind == [("Case study (1)", "case-study"), ("Report (2)", "report")]
    assert offered.place == [("Aachen (2)", "Aachen"), ("Zell (1)", "Zell")]
    assert offered.document == [("Amber", "a.md"), ("Beryl", "b.md"), ("Coral", "c.md")]


def test_values_are_named_in_the_language_of_the_page() -> None:
    offered = choices([B, A, C], page_phrases("fr"))
    assert offered.roundtable == [("Table ronde 2 (1)", "2"), ("Table ronde 10 (1)", "10")]
    assert offered.kind == [("Étude de cas (1)", "case-study"), ("Rapport (2)", "report")]


def test_value_that_all_documents_share_is_not_offered() -> None:
    assert choices([A, B, C]).language == []
    assert choices([B, C]).kind == []
    assert choices([B, C]).roundtable == [("Roundtable 2 (1)", "2")]  # C has none


@pytest.mark.parametrize("documents", [[], [A]])
def test_there_is_nothing_to_choose_among_fewer_than_two_documents(documents: list[Document]) -> None:
    offered = choices(documents)
    assert [getattr(offered, name) for name in CHOSEN] == [[], [], [], [], []]


def test_fields_become_filters() -> None:
    chosen = filters_from(["2", "10"], ["report"], ["Aachen"], ["en"], ["a.md"], " 2020 ", "")
    assert chosen == Filters((2, 10), ("report",), ("Aachen",), ("en",), ("a.md",), "2020", None)
    assert not filters_from([], [], [], [], [], None, "  ")


def test_date_that_is_none_is_refused() -> None:
    with pytest.raises(BadFilter, match="2020-12-03"):
        filters_from([], [], [], [], [], "yesterday", None)


@pytest.mark.parametrize("language", PAGES)
def test_examples_are_those_whose_document_is_there(language: str) -> None:
    page = page_phrases(language)
    question, source = page.examples[0]
    assert examples([A, Document("d", source, "D")], page) == [question]
    assert examples([A], page) == []


@pytest.mark.parametrize("language", PAGES)
def test_examples_are_short_enough_to_be_shown_whole(language: str) -> None:
    assert max(len(question) for question, _ in page_phrases(language).examples) <= 60  # Gradio cuts longer ones


@pytest.mark.parametrize(
    ("documents", "text"),
    [
        ([], "0 documents"),
        ([Document("x", "x", "X")], "1 document"),
        ([A], "1 document (1 case study)"),
        ([A, B, C], "3 documents (2 reports and 1 case study)"),
        ([A, A, A, B, B, Document("x", "x", "X")], "6 documents (3 case studies, 2 reports and 1 other)"),
    ],
)
def test_collection_is_counted_by_kind(documents: list[Document], text: str) -> None:
    assert collection_text(documents) == text


def test_collection_is_counted_in_french() -> None:
    other = Document("x", "x", "X")
    assert collection_text([], "fr") == "0 document"
    assert collection_text([A, A, B, other, other], "fr") == "5 documents (2 études de cas, 1 rapport et 2 autres)"


@pytest.mark.parametrize(
    "sent",
    [{"roundtable": ["abc"]}, {"roundtable": ["9" * 5_000]}, {"roundtable": [1]}, {"kind": None}, {"kind": "report"},
     {"kind": [{"a": 1}]}, {"place": ["x" * 501]}, {"document": ["x"] * 1_001}, {"since": 7}, {"until": "2" * 501}],
)  # fmt: skip
def test_what_no_page_of_ours_sends_is_refused_in_one_line(sent: dict[str, Any]) -> None:
    fields = {name: [] for name in CHOSEN} | {"since": "", "until": ""} | sent
    with pytest.raises(BadFilter) as refused:
        filters_from(**fields)
    assert len(str(refused.value)) < 100
