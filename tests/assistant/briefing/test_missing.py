"""assistant/briefing/missing.py: the gaps are named where the documents have them, and nowhere else."""

import re

import pytest

from assistant.assistant import Assistant
from assistant.briefing.types import Aspect, Brief, Gap, GapKind, Order, Outline, Planned
from assistant.briefing.writing import writing
from corpus.types import Filters
from tests.assistant.briefing.towns import LATER, LENGTH, OLD, OTHER_LENGTH, SEPARATED, SEPARATED_TOO, THEN

FIGURES = Aspect("figures", "What figures are there on bicycle lanes?", ("#",))


def brief_of(towns: Assistant, *documents: str, aspect: Aspect = FIGURES) -> Brief:
    """Everything that the documents say on the aspect."""
    planned = Planned("Section", "points", (aspect,))
    order = Order("bicycle lanes", filters=Filters(document=documents), pages=4)
    *_, brief = writing(towns, Outline(order, "Bicycle lanes", (planned,)))
    return brief


def gaps(brief: Brief, kind: GapKind) -> list[Gap]:
    return [gap for gap in brief.gaps if gap.kind == kind]


def texts(brief: Brief) -> set[str]:
    return {claim.text for claim in brief.claims}


def test_sources_with_different_figures_for_one_thing_are_named_with_both_pages(towns: Assistant) -> None:
    brief = brief_of(towns, "count.md", "other-count.md")
    assert {LENGTH, OTHER_LENGTH} <= texts(brief)
    (gap,) = gaps(brief, "differs")
    assert {citation.quote for citation in gap.citations} == {LENGTH, OTHER_LENGTH}
    assert "42 kilometres" in gap.text
    assert "57 kilometres" in gap.text


def test_figures_of_two_years_are_no_difference(towns: Assistant) -> None:
    brief = brief_of(towns, "corvane.md", "corvane-later.md")
    assert {THEN, LATER} <= texts(brief)
    assert gaps(brief, "differs") == []


def test_old_figure_is_named_with_its_year_and_new_ones_are_not(towns: Assistant) -> None:
    brief = brief_of(towns, "brackwater.md", "count.md", "corvane-later.md")
    assert {OLD, LENGTH, LATER} <= texts(brief)
    (gap,) = gaps(brief, "old")
    assert [citation.quote for citation in gap.citations] == [OLD]
    assert "2012" in gap.text


def test_statement_of_one_document_is_counted_and_one_of_two_is_not(towns: Assistant) -> None:
    brief = brief_of(towns, "alderby.md", "count.md")
    (gap,) = gaps(brief, "single")
    alone = {citation.quote for citation in gap.citations}
    assert LENGTH in alone
    assert texts(brief) & {SEPARATED, SEPARATED_TOO}
    assert not alone & {SEPARATED, SEPARATED_TOO}
    assert re.findall(r"\d+", gap.text) == [str(len(alone)), str(len(brief.claims))]


def test_documents_that_differ_do_not_bear_each_other_out(towns: Assistant) -> None:
    brief = brief_of(towns, "count.md", "other-count.md")
    (gap,) = gaps(brief, "single")
    assert {LENGTH, OTHER_LENGTH} <= {citation.quote for citation in gap.citations}


@pytest.mark.parametrize("word", ["sugar", "zeppelin"])
def test_aspect_that_was_not_found_is_named_by_its_section(word: str, towns: Assistant) -> None:
    brief = brief_of(towns, "count.md", aspect=Aspect(word, f"What of {word}?", (word,)))
    assert brief.sections[0].unanswered == (word,)
    assert brief.claims == ()
    assert [gap.kind for gap in brief.gaps] == []
