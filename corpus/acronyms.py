"""Find the acronyms that a text defines: "Office of Personnel Management (OPM)"."""

import re
from collections.abc import Iterable, Iterator

from corpus.words import is_stop_word, tokens

# Starts at the start of a word only: from within each of 20,000 letters without a space it took 9 seconds.
_DEFINED = re.compile(r"(?<![\w’'&/-])((?:[\w’'&/-]+,?\s+){1,10})\(([A-Z][A-Za-z&-]{1,9})\)")


class KnownAcronyms:
    """The acronyms that documents define, each with what it stands for, the commonest meaning first.

    There are thousands in a large collection, and a question uses one or none: `in_text` looks at few of them.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs = tuple(pairs)
        self._places: dict[str, list[int]] = {}
        for place, (short, long) in enumerate(self.pairs):
            for word in {*forms(short), *(f"{first} …" for first in tokens(long)[:1])}:
                self._places.setdefault(word, []).append(place)

    def in_text(self, text: str) -> list[tuple[str, str]]:
        """Those that the text may use, in their order: it has the short form, or the first word of the long one."""
        words = {*re.findall(r"\w+", text), *(f"{token} …" for token in tokens(text))}
        places = {place for word in words for place in self._places.get(word, ())}
        return [self.pairs[place] for place in sorted(places)]


def forms(acronym: str) -> set[str]:
    """The acronym as it stands, and of one for several or of several for one: "KPI" and "KPIs"."""
    return {acronym, acronym.removesuffix("s") if acronym.endswith("s") else f"{acronym}s"}


def acronyms(text: str) -> Iterator[tuple[str, str]]:
    """Each acronym with what it stands for, as often as the text defines it.

    The words before the brackets are taken from the one whose first letter begins the acronym on, if the letters
    of the acronym stand in them in order (Schwartz & Hearst 2003, "A Simple Algorithm for Identifying
    Abbreviation Definitions in Biomedical Text").
    """
    for found in _DEFINED.finditer(text):
        words, short = found.group(1).split(), found.group(2)
        if sum(map(str.isupper, short)) < 2:
            continue
        long = _long_form(short, " ".join(words))
        if long and long != short and len(long.split()) > 1:
            yield short, long


def _long_form(short: str, words: str) -> str | None:
    place = len(words)
    for number, letter in enumerate(reversed(short.lower()), start=1):
        if not letter.isalnum():
            continue
        place = _before(words, place, letter, begins_word=number == len(short))
        if place < 0:
            return None
    if is_stop_word(words[place:].split()[0].lower()):
        # "of Personnel Management" also begins with an O; the word before it is meant.
        further = _before(words, place, short[0].lower(), begins_word=True)
        place = further if further >= 0 else place
    return words[place:].strip(" ,")


def _before(words: str, place: int, letter: str, begins_word: bool) -> int:
    """Where the letter stands last before the place, -1 if nowhere."""
    place -= 1
    while place >= 0 and (words[place].lower() != letter or (begins_word and place and words[place - 1].isalnum())):
        place -= 1
    return place
