"""evals/statistics.py: a mean says how sure it is, and nothing is not 0."""

import numpy as np
import pytest
from scipy import stats

from evals.statistics import (
    Estimate,
    auc,
    auc_estimate,
    calibration_error,
    calibration_estimate,
    difference,
    holm,
    mean,
    quantile,
    randomisation,
)


def test_mean_has_its_count_and_an_interval_around_it() -> None:
    found = mean([0.0, 1.0] * 50)
    assert (found.value, found.count) == (0.5, 100)
    # The standard error is sqrt(0.25 / 100) = 0.05; 95% are 1.96 of them to either side.
    assert found.low == pytest.approx(0.5 - 1.96 * 0.05, abs=0.015)
    assert found.high == pytest.approx(0.5 + 1.96 * 0.05, abs=0.015)


def test_equal_values_leave_no_doubt_unless_they_are_shares_of_all_or_nothing() -> None:
    assert mean([0.25] * 4) == Estimate(0.25, 0.25, 0.25, 4)
    # Wilson's interval ends at n / (n + z²) if all n hold, and begins at z² / (n + z²) below it if none does.
    assert mean([True]) == Estimate(1.0, pytest.approx(1 / (1 + 1.96**2)), 1.0, 1)
    assert mean([0.0] * 10) == Estimate(0.0, 0.0, pytest.approx(1.96**2 / (10 + 1.96**2)), 10)


def test_runs_that_do_not_differ_have_a_difference_without_doubt() -> None:
    assert difference([1.0, 1.0], [1.0, 1.0]) == Estimate(0.0, 0.0, 0.0, 2)


def test_same_values_have_the_same_interval() -> None:
    assert mean([0.1, 0.7, 0.4]) == mean([0.1, 0.7, 0.4])


def test_mean_of_nothing_is_an_error_and_not_0() -> None:
    with pytest.raises(ValueError, match="no mean of nothing"):
        mean([])


def test_mean_reads_with_interval_and_count() -> None:
    assert str(Estimate(0.5, 0.4, 0.61234, 12)) == "0.500 (0.400 to 0.612, n=12)"


def test_difference_is_paired() -> None:
    """The scores differ much between questions and by 0.1 within each: that is no doubt about the 0.1."""
    found = difference([0.2, 0.9, 0.5], [0.1, 0.8, 0.4])
    assert (found.value, found.low, found.high) == pytest.approx((0.1, 0.1, 0.1))
    with pytest.raises(ValueError, match="zip"):
        difference([1.0], [1.0, 0.0])


@pytest.mark.parametrize(
    ("scores", "labels", "expected"),
    [
        ([0.9, 0.8, 0.1], [True, True, False], 1.0),
        ([0.1, 0.8, 0.9], [True, True, False], 0.0),
        ([0.5, 0.5], [True, False], 0.5),
        ([0.9, 0.3, 0.6, 0.3], [True, True, False, False], (1 + 1 + 0 + 0.5) / 4),
    ],
)
def test_auc_is_the_share_of_pairs_in_the_right_order(scores: list[float], labels: list[bool], expected: float) -> None:
    assert auc(scores, labels) == expected


@pytest.mark.parametrize("labels", [[True, True], [False, False]])
def test_auc_without_both_kinds_is_not_scored(labels: list[bool]) -> None:
    assert auc([0.1, 0.9], labels) is None
    assert auc([], []) is None
    assert auc_estimate([0.1, 0.9], labels) is None


def test_auc_has_an_interval_and_the_count_of_all_questions() -> None:
    found = auc_estimate([0.9, 0.3, 0.6, 0.3], [True, True, False, False])
    assert found is not None
    assert (found.value, found.count) == ((1 + 1 + 0 + 0.5) / 4, 4)
    assert found.low < found.value < found.high
    assert auc_estimate([0.9, 0.8, 0.1], [True, True, False]) == Estimate(1.0, 1.0, 1.0, 3)


def test_quantile_lies_between_two_values_and_has_an_interval() -> None:
    found = quantile([10.0, 20.0, 30.0, 40.0], 0.5)
    assert (found.value, found.count) == (25.0, 4)
    assert 10.0 <= found.low < 25.0 < found.high <= 40.0
    with pytest.raises(ValueError, match="no quantile of nothing"):
        quantile([], 0.5)


