"""About evals/metrics/calibrating.py: calibration and risk-coverage against hand arithmetic and other programs."""

import random
from itertools import permutations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss

from evals.metrics import METRICS, figure
from evals.metrics.calibrating import Bin, Covered, reliability, risk_coverage
from evals.runs.types import Record
from tests.evals.metrics.records import given, record

# Two of confidence 0.9 and above, both right; one of 0.65, wrong; two of 0.2 and 0.25, one of them right.
FIVE = [given(0.9, True), given(0.98, True), given(0.65, False), given(0.2, True), given(0.25, False)]


def value(name: str, records: list[Record]) -> float | None:
    found = figure(METRICS[name], records)
    return None if found is None else found.value


def drawn(seed: int, count: int = 60) -> list[Record]:
    draw = random.Random(seed)
    return [given(said := draw.random(), draw.random() < said) for _ in range(count)]


def test_reliability_curve_of_five_answers() -> None:
    low, middle, high = reliability(FIVE)
    assert (low.count, low.said, low.right) == (2, pytest.approx(0.225), 1 / 2)
    assert (middle.low, middle.count, middle.said, middle.right) == (0.6, 1, 0.65, 0)
    assert (high.count, high.said, high.right) == (2, pytest.approx(0.94), 1)


def test_calibration_error_of_five_answers() -> None:
    gaps = 2 * abs(0.5 - 0.225) + 1 * abs(0 - 0.65) + 2 * abs(1 - 0.94)
    assert value("calibration_error", FIVE) == pytest.approx(gaps / 5)


def test_calibration_error_is_the_curve_weighed_by_its_counts() -> None:
    for seed in range(5):
        records = drawn(seed)
        said = np.array([one.confidence for one in records])
        right = np.array([one.scores["right"] for one in records], float)
        bins = np.clip(np.digitize(said, np.linspace(0, 1, 11)) - 1, 0, 9)
        gaps = [(bins == own).mean() * abs(said[bins == own].mean() - right[bins == own].mean()) for own in set(bins)]
        assert value("calibration_error", records) == pytest.approx(sum(gaps))
        curve = reliability(records)
        assert sum(each.count * abs(each.said - each.right) for each in curve) / 60 == pytest.approx(sum(gaps))
        assert value("brier", records) == pytest.approx(brier_score_loss(right, said))


def test_confidence_of_1_is_in_the_last_bin() -> None:
    assert reliability([given(1.0, True)]) == (Bin(0.9, 1.0, 1, 1.0, 1.0),)


def test_brier_score_of_two_answers() -> None:
    assert value("brier", [given(0.9, True), given(0.3, False)]) == pytest.approx((0.1**2 + 0.3**2) / 2)


def test_risk_coverage_curve_of_three_answers() -> None:
    curve = risk_coverage([given(0.4, False), given(0.9, True), given(0.7, False)])
    assert curve == (Covered(1 / 3, 0, 0.9), Covered(2 / 3, 1 - 1 / 2, 0.7), Covered(1, 1 - 1 / 3, 0.4))


def test_area_under_the_curve_of_three_answers() -> None:
    three = [given(0.4, False), given(0.9, True), given(0.7, False)]
    assert value("aurc", three) == pytest.approx((0 + 1 / 2 + 2 / 3) / 3)
    surest_wrong = [given(0.9, False), given(0.4, True), given(0.7, False)]
    assert value("aurc", surest_wrong) == pytest.approx((1 + 1 + 2 / 3) / 3)


def test_answers_of_one_confidence_score_as_their_orders_do_on_average() -> None:
    wrong = (1, 0, 0)
    areas = [np.mean(np.cumsum([0, *order]) / np.arange(1, 5)) for order in permutations(wrong)]
    tied = [given(0.9, True), *(given(0.5, not each) for each in wrong)]
    assert value("aurc", tied) == pytest.approx(np.mean(areas))
    assert value("aurc", tied[::-1]) == value("aurc", tied)


def test_all_right_has_no_risk_and_all_wrong_nothing_else() -> None:
    assert value("aurc", [given(0.1, True), given(0.9, True)]) == 0
    assert value("aurc", [given(0.1, False), given(0.9, False)]) == 1


def test_refusals_and_answers_of_which_nothing_is_known_are_not_counted() -> None:
    others = [record(status="refused", confidence=0.1), given(0.5, None), record(status="error")]
    for name in ("calibration_error", "brier", "aurc"):
        found = figure(METRICS[name], [*FIVE, *others])
        assert found == figure(METRICS[name], FIVE)
        assert found is not None
        assert found.count == 5


def test_nothing_answered() -> None:
    refused = [record(status="refused")]
    assert [value(name, refused) for name in ("calibration_error", "brier", "aurc")] == [None, None, None]
    assert (reliability(refused), risk_coverage(refused)) == ((), ())


def test_interval_holds_the_figure() -> None:
    for name in ("calibration_error", "aurc"):
        found = figure(METRICS[name], drawn(3))
        assert found is not None
        assert found.low < found.value < found.high
