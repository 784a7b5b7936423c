"""Set the sections of a digest so that they read well on paper: headings, text, lists, ruled tables, sources."""

import re
from collections.abc import Sequence
from html import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Spacer, TableStyle
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from corpus.digests.source import MARKER
from corpus.digests.types import BulletList, Paragraph, Section, Source, Table

INK, BLUE, GREY, PALE = map(HexColor, ("#1a1a1a", "#1f3a5f", "#5a6472", "#e9eef4"))
REGULAR, BOLD = "Helvetica", "Helvetica-Bold"

BODY = ParagraphStyle(
    "body", fontName=REGULAR, fontSize=10.5, leading=15, textColor=INK, spaceAfter=8, allowWidows=0, allowOrphans=0
)
_LEAD_IN = ParagraphStyle("lead-in", BODY, keepWithNext=1)
_ITEM = ParagraphStyle("item", BODY, leftIndent=14, bulletIndent=2, spaceAfter=4)
_CAPTION = ParagraphStyle(
    "caption", BODY, textColor=BLUE, fontSize=9.5, leading=12.5, spaceBefore=6, spaceAfter=5, keepWithNext=1
)
_CELL = ParagraphStyle("cell", BODY, fontSize=9, leading=12, spaceAfter=0)
_HEADER = ParagraphStyle("header", _CELL, fontName=BOLD, textColor=BLUE)
_SOURCE = ParagraphStyle(
    "source", BODY, fontSize=9.5, leading=13, leftIndent=20, bulletFontSize=9.5, spaceAfter=7, splitLongWords=1
)
_HEADING = ParagraphStyle(
    "heading",
    BODY,
    fontName=BOLD,
    fontSize=15,
    leading=19,
    textColor=BLUE,
    spaceBefore=14,
    spaceAfter=6,
    keepWithNext=1,
)
_HEADINGS = {2: _HEADING, 3: ParagraphStyle("heading 3", _HEADING, fontSize=12, leading=15, spaceBefore=10)}

_PADDING = 7  # points, on each side of a cell
_RULES = TableStyle(
    [
        ("BACKGROUND", (0, 0), (-1, 0), PALE),
        ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#aab4c0")),
        ("LINEBELOW", (0, 0), (-1, 0), 1, BLUE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
)
WIDEST_WISH = 0.4  # of the text: a long column leaves the short ones room for air


class Heading(Text):
    """A heading that a bookmark and the contents can point at, by its `key`; it is never parted by a page break."""

    def __init__(self, title: str, level: int, key: str, style: ParagraphStyle | None = None) -> None:
        super().__init__(escape(title, quote=False), style or _HEADINGS[min(level, max(_HEADINGS))])
        self.title, self.level, self.key = title, level, key

    def split(self, *_: object) -> list[Flowable]:
        return []


def section_flowables(section: Section, key: str, width: float) -> list[Flowable]:
    """The heading and the blocks of a section, for a column of text of that width in points."""
    flowables: list[Flowable] = [Heading(section.title, section.level, key)]
    for block, after in zip(section.blocks, [*section.blocks[1:], None], strict=True):
        if isinstance(block, Paragraph):
            flowables.append(Text(_linked(block.text), _LEAD_IN if isinstance(after, BulletList) else BODY))
        elif isinstance(block, BulletList):
            flowables += [Text(_linked(item), _ITEM, bulletText="•") for item in block.items]
            flowables.append(Spacer(1, 4))
        else:
            flowables += _table(block, width)
    return flowables


def source_flowables(title: str, key: str, sources: Sequence[Source], width: float) -> list[Flowable]:
    """The numbered list of sources, each with its address in full; the markers in the text lead here."""
    return [Heading(title, 2, key), *(_source(source, width - _SOURCE.leftIndent) for source in sources)]


def _table(table: Table, width: float) -> list[Flowable]:
    caption = [Text(_linked(table.caption), _CAPTION)] if table.caption else []
    rows = [[Text(_linked(cell), _HEADER) for cell in table.header]]
    rows += [[Text(_linked(cell), _CELL) for cell in row] for row in table.rows]
    grid = Grid(rows, column_widths(table, width), style=_RULES, repeatRows=1, hAlign="LEFT", spaceAfter=14)
    return [*caption, grid]


def _linked(text: str) -> str:
    """The text for reportlab's markup, with each [n] a link to source n."""
    return MARKER.sub(rf'<a href="#source-\1" color="{BLUE.hexval()}">[\1]</a>', escape(text, quote=False))


def _source(source: Source, width: float) -> Text:
    lines = address_lines(source.address, width, _SOURCE.fontName, _SOURCE.fontSize)
    href = escape(source.address)
    linked = [f'<a href="{href}" color="{BLUE.hexval()}">{escape(line, quote=False)}</a>' for line in lines]
    anchor = f'<a name="source-{source.number}"/>'
    # Without its full stop the text goes on in the address, for the eye and for programs that look for its end.
    text = escape(source.text.removesuffix("."), quote=False)
    return Text("<br/>".join([anchor + text, *linked]), _SOURCE, f"{source.number}.")


def address_lines(address: str, width: float, font: str, size: float) -> list[str]:
    """The address in lines of at most that width, broken where no reader takes the break for a hyphen."""
    lines = [""]
    for part in re.split(r"(?<=[/?&=])(?!/)|(?=[-_.#])", address):
        if lines[-1] and stringWidth(lines[-1] + part, font, size) > width:
            lines.append("")
        lines[-1] += part
    return lines


def column_widths(table: Table, width: float) -> list[float]:
    """The width of each column in points, together `width`: words stay whole, and longer texts get more room.

    What nobody needs goes to all columns but the last, which holds the markers of the sources.
    """
    columns = list(zip(table.header, *table.rows, strict=True))
    needed = [max(_width(word) for cell in column for word in cell.split() or [""]) for column in columns]
    if sum(needed) >= width:  # then words must break, and do
        return [least * width / sum(needed) for least in needed]
    wished = [
        max(least, min(max(map(_width, column)), WIDEST_WISH * width))
        for least, column in zip(needed, columns, strict=True)
    ]
    spare = width - sum(wished)
    if spare < 0:
        share = (width - sum(needed)) / (sum(wished) - sum(needed))
        return [least + share * (wish - least) for least, wish in zip(needed, wished, strict=True)]
    *first, last = wished
    return [*(wish + spare * wish / sum(first) for wish in first), last] if first else [width]


def _width(text: str) -> float:
    """What a text takes in a cell on one line, in the wider letters of the header."""
    return stringWidth(text, BOLD, _CELL.fontSize) + 2 * _PADDING + 0.5
