"""Say how sure the difference is of a figure that is made of all questions together, as a calibration error is."""

from collections.abc import Sequence

import numpy as np

from evals.metrics.types import Metric
from evals.runs.types import Record, Took
from evals.statistics import SEED, Estimate

DRAWS = 500  # the figure is worked out anew for each
_SAME = 1e-12

Asked = tuple[Sequence[Record], Sequence[Took]]


def of_all(metric: Metric, one: Asked, other: Asked) -> tuple[Estimate | None, float | None]:
    """The difference of the figure, `other` minus `one`, and the chance of one so large if nothing had changed.

    `one` and `other` hold the same questions in the same order. For the interval questions are drawn with what both
    runs made of them (percentile bootstrap); for p each keeps or changes its sides (Smucker, Allan & Carterette 2007).
    (None, None) of a metric without `value`, whose figure cannot be worked out without its interval.
    """
    if metric.value is None or not one[0]:
        return None, None
    sides = _together(*one), _together(*other)
    count = len(sides[0])
    random = np.random.default_rng(SEED)

    def apart(places: Sequence[int], turned: Sequence[bool]) -> float | None:
        """The difference over the questions at these places, those turned with their sides changed."""
        found = [_value(metric, [sides[side ^ turn][at] for at, turn in zip(places, turned, strict=True)])
                 for side in (0, 1)]  # fmt: skip
        return None if found[0] is None or found[1] is None else found[1] - found[0]

    all_, none_turned = range(count), [False] * count
    value = apart(all_, none_turned)
    if value is None:
        return None, None
    drawn = [apart(random.integers(0, count, count).tolist(), none_turned) for _ in range(DRAWS)]
    known = [each for each in drawn if each is not None]
    low, high = np.percentile(known or [value], [2.5, 97.5])
    turned = [apart(all_, random.integers(0, 2, count).astype(bool).tolist()) for _ in range(DRAWS)]
    as_far = sum(each is not None and abs(each) >= abs(value) - _SAME for each in turned)
    return Estimate(value, float(low), float(high), count), (as_far + 1) / (DRAWS + 1)


def _together(records: Sequence[Record], took: Sequence[Took]) -> list[tuple[Record, Took | None]]:
    known: Sequence[Took | None] = took or [None] * len(records)
    return list(zip(records, known, strict=True))


def _value(metric: Metric, asked: Sequence[tuple[Record, Took | None]]) -> float | None:
    assert metric.value
    return metric.value([record for record, _ in asked], [took for _, took in asked if took])
