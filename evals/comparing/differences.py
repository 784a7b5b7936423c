"""Say how far a metric changed from run to run and how sure that is, also where it applies to other questions."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evals.statistics import FEW, PERMUTATIONS, RESAMPLES, SEED, Estimate, difference, randomisation

_SAME = 1e-9
Column = Sequence[float | None]


def changed_by(before: Column, after: Column) -> tuple[Estimate, float] | None:
    """The mean after minus the mean before, with its interval, and the chance of one so large if nothing had changed.

    Each mean is over the questions that the metric applies to in that run: the precision of refusals is one of those
    refused, and a run that refuses others too must not look as precise. Questions are drawn, and keep or change their
    sides, with what both runs made of them. `count` is that of questions scored in either. None if either run has none.
    """
    rows = [pair for pair in zip(before, after, strict=True) if pair != (None, None)]
    both = [(one, other) for one, other in rows if one is not None and other is not None]
    if len(both) == len(rows):
        ones, others = [one for one, _ in both], [other for _, other in both]
        return (difference(others, ones), randomisation(others, ones)) if both else None
    values = np.array([[np.nan if each is None else each for each in row] for row in rows], dtype=np.float64)
    scored = ~np.isnan(values)
    if not scored.any(axis=0).all():
        return None
    values = np.where(scored, values, 0.0)
    gap = float(_gaps(np.ones((1, len(rows))), values, scored)[0])
    return _estimated(gap, values, scored), _chance(gap, values, scored)


def _estimated(gap: float, values: NDArray[np.float64], scored: NDArray[np.bool_]) -> Estimate:
    count = len(values)
    times = np.random.default_rng(SEED).multinomial(count, [1 / count] * count, RESAMPLES)
    drawn = _gaps(times.astype(np.float64), values, scored)
    low, high = np.percentile(drawn[~np.isnan(drawn)], [2.5, 97.5])
    return Estimate(gap, float(low), float(high), count)


def _chance(gap: float, values: NDArray[np.float64], scored: NDArray[np.bool_]) -> float:
    """As `evals.statistics.randomisation`; a permutation that leaves a run without any score counts as so far."""
    apart = (values[:, 0] != values[:, 1]) | (scored[:, 0] != scored[:, 1])
    moving = int(apart.sum())
    if moving <= FEW:
        turned = (np.arange(2**moving)[:, None] >> np.arange(moving)) & 1
    else:
        turned = np.random.default_rng(SEED).integers(0, 2, size=(PERMUTATIONS, moving))
    kept = 1 - turned
    sides = [
        (turned @ values[apart, 1 - side] + kept @ values[apart, side] + values[~apart, side].sum())
        / _counted(turned @ scored[apart, 1 - side] + kept @ scored[apart, side] + scored[~apart, side].sum())
        for side in (0, 1)
    ]
    gaps = np.abs(sides[1] - sides[0])
    as_far = int((np.isnan(gaps) | (gaps >= abs(gap) - _SAME)).sum())
    return as_far / len(gaps) if moving <= FEW else (as_far + 1) / (PERMUTATIONS + 1)


def _gaps(times: NDArray[np.float64], values: NDArray[np.float64], scored: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The difference of the means for each draw of the questions; NaN where one has nothing to be a mean of."""
    means = (times @ values) / _counted(times @ scored)
    return np.asarray(means[:, 1] - means[:, 0])


def _counted(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(counts > 0, counts, np.nan)
