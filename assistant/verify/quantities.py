"""Find the numbers of a text: how much, of what unit, and about or exactly; in English and French."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.verify.dates import Date, find_dates
from assistant.verify.number_words import BEGINNINGS, MAGNITUDES, ordinal_word, read_number_words
from assistant.verify.tokens import spelled
from assistant.verify.units import currency_before, unit_after

_DIGITS = re.compile(
    r"(?<![\w.,])(?P<minus>[-−](?=\d))?"
    r"(?P<number>\d{1,3}(?:[,'\u00a0\u202f]\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+"
    r"|\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?P<ordinal>(?:st|nd|rd|th|er|ère|e|ème|re)\b)?(?P<decade>s\b)?"
)
# "COVID-19", "4G", "A2": part of a name, not a number.
_LETTERS = re.compile(r"[^\W\d_]")
_MAGNITUDE = re.compile(
    r"[ \-\u00a0]?(thousands?|millions?|billions?|trillions?|milliards?|milliers?|mille|bn|mn|tn|mds?|k|m|b)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|around|nearly|almost|approximately|approx\.?|roughly|some|circa|ca\.?|close to|up to|over|more than|"
    r"just over|just under|under|less than|environ|pres de|à peu près|près de|quelque|plus de|moins de|autour de)\s+"
    r"(?:the\s+)?[€$£¥₩]?\s?$|[~≈±<>]\s?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^\s*(?:-|–|—|to|and|or|et|à|ou|per cent to|% to|%\s?-|%\s?–)\s*(?:[€$£]\s?)?$")
_OLD = re.compile(r"[ -](?:olds?|of age)\b")
# A unit can stand in the next line; figures there belong to something else.
_BROKEN = re.compile(r"\n(?=[^\W\d_]{2}|%)")
_WORDS = re.compile(r"[^\W\d_]+")
_FRACTIONS = {"half": 0.5, "moitie": 0.5, "halves": 0.5}
ROUNDING = 0.05


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts. `readings` are all the values that its digits can stand for: 1.000 is one or a
    thousand. `about` says that the text rounds, `bare_year` that it may be a year."""

    readings: frozenset[float]
    unit: str
    start: int
    end: int
    said: str
    about: bool = False
    ordinal: bool = False
    bare_year: bool = False
    in_words: bool = False

    def same_value(self, other: "Quantity") -> bool:
        """Whether the other number is this one, or one that this one rounds, where the text says that it does."""
        if self.readings & other.readings:
            return True
        return (
            self.about
            and not other.bare_year
            and any(_rounds(mine, its) for mine in self.readings for its in other.readings)
        )


def _rounds(mine: float, its: float) -> bool:
    """ "About 400" rounds 398, and "about 399" rounds nothing: what is rounded has fewer digits."""
    digits = [len(f"{abs(value):.10g}".replace(".", "").strip("0")) for value in (mine, its)]
    return digits[0] < digits[1] and abs(mine - its) <= ROUNDING * abs(its)


def find_quantities(text: str, dates: Sequence[Date] | None = None) -> tuple[Quantity, ...]:
    """The numbers of a cleaned text in order of their place, without those of its dates (found here if not given)."""
    text = _BROKEN.sub(" ", text)
    dates = find_dates(text) if dates is None else dates
    # No two overlap, so that they end in order too.
    starts, ends = [date.start for date in dates], [date.end for date in dates]
    found = [*_in_digits(text), *_in_words(text)]
    kept = [each for each in found if (at := bisect_left(ends, each.start + 1)) == len(ends) or starts[at] >= each.end]
    kept.sort(key=lambda each: each.start)
    return tuple(_with_units_of_ranges(kept, text))


