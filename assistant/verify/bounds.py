"""Check how a sentence limits its figures and dates: at least or at most, by or to, a month or a year, before or in."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from assistant.verify.quantities import Quantity
from assistant.verify.reading import Reading
from assistant.verify.types import Reason
from assistant.verify.vocabulary import sides

Bound = Literal["least", "most", "near", "about", "exact", ""]
NEAR = 40  # characters before a figure, which hold any of these words
_THEN_FIGURE = r"\s+(?:the\s+|an?\s+|about\s+|around\s+|some\s+)?[€$£¥₩]?\s?$"
_WORDS: Sequence[tuple[Bound, str]] = (
    ("most", r"no more than|not more than|at most|at the most|up to|a maximum of|maximum of|just under"),
    ("least", r"no less than|no fewer than|not less than|at least|a minimum of|minimum of|upwards of|just over"),
    ("most", r"fewer than|less than|under|below|jusqu'à|au plus|au maximum|moins de|pas plus de|inférieure?s? à"),
    ("least", r"more than|over|above|exceed(?:s|ed|ing)?|au moins|plus de|au minimum|supérieure?s? à|dépass\w+"),
    ("near", r"nearly|almost|close to|approaching|presque|près de|quelque"),
    ("about", r"about|around|approximately|roughly|some|circa|environ|autour de"),
    ("exact", r"exactly|precisely|only|exactement|précisément|seulement"),
)
_BEFORE = [
    (bound, re.compile(rf"(?:^|(?<=[\s(,]))(?:{words}){_THEN_FIGURE}", re.IGNORECASE)) for bound, words in _WORDS
]
_BEHIND: Sequence[tuple[Bound, re.Pattern[str]]] = [
    (
        "least",
        re.compile(
            r"^\+|^(?:\s+\w+){0,2}\s+(?:or|and|ou|et)\s+(?:more|over|above|plus)\b(?!\s+(?:than\s|de\s)?\W?\d)",
            re.IGNORECASE,
        ),
    ),
    ("most", re.compile(r"^(?:\s+\w+){0,2}\s+(?:or|ou)\s+(?:less|fewer|moins)\b", re.IGNORECASE)),
]
# What carries a figure with a bound; one without is carried by whatever does not only set a limit above.
_CARRIED_BY: dict[Bound, frozenset[Bound]] = {
    "least": frozenset({"least"}),
    "most": frozenset({"most", "near"}),
    "near": frozenset({"near", "most", "about"}),
    "exact": frozenset({"exact", ""}),
    "": frozenset({"least", "near", "about", "exact", ""}),
}
_SPANS = frozenset({"years", "months", "weeks", "days", "hours", "decades", "decade"})  # "over" them is during them
_PERIODS = {
    "hour": r"hour|hourly|heure|horaire",
    "day": r"day|daily|jour|quotidien\w*",
    "week": r"week|weekly|semaine|hebdomadaire\w*",
    "month": r"month|monthly|mois|mensuel\w*",
    "year": r"year|yearly|annual|annually|annum|an|année|annuel\w*",
}
_RATE = re.compile(r"^(?:\s+\w+)??\s+(?:an?|per|each|every|par|chaque)\s+(\w+?)s?\b", re.IGNORECASE)
_CHANGES_BY = re.compile(
    rf"(?<!plus )(?<!moins )(?<!près )\b(?P<how>by|to|de|à)(?:\s+\w+){{0,2}}?{_THEN_FIGURE}", re.IGNORECASE
)
_IN = re.compile(r"\b(?:in|on|during|en|le)\s+$", re.IGNORECASE)
_BEFORE_IT = re.compile(r"\b(?:before|prior to|avant)\s+$", re.IGNORECASE)
_AFTER_IT = re.compile(r"\b(?:after|après)\s+$", re.IGNORECASE)


def bounds(sentence: Reading, source: Reading) -> Iterator[Reason]:
    """What limits a figure or a date of the sentence otherwise than the sources do wherever they have it."""
    for quantity in sentence.quantities:
        same = [each for each in source.quantities if quantity.readings & each.readings]
        if not same or quantity.ordinal:
            continue
        if not quantity.bare_year:
            yield from _other_bound(quantity, sentence, same, source)
            yield from _other_rate(quantity, sentence, same, source)
            yield from _by_for_to(quantity, sentence, same, source)
    yield from _other_time(sentence, source)


def bound_of(text: str, start: int, end: int, unit: str = "") -> Bound:
    """How the words around a figure limit it; "" if they do not."""
    before = text[max(0, start - NEAR) : start]
    for bound, pattern in _BEFORE:
        found = pattern.search(before)
        if found and not (unit in _SPANS and found.group().strip().lower() in ("over", "under")):
            return bound
    return next((bound for bound, pattern in _BEHIND if pattern.search(text[end : end + NEAR])), "")


def _other_bound(quantity: Quantity, sentence: Reading, same: Sequence[Quantity], source: Reading) -> Iterator[Reason]:
    mine = bound_of(sentence.text, quantity.start, quantity.end, quantity.unit)
    its = {bound_of(source.text, each.start, each.end, each.unit) for each in same}
    if mine != "about" and its.isdisjoint(_CARRIED_BY[mine]):
        yield Reason("number", f"The sentence limits {quantity.said} otherwise than the source.")


def _other_rate(quantity: Quantity, sentence: Reading, same: Sequence[Quantity], source: Reading) -> Iterator[Reason]:
    mine = _period(sentence.text, quantity)
    rates = {_period(source.text, each) for each in same}
    if not mine or mine in rates:
        return
    said = re.search(rf"\b(?:{_PERIODS[mine]})s?\b", source.text, re.IGNORECASE)
    if not said or "" not in rates:
        yield Reason("unit", f"The sentence says {quantity.said} a {mine}; the source does not.")


def _period(text: str, quantity: Quantity) -> str:
    found = _RATE.search(text[quantity.end : quantity.end + NEAR])
    said = found[1] if found else ""
    return next((name for name, forms in _PERIODS.items() if re.fullmatch(forms, said, re.IGNORECASE)), "")


def _by_for_to(quantity: Quantity, sentence: Reading, same: Sequence[Quantity], source: Reading) -> Iterator[Reason]:
    """ "Fell to 12 per cent" for "fell by 12 per cent", or the other way round."""
    mine, its = _how(quantity, sentence), {_how(each, source) for each in same}
    if mine and its and its <= {"by", "to"} - {mine}:
        yield Reason("number", f"The sentence says {mine} {quantity.said}; the source says {its.pop()}.")


def _how(quantity: Quantity, reading: Reading) -> str:
    found = _CHANGES_BY.search(reading.text[max(0, quantity.start - NEAR) : quantity.start])
    first, _ = reading.places(quantity.start, quantity.end)
    changes = any(0 in sides(token.lower) for token in reading.tokens[max(0, first - 8) : first])
    how = found["how"].lower() if found and changes else ""
    return {"de": "by", "à": "to"}.get(how, how)


def _other_time(sentence: Reading, source: Reading) -> Iterator[Reason]:
    """ "Before 2019" for "in 2019"; "before" for "after" is an opposite, and found as one."""
    mine = [(date.start, date.said, [d.start for d in source.dates if date.agrees(d)]) for date in sentence.dates]
    mine += [
        (each.start, each.said, [q.start for q in source.quantities if q.bare_year and q.readings == each.readings])
        for each in sentence.quantities
        if each.bare_year
    ]
    for start, said, places in mine:
        before = sentence.text[max(0, start - NEAR) : start]
        when = "before" if _BEFORE_IT.search(before) else "after" if _AFTER_IT.search(before) else ""
        if when and places and all(_IN.search(source.text[max(0, place - NEAR) : place]) for place in places):
            yield Reason("date", f"The sentence says {when} {said}; the source does not.")
