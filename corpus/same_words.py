"""Find quoted words among the letters of a page, however the page breaks, spaces or joins them."""

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import takewhile

LONGEST = 4000  # letters of a quote; more is no quote, and would take long to look for
FEWEST_WORDS = 3  # of a part that is looked for by itself
# Letters. A run as long as this stands on a page by chance hardly ever; a shorter one must begin and end a word, and
# as part of a quote stand near the parts around it.
LONG = 20
NEAR = 300
BESIDE = 40  # how far a leftover word or two may stand from the part that it goes on from
COVERED = 0.7  # the least share of a quote's letters that must be found
TELLING = 5  # more letters before the quote agree at one place than at another if it is the one that is meant
_CONTEXT = 60

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a text, lower case and without accents, and the place in it of each."""

    text: str
    places: tuple[int, ...]

    def is_whole(self, start: int, end: int) -> bool:
        """Whether the letters from `start` to `end` are whole words: something else stands before and after."""
        return self._parted(start) and self._parted(end)

    def _parted(self, place: int) -> bool:
        return place in (0, len(self.text)) or self.places[place] - self.places[place - 1] > 1


def letters_of(text: Sequence[str]) -> Letters:
    """What is left of a text, or of a list of characters, once spaces, hyphens, marks and typography are taken off."""
    plain = [_plain(character) for character in text]
    places = [place for place, found in enumerate(plain) for _ in found]
    return Letters("".join(plain), tuple(places))


@lru_cache(maxsize=10_000)
def _plain(character: str) -> str:
    """A ligature as its letters, "é" as "e", "²" as "2"; nothing for what is neither letter nor digit."""
    taken_apart = unicodedata.normalize("NFKD", character).casefold()
    return "".join(one for one in unicodedata.normalize("NFKD", taken_apart) if one.isalnum())


def find(page: Letters, quote: str, at: float = 0.0, before: str = "") -> list[Range]:
    """Where the words of a quote stand: ranges of `page`'s letters in the quote's order; none if they do not.

    A quote that stands there whole is one range. Else it comes in parts of at least three words, as a table, a
    column or a note in between breaks it, and together they are most of it. Of several places the one counts
    that the text `before` the quote leads up to, then the one nearest to `at`, a share of the page.
    """
    wanted = letters_of(quote).text
    if not 0 < len(wanted) <= LONGEST:
        return []
    leading = letters_of(before[-2 * _CONTEXT :]).text[-_CONTEXT:]

    def nearest(places: Sequence[int]) -> int:
        agreed = {place: _agreed(page.text[:place], leading) for place in places}
        # A letter or two more may agree by chance: under that, the place decides.
        enough = max(agreed.values()) - TELLING
        meant = [place for place in places if agreed[place] > enough]
        return min(meant, key=lambda place: abs(place - at * len(page.text)))

    whole = _occurrences(page, wanted)
    if whole:
        start = nearest(whole)
        return [(start, start + len(wanted))]
    return _in_parts(page, [found for word in quote.split() if (found := letters_of(word).text)], nearest)


def printed(characters: Sequence[str], span: Range, quote: str) -> list[int]:
    """The places of what is printed in a span of the page's characters, and not of spaces and pdfium's marks.

    The full stop, bracket or percent sign with which the quote begins or ends is in it, where it stands right there.
    """
    start, end = span
    for mark in reversed([*takewhile(_is_mark, quote.strip())]):
        if characters[max(0, start - 1) : start] == [mark]:
            start -= 1
    for mark in reversed([*takewhile(_is_mark, reversed(quote.strip()))]):
        if characters[end : end + 1] == [mark]:
            end += 1
    return [place for place in range(start, end) if characters[place].isprintable() and not characters[place].isspace()]


def _is_mark(character: str) -> bool:
    return not character.isalnum()


def _in_parts(page: Letters, words: Sequence[str], nearest: Callable[[Sequence[int]], int]) -> list[Range]:
    # Without it, words that say the same again and again would be looked for again and again.
    occurrences = cache(partial(_occurrences, page))
    runs = list(_runs(page, words, occurrences))
    texts = ["".join(words[first:last]) for first, last in runs]
    placed: dict[int, Range] = {}  # by the number of the run
    order: list[int] = []  # the runs that are placed, from the first word on
    for run in sorted(range(len(runs)), key=lambda run: -len(texts[run])):
        length, where = len(texts[run]), occurrences(texts[run])
        after = bisect_left(order, run)
        # It should go on from the part before it, or lead up to the part after it.
        goals = [placed[one][1] for one in order[:after][-1:]] + [placed[one][0] - length for one in order[after:][:1]]
        if goals:
            distance, start = min(_closest(where, goal) for goal in goals)
            if length < LONG and distance > NEAR:
                continue
        else:
            start = nearest(where)
        placed[run] = (start, start + length)
        order.insert(after, run)
    parts = {runs[run][0]: (runs[run][1], found) for run, found in placed.items()}
    found = _with_leftovers(page, words, parts)
    covered = {letter for start, end in found for letter in range(start, end)}
    return found if len(covered) >= COVERED * len("".join(words)) else []


def _runs(page: Letters, words: Sequence[str], occurrences: Callable[[str], Sequence[int]]) -> Iterator[Range]:
    """The longest runs of words that stand on the page, from the first word on."""
    first = 0
    while first + FEWEST_WORDS <= len(words):
        lengths = range(FEWEST_WORDS, len(words) - first + 1)

        # What holds a run holds its beginning too, so the longest can be found by halving. A short run must consist
        # of whole words, which spoils the order a little: the worst that can come of it is a shorter run.
        def misses(length: int, first: int = first) -> bool:
            run = "".join(words[first : first + length])
            return run not in page.text or (len(run) < LONG and not occurrences(run))

        longest = bisect_left(lengths, True, key=misses)
        if longest:
            yield first, first + lengths[longest - 1]
            first += lengths[longest - 1]
        else:
            first += 1


def _with_leftovers(page: Letters, words: Sequence[str], parts: dict[int, tuple[int, Range]]) -> list[Range]:
    """The parts, with words left over between them where these stand close to their neighbour."""
    found: list[Range] = []
    ordered = sorted(parts.items())
    bounds = [(0, None), *((last, place) for _, (last, place) in ordered)]
    followers = [*((first, place) for first, (_, place) in ordered), (len(words), None)]
    for (left_from, previous), (left_to, following) in zip(bounds, followers, strict=True):
        if previous:
            found.append(previous)
        left = "".join(words[left_from:left_to])
        if not left:
            continue
        windows = []
        if previous:
            windows.append((previous[1], previous[1] + len(left) + BESIDE))
        if following:
            windows.append((max(0, following[0] - len(left) - BESIDE), following[0]))
        for start, end in windows:
            place = page.text.find(left, start, end)
            if place >= 0 and page.is_whole(place, place + len(left)):
                found.append((place, place + len(left)))
                break
    return found


def _occurrences(page: Letters, wanted: str) -> list[int]:
    """Where the letters stand as whole words; a long run also where the page's own spaces are missing."""
    found = []
    start = page.text.find(wanted)
    while start >= 0:
        found.append(start)
        start = page.text.find(wanted, start + 1)
    whole = [start for start in found if page.is_whole(start, start + len(wanted))]
    return whole or (found if len(wanted) >= LONG else [])


def _agreed(text: str, leading: str) -> int:
    """How many letters the two have in common at their ends."""
    count = 0
    while count < min(len(text), len(leading)) and text[-1 - count] == leading[-1 - count]:
        count += 1
    return count


def _closest(places: Sequence[int], goal: int) -> Range:
    """The distance of the nearest of the sorted places, and the place."""
    after = bisect_left(places, goal)
    return min((abs(place - goal), place) for place in places[max(0, after - 1) : after + 1])
