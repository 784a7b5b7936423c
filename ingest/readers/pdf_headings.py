"""Tell the headings of a PDF from its text, by its bookmarks, by how lines are set, and by their numbers."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.readers.pdf_lines import Line, RawPage

LONGEST = 150  # characters
MOST_LINES = 4
LARGER = 1.1  # times the size of the running text
_BOLD_LEVEL, _DEEPEST = 5, 6
_NUMBERED = re.compile(
    r"^(?:(?:chapter|section|part|annex|appendix|chapitre|annexe|partie|box|encadré)\s+(?:\d[\d.]*|[A-Z]\b[\d.]*)"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\.?)(?:[.:]?\s+\S|$)",
    re.IGNORECASE,
)
_BOX = re.compile(r"^(?:box|encadré)\s+\d", re.IGNORECASE)
_NO_WORD = re.compile(r"[\W_]+")
_LEADING_NUMBER = re.compile(r"^(?:(?:chapter|section|chapitre)\s+)?[\d.]+\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How a document is set: the size of its running text, and the clearly larger sizes, largest first."""

    body: float
    larger: tuple[float, ...]


def look_of(pages: Sequence[RawPage]) -> Look:
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            letters[round(line.size, 1)] += len(line.text)
    letters.pop(0.0, None)
    if not letters:
        return Look(0.0, ())
    # Fonts of one size differ by some tenths of a point in height: the text is set in the size most used,
    # tenths taken together.
    body = max(letters, key=lambda size: sum(letters[other] for other in letters if abs(other - size) < 0.4))
    total = sum(letters.values())
    larger: list[float] = []
    for size in sorted((s for s in letters if s >= LARGER * body and letters[s] < 0.2 * total), reverse=True):
        if not larger or larger[-1] - size > 0.8:
            larger.append(size)
    return Look(body, tuple(larger))


def bookmark_key(title: str) -> str:
    """A title so that the bookmark "3. Aims" finds the line "3 AIMS"."""
    plain = _LEADING_NUMBER.sub("", title.strip()) or title
    return _NO_WORD.sub("", plain.casefold())


def heading_at(
    lines: Sequence[Line], place: int, look: Look, bookmarks: Mapping[str, int], deepest_bookmark: int
) -> tuple[int, int]:
    """The number of lines of the heading that begins at the place, and its level; (0, 0) if none does.

    Careful rather than complete: a heading missed costs a name, a false one cuts a text in two.
    """
    first = lines[place]
    start = bookmark_key(first.text)
    if any(key.startswith(start) for key in bookmarks):
        for count in range(min(MOST_LINES, len(lines) - place), 0, -1):
            level = bookmarks.get(bookmark_key(" ".join(line.text for line in lines[place : place + count])))
            if level:
                return count, level
    if not start or len(first.text) > LONGEST:
        return 0, 0
    count = 1
    while (
        place + count < len(lines) and count < MOST_LINES and _goes_on(lines[place + count - 1], lines[place + count])
    ):
        count += 1
    text = " ".join(line.text.strip() for line in lines[place : place + count])
    if not _reads_like_one(text) or first.cells > 1 or _is_label(lines[place : place + count + 1], count):
        return 0, 0
    before = lines[place - 1] if place else None
    stands_apart = before is None or before.ended or not before.size or _gap(before, first) > 0.4 * first.size
    level = _level(first, text, look, stands_apart)
    return (count, min(level + deepest_bookmark, 9)) if level else (0, 0)


def _level(line: Line, text: str, look: Look, stands_apart: bool) -> int:
    if _BOX.match(text):
        return _DEEPEST
    if look.body and line.size >= LARGER * look.body and any(abs(line.size - size) <= 0.8 for size in look.larger):
        rank = next(rank for rank, size in enumerate(look.larger) if line.size >= size - 0.8)
        return min(1 + rank, _BOLD_LEVEL - 1)
    if look.body and line.bold and line.size >= 0.9 * look.body and stands_apart:
        return _BOLD_LEVEL
    numbered = _NUMBERED.match(text)
    if numbered and stands_apart and len(text) < 90 and (line.size >= 0.95 * look.body):
        return min(_BOLD_LEVEL, 1 + text.split()[0].rstrip(".").count(".")) if text[0].isdigit() else 1
    return 0


def _reads_like_one(text: str) -> bool:
    if len(text) > LONGEST or text[-1] in ".,:;!–-" or text.count(". ") > 2:
        return False
    letters = sum(map(str.isalpha, text))
    return letters >= 3 and letters >= 0.5 * len(text.replace(" ", "")) and (text[0].isupper() or text[0].isdigit())


def _goes_on(line: Line, after: Line) -> bool:
    alike = line.size and abs(after.size - line.size) < 0.6 and after.bold == line.bold
    near = 0 < after.top - line.top < 1.5 * line.size
    return bool(alike) and near and not line.text.endswith(":") and not _NUMBERED.match(after.text)


def _is_label(lines: Sequence[Line], count: int) -> bool:
    """Whether the next line ends it with a colon: "Office of⏎Programs (OCP) :" introduces a text."""
    if len(lines) <= count:
        return False
    last, after = lines[count - 1], lines[count]
    near = abs(after.size - last.size) < 0.6 and 0 < after.top - last.top < 1.5 * last.size
    return near and len(after.text) < 60 and after.text.endswith(":")


def _gap(above: Line, below: Line) -> float:
    """Empty space between two lines; a line in the next column stands apart too."""
    return below.top - above.bottom if below.top > above.top else float("inf")
