"""Change one number, unit or date of a sentence."""

import random
import re
from collections.abc import Callable, Mapping, Sequence

from evals.sourced import Change, Sourced, put

_NUMBER = re.compile(
    r"(?<![\w.,:/-])\d{1,3}(?:[, ]\d{3})+(?![\d.,]\d|\w)|(?<![\w.,:/-])\d+(?:\.\d+)?(?![\d.,:/]\d|\w|-)"
)
_YEAR = re.compile(r"(?<![\d.,-])(?:19|20)\d\d(?![\d-])")
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
_UNITS = [
    (r"(?<=\d) ?(?:%|per cent|percent)(?!age| point)", " percentage points"), (r"(?<=\d) percentage points?", "%"),
    (r"(?<=\d) (?:km|kilometres)\b", " miles"), (r"(?<=\d) hours\b", " days"), (r"(?<=\d) months\b", " years"),
    (r"(?<=\d) years\b", " months"), (r"€", "$"), (r"\beuros?\b", "dollars"), (r"\bUSD\b", "EUR"), (r"\bEUR\b", "USD"),
    (r"(?<=\d) hectares\b", " square kilometres"), (r"(?<=\d) minutes\b", " hours"), (r"\bwon\b(?= [^b])", "yen"),
]  # fmt: skip


def _numbers(text: str) -> list[re.Match[str]]:
    return [
        found for found in _NUMBER.finditer(text) if not _YEAR.fullmatch(found.group()) and not _in_date(text, found)
    ]


def _in_date(text: str, found: re.Match[str]) -> bool:
    after = text[found.end() : found.end() + 12].strip().split(" ")[0].strip(",.")
    before = text[: found.start()].strip().rsplit(" ", 1)[-1]
    return any(word in months for months in MONTHS.values() for word in (after, before))


def _changed_number(change: Callable[[str, random.Random], str]) -> Change:
    def altered(sourced: Sourced, names: Sequence[str], draw: random.Random) -> str | None:
        found = _numbers(sourced.sentence)
        if not found:
            return None
        chosen = draw.choice(found)
        new = change(chosen.group(), draw)
        return None if new in sourced.passage.replace(",", "") and len(new) < 3 else put(sourced.sentence, chosen, new)

    return altered


def _up_or_down(number: str, draw: random.Random) -> str:
    digits = re.sub(r"[, ]", "", number)
    value = float(digits) + draw.choice([1, 2, 3, -1])
    return f"{max(0.0, value):.1f}" if "." in digits else f"{max(0, int(value)):,}"


def _scaled(number: str, draw: random.Random) -> str:
    value = float(re.sub(r"[, ]", "", number)) * draw.choice([10, 100])
    return f"{value:,.0f}"


def _digit(number: str, draw: random.Random) -> str:
    places = [place for place, char in enumerate(number) if char.isdigit()]
    place = draw.choice(places)
    others = [digit for digit in "123456789" if digit != number[place]]
    return number[:place] + draw.choice(others) + number[place + 1 :]


def _number_of_the_passage(sourced: Sourced, names: Sequence[str], draw: random.Random) -> str | None:
    found = _numbers(sourced.sentence)
    said = {match.group() for match in found}
    others = [m.group() for m in _numbers(re.sub(r"\[\d+\]", "", sourced.passage)) if m.group() not in said]
    return put(sourced.sentence, draw.choice(found), draw.choice(others)) if found and others else None


def _swapped(pattern: str, new: str) -> Change:
    def altered(sourced: Sourced, names: Sequence[str], draw: random.Random) -> str | None:
        found = list(re.finditer(pattern, sourced.sentence))
        return put(sourced.sentence, draw.choice(found), new) if found else None

    return altered


def _first_of(*changes: Change) -> Change:
    def altered(sourced: Sourced, names: Sequence[str], draw: random.Random) -> str | None:
        made = [new for change in changes if (new := change(sourced, names, draw)) is not None]
        return draw.choice(made) if made else None

    return altered


def _year_shifted(sourced: Sourced, names: Sequence[str], draw: random.Random) -> str | None:
    found = list(_YEAR.finditer(sourced.sentence))
    if not found:
        return None
    chosen = draw.choice(found)
    new = str(int(chosen.group()) + draw.choice([-10, -3, -2, -1, 1, 2, 3]))
    return put(sourced.sentence, chosen, new)


def _year_of_the_passage(sourced: Sourced, names: Sequence[str], draw: random.Random) -> str | None:
    found = list(_YEAR.finditer(sourced.sentence))
    said = {match.group() for match in found}
    others = sorted({m.group() for m in _YEAR.finditer(sourced.passage)} - said)
    return put(sourced.sentence, draw.choice(found), draw.choice(others)) if found and others else None


def _month(sourced: Sourced, names: Sequence[str], draw: random.Random) -> str | None:
    months = MONTHS.get(sourced.language, MONTHS["en"])
    found = list(
        re.finditer(rf"\b(?:{'|'.join(months)})\b(?= \d|,)|(?<=\d )(?:{'|'.join(months)})\b", sourced.sentence)
    )
    if not found:
        return None
    chosen = draw.choice(found)
    return put(sourced.sentence, chosen, draw.choice([month for month in months if month != chosen.group()]))


def _day(sourced: Sourced, names: Sequence[str], draw: random.Random) -> str | None:
    months = "|".join(MONTHS.get(sourced.language, MONTHS["en"]))
    found = list(re.finditer(rf"\b\d{{1,2}}(?= (?:{months})\b)", sourced.sentence))
    if not found:
        return None
    chosen = draw.choice(found)
    return put(sourced.sentence, chosen, str(draw.choice([n for n in range(1, 29) if str(n) != chosen.group()])))


FIGURES: Mapping[tuple[str, str], Change] = {
    ("number", "a little more or less"): _changed_number(_up_or_down),
    ("number", "scaled"): _changed_number(_scaled),
    ("number", "one digit"): _changed_number(_digit),
    ("number", "another of the passage"): _number_of_the_passage,
    ("number", "million for billion"): _first_of(
        _swapped(r"\bmillion\b", "billion"), _swapped(r"\bbillion\b", "million")
    ),
    ("unit", "another unit"): _first_of(*(_swapped(old, new) for old, new in _UNITS)),
    ("date", "year shifted"): _year_shifted,
    ("date", "another year of the passage"): _year_of_the_passage,
    ("date", "another month"): _month,
    ("date", "another day"): _day,
}
