"""One row of the table of figures: what was measured, how sure it is, and whether the target is met."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.statistics import Estimate, auc_estimate, mean


@dataclass(frozen=True, slots=True)
class Target:
    """The smallest value that is good enough; with `at_most`, the largest."""

    value: float
    at_most: bool = False

    def __str__(self) -> str:
        return f"{'at most' if self.at_most else 'at least'} {self.value:g}"

    def verdict(self, found: Estimate) -> str:
        """Whether the value meets the target; "unsure" if the target lies within the interval."""
        met = found.value <= self.value if self.at_most else found.value >= self.value
        # A value on its target is met, however wide the interval; rounding must not say otherwise.
        unsure = found.low < self.value < found.high
        return f"{'met' if met else 'MISSED'}{', unsure' if unsure else ''}"


@dataclass(frozen=True, slots=True)
class Row:
    """A figure on a set. `found` is None if it could not be scored, and then `note` says why."""

    of: str
    figure: str
    found: Estimate | None
    target: Target | None = None
    note: str = ""

    def __str__(self) -> str:
        if self.found is None:
            return f"{self.of:<34} {self.figure:<47} not scored: {self.note}"
        places = 0 if abs(self.found.value) >= 10 else 3
        low, high = f"{self.found.low:.{places}f}", f"{self.found.high:.{places}f}"
        value = f"{self.found.value:>6.{places}f} ({low} to {high})"
        judged = f"{self.target!s:<14} {self.target.verdict(self.found)}" if self.target else ""
        line = f"{self.of:<34} {self.figure:<47} {self.found.count:>5}  {value:<26} {judged}".rstrip()
        return f"{line}  [{self.note}]" if self.note else line


HEADINGS = f"{'set':<34} {'figure':<47} {'count':>5}  {'value (95% interval)':<26} {'to beat':<14} verdict"


def share(of: str, figure: str, held: Sequence[bool | float], target: Target | None = None) -> Row:
    """The mean of one value a question; not scored if there is none."""
    return Row(of, figure, mean(held), target) if held else Row(of, figure, None, target, "no question of this kind")


def order(of: str, figure: str, scores: Sequence[float], labels: Sequence[bool], target: Target | None = None) -> Row:
    """The AUROC of the scores; not scored without both labels."""
    found = auc_estimate(scores, labels)
    return Row(of, figure, found, target, "" if found else "needs questions of both kinds")
