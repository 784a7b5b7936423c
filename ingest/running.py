"""Find what a page repeats from other pages, headers, footers and page numbers, and lists of contents."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

_PAGE_NUMBER = re.compile(
    r"^\W*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,6}|[A-Z]-\d{1,3})(?:\s*(?:of|/|de|sur)\s*\d{1,4})?\W*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*[\divxlcA-Z-]{0,7}\s*$|(?:…\s?){2,}\s*[\divxlc]{0,6}\s*$|_{4,}\s*\d{1,4}\s*$")
_CAPTION = re.compile(r"^(?:table|figure|box|exhibit|chart|tableau|graphique|encadré)\s+[A-Z]?\d", re.IGNORECASE)
ENOUGH = 3  # pages
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def running_places(margins: Sequence[Mapping[int, str]]) -> list[set[int]]:
    """For each page, which of the lines at its top and bottom (by place) are running headers or footers.

    A line runs if it returns on three pages or more: word for word, or with numbers that count along with the
    pages. So "Chapter 1" and "Chapter 2" over two chapters stay, and so do the captions of tables.
    """
    counts: Counter[str] = Counter()
    for number, lines in enumerate(margins, start=1):
        counts.update({key for text in lines.values() for key in _keys(text, number)})
    enough = min(ENOUGH, max(2, len(margins)))
    return [
        {place for place, text in lines.items() if _runs(text, number, counts, enough)}
        for number, lines in enumerate(margins, start=1)
    ]


def contents_places(lines: Sequence[str]) -> set[int]:
    """The lines of a page (by place) that are entries of a list of contents: dots that lead to a page number.

    They are marked as running, so that no passage is made of them: they name everything and say nothing.
    """
    leaders = [place for place, text in enumerate(lines) if _LEADERS.search(text)]
    found = set(leaders)
    for one, other in pairwise(leaders):
        # A title of two lines has its dots on the second.
        if other - one == 2 and not lines[one + 1].rstrip().endswith("."):
            found.add(one + 1)
    return found


def _runs(text: str, number: int, counts: Mapping[str, int], enough: int) -> bool:
    if _CAPTION.match(text):
        return False
    if _PAGE_NUMBER.match(text):
        # Two pages in step tell a page number from a figure of a table; a page or two cannot tell.
        enough = 2 if enough == ENOUGH else 1
    return any(counts[key] >= enough for key in _keys(text, number))


def _keys(text: str, number: int) -> Iterator[str]:
    """The line as it stands; then with its numbers, and the first or last alone, counted from the page's."""
    plain = " ".join(text.lower().split())
    if not re.search(r"\w", plain):
        return
    yield plain
    places = list(_NUMBER.finditer(plain))
    for chosen in {tuple(places), tuple(places[:1]), tuple(places[-1:])} - {()}:
        key = plain
        for found in reversed(chosen):
            key = f"{key[: found.start()]}<{_value(found.group()) - number:+}>{key[found.end() :]}"
        yield key


def _value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    values = [_ROMAN[letter] for letter in numeral]
    later = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, later, strict=True))
