from pathlib import Path

import pytest

from evals.testsets.reading import read_test_set
from evals.testsets.types import KeyPoint, Place, Question, Tags
from evals.testsets.writing import WriteAs
from evals.testsets.writing import test_set_text as text_of

FULL = Question(
    "é1",
    "Et à Vienne ?",
    "answer",
    "fr",
    ("Qu'a fait Séoul ?",),
    (KeyPoint("2019-07-09", "okay", ("yes", "3"), (Place("x.pdf", 3),)), KeyPoint("no")),
    "First line.\n  - second: line\n\nlast",
    (Place("y.md"),),
    ("# not a remark", "*x", "&x", "- item"),
    Tags("staff", "fact", 2, ("null", "~", "a\u2028b", "c\x85d", "\ttab", "\ufeff", "'\"\\")),
    "é0",
    True,
)


@pytest.mark.parametrize("form", ["yaml", "jsonl"])
def test_what_is_written_is_read_as_it_was(tmp_path: Path, form: WriteAs) -> None:
    questions = (Question("é0", "Who?", expected="refuse"), FULL)
    path = tmp_path / f"set.{form}"
    path.write_text(text_of(questions, form), encoding="utf-8", newline="")
    assert read_test_set(path).questions == questions


def test_the_shipped_set_comes_back_from_both_forms(tmp_path: Path) -> None:
    shipped = read_test_set(Path(__file__).parents[3] / "evals" / "sets" / "roundtables").questions
    for form in ("yaml", "jsonl"):
        path = tmp_path / f"set.{form}"
        path.write_text(text_of(shipped, form), encoding="utf-8", newline="")
        assert read_test_set(path).questions == shipped


def test_yaml_is_in_the_order_of_the_fields_and_leaves_out_what_is_usual() -> None:
    question = Question(
        "a", "Où ?", language="fr", key_points=(KeyPoint("Ici", evidence=(Place("x.pdf", 3),)),), reference="A\nB\n"
    )
    assert text_of([question, Question("b", "Who?", expected="refuse")], "yaml") == (
        "- id: a\n"
        "  question: Où ?\n"
        "  language: fr\n"
        "  key_points:\n"
        "    - text: Ici\n"
        "      evidence:\n"
        "        - document: x.pdf\n"
        "          page: 3\n"
        "  reference: |\n"
        "    A\n"
        "    B\n"
        "\n"
        "- id: b\n"
        "  question: Who?\n"
        "  expected: refuse\n"
    )


def test_one_place_named_twice_is_written_twice_and_not_as_an_alias() -> None:
    place = (Place("x.pdf", 3),)
    text = text_of([Question("a", "Who?", key_points=(KeyPoint("A", evidence=place),), evidence=place)], "yaml")
    assert text.count("x.pdf") == 2


def test_json_has_one_question_a_line_whatever_stands_in_it() -> None:
    text = text_of([Question("a", "Who\u2028is\nit?", reference="x"), Question("b", "Why?", draft=True)], "jsonl")
    assert text.splitlines() == [
        '{"id": "a", "question": "Who\\u2028is\\nit?", "reference": "x"}',
        '{"id": "b", "question": "Why?", "draft": true}',
    ]


@pytest.mark.parametrize("form", ["yaml", "jsonl"])
def test_half_a_character_is_written_as_a_sign_that_it_was_one(form: WriteAs) -> None:
    assert "\ufffd" in text_of([Question("a", "Who\ud800?", reference="x")], form)
