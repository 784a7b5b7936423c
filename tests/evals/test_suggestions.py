"""evals/suggestions.py: what is measured of suggestions, on a collection and questions of a few lines."""

import json
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from evals.suggestions import BadQuestions, Suggested, is_certain, main, read_answerable, report, suggested

ASKED = "Which cities use facial recognition?"


def test_answerable_questions_are_read_and_others_left_out(tmp_path: Path) -> None:
    rows = [
        {"question": "How many?", "question_fr": "Combien ?", "kind": "answerable"},
        {"question": "Who?", "kind": "unanswerable"},
        {"question": "Where?"},
    ]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    assert [row["question"] for row in read_answerable(path)] == ["How many?", "Where?"]


def test_set_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text("no JSON", encoding="utf-8")
    with pytest.raises(BadQuestions, match=r"set\.jsonl"):
        read_answerable(path)
    assert main([str(tmp_path), str(path)]) == 2
    assert "set.jsonl" in capsys.readouterr().out


def test_suggestions_are_asked_next_and_counted(assistant: Assistant) -> None:
    outcome = suggested(assistant, "How many electric buses does Harbourview operate?", "en", seconds=20.0)
    assert outcome.status == "refused"
    assert len(outcome.suggestions) >= 1
    assert outcome.answered == outcome.suggestions


def test_question_that_is_refused_is_not_counted_as_answered(assistant: Assistant) -> None:
    assert not is_certain(assistant, "What is the capital of Mongolia?", ASKED)
    assert is_certain(assistant, "How many digital help points did Harbourview open?", ASKED)


def test_report_gives_shares_repeats_and_times(capsys: pytest.CaptureFixture[str]) -> None:
    three = ("When?", "Where?", "Who?")
    outcomes = [
        Suggested("A?", "en", "answered", three, three[:2], 100.0),
        Suggested("B?", "en", "answered", three[:1], three[:1], 300.0),
        Suggested("C?", "en", "refused", (), (), 200.0),
    ]
    report("en", outcomes, show=True)
    said = capsys.readouterr().out
    assert "en: answers with 1 or more 0.667" in said
    assert "en: answers with 3 or more 0.333" in said
    assert "when asked next 0.750" in said
    assert "more than one question 1 of 4" in said
    assert "median 200, 95% under 300" in said
    assert said.count("(NOT ANSWERED)") == 1


def test_nothing_asked_or_suggested_is_not_scored(capsys: pytest.CaptureFixture[str]) -> None:
    report("fr", [], show=False)
    report("en", [Suggested("C?", "en", "refused", (), (), 200.0)], show=False)
    assert capsys.readouterr().out.count("not scored") == 2
