"""What a comparison of two runs is: figures side by side, the questions that changed, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evals.metrics.types import Family
from evals.runs.types import Record, Run
from evals.statistics import Estimate
from evals.testsets.types import Place, Question

LEVEL = 0.05  # a corrected p below is no chance

Why = Literal["only before", "only after", "changed", "twice", "not asked"]
# Along the way that a question takes; see `evals.comparing.reasons`.
Reason = Literal["asking", "retrieval", "selection", "verification", "refusal", "clarification"]
REASONS: tuple[Reason, ...] = ("asking", "retrieval", "selection", "verification", "refusal", "clarification")
Way = Literal["better", "worse", "other"]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same question in both runs."""

    one: Record
    other: Record

    @property
    def question(self) -> Question:
        return self.other.question


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question that is not compared. `fields` are those in which it was changed."""

    id: str
    why: Why
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Differing:
    """Something beside the answers in which the runs differ: `name` is "retrieval.depth" of the settings, say. A value
    that a run does not have is ""."""

    of: Literal["set", "settings", "versions", "collection"]
    name: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One metric in both runs, over the questions that are the same in both and that it applies to in that run.

    `difference` is the run after minus the run before, and its count that of questions scored in either; `p` the chance
    of one so large if nothing had changed, and `corrected` the same, corrected for looking at so many metrics (Holm
    1979). None is what could not be scored. `only_one` and `only_other` count the questions that the metric applies to
    in that run only: a refusal has no citations to be right. `values` are those of each pair, in the order of
    `Comparison.pairs`.
    """

    name: str
    title: str
    family: Family
    better: Literal["higher", "lower"]
    unit: str
    one: Estimate | None
    other: Estimate | None
    difference: Estimate | None
    p: float | None
    corrected: float | None
    only_one: int
    only_other: int
    values: Sequence[tuple[float | None, float | None]]

    @property
    def significant(self) -> bool:
        """Whether the difference is no chance, looking at all metrics."""
        return self.corrected is not None and self.corrected < LEVEL

    @property
    def way(self) -> Way:
        """Whether the run after is better or worse; "other" if it is as good, or cannot be told."""
        if self.difference is None or not self.difference.value:
            return "other"
        return "better" if (self.difference.value > 0) == (self.better == "higher") else "worse"


@dataclass(frozen=True, slots=True)
class Changed:
    """A question that came out otherwise.

    `what` are the names of what changed: "status", "points", "forbidden", "places" or a metric. `gone` and `come` are
    the places of its evidence that only one run found among its first `depth` passages.
    """

    one: Record
    other: Record
    reason: Reason
    way: Way
    what: tuple[str, ...]
    gone: tuple[Place, ...] = ()
    come: tuple[Place, ...] = ()
    depth: int = 0

    @property
    def question(self) -> Question:
        return self.other.question


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, `one` before and `other` after, question by question. `pairs` are in the order of the run after."""

    one: Run
    other: Run
    pairs: tuple[Pair, ...]
    left_out: tuple[LeftOut, ...]
    differing: tuple[Differing, ...]
    metrics: tuple[Compared, ...]
    changed: tuple[Changed, ...]

    def metric(self, name: str) -> Compared | None:
        """One of its metrics, None if there is no such."""
        return next((each for each in self.metrics if each.name == name), None)
