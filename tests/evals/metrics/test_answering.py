"""About evals/metrics/answering.py: key points made, what else is said, and what is right."""

import pytest

from assistant.types import Answer
from evals.metrics.answering import answering
from evals.metrics.cited import CitedSentence, Source
from evals.testsets.types import Expected, KeyPoint, Place, Question
from tests.evals.metrics.records import answer

PAGE = Place("a.pdf", 4)
SENSORS, MAP, BANK = KeyPoint("48 sensors"), KeyPoint("public map"), KeyPoint("paid by a bank", "okay")


def scored(
    *said: tuple[str, Place | None],
    points: tuple[KeyPoint, ...] = (SENSORS, MAP, BANK),
    expected: Expected = "answer",
    evidence: tuple[Place, ...] = (PAGE,),
    forbidden: tuple[str, ...] = (),
) -> dict[str, float | None]:
    """The scores of an answer with these sentences, each with the place that it cites."""
    question = Question("q", "?", expected, key_points=points, evidence=evidence, forbidden=forbidden)
    sentences = [CitedSentence(text, (Source(place, "", "", "", "en") if place else None,)) for text, place in said]
    given = answer(*((text, (1,)) for text, _ in said)) if said else Answer("?", "refused")
    return answering(question, given, sentences)


def test_one_of_two_vital_points_and_the_okay_one() -> None:
    found = scored(("It has 48 sensors.", PAGE), ("It was paid by a bank.", PAGE))
    assert found["key_point_recall"] == 1 / 2
    assert found["weighted_recall"] == (1 + 0.5) / (1 + 1 + 0.5)


def test_refused_question_that_was_to_be_answered_makes_no_point_and_says_nothing_too_much() -> None:
    found = scored()
    assert (found["key_point_recall"], found["weighted_recall"]) == (0, 0)
    assert (found["answer_precision"], found["right"]) == (None, None)


def test_okay_points_alone_have_no_vital_recall() -> None:
    found = scored(("It was paid by a bank.", PAGE), points=(BANK,))
    assert (found["key_point_recall"], found["weighted_recall"], found["right"]) == (None, 1, None)


def test_no_key_points() -> None:
    found = scored(("Words.", None), points=(), evidence=())
    assert set(found.values()) == {None}


def test_sentence_is_to_the_point_if_it_makes_one_or_stands_on_an_evidence_page() -> None:
    other = Place("a.pdf", 5)
    found = scored(("It has 48 sensors.", other), ("On the page.", PAGE), ("Elsewhere.", other), ("Uncited.", None))
    assert found["answer_precision"] == 2 / 4


@pytest.mark.parametrize("expected", ["refuse", "clarify"])
def test_answer_where_none_was_due_is_wrong_and_has_no_recall(expected: Expected) -> None:
    found = scored(("It has 48 sensors.", PAGE), expected=expected)
    assert found == {
        "key_point_recall": None, "weighted_recall": None, "answer_precision": None, "forbidden_claims": None,
        "right": 0,
    }  # fmt: skip


def test_forbidden_claims_made() -> None:
    found = scored(("It has 48 sensors.", PAGE), ("It was banned.", PAGE), forbidden=("was banned", "was sold"))
    assert found["forbidden_claims"] == 1 / 2
    assert found["right"] == 0


def test_refusal_makes_no_forbidden_claim() -> None:
    assert scored(forbidden=("was banned",))["forbidden_claims"] == 0


def test_right_answer_makes_a_vital_point_and_cites_its_place_with_it() -> None:
    assert scored(("It has 48 sensors.", PAGE))["right"] == 1
    assert scored(("It has 48 sensors.", Place("a.pdf", 5)), ("It is so.", PAGE))["right"] == 0
    assert scored(("It was paid by a bank.", PAGE))["right"] == 0


def test_evidence_of_the_point_counts_and_not_that_of_the_question() -> None:
    own = KeyPoint("48 sensors", evidence=(Place("b.pdf", 1),))
    assert scored(("It has 48 sensors.", PAGE), points=(own,))["right"] == 0
    assert scored(("It has 48 sensors.", Place("b.pdf", 1)), points=(own,))["right"] == 1


def test_vital_point_without_evidence_tells_nothing_of_right() -> None:
    assert scored(("It has 48 sensors.", PAGE), evidence=())["right"] is None
