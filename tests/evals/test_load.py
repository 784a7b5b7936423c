"""evals/bench/load.py: what it says of memory and of questions."""

from itertools import islice

import pytest

from evals.bench import load
from evals.bench.load import endless, growth


def test_no_question_comes_twice() -> None:
    questions = list(islice(endless(["What is a tram?", "And a bus?"]), 50))
    assert len({*questions}) == 50
    assert questions[:3] == ["What is a tram?", "And a bus?", "What is a tram? (1)"]


def test_growth_is_that_of_the_time_that_counts() -> None:
    filling = [(float(at), 500.0 + 10 * at) for at in range(30)]
    assert growth([*filling, *((float(at), 800.0) for at in range(30, 61))], 30) == pytest.approx((800, 0))
    assert growth([*filling, *((float(at), 800.0 + (at - 30)) for at in range(30, 61))], 30) == pytest.approx((800, 30))


def test_growth_of_two_moments_is_not_known() -> None:
    assert str(growth([(0.0, 1.0), (1.0, 2.0)], 0)) == "(nan, nan)"


def test_error_or_growth_ends_with_1() -> None:
    calm = load.Seen(load.Load(memory=[(float(at), 100.0) for at in range(10)]), load.Load(), load.Load(), seconds=9)
    assert calm.is_well
    calm.load.memory[:] = [(float(at), 100.0 + 5 * at) for at in range(10)]
    assert not calm.is_well
    calm.load.memory[:] = [(float(at), 100.0) for at in range(10)]
    calm.after.errors.append("500")
    assert not calm.is_well
