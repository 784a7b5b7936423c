"""assistant/briefing/missing.py: the gaps are named where the documents have them, and nowhere else."""

import re
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.briefing.types import Aspect, Brief, Gap, GapKind, Order, Outline, Planned
from assistant.briefing.writing import writing
from assistant.build import run_ingest
from assistant.settings import Settings
from corpus.encoders import Encoder
from corpus.index import Index
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


SHEET = """---
title: Bicycle lanes of Fontclaire
kind: case-study
places: [Fontclaire]
date: 2026
---
# Bicycle lanes of Fontclaire

## Results

Traffic accidents on the bicycle lanes of Fontclaire fell by 41% after the lanes had been opened.

The bicycle lanes of Fontclaire are used by 9,300 people every day.

## Limits and cautions

The fall of 41% in the accidents of Fontclaire comes from one press article, and its base year is not known.

The number of daily users of the bicycle lanes in Fontclaire is disputed, and another count gives 7,100 people.

The budget of the opera house in Fontclaire was not recorded.
"""


def test_caution_stands_beside_what_it_is_on_and_never_among_the_claims(encoder: Encoder, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "fontclaire.md").write_text(SHEET, encoding="utf-8")
    settings = Settings(index=tmp_path / "index")
    run_ingest([tmp_path / "files"], settings, prune=False, on_progress=lambda progress: None)
    planned = Planned("Results", "points", (Aspect("results", "What results are there on bicycle lanes?", ("#",)),))
    outline = Outline(Order("bicycle lanes in Fontclaire"), "Bicycle lanes", (planned,))
    *_, brief = writing(Assistant(Index(settings.index), encoder), outline)
    assert {claim.text.split()[-1] for claim in brief.claims} == {"opened.", "day."}
    (caution,) = gaps(brief, "caution")
    assert caution.text.startswith("The fall of 41%")
    (disputed,) = gaps(brief, "differs")
    assert "7,100" in disputed.text
    assert not any("opera" in gap.text for gap in brief.gaps)
