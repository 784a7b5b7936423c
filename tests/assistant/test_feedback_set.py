"""assistant/feedback_set.py: feedback as test questions: what a reader vouches for, and what is only claimed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.feedback import Feedback
from assistant.feedback_set import line_of
from assistant.feedback_set import test_set as rows_of
from assistant.types import Answer
from evals.reports import PageQuestion, is_right, read_questions
from tests.assistant.test_saved import EVERYTHING

GIVEN = Feedback(
    "ana", "the-conversation", 2, "up", "", "", EVERYTHING, "2026-11-28T16:30:00.000000+00:00", ("Trams?",)
)
DOWN = replace(GIVEN, verdict="down", reason="wrong", note="It is ten.")
HELP_POINTS = "How many digital help points did Harbourview open?"


def row_of(given: Feedback) -> dict[str, Any]:
    (row,) = rows_of([given])
    return row


def read_back(folder: Path, *given: Feedback) -> list[PageQuestion]:
    """The rows as the evaluation reads them."""
    path = folder / "set.jsonl"
    path.write_text("".join(line_of(row) + "\n" for row in rows_of(given)), encoding="utf-8")
    return read_questions(path)


def test_good_answer_vouches_for_its_places_and_quotes() -> None:
    row = row_of(GIVEN)
    assert row.pop("id").startswith("fb-")
    assert row == {
        "question": EVERYTHING.question,
        "question_fr": None,
        "kind": "answerable",
        "document": "plans/léman.pdf",
        "pages": [3],
        "also": {},
        "answer": None,
        "answers": ["Nine trams run."],
        "type": "feedback",
        "split": "dev",
        "earlier": ["Trams?"],
        "language": "en",
        "expected": "answer",
        "review": "vouched",
        "evidence": [{"document": "plans/léman.pdf", "page": 3}],
        "quotes": ["Nine trams run."],
        "verdict": "up",
        "reason": None,
        "note": "",
        "status": "partial",
        "text": "Nine trams run [1].\n\nNo bus runs .\n\nIt says nothing on boats.",
        "cited": [{"n": 1, "document": "plans/léman.pdf", "page": 3, "quote": "Nine trams run."}],
        "filters": {"roundtable": (2,), "place": ("Genève",), "since": "2020"},
        "model": "openai:small",
        "corpus": "cd39",
        "day": "2026-11-28",
    }


def test_bad_answer_vouches_for_nothing_and_is_no_question_without_an_answer(tmp_path: Path) -> None:
    row = row_of(DOWN)
    assert (row["kind"], row["review"], row["evidence"], row["quotes"], row["answers"]) == (
        *("to review", "to review"),
        *([], [], []),
    )
    assert {"document", "pages", "also"} & set(row) == set()
    assert (row["reason"], row["note"], row["cited"][0]["quote"]) == ("wrong", "It is ten.", "Nine trams run.")
    with pytest.raises(KeyError, match="document"):
        read_back(tmp_path, DOWN)


@pytest.mark.parametrize(
    ("verdict", "reason", "status", "expected"),
    [
        ("up", "", "answered", "answer"),
        ("up", "", "partial", "answer"),
        ("up", "", "refused", "refuse"),
        ("up", "", "clarify", "clarify"),
        ("down", "should-refuse", "answered", "refuse"),
        ("down", "should-answer", "refused", "answer"),
        ("down", "wrong", "answered", None),
        ("down", "", "refused", None),
    ],
)
def test_expected_is_what_was_done_well_or_what_the_reason_claims(
    verdict: Any, reason: str, status: Any, expected: str | None
) -> None:
    answer = replace(EVERYTHING, status=status)
    assert row_of(replace(GIVEN, verdict=verdict, reason=reason, answer=answer))["expected"] == expected


def test_evaluation_reads_a_good_answer_as_right_and_a_good_refusal_as_unanswerable(
    assistant: Assistant, tmp_path: Path
) -> None:
    answer, refusal = assistant.ask(HELP_POINTS), assistant.ask("How many annual visitors does the Louvre have?")
    good, none = read_back(tmp_path, replace(GIVEN, answer=answer), replace(GIVEN, answer=refusal))
    assert (good.text, good.places) == (HELP_POINTS, {"harbourview.pdf": (3,)})
    assert is_right(answer, good)
    assert (none.text, none.answerable) == (refusal.question, False)


def test_places_in_several_documents_and_in_one_without_pages_are_all_right(tmp_path: Path) -> None:
    (first,) = EVERYTHING.citations
    web = replace(first, number=2, page=None, document=replace(first.document, source="web.html", paged=False))
    later = replace(first, number=3, page=9)
    (question,) = read_back(tmp_path, replace(GIVEN, answer=replace(EVERYTHING, citations=(later, web, first))))
    assert question.places == {"plans/léman.pdf": (3, 9), "web.html": ()}


def test_follow_up_whose_earlier_questions_are_forgotten_is_the_question_that_it_was_taken_for() -> None:
    assert row_of(replace(GIVEN, earlier=(), conversation=None))["question"] == "How many trams run in Genève?"
    alone = replace(GIVEN, earlier=(), answer=Answer("Who?", "refused"))
    assert row_of(alone)["question"] == "Who?"


def test_french_question_is_marked_as_such(assistant: Assistant) -> None:
    answer = assistant.ask("Combien de points d'aide numérique Harbourview a-t-elle ouverts ?")
    assert row_of(replace(GIVEN, answer=answer))["language"] == "fr"


def test_no_user_and_no_conversation_is_in_a_row() -> None:
    line = line_of(row_of(replace(GIVEN, user="zeppelin", conversation="airship")))
    assert "zeppelin" not in line
    assert "airship" not in line


def test_id_is_the_same_in_every_export_and_differs_between_rows() -> None:
    ids = [row["id"] for row in rows_of([GIVEN, DOWN, replace(GIVEN, given="2026-11-29"), GIVEN])]
    assert ids[0] == ids[3]
    assert len(set(ids)) == 3
    assert row_of(replace(GIVEN, user="bo", conversation=None))["id"] == ids[0]


@pytest.mark.parametrize("end", ["\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_row_is_one_line_whatever_its_reader_takes_for_the_end_of_one(end: str) -> None:
    row = row_of(replace(DOWN, note=f"one{end}two"))
    (line,) = line_of(row).splitlines()
    assert json.loads(line)["note"] == f"one{end}two"


def test_half_characters_become_whole_ones_and_others_are_readable() -> None:
    line = line_of(row_of(GIVEN))
    assert "léman.pdf" in line
    assert json.loads(line.encode("utf-8"))["question"] == EVERYTHING.question.replace("\ud800", "\ufffd")
