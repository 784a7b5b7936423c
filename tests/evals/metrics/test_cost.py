"""About evals/metrics/cost.py: time, tokens and money."""

import pytest

from evals.metrics import METRICS, figure
from evals.runs.types import Took
from evals.statistics import Estimate
from tests.evals.metrics.records import record


def found(name: str, *took: Took) -> Estimate | None:
    return figure(METRICS[name], [record() for _ in took], took)


def test_median_and_95_of_100_of_five_answers() -> None:
    five = [Took(ms) for ms in (300.0, 100.0, 1000.0, 200.0, 400.0)]
    median, slow = found("latency_median", *five), found("latency_p95", *five)
    assert median is not None
    assert slow is not None
    assert median.value == 300
    # Four fifths of the way from the fourth to the fifth: 0.95 * 4 = 3.8.
    assert slow.value == pytest.approx(400 + 0.8 * 600)


def test_tokens_read_and_written_and_their_price() -> None:
    two = Took(1.0, input_tokens=900, output_tokens=100, cost=0.02), Took(1.0, input_tokens=500, cost=None)
    tokens, cost = found("tokens", *two), found("cost", *two)
    assert tokens is not None
    assert cost is not None
    assert (tokens.value, tokens.count) == ((1000 + 500) / 2, 2)
    assert (cost.value, cost.count) == (0.02, 1)


def test_question_that_could_not_be_asked_took_nothing() -> None:
    records = [record(), record(status="error")]
    measured = figure(METRICS["latency_median"], records, [Took(50.0), Took(0.0)])
    assert measured is not None
    assert (measured.value, measured.count) == (50, 1)


def test_run_without_what_it_took_has_no_cost() -> None:
    costs = [metric for metric in METRICS.values() if metric.family == "cost"]
    assert [figure(metric, [record()], ()) for metric in costs] == [None] * 4
