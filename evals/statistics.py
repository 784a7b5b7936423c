"""Say how sure a mean is: bootstrap intervals, for one configuration and for the difference of two."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2_000
SEED = 20


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over `count` questions with its 95% interval (percentile bootstrap; Efron & Tibshirani 1993)."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f}, n={self.count})"


def mean(values: Sequence[float]) -> Mean:
    """The mean of one value a question. Raises `ValueError` for no values: nothing is not 0."""
    if not len(values):
        raise ValueError("no values: there is no mean of nothing")
    scores = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(scores), size=(RESAMPLES, len(scores)))
    low, high = np.percentile(scores[drawn].mean(axis=1), [2.5, 97.5])
    return Mean(float(scores.mean()), float(low), float(high), len(scores))


def difference(ones: Sequence[float], others: Sequence[float]) -> Mean:
    """The mean of one minus the other, question by question (paired): an interval without 0 is a real change."""
    return mean([one - other for one, other in zip(ones, others, strict=True)])


def auc(scores: Sequence[float], labels: Sequence[bool]) -> float | None:
    """The chance that a right one scores above a wrong one, ties half (Mann & Whitney 1947); None without both."""
    right = np.asarray([score for score, label in zip(scores, labels, strict=True) if label])
    wrong = np.asarray([score for score, label in zip(scores, labels, strict=True) if not label])
    if not len(right) or not len(wrong):
        return None
    above = (right[:, None] > wrong[None]).mean() + 0.5 * (right[:, None] == wrong[None]).mean()
    return float(above)
