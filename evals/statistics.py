"""Say how sure a figure is: bootstrap intervals, for one configuration and for the difference of two."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Scores = Sequence[float] | NDArray[np.float64]
Name = TypeVar("Name", bound=Hashable)

RESAMPLES = 2_000
SEED = 20
Z = 1.96  # of a 95% interval
PERMUTATIONS = 20_000
FEW = 12  # pairs that differ, up to which every one of the 2 ** n permutations is looked at
_SAME = 1e-12  # sums of the same numbers in another order differ by less


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over `count` questions with its 95% interval (percentile bootstrap; Efron & Tibshirani 1993)."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f}, n={self.count})"


def mean(values: Sequence[float]) -> Estimate:
    """The mean of one value a question. Raises `ValueError` for no values: nothing is not 0.

    Where all are 0, or all 1, every draw is the same, however few they are: then the interval is that of a share
    (Wilson 1927).
    """
    if len(values) and (all(value == 0 for value in values) or all(value == 1 for value in values)):
        far = Z**2 / (len(values) + Z**2)
        return Estimate(float(values[0]), *((0.0, far) if values[0] == 0 else (1 - far, 1.0)), len(values))
    return _drawn(values)


def _drawn(values: Sequence[float]) -> Estimate:
    if not len(values):
        raise ValueError("no values: there is no mean of nothing")
    scores = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(scores), size=(RESAMPLES, len(scores)))
    low, high = np.percentile(scores[drawn].mean(axis=1), [2.5, 97.5])
    return Estimate(float(scores.mean()), float(low), float(high), len(scores))


def difference(ones: Sequence[float], others: Sequence[float]) -> Estimate:
    """The mean of one minus the other, question by question (paired): an interval without 0 is a real change."""
    return _drawn([one - other for one, other in zip(ones, others, strict=True)])


def randomisation(ones: Sequence[float], others: Sequence[float]) -> float:
    """The chance that the means of paired values differ so much if it does not matter which is whose (two-sided).

    The randomisation test of Smucker, Allan & Carterette 2007: each pair keeps or changes its sides. Of few pairs every
    permutation is looked at; of many so many are drawn, with the observed one among them so that p is never 0 (Phipson
    & Smyth 2010). 1.0 where nothing differs. Raises `ValueError` for no values.
    """
    if not len(ones):
        raise ValueError("no values: nothing can differ")
    gaps = np.asarray([one - other for one, other in zip(ones, others, strict=True)], dtype=np.float64)
    gaps = gaps[np.abs(gaps) > _SAME]  # 0 stays 0 on either side
    observed = abs(gaps.sum()) - _SAME * (len(gaps) + 1)
    if len(gaps) <= FEW:
        sides = (np.arange(2 ** len(gaps))[:, None] >> np.arange(len(gaps))) & 1
        return float((np.abs((1 - 2 * sides) @ gaps) >= observed).mean())
    sides = np.random.default_rng(SEED).integers(0, 2, size=(PERMUTATIONS, len(gaps)), dtype=np.int8)
    as_far = int((np.abs((1 - 2 * sides) @ gaps) >= observed).sum())
    return (as_far + 1) / (PERMUTATIONS + 1)


def holm(chances: Mapping[Name, float]) -> dict[Name, float]:
    """p-values of several tests, raised so that the chance of even one false alarm among all stays below the level
    they are held against (Holm 1979), in the order given."""
    corrected, highest = {}, 0.0
    for place, name in enumerate(sorted(chances, key=lambda name: chances[name])):
        highest = max(highest, min(1.0, (len(chances) - place) * chances[name]))
        corrected[name] = highest
    return {name: corrected[name] for name in chances}


def quantile(values: Sequence[float], share: float) -> Estimate:
    """The value that `share` of the values do not exceed (linear between two). Raises `ValueError` for no values."""
    if not len(values):
        raise ValueError("no values: there is no quantile of nothing")
    scores = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(scores), size=(RESAMPLES, len(scores)))
    low, high = np.percentile(np.quantile(scores[drawn], share, axis=1), [2.5, 97.5])
    return Estimate(float(np.quantile(scores, share)), float(low), float(high), len(scores))


def auc(scores: Sequence[float], labels: Sequence[bool]) -> float | None:
    """The chance that a right one scores above a wrong one, ties half (Mann & Whitney 1947); None without both."""
    right, wrong = _parted(scores, labels)
    return _above(right, np.sort(wrong)) if len(right) and len(wrong) else None


def auc_estimate(scores: Sequence[float], labels: Sequence[bool]) -> Estimate | None:
    """`auc` with an interval; right and wrong ones are drawn apart, so that each resample has as many of each."""
    right, wrong = _parted(scores, labels)
    if not len(right) or not len(wrong):
        return None
    random = np.random.default_rng(SEED)
    drawn = [
        _above(random.choice(right, len(right)), np.sort(random.choice(wrong, len(wrong)))) for _ in range(RESAMPLES)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Estimate(_above(right, np.sort(wrong)), float(low), float(high), len(scores))


def calibration_error(said: Scores, right: Scores, bins: int = 10) -> float:
    """Expected calibration error: how far, on average, what is said lies from what is right in its bin.

    Bins of equal width, each weighed by its questions (Guo et al. 2017). Raises `ValueError` for no values.
    """
    if not len(said):
        raise ValueError("no values: nothing was said")
    chances, labels = np.asarray(said, dtype=np.float64), np.asarray(right, dtype=np.float64)
    places = np.minimum((chances * bins).astype(int), bins - 1)
    gaps = [abs((chances[places == place] - labels[places == place]).sum()) for place in range(bins)]
    return float(sum(gaps) / len(chances))


def calibration_estimate(said: Sequence[float], right: Sequence[bool], bins: int = 10) -> Estimate:
    """`calibration_error` with an interval; few questions a bin make it look worse than it is. Raises the same."""
    error = calibration_error(said, right, bins)
    chances, labels = np.asarray(said, dtype=np.float64), np.asarray(right, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(chances), size=(RESAMPLES, len(chances)))
    # The gaps of all draws at once: bin `place` of draw `row` is counted at row * bins + place.
    places = np.minimum((chances * bins).astype(int), bins - 1)
    at = (np.arange(RESAMPLES)[:, None] * bins + places[drawn]).ravel()
    gaps = np.bincount(at, weights=(chances - labels)[drawn].ravel(), minlength=RESAMPLES * bins)
    low, high = np.percentile(np.abs(gaps.reshape(RESAMPLES, bins)).sum(axis=1) / len(chances), [2.5, 97.5])
    return Estimate(error, float(low), float(high), len(chances))


def _parted(scores: Sequence[float], labels: Sequence[bool]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    values, of_right = np.asarray(scores, dtype=np.float64), np.asarray(labels, dtype=bool)
    return values[of_right], values[~of_right]


def _above(right: NDArray[np.float64], wrong_in_order: NDArray[np.float64]) -> float:
    below = np.searchsorted(wrong_in_order, right, "left") + np.searchsorted(wrong_in_order, right, "right")
    return float(below.mean() / 2 / len(wrong_in_order))
