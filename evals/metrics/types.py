"""What a metric is: a name, a definition, a source, and a figure over the records of a run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.runs.types import Record, Took
from evals.statistics import Estimate

Family = Literal["finding", "answering", "citing", "supporting", "refusing", "calibration", "consistency", "cost"]
FAMILIES: tuple[Family, ...] = (
    "finding", "answering", "citing", "supporting", "refusing", "calibration", "consistency", "cost",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure over a run.

    `values` gives one value a record, None where the metric does not apply: what is compared question by question. The
    figure itself is their mean, unless `overall` makes it of several columns, as a calibration error is; then `values`
    is None or what comes nearest to it for one question, and `value` is the same figure without its interval, for
    comparisons. `better` says which way is good. `unit` is "" for shares.
    """

    name: str
    title: str
    definition: str
    source: str
    family: Family
    values: Callable[[Sequence[Record], Sequence[Took]], Sequence[float | None]]
    better: Literal["higher", "lower"] = "higher"
    unit: str = ""
    overall: Callable[[Sequence[Record], Sequence[Took]], Estimate | None] | None = None
    value: Callable[[Sequence[Record], Sequence[Took]], float | None] | None = None


Figures = Mapping[str, Estimate | None]  # by the name of the metric; None where it could not be scored
