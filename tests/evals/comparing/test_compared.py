"""evals/comparing/compared.py and pairing.py: only like is compared with like, and a difference says how sure it is."""

from dataclasses import replace

import numpy as np
import pytest

from evals.comparing.compared import compared
from evals.comparing.pairing import changed_fields, differing, paired
from evals.comparing.types import Compared, Differing, LeftOut
from evals.metrics import METRICS
from evals.metrics.types import Metric
from evals.runs.types import Run, Took
from evals.statistics import Estimate, calibration_error, mean
from tests.evals.comparing.by_hand import (
    CALIBRATION_ERROR,
    LOSS,
    OTHER,
    SCORE,
    SLOWNESS,
    KeyPoint,
    Tags,
    metrics,
    question,
    record,
    run,
    scoring,
)


def only(one: Run, other: Run, metric: Metric) -> Compared:
    return compared(one, other, metrics(metric)).metrics[0]


def test_difference_is_the_run_after_minus_the_run_before() -> None:
    found = only(scoring(0.0, 0.0, 0.0, 1.0), scoring(1.0, 1.0, 1.0, 1.0), SCORE)
    assert found.one is not None
    assert found.other is not None
    assert found.difference is not None
    assert (found.one.value, found.other.value, found.difference.value) == (0.25, 1.0, 0.75)
    assert found.p == 2 / 8  # three questions rose by 1: all or none of them turned is as much
    assert found.way == "better"
    assert not found.significant


def test_lower_is_better_where_the_metric_says_so() -> None:
    assert only(scoring(0.0, 0.2), scoring(0.3, 0.2), LOSS).way == "worse"
    assert only(scoring(0.3, 0.2), scoring(0.3, 0.2), LOSS).way == "other"


def test_question_that_applies_in_one_run_only_counts_in_that_run() -> None:
    found = only(scoring(0.5, None, 1.0, 0.5), scoring(0.5, 1.0, None, 1.0), SCORE)
    assert found.one is not None
    assert found.other is not None
    assert found.difference is not None
    assert (found.one.value, found.other.value) == (pytest.approx(2 / 3), pytest.approx(2.5 / 3))
    assert (found.difference.value, found.difference.count) == (pytest.approx(0.5 / 3), 4)
    assert (found.only_one, found.only_other) == (1, 1)
    assert found.values == ((0.5, 0.5), (None, 1.0), (1.0, None), (0.5, 1.0))


def test_metric_that_applies_in_one_run_only_has_no_difference_and_no_p() -> None:
    found = only(scoring(None, None), scoring(None, 1.0), SCORE)
    assert found.other == mean([1.0])
    assert (found.one, found.difference, found.p, found.corrected) == (None,) * 4
    assert (found.way, found.significant) == ("other", False)


def test_p_is_corrected_for_the_metrics_looked_at_without_those_of_cost() -> None:
    one, other = scoring(*[1.0] * 8), scoring(*[0.0] * 8)
    assert [row.corrected for row in compared(one, other, metrics(SCORE)).metrics] == [2 / 256]
    again = compared(one, other, metrics(SCORE, LOSS, SLOWNESS)).metrics
    assert [row.corrected for row in again] == [4 / 256, 4 / 256, None]
    assert [row.significant for row in again] == [True, True, False]


def test_run_whose_times_are_not_known_has_no_times() -> None:
    one = replace(scoring(1.0, 0.5), took=())
    found = {row.name: row for row in compared(one, scoring(1.0, 0.5), METRICS).metrics}
    assert found["latency_median"].one is None
    assert found["latency_median"].difference is None


def test_times_go_with_their_question_and_not_with_its_place() -> None:
    one = run([record("a", of=question("a")), record("b", of=question("b"))], took=(Took(1.0), Took(2.0)))
    other = run([record("b", of=question("b")), record("a", of=question("a"))], took=(Took(2.0), Took(1.0)))
    found = only(one, other, SLOWNESS)
    assert found.values == ((2.0, 2.0), (1.0, 1.0))
    assert found.p == 1.0


def test_figure_over_all_questions_is_drawn_from_both_runs_together() -> None:
    """The runs are the same but for confidence: before it is 0.8 of answers that are right, after 0.8 of wrong ones."""
    value = replace(
        CALIBRATION_ERROR,
        value=lambda records, took: calibration_error(
            [each.confidence for each in records], [bool(each.scores["right"]) for each in records]
        ),
    )
    found = only(scoring(*[1.0] * 20, name="right"), scoring(*[0.0] * 20, name="right"), value)
    assert found.one is not None
    assert found.other is not None
    assert (found.one.value, found.other.value) == (pytest.approx(0.2), pytest.approx(0.8))
    assert found.difference == Estimate(*[pytest.approx(0.6)] * 3, 20)
    assert found.p is not None
    assert found.p < 0.01
    assert found.way == "worse"


