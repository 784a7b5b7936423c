"""evals/comparing/text.py: tables that fit a terminal, and JSON that can be read again."""

import json
from dataclasses import replace

from evals.comparing.compared import compared
from evals.comparing.gate import NO_DROP, Check, Verdict
from evals.comparing.text import WIDTH, comparison_json, comparison_text, verdict_text
from evals.metrics import METRICS
from evals.metrics.types import Metric
from tests.evals.comparing.by_hand import SCORE, SLOWNESS, Place, filler, metrics, question, record, run, scoring


def test_metric_is_one_row_with_both_values_difference_and_p() -> None:
    text = comparison_text(compared(scoring(*[1.0] * 8), scoring(*[0.5] * 8), metrics(SCORE)))
    row = next(line for line in text.splitlines() if line.startswith("Score"))
    assert row.split() == "Score 1.000 0.500 -0.500 -0.500 to -0.500 0.008 0.008 8 *".split()


def test_metric_that_could_not_be_scored_is_named_below() -> None:
    text = comparison_text(compared(scoring(None), scoring(1.0), metrics(SCORE)))
    assert "Not scored in both: Score" in text


def test_every_line_fits_whatever_the_names_are() -> None:
    long = Metric("score", "A very long title that " + "goes on " * 9, "", "", "citing", SCORE.values, better="lower")
    one = run([record("x" * 90, of=question("x" * 90)), record("gone", of=question("gone"))], "n" * 300,
              settings={"s" * 200: "v" * 300})  # fmt: skip
    other = run([record("x" * 90, status="refused", found=filler(20), made=(False, False),
                        of=question("x" * 90))])  # fmt: skip
    comparison = compared(one, other, metrics(long, SLOWNESS))
    text = comparison_text(comparison)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "no longer among the first 5: report.pdf p. 4" in " ".join(text.split())
    assert "Left out, only before: gone" in text
    fast = compared(one, replace(other, settings=one.settings), METRICS)
    assert max(map(len, comparison_text(fast).splitlines())) <= WIDTH


def test_text_from_outside_cannot_move_the_cursor() -> None:
    asked = question("q\x1b[2J")
    one, other = record(asked.id, of=asked), record(asked.id, of=asked, cites=[Place("a\x1b.pdf", 1)])
    text = comparison_text(compared(run([one], "r\x1b"), run([other], settings={"\x1b": "\x1b"}), metrics(SCORE)))
    assert "\x1b" not in text


def test_unchanged_runs_say_so() -> None:
    assert "No question came out otherwise." in comparison_text(compared(run([record()]), run([record()])))


def test_worse_questions_come_first_and_the_rest_is_counted() -> None:
    ids = [f"q{at}" for at in range(14)]
    one = run([record(id_, of=question(id_), made=(False, False)) for id_ in ids])
    other = run([record(id_, of=question(id_), made=(False, False), status="refused" if id_ == "q13" else "answered",
                        cites=[Place("b.pdf", 1)]) for id_ in ids])  # fmt: skip
    lines = comparison_text(compared(one, other, metrics(SCORE))).splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("Questions that came out otherwise: 14"))
    counts = "(1 worse, 0 better, 13 otherwise; by reason: selection 13, refusal 1)"
    assert counts in " ".join(line.strip() for line in lines[at : at + 2])
    assert any(line.startswith("  worse     refusal") and "q13" in line for line in lines[at : at + 4])
    assert lines[-1] == "  and 2 more: --json has all"


def test_verdict_names_what_fails_first() -> None:
    verdict = Verdict(
        (
            Check("at least", "page_recall", "passes", "0.9, at least 0.8 is wanted"),
            Check("drop", "support", "not scored", "no question is scored both here and in the baseline"),
            Check("drop", "exact_page", "fails", "dropped by 0.2 " + "and more " * 20),
        ),
        ("questions gone since the baseline: 1 (q\x1b7)",),
    )
    lines = verdict_text(verdict).splitlines()
    assert lines[0].startswith("fails       drop exact_page: dropped by 0.2")
    assert max(map(len, lines)) <= WIDTH
    assert "\x1b" not in verdict_text(verdict)
    assert lines[-1] == "the gate is not passed: 2 of 3 checks"
    passed = verdict_text(Verdict((Check("asked", "", "passes", "3 of 3 questions"),)))
    assert passed == "passes      asked: 3 of 3 questions\nthe gate is passed (1 checks)"


def test_metrics_that_did_not_drop_are_one_line() -> None:
    checks = tuple(Check("drop", name, "passes", NO_DROP) for name in ("support", "exact_page"))
    assert verdict_text(Verdict(checks)).splitlines()[0] == "passes      no drop of support, exact_page"


def test_comparison_is_json_that_has_both_answers() -> None:
    one, other = run([record()]), run([record(status="refused", found=filler(20), made=(False, False))], "later")
    found = json.loads(json.dumps(comparison_json(compared(one, other, metrics(SCORE, SLOWNESS))), allow_nan=False))
    assert found["metrics"]["score"]["difference"] is None
    assert found["metrics"]["slowness"]["p"] == 1.0
    (changed,) = found["changed"]
    assert (changed["reason"], changed["way"]) == ("retrieval", "worse")
    assert changed["gone"] == [{"document": "report.pdf", "page": 4}]
    assert changed["one"]["answer"]["text"] == "The library lends 40 tablets."
    assert changed["other"]["status"] == "refused"
