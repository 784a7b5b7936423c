"""evals/testsets/ragas.py: rows with references, contexts and responses, there and back."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.phrases import DOES_NOT_SAY
from evals.runs.types import Found, Record, Run
from evals.testsets.forms import FORMS
from evals.testsets.ragas import write_ragas
from evals.testsets.reading import BadTestSet
from evals.testsets.texts import Text, WithTexts
from evals.testsets.types import Place, Question
from tests.evals.testsets.given import GIVEN, HOW_MANY, MAYOR, NOISE, TRAMS, lines


def ragas(folder: Path, *rows: Any) -> WithTexts:
    path = folder / "set.jsonl"
    path.write_text(lines(*rows))
    return FORMS["ragas"].read(path)


def test_ragas_rows_of_today_and_of_before_0_2_are_read(tmp_path: Path) -> None:
    read = ragas(
        tmp_path,
        {"user_input": "How many trams?", "reference": "Nine.", "reference_contexts": [TRAMS], "response": "Ten."},
        {"question": "Where?", "ground_truth": "On posts.", "contexts": [NOISE], "answer": "Here."},
        {"question": "When?", "ground_truths": ["In 1901.", "Long ago."]},
    )
    assert read.test_set.questions == (
        Question("q1", "How many trams?", reference="Nine.", evidence=(Place("context-1"),)),
        Question("q2", "Where?", reference="On posts."),
        Question("q3", "When?", reference="In 1901. Long ago."),
    )
    assert read.texts == {Place("context-1"): Text("", TRAMS)}


def test_ragas_conversation_is_its_last_question_after_the_others(tmp_path: Path) -> None:
    said = [("human", "How many trams?"), ("ai", "Nine."), ("human", "And the first?")]
    messages = [{"type": who, "content": what} for who, what in said]
    (question,) = ragas(tmp_path, {"user_input": messages, "reference": "1901"}).test_set.questions
    assert (question.earlier, question.question) == (("How many trams?",), "And the first?")


def test_ragas_row_with_nothing_to_judge_by_is_a_draft(tmp_path: Path) -> None:
    assert ragas(tmp_path, {"user_input": "Who?"}).test_set.questions[0].draft


def test_ragas_file_of_one_json_list_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps([{"user_input": "Who?", "reference": "Ana."}], indent=2))
    assert FORMS["ragas"].read(path).test_set.questions == (Question("q1", "Who?", reference="Ana."),)


def test_ragas_is_written_and_read_again(tmp_path: Path) -> None:
    written = FORMS["ragas"].write(GIVEN)
    rows = [json.loads(line) for line in written.files[""].splitlines()]
    assert [row["id"] for row in rows] == ["how-many", "where", "mayor"]
    assert rows[0] == {
        "id": "how-many",
        "user_input": HOW_MANY.question,
        "reference_contexts": [TRAMS],
        "reference": "Nine.",
    }
    assert rows[1]["reference"] == "sensors lamp posts"
    assert rows[2] == {"id": "mayor", "user_input": MAYOR.question, "reference": DOES_NOT_SAY}
    again = ragas(tmp_path, *rows)
    assert [(each.id, each.expected) for each in again.test_set.questions] == [
        ("how-many", "answer"),
        ("where", "answer"),
        ("mayor", "refuse"),
    ]


def test_ragas_has_the_answer_of_a_run_and_the_pages_that_were_found() -> None:
    found = (Found("p1", "noise.md", (), 0.9), Found("p2", "trams.pdf", (1, 2), 0.8), Found("p3", "noise.md", (), 0.7))
    record = Record(HOW_MANY, {"status": "answered", "text": "Nine trams run."}, retrieved=found)
    run = Run("r", "r", "set", "", {}, {}, {}, (record,))
    first, second, _ = (json.loads(line) for line in write_ragas(GIVEN, run).files[""].splitlines())
    assert first["retrieved_contexts"] == [NOISE, TRAMS]
    assert first["response"] == "Nine trams run."
    assert "response" not in second


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({}, "set.jsonl, line 1, question: must not be empty"),
        ({"user_input": 3, "reference": "x"}, "set.jsonl, line 1, question: must be text, and is 3"),
        ({"user_input": [], "reference": "x"}, "set.jsonl, line 1, question: must not be empty"),
        ({"user_input": [{"content": None}], "reference": "x"}, "line 1, question: must be text, and is nothing"),
        ({"user_input": "Who?", "reference": {"a": 1}}, "line 1, reference: must be text, and is {'a': 1}"),
        ({"user_input": "Who?", "reference_contexts": "x"}, ""),  # no list, and so no contexts: a draft
        (3, "set.jsonl, line 1: must be an object with keys"),
    ],
)
def test_what_is_wrong_in_ragas_is_named(tmp_path: Path, row: Any, problem: str) -> None:
    (tmp_path / "set.jsonl").write_text(lines(row))
    if not problem:
        assert FORMS["ragas"].read(tmp_path / "set.jsonl").test_set.questions[0].draft
        return
    with pytest.raises(BadTestSet) as raised:
        FORMS["ragas"].read(tmp_path / "set.jsonl")
    assert problem in str(raised.value)