def _in_digits(text: str) -> list[Quantity]:
    quantities = []
    for found in _DIGITS.finditer(text):
        written = found["number"]
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        if (before == "-" or before == "/") and _LETTERS.match(text[found.start() - 2 : found.start() - 1] or " "):
            continue
        if after and after.isalpha() and not _sticks(text, found.end()):
            continue
        values = _readings(written)
        ordinal, end = bool(found["ordinal"]), found.end()
        magnitude = None if ordinal or found["decade"] else _MAGNITUDE.match(text, end)
        unit, unit_end = ("", end) if ordinal else unit_after(text, end)
        if magnitude:
            scaled = frozenset(value * MAGNITUDES[spelled(magnitude[1])] for value in values)
            letter = magnitude[1] in ("m", "M", "b", "k", "K") and magnitude[1] != "K"
            if letter and unit:  # "5m": five million, or metres
                values, unit, unit_end = scaled | values, "", magnitude.end()
            else:
                values = scaled
                unit, unit_end = unit_after(text, magnitude.end())
                unit_end = unit_end if unit else magnitude.end()
                if not unit:
                    joined = re.match(r"\s+(?:of|d'|de|d’)\s*", text[magnitude.end() : magnitude.end() + 6])
                    if joined:
                        unit, place = unit_after(text, magnitude.end() + joined.end())
                        unit_end = place if unit else unit_end
        start = found.start()
        if unit == "years" and _OLD.match(text, unit_end):
            unit, unit_end = "", end  # "23 years old" is said as "23" or "aged 23" too
        if not unit:
            unit, start = currency_before(text, start)
        if found["decade"]:
            unit = "decade"
        year = re.fullmatch(r"1[5-9]\d\d|20\d\d|21\d\d", written) is not None and not unit and not magnitude
        if found["minus"] and not re.search(r"[\w)]\s?$", text[: found.start()][-2:]):
            values = frozenset(-value for value in values)
        said = " ".join(text[start : max(end, unit_end)].split())
        about = bool(_ABOUT.search(text[max(0, start - 30) : start]))
        quantities.append(
            Quantity(values, unit, start, max(end, unit_end), said, about, ordinal=ordinal, bare_year=year)
        )
    return quantities


def _sticks(text: str, place: int) -> bool:
    """Whether letters right behind digits are a magnitude or a unit: "5m", "10km"."""
    magnitude = _MAGNITUDE.match(text, place)
    return bool(magnitude and magnitude.start(1) == place) or bool(unit_after(text, place)[0])


def _readings(written: str) -> frozenset[float]:
    spaceless = re.sub(r"[\s'\u00a0\u202f]", "", written)
    found = set()
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", spaceless):
        found.add(float(spaceless.replace(",", "")))
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", spaceless):
        found.add(float(spaceless.replace(".", "").replace(",", ".")))
        if spaceless.count(".") == 1 and "," not in spaceless:
            found.add(float(spaceless))
    else:
        found.add(float(spaceless.replace(",", ".")))
    return frozenset(found)


def _in_words(text: str) -> list[Quantity]:
    quantities: list[Quantity] = []
    words = list(_WORDS.finditer(text))
    lower = [word.group().lower() for word in words]
    place = 0
    while place < len(words):
        if spelled(lower[place]) not in BEGINNINGS and spelled(lower[place]) not in _FRACTIONS:
            place += 1
            continue
        start = words[place].start()
        run = [lower[place]]
        # A number in words ends where anything but a space or a hyphen stands.
        for at in range(place + 1, min(place + 8, len(words))):
            if text[words[at - 1].end() : words[at].start()] not in (" ", "-"):
                break
            run.append(lower[at])
        read = read_number_words(run)
        ordinal = ordinal_word(lower[place]) if read is None else None
        fraction = _FRACTIONS.get(spelled(lower[place]))
        if read and not (lower[place] == "cent" and place and lower[place - 1] in ("per", "pour")):
            used, value = read
            end = words[place + used - 1].end()
            unit, unit_end = unit_after(text, end)
            about = bool(_ABOUT.search(text[max(0, start - 30) : start]))
            said = " ".join(text[start : max(end, unit_end)].split())
            quantities.append(Quantity(frozenset({value}), unit, start, max(end, unit_end), said, about, in_words=True))
            place += used
            continue
        if ordinal:
            quantities.append(
                Quantity(
                    frozenset({float(ordinal)}),
                    "",
                    start,
                    words[place].end(),
                    words[place].group(),
                    ordinal=True,
                    in_words=True,
                )
            )
        elif fraction:
            said = words[place].group()
            quantities.append(
                Quantity(frozenset({50.0}), "per cent", start, words[place].end(), said, about=True, in_words=True)
            )
        place += 1
    return quantities


def _with_units_of_ranges(quantities: list[Quantity], text: str) -> list[Quantity]:
    """In "from 10 to 15 per cent" and "5 or 6 million" the unit and the size of the last one are those of all."""
    for place in range(len(quantities) - 2, -1, -1):
        one, other = quantities[place], quantities[place + 1]
        if one.unit or one.ordinal or other.ordinal or one.bare_year:
            continue
        if _RANGE.match(text[one.end : other.start]) and other.unit and other.unit not in ("years", "decade"):
            quantities[place] = replace(one, unit=other.unit)
    return quantities
