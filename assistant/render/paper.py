"""A paper as plain data, before it is Markdown, Word or PDF: headings, text with footnotes, and what they stand on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MOST_LISTED = 24  # headings, of a table of contents with two levels

# "text" is what the paper says, and a "lead" the line that stands before such text and on its page; an "aside" is said
# about it, and a "warning" must not be overlooked.
Kind = Literal["text", "lead", "aside", "warning"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style, and the numbers of the footnotes that stand behind them.

    `url` is where a click leads, "" for nowhere; `language` that of the words, "" for the paper's. Behind one that
    `breaks`, a new line begins.
    """

    text: str
    notes: tuple[int, ...] = ()
    bold: bool = False
    italic: bool = False
    url: str = ""
    language: str = ""
    breaks: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1, 2 or 3; the title of the paper stands above all of them."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody else, set apart, and where they stand."""

    runs: Runs
    source: Runs = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as the header has. `widths` are the shares of the columns, () for equal ones."""

    header: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    caption: Runs = ()
    widths: tuple[float, ...] = ()


Block = Heading | Paragraph | BulletList | Quote | Table


@dataclass(frozen=True, slots=True)
class Footnote:
    number: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paper:
    """What is handed on. `about` are the lines below the title and `closing` those at the very end.

    Footnotes are numbered from 1 in the order in which the blocks first name them, as Word numbers them by itself;
    the same note may be named again. Anything else is a ValueError: a footnote that leads nowhere cites nothing.
    `notes_title` and `bibliography_title` head the parts behind the blocks, in the paper's language; `contents` heads
    the table of contents, "" for a paper without one.
    """

    title: str
    language: str
    notes_title: str
    bibliography_title: str
    about: tuple[Runs, ...] = ()
    blocks: tuple[Block, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    bibliography: tuple[Runs, ...] = ()
    closing: tuple[Runs, ...] = ()
    made: datetime | None = None
    contents: str = ""

    def __post_init__(self) -> None:
        named = list(dict.fromkeys(note for block in self.blocks for run in runs_of(block) for note in run.notes))
        numbers = list(range(1, len(self.footnotes) + 1))
        if named != numbers or [note.number for note in self.footnotes] != numbers:
            raise ValueError(f"the text names the footnotes {named}, there are {[n.number for n in self.footnotes]}")


def listed_levels(paper: Paper) -> int:
    """How many levels of headings its table of contents lists: 0, 1 or 2, so that it stays a short one."""
    second = sum(isinstance(block, Heading) and block.level <= 2 for block in paper.blocks)
    return 0 if not paper.contents else 2 if second <= MOST_LISTED else 1


def runs_of(block: Block) -> Iterator[Run]:
    """All words of the block, in reading order."""
    match block:
        case Heading(text=text):
            yield Run(text)
        case Paragraph(runs=runs):
            yield from runs
        case BulletList(items=items):
            yield from (run for item in items for run in item)
        case Quote(runs=runs, source=source):
            yield from (*runs, *source)
        case Table(header=header, rows=rows, caption=caption):
            yield from (run for cell in (caption, *header, *(cell for row in rows for cell in row)) for run in cell)
