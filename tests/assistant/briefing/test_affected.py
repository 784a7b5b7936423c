"""assistant/briefing/affected.py: which documents a briefing rests on, and which of them have changed since."""

from assistant.briefing.affected import Absent, absent_documents, cited_documents
from assistant.briefing.types import Brief, Order, Outline
from corpus.types import Document
from tests.assistant.briefing.test_saved import EVERYTHING, NOTE, PLAN, REFUSED

CITED = [{"id": "d1", "title": "Plan", "source": "plan.pdf"}, {"id": "d2", "title": "Note", "source": "note.md"}]


def test_documents_of_claims_and_of_what_is_missing_are_cited_once() -> None:
    assert cited_documents(EVERYTHING) == [PLAN, NOTE]


def test_nearest_passages_of_a_refusal_are_not_cited() -> None:
    assert cited_documents(REFUSED) == cited_documents(Brief(Outline(Order("a"), "A", ()))) == []


def test_document_that_is_still_there_is_not_absent_even_under_another_name() -> None:
    moved = {"d1": Document("d1", "moved/plan.pdf", "Plan"), "d2": Document("d2", "note.md", "Note, renamed")}
    assert absent_documents(CITED, moved) == ()


def test_document_with_the_same_source_has_taken_the_place_of_one_that_is_gone() -> None:
    today = {"d3": Document("d3", "note.md", "Note, second edition")}
    assert absent_documents(CITED, today) == (
        Absent("d1", "Plan", "plan.pdf", None),
        Absent("d2", "Note", "note.md", "d3"),
    )


def test_all_are_absent_from_an_empty_index() -> None:
    assert [each.now for each in absent_documents(CITED, {})] == [None, None]
