import re

import pytest

from evals.metrics.calibrating import Bin, Covered
from evals.report.plots import binned, histogram, interval_bar, reliability_plot, risk_plot
from evals.statistics import Estimate


def test_bar_reaches_from_low_to_high_with_the_value_in_it() -> None:
    bar = interval_bar(Estimate(0.5, 0.25, 0.75, 8))  # 120 wide
    assert 'd="M30.0 7H90.0"' in bar
    assert 'cx="60.0"' in bar


@pytest.mark.parametrize("estimate", [None, Estimate(12.0, 10.0, 14.0, 8), Estimate(float("nan"), 0, 1, 8)])
def test_what_is_no_share_has_no_bar(estimate: Estimate | None) -> None:
    assert interval_bar(estimate) == ""


def test_bins_are_points_where_they_were_sure_and_right() -> None:
    plot = reliability_plot([Bin(0.0, 0.1, 1, 0.0, 0.0), Bin(0.9, 1.0, 4, 1.0, 0.5)])
    assert re.findall(r'cx="(\S+)" cy="(\S+)" r="(\S+)"', plot) == [("44.0", "208.0", "5.5"), ("348.0", "111.0", "8.0")]
    assert "said 0.000, right 0.000 of 1; said 1.000, right 0.500 of 4</title>" in plot


def test_risk_ends_at_that_of_all_answers() -> None:
    plot = risk_plot([Covered(0.5, 0.0, 0.9), Covered(1.0, 0.25, 0.4)])
    assert 'points="196.0,208.0 348.0,159.5"' in plot
    assert "at 1.000 answered, 0.250 are wrong</title>" in plot


def test_no_answers_draw_nothing_and_break_nothing() -> None:
    assert "<polyline" not in reliability_plot([]) + risk_plot([])
    assert "<rect" not in histogram([])


@pytest.mark.parametrize(
    ("values", "step", "bars", "longer"),
    [
        ([], 1.0, [], 0),
        ([0.0, 0.0], 1.0, [2], 0),
        ([1.0, 2.5, 2.9, 12.0], 1.0, [0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 0),
        ([100.0] * 19 + [60_000.0], 10.0, [0] * 10 + [19], 1),  # one that hung does not flatten the rest
        ([float("inf"), -1.0, 3.0], 0.5, [0, 0, 0, 0, 0, 0, 1], 0),
    ],
)
def test_times_in_bars(values: list[float], step: float, bars: list[int], longer: int) -> None:
    assert binned(values) == (step, bars, longer)


def test_bar_of_all_that_took_longer_is_told_apart_without_colour() -> None:
    plot = histogram([100.0] * 19 + [60_000.0])
    assert 'class="bar longer"' in plot
    assert "1 longer</title>" in plot
    assert "last bar: all longer" in plot
