"""A paper in the pieces that a PDF lays on its pages: headings, text with marks that lead to the notes, tables."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import count, pairwise

from reportlab.lib.pagesizes import A4
from reportlab.platypus import CondPageBreak, Flowable, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid
from reportlab.platypus.tableofcontents import TableOfContents

from assistant.one_line import readable
from assistant.phrases import counted
from assistant.render import pdf_styles as styles
from assistant.render.paper import (
    Block,
    BulletList,
    Heading,
    Paper,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    listed_levels,
)
from assistant.render.paper_words import paper_words
from assistant.render.pdf_fonts import Letters


class Head(Text):
    """A heading that a bookmark leads to, unless it is so long that it goes on overleaf; `bookmark` is its title, its
    level from 0 and the key of its place, and `entry` its markup in the table of contents, "" if it is not listed."""

    bookmark: tuple[str, int, str] | None = None
    entry: str = ""


class Story:
    """The paper in the pieces that reportlab lays on pages; remembers what no font could set."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._letters = Letters()
        # A heading that the contents repeat is counted once.
        self._letters_again = Letters()
        self._listed = listed_levels(paper)
        self._heads = count(1)

    def flowables(self) -> Iterator[Flowable]:
        """All pieces in reading order."""
        return _with_what_follows(self._pieces())

    def _pieces(self) -> Iterator[Flowable]:
        paper = self._paper
        yield Text(self._inline((Run(paper.title, bold=True),)), styles.TITLE)
        for line in paper.about:
            yield Text(self._inline(line), styles.ABOUT)
        yield Spacer(1, 6)
        if self._listed:
            yield Text(self._inline((Run(paper.contents, bold=True),)), styles.CONTENTS)
            yield TableOfContents(levelStyles=styles.CONTENTS_LEVELS, tableStyle=styles.CONTENTS_TABLE, dotsMinLevel=0)
        for before, block in pairwise((None, *paper.blocks)):
            yield from self._block(block, isinstance(before, Heading))
        if paper.footnotes:
            yield self._head(paper.notes_title, 1)
        for note in paper.footnotes:
            markup = f'<a name="note-{note.number}"/>{self._inline(note.runs)}'
            yield Text(markup, styles.NOTE, bulletText=f"{note.number}.")
        if paper.bibliography:
            yield self._head(paper.bibliography_title, 1)
        for entry in paper.bibliography:
            yield Text(self._inline(entry), styles.ENTRY)
        for place, line in enumerate((*paper.closing, *self._missing())):
            if not place:
                yield Spacer(1, 10)
            yield Text(self._inline(line), styles.CLOSING)

    def _block(self, block: Block | None, below_heading: bool) -> Iterator[Flowable]:
        match block:
            case Heading(text=text, level=level):
                yield self._head(text, level)
            case Paragraph(runs=runs, kind=kind):
                aside = styles.ASIDE_BELOW_HEADING if below_heading else styles.ASIDE
                looks = {"text": styles.BODY, "lead": styles.LEAD, "aside": aside, "warning": styles.WARNING}
                yield Text(self._inline(runs), looks[kind])
            case BulletList(items=items):
                for item in items:
                    style = styles.ITEM if item is not items[-1] else styles.LAST_ITEM
                    yield Text(self._inline(item), style, bulletText="•")
            case Quote(runs=runs, source=source):
                yield Text(self._inline(runs), styles.QUOTE)
                if source:
                    yield Text(self._inline((Run("— "), *source)), styles.QUOTE_SOURCE)
            case Table():
                yield from self._table(block)

    def _table(self, table: Table) -> Iterator[Flowable]:
        if table.caption:
            yield Text(self._inline(table.caption), styles.CAPTION)
        rows: list[Sequence[Text]] = [[Text(self._inline(cell, bold=True), styles.CELL) for cell in table.header]]
        rows += [[Text(self._inline(cell), styles.CELL) for cell in row] for row in table.rows]
        shares = table.widths or (1,) * len(table.header)
        widths = [styles.WIDTH * share / sum(shares) for share in shares]
        # reportlab parts any row that it may, with the header once more above it, though the row fit on the next page.
        long = any(
            _height(cell, width - 2 * styles.CELL_SIDE) > styles.LONGEST_ROW
            for row in rows
            for cell, width in zip(row, widths, strict=True)
        )
        yield Grid(rows, widths, style=styles.RULES, repeatRows=1, splitInRow=long, hAlign="LEFT", spaceAfter=12)

    def _head(self, text: str, level: int) -> Flowable:
        head = Head(self._inline((Run(text, bold=True),)), styles.HEADINGS[level])
        head.bookmark = (readable(text), level - 1, f"heading-{next(self._heads)}")
        head.entry = self._letters_again.markup(text) if level <= self._listed else ""
        return head

    def _inline(self, runs: Runs, bold: bool = False) -> str:
        return "".join(self._run(run, bold or run.bold) for run in runs)

    def _run(self, run: Run, bold: bool) -> str:
        text = self._letters.markup(run.text, bold, run.italic)
        if run.url.startswith(("http://", "https://")):
            text = f'<a href="{escape(readable(run.url))}" color="{styles.LINK}">{text}</a>'
        marks = ",\u00a0".join(f'<a href="#note-{number}" color="{styles.LINK}">{number}</a>' for number in run.notes)
        raised = f'<super size="{styles.MARK}">{marks}</super>' if marks else ""
        return f"{text}{raised}{'<br/>' if run.breaks else ''}"

    def _missing(self) -> Iterator[Runs]:
        said, letters = paper_words(self._paper.language), self._letters
        if letters.unset:
            yield (Run(counted(letters.unset, said.unset, self._paper.language)),)
        if letters.other_fonts:
            yield (Run(said.other_fonts),)


def _with_what_follows(pieces: Iterator[Flowable]) -> Iterator[Flowable]:
    """The pieces, those that lead to the next one never alone at the foot of a page.

    reportlab itself would keep them with the whole of it: a long paragraph or table then goes overleaf in one piece,
    and half a page stays empty.
    """
    leading: list[Flowable] = []
    for piece in pieces:
        leading.append(piece)
        if piece.getKeepWithNext():
            continue
        if len(leading) > 1:
            room = sum(_height(each, styles.WIDTH) + each.getSpaceBefore() for each in leading[:-1])
            yield CondPageBreak(min(room + styles.BEGINNING, styles.LONGEST_ROW))
        for each in leading:
            each.keepWithNext = 0
        yield from leading
        leading = []
    yield from leading


def _height(piece: Flowable, width: float) -> float:
    """How high a piece of that width is, in points."""
    _, height = piece.wrap(width, A4[1])
    return float(height)
