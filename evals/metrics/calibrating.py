"""Whether the assistant's confidence says how often its answers are right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.metrics.columns import Numbers, each, estimated
from evals.metrics.types import Metric
from evals.runs.types import Record, Took
from evals.statistics import Estimate, calibration_error, calibration_estimate

BINS = 10
_COUNTED = 'Counted are the answered questions of which it is known whether the answer is right, see "Right answers".'


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers with a confidence from `low` to `high`: how many, what confidence they have on average, and which
    share of them is right."""

    low: float
    high: float
    count: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Covered:
    """If only answers of at least `confidence` were given: the share that is given, and the share of them that is not
    right."""

    coverage: float
    risk: float
    confidence: float


def reliability(records: Sequence[Record], bins: int = BINS) -> tuple[Bin, ...]:
    """The reliability curve: each bin of equal width that has answers, lowest first."""
    said, right = _columns(records)
    places = [min(int(one * bins), bins - 1) for one in said]
    curve = []
    for place in sorted(set(places)):
        own = [at for at, its in enumerate(places) if its == place]
        mean_said, mean_right = (sum(column[at] for at in own) / len(own) for column in (said, right))
        curve.append(Bin(place / bins, (place + 1) / bins, len(own), mean_said, mean_right))
    return tuple(curve)


def risk_coverage(records: Sequence[Record]) -> tuple[Covered, ...]:
    """The risk-coverage curve: a point for each confidence, highest first. Answers of one confidence come together."""
    said, right = (np.array(column) for column in _columns(records))
    points = []
    for confidence in sorted(set(said.tolist()), reverse=True):
        given = said >= confidence
        points.append(Covered(float(given.mean()), float(1 - right[given].mean()), confidence))
    return tuple(points)


def area_under_risk(said: Numbers, right: Numbers) -> float:
    """The mean, over all numbers of answers that could be given, of the share that is not right of the surest so many.

    Those of one confidence come in no order: each counts as wrong as they are on average.
    """
    levels, level = np.unique(-said, return_inverse=True)
    counts = np.bincount(level, minlength=len(levels))
    wrong = np.bincount(level, weights=1 - right, minlength=len(levels)) / counts
    given = np.arange(1, len(said) + 1)
    return float(np.mean(np.cumsum(np.repeat(wrong, counts)) / given))


def _columns(records: Sequence[Record]) -> tuple[list[float], list[float]]:
    """The confidence of each answer, and whether it is right: 1 or 0."""
    pairs = [(_said(record), right) for record in records if (right := record.scores.get("right")) is not None]
    return [said for said, _ in pairs], [right for _, right in pairs]


def _of_columns(figure: Callable[[Numbers, Numbers], float], records: Sequence[Record]) -> float | None:
    said, right = (np.array(column) for column in _columns(records))
    return figure(said, right) if len(said) else None


def _said(record: Record) -> float:
    return min(1.0, max(0.0, record.confidence))


def _of_one(error: Callable[[float], float]) -> Callable[[Record], float | None]:
    def value(record: Record) -> float | None:
        right = record.scores.get("right")
        return None if right is None else error(_said(record) - right)

    return value


def _calibration_error(records: Sequence[Record], took: Sequence[Took]) -> Estimate | None:
    said, right = _columns(records)
    return calibration_estimate(said, [bool(one) for one in right], BINS) if said else None


def _area(records: Sequence[Record], took: Sequence[Took]) -> Estimate | None:
    said, right = _columns(records)
    return estimated(area_under_risk, said, right) if said else None


CALIBRATING = (
    Metric(
        "calibration_error",
        "Calibration error",
        f"How far the confidence of answers lies from the share of them that is right, on average over {BINS} bins of "
        f"equal width, each weighed by its answers. {_COUNTED} Few questions a bin make it look worse than it is. For "
        "one question: how far its confidence lies from 1 if it is right, from 0 if not.",
        "Expected calibration error, Naeini et al. 2015; Guo et al. 2017",
        "calibration",
        each(_of_one(abs)),
        better="lower",
        overall=_calibration_error,
        value=lambda records, took: _of_columns(calibration_error, records),
    ),
    Metric(
        "brier",
        "Brier score",
        f"The mean square of the confidence's distance from 1 if the answer is right, from 0 if not. {_COUNTED}",
        "Brier 1950",
        "calibration",
        each(_of_one(lambda distance: distance**2)),
        better="lower",
    ),
    Metric(
        "aurc",
        "Area under the risk-coverage curve",
        "The share of answers that is not right, averaged over giving only the surest one, the surest two, and so on "
        f"to all. {_COUNTED} It has no value for one question.",
        "Geifman & El-Yaniv 2017; Geifman et al. 2019",
        "calibration",
        lambda records, took: [None] * len(records),
        better="lower",
        overall=_area,
        value=lambda records, took: _of_columns(area_under_risk, records),
    ),
)
