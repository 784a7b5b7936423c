"""What answers take: time, tokens, money."""

from collections.abc import Callable, Sequence

import numpy as np

from evals.metrics.columns import Values, known
from evals.metrics.types import Metric
from evals.runs.types import Record, Took
from evals.statistics import Estimate, quantile

USUAL, SLOW = 0.5, 0.95


def _taken(value: Callable[[Took], float | None]) -> Values:
    """A value of what each answer took; None where that was not kept, or the question could not be asked."""

    def values(records: Sequence[Record], took: Sequence[Took]) -> list[float | None]:
        if not took:
            return [None] * len(records)
        return [None if record.status == "error" else value(its) for record, its in zip(records, took, strict=True)]

    return values


_elapsed = _taken(lambda its: its.elapsed_ms)


def _quantile(share: float) -> Callable[[Sequence[Record], Sequence[Took]], Estimate | None]:
    def overall(records: Sequence[Record], took: Sequence[Took]) -> Estimate | None:
        values = known(_elapsed(records, took))
        return quantile(values, share) if values else None

    return overall


def _quantile_alone(share: float) -> Callable[[Sequence[Record], Sequence[Took]], float | None]:
    def value(records: Sequence[Record], took: Sequence[Took]) -> float | None:
        values = known(_elapsed(records, took))
        return float(np.quantile(values, share)) if values else None

    return value


COST = (
    Metric(
        "latency_median",
        "Time for an answer, median",
        "The time that half of the answers do not exceed, from the question to the whole answer.",
        "Quantile with linear interpolation, Hyndman & Fan 1996, type 7",
        "cost",
        _elapsed,
        better="lower",
        unit="ms",
        overall=_quantile(USUAL),
        value=_quantile_alone(USUAL),
    ),
    Metric(
        "latency_p95",
        "Time for an answer, 95%",
        "The time that 95 of 100 answers do not exceed, from the question to the whole answer.",
        "Dean & Barroso 2013, on why the slow ones count; quantile as in Hyndman & Fan 1996, type 7",
        "cost",
        _elapsed,
        better="lower",
        unit="ms",
        overall=_quantile(SLOW),
        value=_quantile_alone(SLOW),
    ),
    Metric(
        "tokens",
        "Tokens",
        "The mean of the tokens that a language model read and wrote for an answer, as its server counts them; 0 for "
        "an answer without one.",
        "Our own: a count",
        "cost",
        _taken(lambda its: float(its.input_tokens + its.output_tokens)),
        better="lower",
        unit="tokens",
    ),
    Metric(
        "cost",
        "Cost",
        "The mean price of an answer's tokens, in the currency of the settings. Not scored where no price is set.",
        "Our own: tokens times the prices of the settings",
        "cost",
        _taken(lambda its: its.cost),
        better="lower",
        unit="currency",
    ),
)