def test_figure_over_all_questions_that_did_not_change_is_chance() -> None:
    right = [float(each) for each in np.random.default_rng(1).integers(0, 2, 40)]
    value = replace(
        CALIBRATION_ERROR,
        value=lambda records, took: calibration_error(
            [each.confidence for each in records], [bool(each.scores["right"]) for each in records]
        ),
    )
    found = only(scoring(*right, name="right"), scoring(*reversed(right), name="right"), value)
    assert found.p is not None
    assert found.p > 0.5


def test_figure_over_all_questions_without_a_quick_value_is_shown_and_not_tested() -> None:
    slow = replace(CALIBRATION_ERROR, value=None)
    found = only(scoring(1.0, 0.0, name="right"), scoring(1.0, 1.0, name="right"), slow)
    assert found.one is not None
    assert found.other is not None
    assert (found.difference, found.p) == (None, None)


def test_same_runs_give_the_same_comparison() -> None:
    one, other = scoring(0.1, 0.9, 0.4), scoring(0.3, 0.2, 0.4)
    assert compared(one, other) == compared(one, other)


def test_every_metric_can_be_compared_over_runs_that_have_nothing_in_common() -> None:
    found = compared(run([record("a", of=question("a"))]), run([record("b", of=question("b"))]))
    assert found.pairs == ()
    assert {row.difference for row in found.metrics} == {None}
    assert found.metric("support") is not None
    assert found.metric("no such") is None
    assert compared(run([]), run([])).changed == ()


def test_question_in_one_run_only_is_named_and_left_out() -> None:
    one = run([record("a", of=question("a")), record("b", of=question("b"))])
    other = run([record("c", of=question("c")), record("a", of=question("a"))])
    pairs, left_out = paired(one, other)
    assert [pair.question.id for pair in pairs] == ["a"]
    assert left_out == (LeftOut("c", "only after"), LeftOut("b", "only before"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", "How many laptops?"),
        ("expected", "refuse"),
        ("key_points", (KeyPoint("lends 41 tablets"),)),
        ("evidence", (OTHER,)),
        ("forbidden", ("lends none",)),
        ("earlier", ("What is lent?",)),
    ],
)
def test_question_that_was_changed_is_left_out(field: str, value: object) -> None:
    other = run([record("q1", of=question("q1", **{field: value}))])
    assert paired(run([record()]), other) == ((), (LeftOut("q1", "changed", (field,)),))


def test_other_tags_or_reference_are_the_same_question() -> None:
    assert changed_fields(question(), question(tags=Tags("staff"), reference="It lends 40.")) == ()


def test_id_that_stands_twice_in_a_run_is_left_out() -> None:
    pairs, left_out = paired(run([record()]), run([record(), record()]))
    assert (pairs, left_out) == ((), (LeftOut("q1", "twice"),))
    pairs, left_out = paired(run([record(), record()]), run([]))
    assert (pairs, left_out) == ((), (LeftOut("q1", "twice"),))


def test_what_differs_beside_the_answers_is_named() -> None:
    one = run([], settings={"k": 5, "rerank": {"on": True}}, versions={"python": "3.11"}, set_digest="a" * 64)
    other = run([], settings={"k": 8, "rerank": {"on": True}}, versions={"python": "3.11", "chromadb": "1.5"},
                collection={"state": "s2"}, set_digest="b" * 64)  # fmt: skip
    assert differing(one, other) == (
        Differing("set", "name", "roundtables (aaaaaaaa)", "roundtables (bbbbbbbb)"),
        Differing("collection", "state", "s1", "s2"),
        Differing("settings", "k", "5", "8"),
        Differing("versions", "chromadb", "", "1.5"),
    )
    assert differing(one, one) == ()


def test_setting_within_a_setting_is_named_in_full() -> None:
    found = differing(run([], settings={"rerank": {"on": True, "of": [1]}}), run([], settings={"rerank": {"of": [1]}}))
    assert found == (Differing("settings", "rerank.on", "true", ""),)


def test_value_with_control_characters_is_shown_on_one_line() -> None:
    found = differing(run([], settings={"name": "a"}), run([], settings={"name": "b\x1b[2J\n" + "c" * 500}))
    assert "\x1b" not in found[0].other
    assert len(found[0].other) == 120


def test_question_that_could_not_be_asked_makes_no_run_look_better() -> None:
    before = run([record("a", scores={"score": 0.0}, of=question("a")), record("b", of=question("b"))])
    after = run([record("a", status="error", of=question("a")), record("b", of=question("b"))])
    for one, other in ((before, after), (after, before)):
        pairs, left_out = paired(one, other)
        assert [pair.one.question.id for pair in pairs] == ["b"]
        assert left_out == (LeftOut("a", "not asked"),)
