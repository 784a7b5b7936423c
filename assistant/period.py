"""The years that a question asks about, and whether a sentence speaks of them."""

from dataclasses import dataclass

from assistant.evidence import YEAR, Candidate
from assistant.quotable import without_markers


@dataclass(frozen=True, slots=True)
class Period:
    """From the year `first` to the year `last`, both included."""

    first: int
    last: int = 9999

    @property
    def is_one_year(self) -> bool:
        return self.first == self.last


def years_of(candidate: Candidate) -> list[int]:
    """The years that the sentence names, as it has them."""
    return [int(year) for year in YEAR.findall(without_markers(candidate.text))]


def of_period(candidate: Candidate, period: Period) -> bool:
    """Whether the sentence names a year of the period; without any year, whether its document is dated in that one."""
    years = years_of(candidate)
    if years:
        return any(period.first <= year <= period.last for year in years)
    # What a document of 2026 says without a year need not be of 2026; for a span of years that would let all in.
    return period.is_one_year and (candidate.hit.document.date or "").startswith(str(period.first))


def first_year(candidate: Candidate, period: Period) -> int:
    """The first year of the period that the sentence names; its last year if it names none."""
    return min((year for year in years_of(candidate) if period.first <= year <= period.last), default=period.last)
