"""The lines of a PDF page as data: what a line says, how it is set, and where it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

# Between the cells of one row; a reader sees a gap there, and one space would hide it.
CELL_GAP = "   "
MARGIN = 0.12  # of the page's height: where running headers and footers stand
ENDS_SENTENCE = re.compile(r"[.!?:;…][”\"’')\]»]*(?:\s?\[\d+\])*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page. `size` is the height of its first letter's cell in points, 0 if not known; `top`
    and `bottom` count in points from the top of the page, `left` and `right` from its left side."""

    text: str
    size: float = 0.0
    bold: bool = False
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0

    @property
    def cells(self) -> int:
        return self.text.strip().count(CELL_GAP) + 1

    @property
    def ended(self) -> bool:
        return bool(ENDS_SENTENCE.search(self.text.rstrip()))


@dataclass(frozen=True, slots=True)
class RawPage:
    """The lines of one page and its height in points (0 if not known)."""

    lines: tuple[Line, ...]
    height: float = 0.0


def in_one_row(one: Line, other: Line) -> bool:
    """Whether two lines stand side by side, as the cells of a row do."""
    if not one.size or not other.size:
        return False
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.6 * min(one.size, other.size)


def usual_gap(lines: Sequence[Line]) -> float:
    """The usual distance between the lines of a paragraph on this page, in points."""
    gaps = [
        after.top - before.bottom
        for before, after in pairwise(lines)
        if before.size and after.size and -before.size < after.top - before.bottom < before.size
    ]
    return median(gaps) if gaps else 0.0


def margin_lines(page: RawPage) -> dict[int, Line]:
    """The lines, by their place, that stand where running headers and footers do."""
    if page.height and any(line.size for line in page.lines):
        known = {place: line for place, line in enumerate(page.lines) if line.size}
        highest, lowest = (
            min(line.top for line in known.values()),
            max(line.bottom for line in known.values()),
        )
        return {
            place: line
            for place, line in known.items()
            # The first and the last line may stand further in: so do the page numbers of small formats.
            if line.bottom < (MARGIN if line.top > highest else 2 * MARGIN) * page.height
            or line.top > page.height - (MARGIN if line.bottom < lowest else 2 * MARGIN) * page.height
        }
    # No geometry: the first and the last two lines, in the order of the text.
    count = len(page.lines)
    return {place: line for place, line in enumerate(page.lines) if place < 2 or place >= count - 2}
