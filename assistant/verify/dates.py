"""Find the dates of a text, in any order of day, month and year, in English and French."""

import re
from dataclasses import dataclass

from corpus.words import plain

_NAMES = (
    "january jan janvier janv", "february feb fevrier fevr", "march mar mars", "april apr avril avr", "may mai",
    "june jun juin", "july jul juillet juil", "august aug aout", "september sept sep septembre",
    "october oct octobre", "november nov novembre", "december dec decembre",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_MONTH = r"(?P<month>janvier|janv\.?|january|jan\.?|février|fevrier|févr\.?|february|feb\.?|march|mars|mar\.?|april|avril|apr\.?|avr\.?|may|mai|june|juin|jun\.?|july|juillet|juil\.?|jul\.?|august|août|aout|aug\.?|september|septembre|sept\.?|sep\.?|october|octobre|oct\.?|november|novembre|nov\.?|december|décembre|decembre|déc\.?|dec\.?)(?![\w])"  # noqa: E501
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?"
_AND = r"(?:\s*(?:-|–|—|/|,|to|and|through|et|au|&)\s*(?P<until>\d{1,2})(?!\d)(?:st|nd|rd|th|er)?)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d|21\d\d)(?!\d)"
_SPACE = r"\s*[\s,.]\s*(?:of\s+|de\s+)?"
_ANY_MONTH = re.compile(rf"\b{_MONTH}", re.IGNORECASE)
_FORMS = [
    re.compile(r"(?<![\d.,])(?P<year>[12]\d{3})-(?P<numeric>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(rf"(?<![\d.,/])(?<!\d-){_DAY}{_AND}\s+(?:of\s+)?{_MONTH}(?:{_SPACE}{_YEAR})?", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+{_DAY}(?!\d|[.,]\d){_AND}(?:\s*,?\s*{_YEAR})?", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}{_SPACE}{_YEAR}", re.IGNORECASE),
    re.compile(r"(?<![\d.,/])(?P<day>\d{1,2})[/.](?P<numeric>\d{1,2})[/.](?P<year>[12]\d{3})(?!\d)"),
    # Years: "2019/20", "2019-2021".
    re.compile(rf"(?<![\d.,€$£]){_YEAR}[/–-](?P<second>\d{{4}}|\d{{2}})(?![\d%]|[.,]\d)"),
    _ANY_MONTH,
]
_WITHOUT_MONTHS = [form for form in _FORMS if "month" not in form.groupindex]
# Words in small letters too, or short for other words: only a capital, and not at the start, makes them months.
_DOUBTFUL = frozenset({"may", "march", "mar", "mars", "jan", "sep", "dec", "nov", "oct", "jun", "jul", "aug", "mai"})
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|to|of|on|between|and|early|late|mid|during|before|after|en|de|depuis|"
    r"jusqu'en|fin|debut|mi|entre|et|au)[\s-]+(?:mois de )?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as the text says it; `swapped` is the other reading of 09/07/2019."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    said: str
    swapped: bool = False

    def agrees(self, other: "Date", years: frozenset[int] = frozenset()) -> bool:
        """Whether the other date says all that this one says; `years` may supply a year that it lacks."""
        if self.swapped or other.swapped:
            alike = {(self.month, self.day), (self.day, self.month)} & {
                (other.month, other.day),
                (other.day, other.month) if other.swapped else (other.month, other.day),
            }
            if not alike:
                return False
        elif (self.month and self.month != other.month) or (self.day and self.day != other.day):
            return False
        if self.year is None or self.year == other.year:
            return True
        return other.year is None and self.year in years


def find_dates(text: str) -> tuple[Date, ...]:
    """The dates in order of their place; no character belongs to two of them. Bare years are numbers."""
    taken: list[tuple[int, int]] = []
    dates: list[Date] = []
    for form in _FORMS if _ANY_MONTH.search(text) else _WITHOUT_MONTHS:
        for found in form.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            made = _made(found, text)
            if made:
                taken.append(found.span())
                dates += made
    return tuple(sorted(dates, key=lambda date: (date.start, date.day or 0, date.year or 0)))


def _made(found: re.Match[str], text: str) -> list[Date]:
    part = found.groupdict()
    year = int(part["year"]) if part.get("year") else None
    span = (found.start(), found.end(), " ".join(found.group().split()).strip(" ,."))
    if part.get("second"):
        assert year is not None
        second = int(part["second"])
        second = second if second > 999 else year // 100 * 100 + second
        if not year < second <= year + 60:
            return []
        return [Date(year, None, None, *span), Date(second, None, None, *span)]
    day = int(part["day"]) if part.get("day") else None
    if part.get("numeric"):
        month = int(part["numeric"])
        if month > 12 or (day or 0) > 31:
            return [Date(year, day, month, *span)] if month <= 31 and (day or 32) <= 12 else []
        return [Date(year, month, day, *span, swapped=found.group()[4:5] != "-" and (day or 32) <= 12)]
    name = plain(part["month"]).rstrip(".")
    month = MONTHS[name]
    if year is None and name in _DOUBTFUL and not (part["month"][0].isupper() and (day or _follows(found, text))):
        return []
    if (day or 1) > 31:
        return []
    dates = [Date(year, month, day, *span)]
    if part.get("until"):
        dates.append(Date(year, month, int(part["until"]), *span))
    return dates


def _follows(found: re.Match[str], text: str) -> bool:
    return bool(_BEFORE_MONTH.search(text[max(0, found.start() - 20) : found.start()]))
