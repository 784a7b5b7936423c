"""Find the tables of a PDF page: runs of lines that stand in rows and columns."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pdf_lines import Line, in_one_row

CAPTION = re.compile(
    r"^(?:table|figure|exhibit|chart|map|tableau|graphique|carte)\s+(?:[A-Z]?\d[\w.]*|[A-Z](?:\.\d+)?)(?:[.:\s–-]|$)",
    re.IGNORECASE,
)
NOTE = re.compile(r"^(?:sources?|notes?)\s*:|^\*", re.IGNORECASE)
WORDS_OF_PROSE = 9  # a line on average; rows of a table have fewer
HIGHEST_CELL = 8  # lines
LONGEST_STRETCH = 10  # lines of one cell, between two lines that show the columns
CAPTION_ABOVE = 3  # lines


def tables(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """First and last line (the last not included) of each table, caption above and notes below included."""
    strong = _in_columns(lines)
    width = _width(lines)
    found: list[tuple[int, int]] = []
    for start, end in _runs(lines, strong, width):
        start, end = _whole(lines, start, end, width)
        if not _is_table(lines[start:end], strong[start:end]):
            continue
        start = max(_with_caption(lines, start), found[-1][1] if found else 0)
        while end < len(lines) and NOTE.match(lines[end].text):
            end += 1
        found.append((start, end))
    return found


def _in_columns(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether it shows columns: gaps inside, a line beside it, or little but figures."""
    strong = [(line.cells > 1 and _has_short_cells(line)) or _is_figures(line) for line in lines]
    for place, (one, other) in enumerate(pairwise(lines)):
        if (in_one_row(one, other) and len(other.text) < 60) or _steps_to_next_cell(one, other):
            strong[place] = strong[place + 1] = True
    marks = [_is_mark(line) for line in lines]
    for place in range(len(lines) - 2):
        if all(marks[place : place + 3]):  # the scale of a chart, one number above the other
            strong[place : place + 3] = [True] * 3
    return strong


def _has_short_cells(line: Line) -> bool:
    """A number or bullet set off from its text ("2.1   Aims") is no row."""
    cells = line.text.strip().split("   ")
    if len(cells) == 2 and (len(cells[0]) < 6 or len(line.text) > 90):
        return cells[1].strip().replace(",", "").replace(".", "").rstrip("%").isdecimal()
    return True


def _is_figures(line: Line) -> bool:
    words = line.text.split()
    figures = sum(any(char.isdigit() for char in word) for word in words)
    return figures >= 2 and figures >= 0.5 * len(words) and not line.text.rstrip().endswith((",", ";"))


def _is_mark(line: Line) -> bool:
    return len(line.text) < 10 and any(char.isdigit() for char in line.text)


def _steps_to_next_cell(one: Line, other: Line) -> bool:
    """Whether the text goes on higher up and further right, by less than a column of text would."""
    if not one.size or not other.size:
        return False
    up = one.top - other.top
    return 0.3 * one.size < up < HIGHEST_CELL * one.size and other.left > one.right


def _runs(lines: Sequence[Line], strong: Sequence[bool], width: float) -> list[tuple[int, int]]:
    """Stretches from one line in columns to the last that follows it with nothing but cells between them."""
    runs: list[tuple[int, int]] = []
    for place, is_strong in enumerate(strong):
        if not is_strong:
            continue
        between = range(runs[-1][1], place) if runs else range(0)
        if runs and len(between) <= LONGEST_STRETCH and all(_goes_on(lines, at, width) for at in between):
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _goes_on(lines: Sequence[Line], place: int, width: float) -> bool:
    """Whether the line may be a cell, and is no heading between two tables: larger or bolder, after a gap."""
    before, line = lines[place - 1], lines[place]
    stands_out = abs(line.size - before.size) > 1.5 or (line.bold and not before.bold)
    gap = line.top - before.bottom
    return _may_be_cell(line, width) and not (stands_out and line.size and gap > 0.4 * line.size)


def _may_be_cell(line: Line, width: float) -> bool:
    if CAPTION.match(line.text):
        return False
    if line.size:
        return line.right - line.left < 0.55 * width
    return len(line.text) < 40 and not line.ended


def _whole(lines: Sequence[Line], start: int, end: int, width: float) -> tuple[int, int]:
    """The run with the lines before and after it that stand at the same height of the page."""
    known = [line for line in lines[start:end] if line.size]
    if not known:
        return start, end
    top, bottom = min(line.top for line in known), max(line.bottom for line in known)

    def belongs(line: Line) -> bool:
        return bool(line.size) and line.top > top - 2 and line.bottom < bottom + 2 and _may_be_cell(line, width)

    while start and belongs(lines[start - 1]):
        start -= 1
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return start, end


def _is_table(lines: Sequence[Line], strong: Sequence[bool]) -> bool:
    rows = sum(strong)
    if rows < 3 and not (rows == 2 and any(line.cells > 2 for line in lines)):
        return False
    words = sum(len(line.text.split()) for line in lines) / len(lines)
    sentences = sum(line.text.rstrip().endswith(".") for line in lines) / len(lines)
    return words < WORDS_OF_PROSE and sentences < 0.3


def _with_caption(lines: Sequence[Line], start: int) -> int:
    for above in range(start - 1, max(start - 1 - CAPTION_ABOVE, -1), -1):
        if CAPTION.match(lines[above].text):
            return above
        if lines[above].text.endswith("."):
            break
    return start


def _width(lines: Sequence[Line]) -> float:
    known = [line for line in lines if line.size]
    return max((line.right for line in known), default=0.0) - min((line.left for line in known), default=0.0)
