"""Say how far those who judge agree beyond chance: two reviewers, several, or a metric and people."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evals.statistics import RESAMPLES, SEED, Estimate

Weights = Literal["", "quadratic"]
Labels = Sequence[int] | Sequence[bool] | Sequence[int | bool]
# What one rater says of items: each item is a part of something that is drawn whole, such as a sentence of an answer.
Ratings = Mapping[tuple[Hashable, Hashable], int]

NOTHING_SHARED = "nothing was judged by two"
ALL_ALIKE = "all judged the same in the same way, so chance alone would agree"
WHOLE_SCALE = (-1.0, 1.0)  # the interval where so little was judged that nothing can be said
_LEAST_DEFINED = 0.5  # of the resamples


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far raters agree. `kappa` has Cohen's kappa with its interval, of several raters the mean of all pairs; None
    with the `reason` if it is not defined. `count` items were judged by at least two of `raters`, and `same` is the
    share of judgements that are the same, chance included."""

    kappa: Estimate | None
    count: int
    raters: int
    same: float | None = None
    reason: str = ""


def kappa(ones: Labels, others: Labels, weights: Weights = "", labels: Sequence[int] = (0, 1)) -> float | None:
    """Cohen's kappa (Cohen 1960) of two raters, item by item; with quadratic weights a disagreement counts by the
    square of its distance on the scale of `labels` (Cohen 1968). None if it is not defined: for no items, or if both
    always say the same one thing. Raises `ValueError` for a label that is none of `labels`."""
    places = {label: place for place, label in enumerate(labels)}
    pairs = [(_place(places, one), _place(places, other)) for one, other in zip(ones, others, strict=True)]
    if not pairs:
        return None
    table = np.zeros((1, len(labels), len(labels)))
    for one, other in pairs:
        table[0, one, other] += 1
    value = float(_kappas(table, weights)[0])
    return None if np.isnan(value) else value


def agreement(ratings: Sequence[Ratings], weights: Weights = "", labels: Sequence[int] = (0, 1)) -> Agreement:
    """How far raters agree on the items that two of them judged; of more than two it is the mean over the pairs of
    raters that share items (Light 1971), so that not everybody has to judge everything.

    An item is (whole, part). For the interval (percentile bootstrap) wholes are drawn with all their parts, for the
    parts of one answer are judged alike. Raises `ValueError` for a label that is none of `labels`.
    """
    shared = sorted({item for one, other in combinations(ratings, 2) for item in one.keys() & other.keys()}, key=repr)
    if not shared:
        return Agreement(None, 0, len(ratings), None, NOTHING_SHARED)
    wholes = {whole: place for place, whole in enumerate(dict.fromkeys(whole for whole, _ in shared))}
    draws = np.random.default_rng(SEED).multinomial(len(wholes), [1 / len(wholes)] * len(wholes), RESAMPLES)
    times = np.vstack([np.ones((1, len(wholes))), draws])  # how often each whole was drawn; the first: all, once
    found = [_of_pair(one, other, shared, wholes, times, labels) for one, other in combinations(ratings, 2)]
    tables = [each for each in found if each is not None]
    same = sum(np.trace(each[0]) for each in tables) / sum(each[0].sum() for each in tables)
    means = _mean_defined(np.array([_kappas(each, weights) for each in tables]))
    if np.isnan(means[0]):
        return Agreement(None, len(shared), len(ratings), float(same), ALL_ALIKE)
    drawn = means[1:][~np.isnan(means[1:])]
    enough = len(wholes) > 1 and len(drawn) >= _LEAST_DEFINED * RESAMPLES
    low, high = np.percentile(drawn, [2.5, 97.5]) if enough else WHOLE_SCALE
    estimate = Estimate(float(means[0]), float(low), float(high), len(shared))
    return Agreement(estimate, len(shared), len(ratings), float(same))


def _of_pair(
    one: Ratings,
    other: Ratings,
    shared: Sequence[tuple[Hashable, Hashable]],
    wholes: Mapping[Hashable, int],
    times: NDArray[np.float64],
    labels: Sequence[int],
) -> NDArray[np.float64] | None:
    """The table of who said what, once for each draw; None if the two share nothing."""
    places = {label: place for place, label in enumerate(labels)}
    both = [item for item in shared if item in one and item in other]
    if not both:
        return None
    cells = [_place(places, one[item]) * len(labels) + _place(places, other[item]) for item in both]
    counts = np.zeros((len(wholes), len(labels) ** 2))
    for item, cell in zip(both, cells, strict=True):
        counts[wholes[item[0]], cell] += 1
    return (times @ counts).reshape(len(times), len(labels), len(labels))


def _kappas(tables: NDArray[np.float64], weights: Weights) -> NDArray[np.float64]:
    """Kappa of each table: 1 minus the disagreement that is seen over that which chance would give; NaN where chance
    gives none."""
    size = tables.shape[1]
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(np.float64)
    cost = apart**2 if weights else (apart > 0).astype(np.float64)
    totals = tables.sum(axis=(1, 2))
    by_chance = np.einsum("ni,nj->nij", tables.sum(axis=2), tables.sum(axis=1))
    seen, expected = (tables * cost).sum(axis=(1, 2)) * totals, (by_chance * cost).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - seen / expected, np.nan)


def _mean_defined(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean over pairs of raters, without those whose kappa is not defined."""
    known = ~np.isnan(values)
    counts = known.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(counts > 0, np.where(known, values, 0).sum(axis=0) / counts, np.nan)


def _place(places: Mapping[int, int], label: int) -> int:
    if label not in places:
        raise ValueError(f"label {label!r} is none of {list(places)}")
    return places[label]
