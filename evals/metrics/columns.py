"""One value for each question of a run: what a figure is the mean of, and how sure a figure of several columns is."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.runs.types import Record, Took
from evals.statistics import RESAMPLES, SEED, Estimate

Column = Sequence[float | None]
Values = Callable[[Sequence[Record], Sequence[Took]], Column]
Numbers = NDArray[np.float64]


def scored(name: str) -> Values:
    """What each answer scored when it was given, see `evals.metrics.one`."""
    return lambda records, took: [record.scores.get(name) for record in records]


def each(value: Callable[[Record], float | None]) -> Values:
    """A value of the record alone; None for a question that could not be asked."""
    return lambda records, took: [None if record.status == "error" else value(record) for record in records]


def known(column: Column) -> list[float]:
    """The values without those that could not be scored."""
    return [value for value in column if value is not None]


def estimated(figure: Callable[..., float], *columns: Sequence[float]) -> Estimate:
    """A figure of several columns with its 95% interval: the questions are drawn anew with all that belongs to them.

    A draw for which the figure is nan, as it lacks what the figure is about, does not count. Raises `ValueError` for
    no values: nothing is not 0.
    """
    values = [np.asarray(column, dtype=np.float64) for column in columns]
    count = len(values[0])
    if not count:
        raise ValueError("no values: there is no figure of nothing")
    drawn = np.random.default_rng(SEED).integers(0, count, size=(RESAMPLES, count))
    low, high = np.nanpercentile([figure(*(column[one] for column in values)) for one in drawn], [2.5, 97.5])
    return Estimate(figure(*values), float(low), float(high), count)
