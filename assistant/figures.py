"""See where the sentences of an answer give different figures or dates for the same thing, so that both are shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.evidence import Candidate
from assistant.period import YEAR, years_of
from assistant.phrases import listed, phrases
from assistant.question import Question
from assistant.quotable import without_markers
from assistant.types import Figure
from corpus.words import plain, stem, tokens

_MONTHS = (
    "january february march april may june july august september october november december",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
)
MONTH_OF = {word: number for words in _MONTHS for number, word in enumerate(words.split(), start=1)}
_DATE = re.compile(r"\b(?:(?:(\d{1,2})(?:st|nd|rd|th|er)?\s+)?([a-zà-ÿ]{3,9})\s+)?((?:1[5-9]|20)\d\d)\b", re.IGNORECASE)
_SCALES = {
    "thousand": 1e3, "million": 1e6, "millions": 1e6, "billion": 1e9, "trillion": 1e12, "mille": 1e3, "milliard": 1e9,
    "milliards": 1e9,
}  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w.,-])(?P<sign>[€$£]|\b(?:EUR|USD|GBP)\b)?\s?"
    r"(?P<number>\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:[\s\u00a0-]?(?P<scale>" + "|".join(_SCALES) + r"))?\b\s?(?P<unit>%|(?:\s?[^\W\d_][\w’'-]*){0,3})",
    re.IGNORECASE,
)
_SIGNS = {"€": "euro", "$": "dollar", "£": "pound", "EUR": "euro", "USD": "dollar", "GBP": "pound"}
_COUNTS = re.compile(r"\bhow many\b|\bcombien d", re.IGNORECASE)
_NO_UNIT = frozenset("and or to in of for at by on as the with from et ou de".split())
_NOTE = re.compile(r"\[(\d+)\]")
# Of the best sentence's score: one that answers less well is on something near, such as the paper on the meeting.
NEARLY_AS_GOOD = 0.9
MOST_OF_THE_WORDS = 0.75  # of the question, for two sentences that speak of the same thing


@dataclass(frozen=True, slots=True)
class Value:
    """A number with what it counts, or a date as (year, month, day) with 0 for what is not said; `words` as written."""

    words: str
    unit: str
    value: float | tuple[int, int, int]


def values_in(text: str, question: Question) -> list[Value]:
    """The dates in the text for a question that asks when, the numbers for one that asks how many; else none."""
    text = " ".join(without_markers(text).split())
    if question.kind == "date":
        return list(_dates(text))
    return list(_numbers(text, question)) if question.kind == "number" else []


def differ(question: Question, one: Candidate, other: Candidate) -> tuple[Value, Value] | None:
    """A value of each of the sentences, where they give different ones for the same thing and none that agrees."""
    if not _same_thing(question, one, other):
        return None
    mine, theirs = values_in(one.text, question), values_in(other.text, question)
    for value in mine:
        same_unit = [each for each in theirs if each.unit == value.unit]
        of_unit = [each for each in mine if each.unit == value.unit]
        if same_unit and not any(_agree(this, that) for this in of_unit for that in same_unit):
            return value, same_unit[0]
    return None


def differing(question: Question, chosen: Sequence[Candidate], numbers: Sequence[int]) -> tuple[Figure, ...]:
    """The figures on which the chosen sentences differ, in their order; `numbers` are the sentences' citations."""
    found: dict[int, Value] = {}
    enough = NEARLY_AS_GOOD * max((each.score for each in chosen), default=0.0)
    for place, one in enumerate(chosen):
        for later, other in enumerate(chosen[place + 1 :], start=place + 1):
            values = differ(question, one, other) if min(one.score, other.score) >= enough else None
            if values:
                found.setdefault(place, values[0])
                found.setdefault(later, values[1])
    return tuple(
        Figure(value.words, numbers[place], _dated(chosen[place], value)) for place, value in sorted(found.items())
    )


def differing_text(figures: Sequence[Figure], language: str) -> str:
    """ "The sources differ: 61 hectares [1] (2022) and 60 hectares [2].", or "" without figures."""
    if not figures:
        return ""
    said = phrases(language)
    each = [f"{figure.text} [{figure.citation}]" + (f" ({figure.date})" if figure.date else "") for figure in figures]
    return said.sources_differ.format(figures=listed(each, said.and_))


def _same_thing(question: Question, one: Candidate, other: Candidate) -> bool:
    """Whether both sentences hold the same words of the question, and most of them, and come from different sources.

    Two sentences of one document count as two sources only if each names a year, or has source notes, of its own.
    """
    asked = set(question.terms)
    held, also_held = asked & one.terms, asked & other.terms
    if held != also_held or len(asked & (one.covered | one.terms)) < MOST_OF_THE_WORDS * len(asked):
        return False
    if one.hit.document.id != other.hit.document.id:
        return True
    if question.kind == "date":
        return False  # one document dates the meeting, the paper on it and the page of the paper
    notes, also_notes = set(_NOTE.findall(one.text)), set(_NOTE.findall(other.text))
    years, also_years = set(years_of(one)), set(years_of(other))
    other_years = question.kind == "number" and years and also_years and not years & also_years
    return bool(other_years or (notes and also_notes and not notes & also_notes))


def _dated(candidate: Candidate, value: Value) -> str | None:
    """The one year that the sentence names beside the value, or else the date of its document."""
    years = {year for year in years_of(candidate) if str(year) not in value.words}
    return str(years.pop()) if len(years) == 1 else candidate.hit.document.date


def _agree(one: Value, other: Value) -> bool:
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        return all(this == that or not this or not that for this, that in zip(one.value, other.value, strict=True))
    return one.value == other.value


def _dates(text: str) -> Iterator[Value]:
    for found in _DATE.finditer(text):
        day, word, year = found.groups()
        month = MONTH_OF.get(plain(word or ""), 0)
        words = found.group() if month else year
        yield Value(words, "date", (int(year), month, int(day) if day and month else 0))


def _numbers(text: str, question: Question) -> Iterator[Value]:
    for found in _NUMBER.finditer(text):
        scale = (found["scale"] or "").lower()
        unit, words = _unit(found["unit"], question)
        if YEAR.fullmatch(found["number"]) and not scale and not found["sign"]:
            continue
        if plain(words.strip()) in MONTH_OF:
            continue  # the day of a date
        number = float(re.sub(r"[,\s\u00a0\u202f]", "", found["number"]))
        if _COUNTS.search(question.text) and unit not in question.terms:
            continue  # "How many lakes" is not answered by passengers
        sign = _SIGNS.get((found["sign"] or "").upper(), "")
        if sign or unit:
            shown = found.group()[: found.start("unit") - found.start()].rstrip() + words
            yield Value(shown.strip(), sign or unit, number * _SCALES.get(scale, 1.0))


def _unit(after: str, question: Question) -> tuple[str, str]:
    """What a number counts, as a stem, and the words up to there: of "48 noise sensors" the thing that is asked for,
    or else the next word."""
    if after.strip() == "%":
        return "%", "%"
    words = list(takewhile(lambda word: plain(word) not in _NO_UNIT, after.split()))
    asked = [place for place, word in enumerate(words) if _stem(word, question) in question.terms]
    last = asked[-1] if asked else 0
    return (_stem(words[last], question), f" {' '.join(words[: last + 1])}") if words else ("", "")


def _stem(word: str, question: Question) -> str:
    return stem(tokens(word)[0], question.language) if tokens(word) else ""
