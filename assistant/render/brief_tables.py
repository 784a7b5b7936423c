"""The tables of a briefing: subjects by aspects, and what was said in the order of time, each cell with its notes."""

from collections.abc import Iterator, Sequence
from math import sqrt

from assistant.briefing.types import Claim, Section
from assistant.one_line import one_line
from assistant.render.brief_claims import Claims
from assistant.render.paper import Run, Runs, Table

MOST_COLUMNS = 3  # beside the first: narrower ones hold no sentence
_FIRST = 0.17  # of the width of a page, for the column that names the rows
Cells = dict[tuple[str, str], list[Claim]]


def comparison(section: Section, claims: Claims) -> Iterator[Table]:
    """Subjects by aspects in as many tables as the page's width asks for; turned around, if one then is enough."""
    cells = _cells(section)
    subjects = _named([*section.planned.subjects, *(group.lead for group in section.groups)])
    aspects = _named([*(aspect.name for aspect in section.planned.aspects), *(about for _, about in cells)])
    if len(subjects) <= MOST_COLUMNS < len(aspects):
        turned = {(about, subject): found for (subject, about), found in cells.items()}
        yield _table(aspects, subjects, turned, claims)
        return
    count = -(-len(aspects) // MOST_COLUMNS) or 1
    size = -(-len(aspects) // count)
    for begin in range(0, len(aspects), size or 1):
        yield _table(subjects, aspects[begin : begin + size], cells, claims)


def timeline(section: Section, claims: Claims) -> Iterator[Table]:
    """Two columns, when and what; none where nothing was said."""
    said = claims.words
    rows = tuple((_bold(group.lead), claims.lines(group.claims)) for group in section.groups)
    if rows:
        yield Table(((Run(said.when),), (Run(said.said),)), rows, widths=(0.2, 0.8))


def _table(rows: Sequence[str], columns: Sequence[str], cells: Cells, claims: Claims) -> Table:
    absent = (Run(claims.words.cell, italic=True),)
    header = ((), *((Run(name or claims.words.other),) for name in columns))
    # Footnotes are numbered as a reader comes to them: row by row.
    written = tuple(
        (
            _bold(row or claims.words.other),
            *(claims.lines(cells[row, column]) if (row, column) in cells else absent for column in columns),
        )
        for row in rows
    )
    return Table(header, written, widths=_widths(written))


def _widths(rows: Sequence[Sequence[Runs]]) -> tuple[float, ...]:
    """A column with more to say is wider, but none is squeezed for it."""
    longest = [max(sum(len(run.text) for run in cell) for cell in column) for column in zip(*rows, strict=True)]
    wanted = [sqrt(max(length, 1)) for length in longest[1:]]
    most = max(wanted, default=1)
    shares = [max(each, most / 2) for each in wanted]
    return (_FIRST, *((1 - _FIRST) * share / sum(shares) for share in shares))


def _cells(section: Section) -> Cells:
    cells: Cells = {}
    for group in section.groups:
        for claim in group.claims:
            cells.setdefault((one_line(group.lead), one_line(claim.about)), []).append(claim)
    return cells


def _named(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(map(one_line, names)))


def _bold(text: str) -> Runs:
    return (Run(one_line(text), bold=True),)
