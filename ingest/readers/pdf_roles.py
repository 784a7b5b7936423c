"""Tell headings, running headers, tables and paragraphs apart by where lines stand and how they are set."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_lines import Line, RawPage

MARGIN = 0.12  # of the page's height: where running headers and footers stand
CAPTION = re.compile(
    r"^(?:table|figure|box|exhibit|chart|map|tableau|graphique|encadré|carte)\s+[A-Z\d][\w.]*\b", re.IGNORECASE
)
ITEM = re.compile(r"^\s*(?:[•▪●◦‣\uf0b7■□–-]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s)")
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6}|[A-Z]-\d{1,3})(?:\s*(?:of|/|de)\s*\d{1,4})?\W*$", re.I
)
_CONTENTS_LINE = re.compile(r"(?:\.\s?){4,}\s*[\divxlc]{0,6}\s*$|…{2,}\s*[\divxlc]{0,6}\s*$")
_CHANGING = re.compile(r"\d+|\b[ivxlc]+\b")
_ENDS_SENTENCE = re.compile(r"[.!?:;][”\"’')\]]*$")
_NUMBERED = re.compile(
    r"^(?:chapter|section|part|annex|appendix|chapitre|annexe|partie)?\s*(?:\d+|[A-Z])(?:\.\d+)*\.?\s+\S", re.I
)
LONGEST_HEADING = 120  # characters


@dataclass(frozen=True, slots=True)
class Look:
    """How a document is set: the size of its running text, and the sizes that headings have, largest first."""

    body: float
    heading_sizes: tuple[float, ...]


def repeated_lines(pages: Sequence[RawPage]) -> set[str]:
    """The lines, numbers apart, that stand in the margins of three pages or more (or of all, if fewer)."""
    counts = Counter(key for page in pages for key in {line_key(line.text) for line in margin_lines(page)})
    enough = 3 if len(pages) > 3 else max(2, len(pages))
    return {key for key, count in counts.items() if count >= enough and re.search(r"\w", key)}


def is_running(line: Line, page: RawPage, repeated: set[str]) -> bool:
    """Whether the line is a running header or footer, a bare page number, or an entry of a contents list."""
    if _CONTENTS_LINE.search(line.text):
        return True
    in_margin = any(line is other for other in margin_lines(page))
    return in_margin and (line_key(line.text) in repeated or bool(_PAGE_NUMBER.match(line.text)))


def margin_lines(page: RawPage) -> list[Line]:
    lines = [line for line in page.lines if line.text.strip()]
    if not page.height:  # no geometry: the first and last two lines, in the order of the text
        return lines if len(lines) <= 4 else [*lines[:2], *lines[-2:]]
    return [line for line in lines if line.bottom < MARGIN * page.height or line.top > (1 - MARGIN) * page.height]


def line_key(text: str) -> str:
    return " ".join(_CHANGING.sub("#", text.lower()).split())


def look_of(pages: Sequence[RawPage]) -> Look:
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            letters[line.size] += len(line.text)
    letters.pop(0.0, None)
    if not letters:
        return Look(0.0, ())
    body = letters.most_common(1)[0][0]
    total = sum(letters.values())
    larger = {size for size, count in letters.items() if size >= 1.1 * body and count < 0.2 * total}
    return Look(body, tuple(sorted(larger, reverse=True)))


def heading_level(line: Line, look: Look, outline: Mapping[str, int]) -> int:
    """The level of a heading, 1 the outermost, or 0 if the line does not look like one."""
    text = " ".join(line.text.split())
    letters = sum(char.isalpha() for char in text)
    if len(text) > LONGEST_HEADING or letters < 3 or letters < 0.5 * len(text.replace(" ", "")):
        return 0
    if line_key(text) in outline:
        return outline[line_key(text)]
    if CAPTION.match(text) or (ITEM.match(text) and not _NUMBERED.match(text)):
        return 0
    if _ENDS_SENTENCE.search(text) or (not text[0].isupper() and not text[0].isdigit()):
        return 0
    if look.body and line.size >= 1.1 * look.body and line.size in look.heading_sizes:
        return min(1 + _size_rank(line.size, look), 4)
    if look.body and line.bold and line.size >= 0.95 * look.body:
        return 4 if look.heading_sizes else 2
    return 0


def _size_rank(size: float, look: Look) -> int:
    """How many clearly larger heading sizes there are; sizes within half a point are one."""
    rank, last = 0, look.heading_sizes[0]
    for other in look.heading_sizes:
        if last - other > 0.5:
            rank, last = rank + 1, other
        if other == size:
            break
    return rank


def is_tabular(line: Line) -> bool:
    """Whether the line reads like a row of a table: at least two cells with figures, and little else."""
    cells = line.text.split()
    figures = sum(any(char.isdigit() for char in cell) for cell in cells)
    return figures >= 2 and figures >= 0.3 * len(cells)


def same_row(one: Line, other: Line) -> bool:
    """Whether two lines stand side by side, as the cells of a row do."""
    if not one.size or not other.size:
        return False
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.6 * min(one.size, other.size)


def begins_paragraph(line: Line, before: Line, usual_gap: float, right_edge: float) -> bool:
    """Whether a paragraph ends before the line. `right_edge` is how far the lines of the paragraph reach."""
    if ITEM.match(line.text):
        return True
    ended = bool(_ENDS_SENTENCE.search(before.text.rstrip()))
    if not line.size or not before.size:
        return ended and len(before.text) < 60
    if abs(line.size - before.size) > 1.5:
        return True
    if line.top < before.top - line.size:  # the next column
        return ended
    if line.top - before.bottom > usual_gap + 0.4 * line.size:
        return True
    return ended and before.right < right_edge - 0.15 * max(right_edge - before.left, 1.0)


def usual_gap(lines: Sequence[Line]) -> float:
    """The usual distance between the lines of a paragraph on this page, in points."""
    gaps = [
        after.top - before.bottom
        for before, after in pairwise(lines)
        if before.size and after.size and -before.size < after.top - before.bottom < 2 * before.size
    ]
    return median(gaps) if gaps else 0.0
