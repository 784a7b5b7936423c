"""evals/comparing/differences.py: a figure over other questions in each run still says how sure its difference is."""

import numpy as np
import pytest
from scipy import stats

from evals.comparing.differences import changed_by
from evals.statistics import difference, randomisation


def test_questions_scored_in_both_are_compared_in_pairs() -> None:
    before, after = [0.2, 0.9, None, 0.5], [0.4, 0.8, None, 0.9]
    found = changed_by(before, after)
    assert found == (difference([0.4, 0.8, 0.9], [0.2, 0.9, 0.5]), randomisation([0.4, 0.8, 0.9], [0.2, 0.9, 0.5]))


def test_precision_falls_where_more_is_refused_wrongly() -> None:
    """Ten refusals before, all right; after, the same ten and ten wrong ones: 1.0 to 0.5."""
    found = changed_by([1.0] * 10 + [None] * 10, [1.0] * 10 + [0.0] * 10)
    assert found is not None
    gap, p = found
    assert (gap.value, gap.count) == (-0.5, 20)
    assert gap.low < -0.5 < gap.high < 0
    assert p == 2 / 2**10  # the ten that are new all on one side: as they are, or all turned


def test_chance_by_hand() -> None:
    """One question is scored before only, two are after only. Of the 8 permutations, {1} against {0, 0.5} and {1, 0.5}
    against {0} differ by 0.75, and so do the two turned; {1, 0} against {0.5} and its turned one by 0. In the last two
    one run has no score at all, which counts as so far."""
    found = changed_by([1.0, None, None], [None, 0.0, 0.5])
    assert found is not None
    assert (found[0].value, found[1]) == (-0.75, 6 / 8)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_chance_and_interval_are_those_of_scipy(seed: int) -> None:
    draw = np.random.default_rng(seed)
    ones, others = draw.random(60), np.clip(draw.random(60) - 0.1, 0, 1)
    ones[draw.random(60) < 0.3], others[draw.random(60) < 0.3] = np.nan, np.nan

    def gap(one: np.ndarray, other: np.ndarray, axis: int = -1) -> np.ndarray:
        return np.nanmean(other, axis=axis) - np.nanmean(one, axis=axis)

    given = [[None if np.isnan(each) else float(each) for each in column] for column in (ones, others)]
    found = changed_by(*given)
    assert found is not None
    theirs = stats.permutation_test(
        (ones, others), gap, permutation_type="samples", vectorized=True, n_resamples=20_000, rng=1
    )
    assert found[0].value == pytest.approx(gap(ones, others))
    assert found[1] == pytest.approx(theirs.pvalue, abs=0.015)
    scored = ~(np.isnan(ones) & np.isnan(others))
    drawn = stats.bootstrap(
        (ones[scored], others[scored]), gap, paired=True, vectorized=True, n_resamples=9_999, method="percentile", rng=1
    ).confidence_interval
    assert (found[0].low, found[0].high) == pytest.approx((drawn.low, drawn.high), abs=0.015)
    assert found[0].count == scored.sum()


@pytest.mark.parametrize(("before", "after"), [([], []), ([None], [None]), ([None], [1.0]), ([1.0, 1.0], [None, None])])
def test_without_scores_in_both_runs_there_is_no_difference(
    before: list[float | None], after: list[float | None]
) -> None:
    assert changed_by(before, after) is None


def test_same_values_over_other_questions_are_chance() -> None:
    found = changed_by([0.5] * 20 + [None] * 5, [None] * 5 + [0.5] * 20)
    assert found is not None
    assert (found[0].value, found[1]) == (0.0, 1.0)
