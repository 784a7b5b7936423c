"""evals/comparing/gate.py and what it reads: a real drop fails, chance does not, and nothing passes unscored."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evals.comparing.gate import (
    BadBaseline,
    BadThresholds,
    Baseline,
    Check,
    Thresholds,
    Verdict,
    baseline_json,
    checked,
    read_baseline,
    read_thresholds,
)
from evals.comparing.thresholds import Allowed
from evals.metrics import METRICS
from evals.runs.types import Run
from tests.evals.comparing.by_hand import (  # fmt: skip
    CALIBRATION_ERROR,
    LOSS,
    SCORE,
    SLOWNESS,
    metrics,
    not_asked,
    question,
    record,
    run,
    scoring,
)

KNOWN = metrics(SCORE, LOSS, SLOWNESS, CALIBRATION_ERROR)
DROP = Thresholds(drop=Allowed(0.02, 0.05), only=("score",))


def accepted(of: Run, folder: Path) -> Baseline:
    path = folder / "baseline.json"
    path.write_text(baseline_json(of, KNOWN), encoding="utf-8")
    return read_baseline(path)


def drop(before: Run, after: Run, folder: Path, thresholds: Thresholds = DROP) -> Check:
    verdict = checked(after, thresholds, accepted(before, folder), KNOWN)
    (found,) = [check for check in verdict.checks if check.kind == "drop"]
    assert verdict.passes == (found.outcome == "passes")
    return found


def test_real_drop_fails(tmp_path: Path) -> None:
    """Twelve of sixty questions lost what they had: 0.2, and 2 / 2 ** 12 of chance."""
    found = drop(scoring(*[1.0] * 60), scoring(*[0.0] * 12, *[1.0] * 48), tmp_path)
    assert found.outcome == "fails"
    assert "dropped by 0.200" in found.why
    assert "p = 0.0005" in found.why


def test_drop_of_a_metric_that_is_better_lower_fails(tmp_path: Path) -> None:
    thresholds = replace(DROP, only=("loss",))
    assert drop(scoring(*[0.0] * 60), scoring(*[1.0] * 12, *[0.0] * 48), tmp_path, thresholds).outcome == "fails"
    assert drop(scoring(*[1.0] * 60), scoring(*[0.0] * 12, *[1.0] * 48), tmp_path, thresholds).outcome == "passes"


def test_noise_passes(tmp_path: Path) -> None:
    """Questions that go up and down, by chance more of them down: 0.05 worse on average, beyond what is allowed."""
    before = [1.0] * 30 + [0.0] * 30
    after = [0.0] * 10 + [1.0] * 20 + [1.0] * 7 + [0.0] * 23
    found = drop(scoring(*before), scoring(*after), tmp_path)
    assert found.outcome == "passes"
    assert found.why.endswith("may well be chance")
    assert found.figure is not None
    assert found.figure.value == pytest.approx(0.05)


def test_noise_fails_no_more_often_than_p_says(tmp_path: Path) -> None:
    draw = np.random.default_rng(5)
    base = accepted(scoring(*[0.5] * 40), tmp_path)
    fails = [
        not checked(scoring(*(0.5 + draw.normal(0, 0.3, 40)).tolist()), DROP, base, KNOWN).passes for _ in range(100)
    ]
    # Drops alone fail, so 2.5 of 100 are expected at p = 0.05; more than 8 would be 1 in 1,000.
    assert 0 < sum(fails) <= 8


def test_tiny_drop_that_is_no_chance_passes_within_what_is_allowed(tmp_path: Path) -> None:
    found = drop(scoring(*[0.9] * 200), scoring(*[0.885] * 200), tmp_path)
    assert found.outcome == "passes"
    assert "0.02 is allowed" in found.why
    assert drop(scoring(*[0.9] * 200), scoring(*[0.87] * 200), tmp_path).outcome == "fails"


def test_drop_of_exactly_what_is_allowed_passes(tmp_path: Path) -> None:
    assert drop(scoring(*[0.9] * 20), scoring(*[0.88] * 20), tmp_path).outcome == "passes"


def test_gain_passes(tmp_path: Path) -> None:
    assert drop(scoring(*[0.5] * 20), scoring(*[0.9] * 20), tmp_path).why == "no drop"


def test_metric_that_is_not_scored_any_more_fails(tmp_path: Path) -> None:
    found = drop(scoring(1.0, 1.0), scoring(None, None), tmp_path)
    assert found.outcome == "not scored"


def test_precision_of_more_and_worse_refusals_fails(tmp_path: Path) -> None:
    """The twenty questions that were refused before still are, and rightly; twenty more are, and wrongly."""
    found = drop(scoring(*[1.0] * 20, *[None] * 20), scoring(*[1.0] * 20, *[0.0] * 20), tmp_path)
    assert (found.outcome, found.figure and found.figure.value) == ("fails", 0.5)


def test_threshold_that_is_missed_fails_and_one_that_is_met_passes() -> None:
    verdict = checked(scoring(1.0, 0.0), Thresholds({"score": 0.6}, {"loss": 0.5}), metrics=KNOWN)
    assert [(check.kind, check.outcome) for check in verdict.checks] == [
        ("asked", "passes"),
        ("at least", "fails"),
        ("at most", "passes"),
    ]
    assert not verdict.passes
    assert checked(scoring(1.0, 0.0), Thresholds({"score": 0.5}), metrics=KNOWN).passes


def test_figure_that_meets_a_threshold_but_for_the_last_digit_passes() -> None:
    assert checked(scoring(0.1, 0.2, 0.3), Thresholds({"score": 0.2}), metrics=KNOWN).passes


@pytest.mark.parametrize("of", [scoring(None, None), run([])])
def test_threshold_of_a_metric_that_could_not_be_scored_fails(of: Run) -> None:
    for thresholds in (Thresholds({"score": 0.0}), Thresholds({}, {"score": 1.0})):
        verdict = checked(of, thresholds, metrics=KNOWN)
        assert verdict.checks[-1].outcome == "not scored"
        assert not verdict.passes


def test_figure_over_all_questions_is_held_to_a_threshold() -> None:
    """Each confidence is 0.8: of answers that are right it lies 0.2 from what is right."""
    right = scoring(1.0, 1.0, name="right")
    assert checked(right, Thresholds({}, {"calibration_error": 0.21}), metrics=KNOWN).passes
    assert not checked(right, Thresholds({}, {"calibration_error": 0.19}), metrics=KNOWN).passes


def test_question_that_could_not_be_asked_fails_though_the_others_do_well() -> None:
    verdict = checked(run([record(scores={"score": 1.0}), not_asked("q2")]), Thresholds({"score": 0.9}), metrics=KNOWN)
    assert [check.outcome for check in verdict.checks] == ["fails", "passes"]
    assert verdict.checks[0].why == "1 of 2 could not be asked: q2"


def test_drop_without_a_baseline_is_not_passed_over() -> None:
    verdict = checked(scoring(1.0), DROP, None, KNOWN)
    assert verdict.checks[-1].outcome == "not scored"
    assert "no baseline" in verdict.checks[-1].why


def test_questions_that_are_gone_changed_or_new_are_named_and_not_compared(tmp_path: Path) -> None:
    asked = [record(id_, scores={"score": 1.0}, of=question(id_)) for id_ in ("a", "b", "c")]
    changed = record("b", scores={"score": 0.0}, of=question("b", question="How many laptops?"))
    new = record("d", scores={"score": 0.0}, of=question("d"))
    verdict = checked(run([asked[0], changed, new]), DROP, accepted(run(asked), tmp_path), KNOWN)
    assert [check.outcome for check in verdict.checks if check.kind == "asked"] == ["passes", "fails"]
    assert "2 questions of the baseline are gone or changed" in verdict.checks[1].why
    assert not verdict.passes
    assert verdict.checks[-1].figure is not None
    assert verdict.checks[-1].figure.count == 1
    assert verdict.notes == (
        "questions gone since the baseline: 1 (c)",
        "questions changed since the baseline, not compared: 1 (b)",
        "questions new since the baseline, not compared: 1 (d)",
    )


def test_baseline_with_no_question_of_the_run_fails(tmp_path: Path) -> None:
    base = accepted(run([record("a", scores={"score": 1.0}, of=question("a"))]), tmp_path)
    verdict = checked(run([record("b", scores={"score": 1.0}, of=question("b"))]), DROP, base, KNOWN)
    assert not verdict.passes
    assert "no question is the same as in the baseline" in verdict.notes


def test_baseline_of_another_set_is_refused(tmp_path: Path) -> None:
    base = accepted(scoring(1.0, set_name="squad2"), tmp_path)
    with pytest.raises(BadBaseline, match=r"baseline\.json: set: is a baseline of 'squad2', and the run asked 'round"):
        checked(scoring(1.0), DROP, base, KNOWN)


def test_time_is_compared_only_where_it_is_named(tmp_path: Path) -> None:
    base = accepted(scoring(*[1.0] * 3), tmp_path)
    every = Thresholds(drop=Allowed())
    of = [check.metric for check in checked(scoring(*[1.0] * 3), every, base, KNOWN).checks]
    assert of == ["", "", "score", "loss"]
    named = replace(every, of={"slowness": Allowed(5)})
    assert [check.metric for check in checked(scoring(*[1.0] * 3), named, base, KNOWN).checks][4:] == ["slowness"]


def test_metric_that_is_newer_than_the_baseline_is_named(tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(baseline_json(scoring(1.0), metrics(LOSS)), encoding="utf-8")
    verdict = checked(scoring(1.0), Thresholds(drop=Allowed()), read_baseline(path), KNOWN)
    assert [check.metric for check in verdict.checks] == ["", "", "loss"]
    assert verdict.notes == ("not compared, for the baseline has no value of them: score",)
    # One that is asked for by name is not passed over.
    assert not checked(scoring(1.0), DROP, read_baseline(path), KNOWN).passes


def test_metric_that_no_question_of_the_set_is_for_does_not_fail(tmp_path: Path) -> None:
    every = Thresholds(drop=Allowed())
    never = accepted(scoring(None, None), tmp_path)
    assert not checked(scoring(None, None), every, never, metrics(SCORE)).passes  # nothing at all was compared
    assert checked(scoring(None, None), replace(every, of={"slowness": Allowed()}), never, KNOWN).passes


def test_baseline_is_the_same_for_the_same_run_and_has_a_line_for_each_question(tmp_path: Path) -> None:
    text = baseline_json(scoring(0.123456789, None), KNOWN)
    assert text == baseline_json(scoring(0.123456789, None), KNOWN)
    assert sum(line.startswith('  "q') for line in text.splitlines()) == 2
    found = accepted(scoring(0.123456789, None), tmp_path)
    assert found.metrics == ("score", "loss", "slowness")
    assert dict(found.questions["q0"].values) == {"score": 0.123457, "loss": 0.123457, "slowness": 0.0}
    assert dict(found.questions["q1"].values) == {"slowness": 1.0}
    assert json.loads(baseline_json(run([]), METRICS))["questions"] == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is no JSON, or damaged"),
        ("[]", "format: is no roundtable-baseline/1"),
        ('{"format": "roundtable-baseline/9"}', "format: is no roundtable-baseline/1"),
        ('{"format": "roundtable-baseline/1"}', "set: is missing or damaged"),
        ('{"format": "roundtable-baseline/1", "format": "roundtable-baseline/1"}', "a name stands twice"),
    ],
)
def test_damaged_baseline_is_named_with_its_key(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadBaseline, match=message) as caught:
        read_baseline(path)
    assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.parametrize("value", ['"1"', "true", "null"])
def test_value_of_a_baseline_that_is_no_number_is_named_with_its_question(value: str, tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    path.write_text(baseline_json(scoring(0.25), KNOWN).replace("0.25", value), encoding="utf-8")
    with pytest.raises(BadBaseline, match=r"questions\.q0\.values"):
        read_baseline(path)


def test_baseline_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadBaseline, match=r"none\.json: the baseline cannot be read"):
        read_baseline(tmp_path / "none.json")


def test_thresholds_are_read(tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(
        "[at_least]\nscore = 0.8\n[at_most]\ncalibration_error = 0.2\n[drop]\nmost = 0.03\nonly = ['score']\n"
        "[drop.of]\nscore = 0.1\nloss = {p = 0.01}\n",
        encoding="utf-8",
    )
    found = read_thresholds(path, KNOWN)
    assert found == Thresholds(
        {"score": 0.8}, {"calibration_error": 0.2}, Allowed(0.03, 0.05), ("score",),
        {"score": Allowed(0.1, 0.05), "loss": Allowed(0.03, 0.01)},
    )  # fmt: skip


def test_drop_alone_has_the_usual_limits(tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text("[drop]\n", encoding="utf-8")
    assert read_thresholds(path, KNOWN) == Thresholds(drop=Allowed(0.02, 0.05))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[at_least\n", "is no TOML"),
        ("[at_least]\nscore = 1\nscore = 2\n", "is no TOML"),
        ("[atleast]\nscore = 1\n", "atleast: there is no such part"),
        ("at_least = 3\n", r"at_least: expected lines below \[at_least\], found int"),
        ("[at_least]\nrecal = 0.5\n", "at_least.recal: there is no such metric; there are score, loss"),
        ("[at_least]\nscore = '0.5'\n", "at_least.score: expected a number, found '0.5'"),
        ("[at_least]\nscore = true\n", "at_least.score: expected a number, found True"),
        ("[at_least]\nscore = nan\n", "at_least.score: expected a number, found nan"),
        ("[at_least]\nscore = 0.5\n[at_most]\nscore = 0.4\n", "at_most.score: 0.4 is below"),
        ("[drop]\nmax = 0.1\n", "drop.max: there is no such line"),
        ("[drop]\nmost = -1\n", "drop.most: expected 0 or more, found -1"),
        ("[drop]\np = 0\n", "drop.p: expected a probability above 0"),
        ("[drop]\np = 5\n", "drop.p: expected a probability above 0 and up to 1, found 5"),
        ("[drop]\nonly = 'score'\n", "drop.only: expected a list"),
        ("[drop]\nonly = ['recal']\n", "drop.only.recal: there is no such metric"),
        ("[drop.of]\nscore = 'much'\n", "drop.of.score: expected a number"),
        ("[drop.of]\nscore = {max = 1}\n", "drop.of.score.max: there is no such line"),
        ("[drop.of]\ncalibration_error = 0.1\n", "drop.of.calibration_error: is made of all questions together"),
        ("", "holds a run to nothing"),
    ],
)
def test_wrong_line_of_thresholds_is_named(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadThresholds, match=message) as caught:
        read_thresholds(path, KNOWN)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_thresholds_that_are_not_there_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadThresholds, match=r"none\.toml: the thresholds cannot be read"):
        read_thresholds(tmp_path / "none.toml")


def test_verdict_passes_only_if_every_check_does() -> None:
    passes = Check("drop", "score", "passes", "no drop")
    assert Verdict((passes,)).passes
    assert not Verdict((passes, Check("drop", "loss", "not scored", "no question"))).passes
