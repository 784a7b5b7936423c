"""Mix two sentences of one passage into one that neither says: the words of both are there, and the claim is new.

A check that only looks whether each name and number stands in the passage lets these through.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations

from corpus.words import terms
from evals.altering import names_in
from evals.altering_figures import MONTHS

_YEAR = re.compile(r"(?<![\d.,:/-])(?:19|20)\d\d(?![\d:/-]|[.,]\d)")
_NUMBER = re.compile(r"(?<![\w.,:/-])\d+(?:[., ]\d+)*(?![\w:/-]|[.,]\d)")
# The first verb that can follow a subject, by what it agrees with; what stands before it is the subject, if short.
_VERB = re.compile(
    r" (?:(?P<one>is|was|has|runs|offers|provides|includes|covers|uses|belongs|est|était)|"
    r"(?P<several>are|were|have|sont|étaient|ont)|(?P<any>had|can|may|will|would|should|must|could)) "
)
LONGEST_SUBJECT = 8  # words
_NO_SUBJECT = re.compile(
    r"^(?:it|this|these|that|those|they|he|she|there|its|their|no|in|on|at|by|when|while|if|although|since|il|elle|ils|"
    r"elles|ce|cela|on)\b|\bthat\b",
    re.IGNORECASE,
)
_DAY = re.compile(rf"\d{{1,2}}(?= (?:{'|'.join(month for months in MONTHS.values() for month in months)})\b)")

# From two sentences to one with something of the second in the first; None where nothing fits.
Mix = Callable[[str, str, random.Random], str | None]


def mixed(said: Sequence[str], draw: random.Random) -> Iterator[tuple[str, str, str]]:
    """For each kind of mixing its name, the sentence that was changed, and the mixed one: at most one a kind."""
    for name, mix in MIXES.items():
        pairs = list(permutations(said, 2))
        draw.shuffle(pairs)
        made = ((one, new) for one, other in pairs if (new := mix(one, other, draw)) and new not in said)
        for one, new in made:
            yield name, one, new
            break


def _names(one: str, other: str, draw: random.Random) -> str | None:
    """The first name of a sentence in the place of that of another."""
    ours, theirs = names_in(one), [name for name in names_in(other) if not _akin(name, one)]
    if not ours or not theirs or _akin(ours[0], other):
        return None
    return re.sub(rf"(?<!\w){re.escape(ours[0])}(?!\w)", lambda found: theirs[0], one, count=1)


def _akin(name: str, text: str) -> bool:
    """Whether a text speaks of what is named: "Japan" for "Japanese" changes nothing."""
    return bool({word[:4] for word in re.findall(r"\w+", name)} & {word[:4] for word in re.findall(r"\w+", text)})


def _years(one: str, other: str, draw: random.Random) -> str | None:
    return _exchanged(one, _YEAR.findall(one), _YEAR.findall(other), draw)


def _numbers(one: str, other: str, draw: random.Random) -> str | None:
    ours, theirs = (
        [each for each in _NUMBER.findall(text) if not _YEAR.fullmatch(each)] for text in (_bare(one), _bare(other))
    )
    return _exchanged(one, ours, theirs, draw)


def _bare(text: str) -> str:
    """Without the numbers of notes and the days of dates, which no model takes for a figure."""
    return _DAY.sub("", re.sub(r"\[\d+\]", "", text))


def _exchanged(one: str, ours: Sequence[str], theirs: Sequence[str], draw: random.Random) -> str | None:
    new = [each for each in theirs if each not in ours]
    if not ours or not new:
        return None
    return re.sub(rf"(?<![\w.,]){re.escape(draw.choice(ours))}(?!\w)", draw.choice(new), one, count=1)


def _subjects(one: str, other: str, draw: random.Random) -> str | None:
    """The subject of a sentence with what another says of its own."""
    ours, theirs = _VERB.search(one), _VERB.search(other)
    if not ours or not theirs or ours.lastgroup != theirs.lastgroup:
        return None
    subjects = (one[: ours.start()], other[: theirs.start()])
    if not all(map(_is_subject, subjects)):
        return None
    one_of, other_of = (set(terms(each, "en")) for each in subjects)
    if one_of <= other_of or other_of <= one_of:
        return None  # "the city" and "the city of Bilbao" may be one and the same
    return subjects[1] + one[ours.start() :]


def _is_subject(text: str) -> bool:
    short = len(text.split()) <= LONGEST_SUBJECT and not re.search(r"[,:;]", text)
    return short and not _NO_SUBJECT.search(text)


MIXES: Mapping[str, Mix] = {
    "names": _names,
    "numbers": _numbers,
    "years": _years,
    "subject": _subjects,
}