@pytest.mark.parametrize(
    ("said", "right", "expected"),
    [
        ([0.75, 0.75, 0.75, 0.75], [True, True, True, False], 0.0),
        ([0.9, 0.9], [False, False], 0.9),
        ([0.05, 0.95, 1.0], [False, True, True], (0.05 + 0.05) / 3),  # 1.0 falls into the last bin with 0.95
        ([0.9, 0.1], [False, True], (0.9 + 0.9) / 2),
    ],
)
def test_calibration_error_is_the_gap_in_each_bin(said: list[float], right: list[bool], expected: float) -> None:
    assert calibration_error(said, right) == pytest.approx(expected)
    found = calibration_estimate(said, right)
    assert (found.value, found.count) == (pytest.approx(expected), len(said))
    assert found.low <= found.value <= found.high


def test_interval_of_a_mean_is_that_of_scipy() -> None:
    values = np.random.default_rng(3).beta(2, 1, 120)
    theirs = stats.bootstrap((values,), np.mean, n_resamples=9_999, method="percentile", rng=1).confidence_interval
    ours = mean(values.tolist())
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.004)


def test_few_pairs_are_tested_by_every_permutation() -> None:
    """Three pairs that all fell by 1: of the 2 * 2 * 2 permutations two have a sum as large, all down and all up."""
    assert randomisation([0, 0, 0], [1, 1, 1]) == 2 / 8
    assert randomisation([1, 1, 1], [0, 0, 0]) == 2 / 8
    # + + - : |sum| is 1 of 3 pairs, and only sums of 1 and 3 exist.
    assert randomisation([1, 1, 0], [0, 0, 1]) == 1.0


def test_pairs_that_do_not_differ_do_not_matter() -> None:
    assert randomisation([0, 0, 0, 0.3, 0.1 + 0.2], [1, 1, 1, 0.3, 0.3]) == 2 / 8
    assert randomisation([0.5, 0.7], [0.5, 0.7]) == 1.0


def test_randomisation_needs_pairs() -> None:
    with pytest.raises(ValueError, match="no values"):
        randomisation([], [])
    with pytest.raises(ValueError, match="zip"):
        randomisation([1.0], [1.0, 0.0])


@pytest.mark.parametrize("count", [8, 11, 60])
@pytest.mark.parametrize("shift", [0.0, 0.1, 0.3])
def test_randomisation_is_that_of_scipy(count: int, shift: float) -> None:
    draw = np.random.default_rng(count)
    ones, others = draw.random(count), np.clip(draw.random(count) - shift, 0, 1)

    def gap(one: np.ndarray, other: np.ndarray, axis: int) -> np.ndarray:
        return np.mean(one, axis=axis) - np.mean(other, axis=axis)

    theirs = stats.permutation_test(
        (ones, others), gap, permutation_type="samples", vectorized=True, n_resamples=20_000, rng=1
    )
    # Exact for few; else both draw 20,000, and the standard error of a share is at most 0.0035.
    tolerance = 1e-9 if count <= 11 else 0.012
    assert randomisation(ones.tolist(), others.tolist()) == pytest.approx(theirs.pvalue, abs=tolerance)


def test_drawn_permutations_are_the_same_each_time_and_never_0() -> None:
    ones, others = [1.0] * 40, [0.0] * 40
    assert randomisation(ones, others) == randomisation(ones, others) == 1 / 20_001


def test_holm_raises_each_chance_by_those_not_yet_decided() -> None:
    """0.01 * 4 = 0.04; 0.02 * 3 = 0.06; 0.03 * 2 = 0.06; 0.04 * 1 = 0.04, but no less than the one before."""
    found = holm({"d": 0.04, "a": 0.01, "c": 0.03, "b": 0.02})
    assert found == pytest.approx({"d": 0.06, "a": 0.04, "c": 0.06, "b": 0.06})
    assert list(found) == ["d", "a", "c", "b"]


def test_holm_of_one_leaves_it_and_never_goes_above_1() -> None:
    assert holm({"only": 0.2}) == {"only": 0.2}
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}
