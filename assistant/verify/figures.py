"""Check the numbers, units and dates of a sentence: the sources must have each, and of the same thing."""

import re
from collections.abc import Iterable, Iterator

from assistant.verify.dates import Date
from assistant.verify.quantities import Quantity
from assistant.verify.reading import Reading
from assistant.verify.surroundings import best_likeness, surroundings
from assistant.verify.types import Kind, Reason
from assistant.verify.units import CURRENCIES, SHARES, mentions_unit

# How much more like the sentence's place that of another number must be, to say that the number is of another thing;
# and how like it must be at all. Chosen on the altered sentences of `evals.alterations`.
AHEAD = 0.08
ALIKE = 0.45
# "one of the cities", "first of all": no number of anything unless the source has another in its place.
_SAYS_LITTLE = frozenset({0.0, 1.0})
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)")


def figures(sentence: Reading, source: Reading, context: str) -> Iterator[Reason]:
    """What is wrong with the numbers, units and dates of the sentence; `context` may supply years, never figures."""
    years = _years(source) | {int(year) for year in _YEAR.findall(context)}
    for quantity in sentence.quantities:
        reason = _wrong_number(quantity, sentence, source, years)
        if reason:
            yield reason
    for date in sentence.dates:
        reason = _wrong_date(date, sentence, source, years)
        if reason:
            yield reason


def lost_figures(sentence: Reading, source: Reading, context: str) -> float:
    """The share of the sentence's numbers and dates that the sources do not have at all; 0 if it has none."""
    years = _years(source) | {int(year) for year in _YEAR.findall(context)}
    lost = [not _same(each, source) and not (each.bare_year and each.readings & years) for each in sentence.quantities]
    lost += [not any(date.agrees(other, frozenset(years)) for other in source.dates) for date in sentence.dates]
    return sum(lost) / len(lost) if lost else 0.0


def _wrong_number(quantity: Quantity, sentence: Reading, source: Reading, years: set[int]) -> Reason | None:
    same = _same(quantity, source)
    kind: Kind = "date" if quantity.bare_year else "number"
    mine = surroundings(sentence, *sentence.places(quantity.start, quantity.end))
    others = [each for each in source.quantities if _can_replace(each, quantity)]
    dates = [date for date in source.dates if quantity.bare_year and date.year not in quantity.readings]
    rival = best_likeness(mine, source, _places([*others, *dates], source))
    if not same:
        if quantity.bare_year and quantity.readings & years:
            in_dates = [d for d in source.dates if d.year in quantity.readings]
            own = best_likeness(mine, source, _places(in_dates, source))
            return _elsewhere(quantity.said, kind) if rival > max(own, ALIKE) + AHEAD else None
        if quantity.readings <= _SAYS_LITTLE or (quantity.ordinal and quantity.readings <= {1.0, 2.0}):
            return Reason(kind, _absent(quantity.said)) if rival >= ALIKE else None
        return Reason(kind, _absent(quantity.said))
    unit = _wrong_unit(quantity, same, source)
    if unit:
        return unit
    right = [each for each in same if each.unit == quantity.unit] or same
    own = best_likeness(mine, source, _places(right, source))
    if rival >= ALIKE and rival > own + AHEAD:
        return _elsewhere(quantity.said, kind)
    wrong = [each for each in same if each.unit and each.unit != quantity.unit]
    if quantity.unit and best_likeness(mine, source, _places(wrong, source)) > own + AHEAD:
        return Reason("unit", f"The sentence says {quantity.said}; the source says {wrong[0].said}.")
    return None


def _places(found: Iterable[Quantity | Date], source: Reading) -> Iterator[tuple[int, int]]:
    return (source.places(each.start, each.end) for each in found)


def _same(quantity: Quantity, source: Reading) -> list[Quantity]:
    same = [each for each in source.quantities if quantity.same_value(each)]
    alike = [each for each in same if each.ordinal == quantity.ordinal]
    return alike or same


def _can_replace(other: Quantity, quantity: Quantity) -> bool:
    return (
        not quantity.same_value(other) and other.ordinal == quantity.ordinal and other.bare_year == quantity.bare_year
    )


def _wrong_unit(quantity: Quantity, same: list[Quantity], source: Reading) -> Reason | None:
    units = {each.unit for each in same}
    if quantity.unit in units:
        return None
    if not quantity.unit:
        # "5 million" for "5 million euros" leaves something out; "5" for "5%" says something else.
        if units <= SHARES:
            return Reason("unit", f"The sentence says {quantity.said}; the source says {same[0].said}.")
        return None
    if "" in units and (mentions_unit(source.text, quantity.unit) or _may_be_left_out(quantity)):
        return None
    if quantity.unit == "times" and not quantity.in_words:
        return None
    return Reason("unit", f"The sentence says {quantity.said}; the source says {same[0].said}.")


def _may_be_left_out(quantity: Quantity) -> bool:
    return quantity.unit not in SHARES | CURRENCIES and quantity.readings <= _SAYS_LITTLE


def _wrong_date(date: Date, sentence: Reading, source: Reading, years: set[int]) -> Reason | None:
    known = frozenset(years)
    same = [other for other in source.dates if date.agrees(other, known)]
    bare = [each for each in source.quantities if each.bare_year and date.year in each.readings]
    if not same and not (date.month is None and (bare or date.year in known)):
        return Reason("date", _absent(date.said))
    mine = surroundings(sentence, *sentence.places(date.start, date.end))
    own = best_likeness(mine, source, _places([*same, *(bare if date.month is None else ())], source))
    others = [other for other in source.dates if not date.agrees(other, known) and not other.agrees(date, known)]
    rival = best_likeness(mine, source, _places(others, source))
    if rival >= ALIKE and rival > own + AHEAD:
        return _elsewhere(date.said, "date")
    return None


def _years(source: Reading) -> set[int]:
    dated = {date.year for date in source.dates if date.year}
    return dated | {int(value) for each in source.quantities if each.bare_year for value in each.readings}


def _absent(said: str) -> str:
    return f"The sentence says {said}; the source has no {said}."


def _elsewhere(said: str, kind: Kind) -> Reason:
    return Reason(kind, f"The source has {said}, but says it of something else.")
