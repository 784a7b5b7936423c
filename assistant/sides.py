"""Take a question apart that has several sides: names compared, roundtables, years, or two questions in one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.evidence import YEAR
from assistant.follow_up import standalone
from assistant.period import Period
from assistant.phrases import nth, phrases
from assistant.question import COMPARES, Question, about_each, content_of
from assistant.subject import NTH, QUESTION_WORDS
from corpus.words import capitalized, plain

Shape = Literal["name", "roundtable", "period", "part"]

_JOIN = (
    r"(?:(?:against|vs\.?|versus|than|with|to|and|from|between|compared\s+(?:with|to)|et|contre|avec|entre"
    r"|par\s+rapport\s+à)\s+)*"
)
_ROUNDTABLES = r"(?:oecd\s+)?(?:roundtables?|tables?\s+rondes?)"
_MENTION = re.compile(
    rf"\b{_JOIN}(?:(?:that\s+of\s+)?(?:the|la|les)\s+)?(?:{NTH}(?:\s*,|\s+(?:and|or|et|ou))?\s+(?:(?:the|la)\s+)?)*"
    rf"{NTH}(?:\s+{_ROUNDTABLES}|\s+one)?(?![\w-])"
    rf"|\b{_JOIN}(?:(?:the|la|les)\s+)?{_ROUNDTABLES}\s+(?:nos?\.?\s*|n°\s*)?\d{{1,2}}\b(?:\s*(?:,|and|or|et|ou)\s*\d{{1,2}}\b)*",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:chang\w*|evol\w*|over time|over the years|develop\w*|gr[eo]w\w*|increas\w*|decreas\w*|fall|fell|rise|rose"
    r"|progress\w*|au fil d\w+|augment\w*|diminu\w*)\b",
    re.IGNORECASE,
)
# "Why did it fall …" asks for a reason and not for how it was before and after.
_HOW = re.compile(
    r"^\W*(?:how|by how much|what (?:has |have |had )?(?:changed|evolved)|in what|comment|de combien|en quoi"
    r"|qu'est-ce qui|compare|comparez|describe|decrivez)\b"
)
_CHANGE_ITSELF = re.compile(r"\b(?:chang\w*|[eé]vol\w*)\b", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:against|contre)\s+(?:in\s+|en\s+)?(?:19|20)\d\d\b")
_ALL_TIME = re.compile(r"\b(?:over time|over the years|through the years|au fil (?:du temps|des ans|des annees))\b")
_SINCE = re.compile(r"\b(?:since|after|depuis|apres)\s+((?:19|20)\d\d)\b")
_YEARS = re.compile(
    rf"\b(?:(?:between|from|in|since|entre|de|en)\s+)?{YEAR.pattern}"
    rf"(?:\s*(?:,|-|–|to|and|with|against|versus|vs\.?|or|compared\s+(?:with|to)|et|à|contre|avec)\s*(?:in\s+|en\s+)?{YEAR.pattern})*",
    re.IGNORECASE,
)
# "…, and who …": a second question begins, or one after another question mark.
_SECOND = re.compile(rf"(?:\s*,)?\s+(?:and|et)\s+(?={QUESTION_WORDS}\b)|\?\s+(?:(?:and|et)\s+)?(?=\S)", re.IGNORECASE)
_ASKS_LAST = re.compile(r"\b(?:who|whom|when|where|why|how|what|qui|quand|où|pourquoi|comment|combien)$", re.IGNORECASE)
MOST_SIDES = 6  # each is searched for by itself: for a list of 390 names that took 24 seconds


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a question: what it is called, what to ask for it, and of which roundtable or years."""

    shape: Shape
    name: str
    text: str
    roundtable: int | None = None
    period: Period | None = None


def sides_of(question: Question, places: Sequence[str] = ()) -> tuple[Side, ...]:
    """The sides that a question is to be answered for, those of roundtables and years in the order of time.

    The first `MOST_SIDES` of them, see `sides_named`; () for a question that has one side only, but one of change
    since a year has one side of that period.
    """
    if len(question.roundtables) > 1:
        return _of_roundtables(question)
    if question.compared:
        names, texts = question.compared[:MOST_SIDES], about_each(question, MOST_SIDES)
        return tuple(Side("name", name, text) for name, text in zip(names, texts, strict=True))
    return _of_years(question)[:MOST_SIDES] or _parts(question, places)


def sides_named(question: Question, sides: Sequence[Side]) -> int:
    """How many sides the question names, of which `sides` may be the first only."""
    years = set(YEAR.findall(question.text))
    of_shape = {"name": question.compared, "roundtable": question.roundtables, "period": years}
    named = len(of_shape.get(sides[0].shape, ())) if len(sides) > 1 else 0
    return max(named, len(sides))


def _of_roundtables(question: Question) -> tuple[Side, ...]:
    sides = []
    for number in sorted(question.roundtables)[:MOST_SIDES]:
        name, mentions = nth(number, question.language), iter((nth(number, question.language),))
        text = " ".join(_MENTION.sub(lambda _: next(mentions, ""), question.text).split())  # noqa: B023
        if not content_of(_MENTION.sub(" ", question.text), question.language):
            # "What did the 2nd say against the 4th?" names no topic: what a roundtable was about is asked for.
            text = phrases(question.language).roundtable_in_short.format(roundtable=name)
        sides.append(Side("roundtable", name, text, roundtable=number))
    return tuple(sides)


def _of_years(question: Question) -> tuple[Side, ...]:
    asked, years = plain(question.text), sorted({int(year) for year in YEAR.findall(question.text)})
    changes = bool(_CHANGES.search(asked) and _HOW.match(asked))
    if len(years) > 1 and (changes or COMPARES.search(asked) or _AGAINST.search(asked)):
        return tuple(
            Side("period", str(year), _in_year(question, year, changes), period=Period(year, year)) for year in years
        )
    since = _SINCE.search(asked)
    if since and changes:
        name = phrases(question.language).since.format(year=since.group(1))
        return (Side("period", name, question.text, period=Period(int(since.group(1)))),)
    if changes and _ALL_TIME.search(asked):
        return (Side("period", "", question.text, period=Period(0)),)
    return ()


def _in_year(question: Question, year: int, changes: bool) -> str:
    """The question of one year; without the word for change, which no sentence on a single year needs to have."""
    text = _CHANGE_ITSELF.sub("", question.text) if changes else question.text
    once = _YEARS.sub(f"{'en' if question.language == 'fr' else 'in'} {year}", text, count=1)
    return " ".join(once.split())


def _parts(question: Question, places: Sequence[str]) -> tuple[Side, ...]:
    """The two questions of "When was it held, and who organised it?", each able to stand alone."""
    halves = [half.strip(" ,") for half in _SECOND.split(question.text, maxsplit=1)]
    if len(halves) < 2 or _ASKS_LAST.search(halves[0]):
        return ()
    if not all(content_of(half, question.language) for half in halves):
        return ()  # "Who pays, and when?"
    french = question.language == "fr"
    if all(YEAR.fullmatch(word) for word in content_of(halves[1], question.language)):
        halves[1] = f"{'en' if french else 'in'} {YEAR.findall(halves[1])[0]}"  # "… and how many in 2024?"
    first, second = (f"{half.rstrip(' ?!.')}{' ?' if french else '?'}" for half in halves)
    joined = f"{'Et' if french else 'And'} {second}"
    whole = standalone(joined, [first], places)
    return (
        Side("part", first, first),
        Side("part", capitalized(second), capitalized(second) if whole == joined else whole),
    )
