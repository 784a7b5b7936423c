"""See where the sentences of an answer give different figures or dates for the same thing, so that both are shown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.evidence import ORDINAL_TERM, Candidate
from assistant.period import years_of
from assistant.phrases import listed, phrases
from assistant.question import Question
from assistant.quotable import without_markers
from assistant.types import Figure
from assistant.verify.dates import find_dates
from assistant.verify.quantities import find_quantities
from corpus.words import plain, stem, terms, tokens

_FOLLOWING = re.compile(r"(?:\s?[^\W\d_][\w’'-]*){1,3}")
_COUNTS = re.compile(r"\bhow many\b|\bcombien d", re.IGNORECASE)
_NO_UNIT = frozenset("and or to in of for at by on as the with from et ou de des du a par dans sur est en pour".split())
_NOTE = re.compile(r"\[(\d+)\]")
# "… must not be confused with": a sentence that tells two things apart is on the other one too.
_TOLD_APART = re.compile(
    r"\b(?:not|never)\s+be\s+(?:taken|mistaken|confused)\b|\bconfused with\b|\bnot to be\b|\bne pas confondre\b"
    r"|\bêtre confondue?s?\b",
    re.IGNORECASE,
)
# "The paper on the first meeting is of August 2020": the date is not that of the meeting.
_ON_A_PAPER = re.compile(
    r"\b(?:paper|report|article|page|document|publication|publish|updat|rapport|publi)\w*", re.IGNORECASE
)
_CLAUSE_ENDS = re.compile(
    r"[;:()–—]\s|[.?!]\s+(?=[A-ZÀ-ÖØ-Þ])|,\s+(?:and|but|while|whereas|which|who|et|mais|qui|dont)\s"
)
# Of the best sentence's score: one that answers less well is on something near, such as the paper on the meeting.
NEARLY_AS_GOOD = 0.93
MOST_IN_CLAUSE = 0.5  # of the question's words that the sentence has, for a figure to be what is said of them
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
        return _dates(text)
    return list(_numbers(text, question)) if question.kind == "number" else []


def differ(question: Question, one: Candidate, other: Candidate) -> tuple[Value, Value] | None:
    """A value of each of the sentences, where they give different ones for the same thing and none that agrees."""
    if not _same_thing(question, one, other):
        return None
    mine, theirs = _said_of(question, one), _said_of(question, other)
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


def _said_of(question: Question, candidate: Candidate) -> list[Value]:
    """The values in the clauses that have the question's words; none if the sentence gives several dates."""
    text = " ".join(without_markers(candidate.text).split())
    values = values_in(text, question)
    if question.kind == "date" and len(values) > 1:
        return []
    held = set(question.terms) & candidate.terms
    language = candidate.hit.document.language
    of_them = [
        clause
        for clause in _CLAUSE_ENDS.split(text)
        if len(held & set(terms(clause, language))) >= MOST_IN_CLAUSE * len(held)
    ]
    said = {value.words for clause in of_them for value in values_in(clause, question)}
    return [value for value in values if value.words in said]


def _same_thing(question: Question, one: Candidate, other: Candidate) -> bool:
    """Whether both sentences hold the same words of the question, and most of them, and come from different sources.

    Two sentences of one document count as two sources only if each names a year, or has source notes, of its own.
    """
    asked = set(question.terms)
    held, also_held = asked & one.terms, asked & other.terms
    if _of_one_more(question, one) or _of_one_more(question, other) or _nth(one) != _nth(other):
        return False
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


def _of_one_more(question: Question, candidate: Candidate) -> bool:
    """Whether the sentence is on something beside what is asked for, so that its figure may be of that."""
    text = candidate.text
    on_a_paper = question.kind == "date" and _ON_A_PAPER.search(text) and not _ON_A_PAPER.search(question.text)
    return bool(on_a_paper or _TOLD_APART.search(text))


def _nth(candidate: Candidate) -> tuple[set[str], int | None]:
    """Which of several the sentence is on, and its document."""
    return {term for term in candidate.terms if ORDINAL_TERM.fullmatch(term)}, candidate.hit.document.roundtable


def _dated(candidate: Candidate, value: Value) -> str | None:
    """The one year that the sentence names beside the value, or else the date of its document."""
    years = {year for year in years_of(candidate) if str(year) not in value.words}
    return str(years.pop()) if len(years) == 1 else candidate.hit.document.date


def _agree(one: Value, other: Value) -> bool:
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        return all(this == that or not this or not that for this, that in zip(one.value, other.value, strict=True))
    return one.value == other.value


def _dates(text: str) -> list[Value]:
    """The dates that name a year, and the years alone, in their order."""
    dates = find_dates(text)
    years = [each for each in find_quantities(text, dates) if each.bare_year]
    found = [(each.start, each.said, (each.year, each.month or 0, each.day or 0)) for each in dates if each.year]
    found += [(each.start, each.said, (int(max(each.readings)), 0, 0)) for each in years]
    return [Value(words, "date", value) for _, words, value in sorted(found)]


def _numbers(text: str, question: Question) -> Iterator[Value]:
    for each in find_quantities(text):
        if each.ordinal or each.bare_year or each.in_words:
            continue
        unit, words = (each.unit, "") if each.unit else _counted(text[each.end :], question)
        counted = {_stem(word, question) for word in (each.said if each.unit else words).split()}
        if _COUNTS.search(question.text) and not counted & set(question.terms):
            continue  # "How many lakes" is not answered by passengers
        if unit:
            yield Value(f"{each.said}{words}", unit, max(each.readings))


def _counted(after: str, question: Question) -> tuple[str, str]:
    """What a number counts, as a stem, and the words up to there: of "48 noise sensors" the thing that is asked for,
    or else the next word."""
    following = _FOLLOWING.match(after)
    words = list(takewhile(lambda word: plain(word) not in _NO_UNIT, following.group().split() if following else ()))
    if not words:
        return "", ""
    asked = [place for place, word in enumerate(words) if _stem(word, question) in question.terms]
    last = asked[-1] if asked else 0
    return _stem(words[last], question), f" {' '.join(words[: last + 1])}"


def _stem(word: str, question: Question) -> str:
    return stem(tokens(word)[0], question.language) if tokens(word) else ""
