"""assistant/render/paper.py: a paper whose footnotes lead somewhere."""

from dataclasses import replace

import pytest

from assistant.render.paper import (
    Block,
    BulletList,
    Footnote,
    Heading,
    Paper,
    Paragraph,
    Quote,
    Run,
    Table,
    listed_levels,
    runs_of,
)

BLOCKS: tuple[Block, ...] = (
    Heading("Trees"),
    Paragraph((Run("Ninety.", (1,)), Run("Again.", (1, 2)))),
    BulletList(((Run("oak", (3,)),), (Run("elm"),))),
    Quote((Run("said", (4,)),), (Run("by the harbour", (5,)),)),
    Table(((Run("year"),),), (((Run("2020", (7,)),),),), (Run("A table", (6,)),)),
)
PAPER = Paper(
    "Title", "en", "Notes", "Sources", blocks=BLOCKS, footnotes=tuple(Footnote(n, (Run("x"),)) for n in range(1, 8))
)


def test_words_of_every_block_come_in_reading_order() -> None:
    assert [run.text for block in PAPER.blocks for run in runs_of(block)] == (
        ["Trees", "Ninety.", "Again.", "oak", "elm", "said", "by the harbour", "A table", "year", "2020"]
    )


@pytest.mark.parametrize(
    ("runs", "numbers"),
    [
        ((Run("a", (2,)), Run("b", (1,))), (1, 2)),
        ((Run("a", (1,)),), ()),
        ((Run("a", (1,)),), (1, 2)),
        ((Run("a", (1,)), Run("b", (2,))), (2, 1)),
    ],
    ids=["out of order", "no such note", "note never named", "notes out of order"],
)
def test_footnotes_that_lead_nowhere_are_refused(runs: tuple[Run, ...], numbers: tuple[int, ...]) -> None:
    notes = tuple(Footnote(number, (Run("x"),)) for number in numbers)
    with pytest.raises(ValueError, match="footnotes"):
        replace(PAPER, blocks=(Paragraph(runs),), footnotes=notes)


@pytest.mark.parametrize(
    ("contents", "questions", "levels"), [("", 3, 0), ("Contents", 3, 2), ("Contents", 23, 2), ("Contents", 24, 1)]
)
def test_contents_that_would_be_too_long_list_the_first_level_alone(contents: str, questions: int, levels: int) -> None:
    blocks = (Heading("Questions"), *(Heading("Why?", 2) for _ in range(questions)), Heading("deep", 3))
    assert listed_levels(Paper("T", "en", "N", "S", blocks=blocks, contents=contents)) == levels
