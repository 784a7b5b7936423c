"""About evals/metrics/refusing.py: precision, recall and F1 of refusals and of asking back."""

import pytest
from sklearn.metrics import precision_recall_fscore_support

from evals.metrics import METRICS, figure
from evals.runs.types import Record
from tests.evals.metrics.records import record

# Expected, done: of 3 refused 2 were to be refused, of 4 to be refused 2 were.
MIXED = [
    record("a", "answer", "answered"),
    record("b", "answer", "partial"),
    record("c", "answer", "refused"),
    record("d", "refuse", "refused"),
    record("e", "refuse", "refused"),
    record("f", "refuse", "answered"),
    record("g", "refuse", "clarify"),
    record("h", "clarify", "clarify"),
    record("i", "clarify", "answered"),
    record("j", "answer", "clarify"),
    record("k", "refuse", "error"),
]


def value(name: str, records: list[Record]) -> float | None:
    found = figure(METRICS[name], records)
    return None if found is None else found.value


def test_refusals_of_a_mixed_run() -> None:
    assert value("refusal_precision", MIXED) == 2 / 3
    assert value("refusal_recall", MIXED) == 2 / 4
    assert value("refusal_f1", MIXED) == pytest.approx(2 * (2 / 3) * (2 / 4) / (2 / 3 + 2 / 4))


def test_one_question_is_rightly_refused_or_not_if_it_was_refused_or_should_be() -> None:
    values = METRICS["refusal_f1"].values(MIXED, ())
    assert values == [None, None, 0, 1, 1, 0, 0, None, None, None, None]


def test_f1_is_that_of_scikit_learn() -> None:
    asked = MIXED[:-1]
    expected = [one.question.expected == "refuse" for one in asked]
    refused = [one.status == "refused" for one in asked]
    *of_refusals, _ = precision_recall_fscore_support(expected, refused, average="binary")
    names = ("refusal_precision", "refusal_recall", "refusal_f1")
    assert [value(name, asked) for name in names] == pytest.approx(of_refusals)


def test_asking_back_in_a_mixed_run() -> None:
    assert value("clarification_precision", MIXED) == 1 / 3
    assert value("clarification_recall", MIXED) == 1 / 2


def test_behaviour_counts_partial_answers_as_answers_and_no_question_that_could_not_be_asked() -> None:
    found = figure(METRICS["behaviour"], MIXED)
    assert found is not None
    assert (found.value, found.count) == (5 / 10, 10)


def test_nothing_refused() -> None:
    answered = [record("a", "refuse", "answered"), record("b", "answer", "answered")]
    assert [value(f"refusal_{of}", answered) for of in ("precision", "recall", "f1")] == [None, 0, 0]


def test_nothing_to_refuse() -> None:
    refused = [record("a", "answer", "refused"), record("b", "answer", "answered")]
    assert [value(f"refusal_{of}", refused) for of in ("precision", "recall", "f1")] == [0, None, 0]


def test_neither_refused_nor_to_be_refused() -> None:
    answered = [record("a"), record("b")]
    assert [value(f"refusal_{of}", answered) for of in ("precision", "recall", "f1")] == [None, None, None]


def test_interval_of_f1_leaves_out_draws_without_any_refusal() -> None:
    one_of_many = [record("a", "refuse", "answered"), *(record(str(number)) for number in range(9))]
    found = figure(METRICS["refusal_f1"], one_of_many)
    assert found is not None
    assert (found.value, found.low, found.high) == (0, 0, 0)
