"""evals/testsets/passages.py: passages and questions in two files, there and back."""

from pathlib import Path
from typing import Any

import pytest

from evals.testsets.forms import FORMS
from evals.testsets.reading import BadTestSet
from evals.testsets.texts import Text
from evals.testsets.types import KeyPoint, Place
from tests.evals.testsets.given import GIVEN, HOW_MANY, MAYOR, NOISE, TRAMS, lines, put


def test_passages_and_questions_are_written_and_read_again(tmp_path: Path) -> None:
    written = FORMS["passages"].write(GIVEN)
    again = FORMS["passages"].read(put(tmp_path, written))
    assert again.texts == {Place("trams.pdf#page=2"): Text("Trams", TRAMS), Place("noise.md"): Text("Noise", NOISE)}
    first, second, third = again.test_set.questions
    assert first.key_points[0].wordings == HOW_MANY.key_points[0].wordings
    assert first.evidence == (Place("trams.pdf#page=2"),)
    assert second.key_points == (KeyPoint("sensors lamp posts"),)
    assert third == MAYOR
    assert FORMS["passages"].write(again).files == written.files


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        (
            {"id": "q", "question": "Who?", "passage": "p9"},
            "questions.jsonl, line 1: passages.jsonl has no passage 'p9'",
        ),
        ({"id": "q", "question": "Who?"}, "questions.jsonl, line 1: passage is missing, or not what it should be"),
        ({"id": "q", "question": "", "passage": "p"}, "questions.jsonl, line 1, question: must not be empty"),
    ],
)
def test_what_is_wrong_in_questions_of_passages_is_named(tmp_path: Path, question: Any, problem: str) -> None:
    (tmp_path / "passages.jsonl").write_text(lines({"id": "p", "text": "x"}))
    (tmp_path / "questions.jsonl").write_text(lines(question))
    with pytest.raises(BadTestSet) as raised:
        FORMS["passages"].read(tmp_path)
    assert str(raised.value) == problem
