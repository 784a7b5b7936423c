"""evals/testsets/squad.py: paragraphs with questions, also such that they do not answer, there and back."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.testsets.forms import FORMS
from evals.testsets.reading import BadTestSet
from evals.testsets.texts import Text, WithTexts
from evals.testsets.types import KeyPoint, Place, Question, TestSet
from tests.evals.testsets.given import GIVEN, HOW_MANY, IMPOSSIBLE, MAYOR, NINE, NOISE, TEXTS, TRAMS, WHERE, put, squad


def test_squad_answers_are_wordings_and_impossible_questions_are_to_be_refused(tmp_path: Path) -> None:
    asked = {**NINE, "answers": [{"text": "Nine trams", "answer_start": 0}, {"text": "Nine", "answer_start": 0}]}
    read = FORMS["squad"].read(squad(tmp_path, asked, IMPOSSIBLE))
    assert read.test_set.questions == (
        Question(
            "q1",
            "How many trams?",
            key_points=(KeyPoint("Nine trams", wordings=("Nine trams", "Nine")),),
            evidence=(Place("Trams-1"),),
        ),
        Question("q2", "Who?", expected="refuse"),
    )
    assert read.texts == {Place("Trams-1"): Text("Trams", TRAMS)}


def test_squad_of_version_1_has_no_word_on_what_is_impossible(tmp_path: Path) -> None:
    read = FORMS["squad"].read(squad(tmp_path, NINE))
    assert [each.expected for each in read.test_set.questions] == ["answer"]


def test_squad_is_written_with_answers_as_they_stand_in_the_page(tmp_path: Path) -> None:
    written = FORMS["squad"].write(GIVEN)
    assert json.loads(written.files[""]) == {
        "version": "v2.0",
        "data": [
            {
                "title": "Trams",
                "paragraphs": [
                    {
                        "context": TRAMS,
                        "qas": [
                            {
                                "question": HOW_MANY.question,
                                "id": "how-many",
                                "answers": [{"text": "Nine trams", "answer_start": 0}],
                                "is_impossible": False,
                            }
                        ],
                    }
                ],
            },
            {
                "title": "Noise",
                "paragraphs": [
                    {
                        "context": NOISE,
                        # Its words do not stand side by side, so the sentence that has them is the answer.
                        "qas": [
                            {
                                "question": WHERE.question,
                                "id": "where",
                                "answers": [{"text": NOISE, "answer_start": 0}],
                                "is_impossible": False,
                            }
                        ],
                    }
                ],
            },
            {
                "title": "",
                "paragraphs": [
                    {
                        "context": "",
                        "qas": [{"question": MAYOR.question, "id": "mayor", "answers": [], "is_impossible": True}],
                    }
                ],
            },
        ],
    }
    assert written.losses[:3] == (
        "left out: 1 questions to be clarified: SQuAD has none",
        "left out: 1 follow-ups: SQuAD has no conversations",
        "left out: 1 drafts",
    )
    again = FORMS["squad"].read(put(tmp_path, written))
    assert [(each.id, each.expected) for each in again.test_set.questions] == [
        ("how-many", "answer"),
        ("where", "answer"),
        ("mayor", "refuse"),
    ]
    assert FORMS["squad"].write(again).files == written.files


def test_squad_leaves_out_what_stands_nowhere_and_says_so() -> None:
    wrong = replace(HOW_MANY, key_points=(KeyPoint("Twelve trams"),))
    written = FORMS["squad"].write(WithTexts(TestSet("set", (wrong, MAYOR)), TEXTS))
    assert written.questions == 1
    assert "left out: 1 questions whose first key point stands on no page that is given" in written.losses


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[]", "not SQuAD; it has no list `data`"),
        ('{"data": {}}', "not SQuAD; it has no list `data`"),
        ('{"data": []}', "there is no question in it"),
        ('{"data": [1]}', "data[1]: must be an object with keys"),
        ('{"data": [{}]}', "data[1]: paragraphs is missing, or not what it should be"),
        ('{"data": [{"paragraphs": [1]}]}', "data[1].paragraphs[1]: must be an object with keys"),
        ('{"data": [{"paragraphs": [{"context": 1, "qas": []}]}]}', "paragraphs[1]: context is missing"),
        ('{"data": [{"paragraphs": [{"context": "x", "qas": [1]}]}]}', "a question must be an object with keys"),
        ("{", "line 1: not JSON"),
        ("[" * 100_000, "too many lists within each other"),
    ],
)
def test_what_is_wrong_in_squad_is_named(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "dev.json").write_text(text)
    with pytest.raises(BadTestSet) as raised:
        FORMS["squad"].read(tmp_path / "dev.json")
    assert problem in str(raised.value)
    assert str(raised.value).startswith("dev.json")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"id": 7}, "dev.json, question 7, id: must be text, and is 7"),
        ({"question": ""}, "dev.json, question q1, question: must not be empty"),
        ({"answers": []}, "dev.json, question q1: has no answer and is not marked as impossible"),
        ({"answers": [{"text": 3}]}, "dev.json, question q1: text is missing, or not what it should be"),
        ({"answers": None}, "dev.json, question q1: answers is missing, or not what it should be"),
    ],
)
def test_what_is_wrong_with_a_question_of_squad_is_named_by_its_id(
    tmp_path: Path, changed: dict[str, Any], problem: str
) -> None:
    with pytest.raises(BadTestSet) as raised:
        FORMS["squad"].read(squad(tmp_path, {**NINE, **changed}))
    assert str(raised.value) == problem
