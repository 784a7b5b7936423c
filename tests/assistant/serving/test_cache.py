"""assistant/serving/cache.py: the same question of the same collection, and nothing else, gets the same answer."""

import pickle
from dataclasses import replace

import pytest

from assistant.serving.cache import AnswerCache
from assistant.serving.types import Asking
from assistant.types import Answer, Usage
from corpus.types import Filters

WHY = Asking("Why?")
ANSWER = Answer("Why?", "answered", note="Because.", corpus="monday", elapsed_ms=200.0)


def kept(asking: Asking = WHY, answer: Answer = ANSWER) -> AnswerCache:
    cache = AnswerCache()
    cache.keep(asking, answer)
    return cache


def test_answer_is_found_again() -> None:
    assert kept().get(WHY, "monday") == ANSWER


@pytest.mark.parametrize("same", [Asking(" Why? "), Asking("Why?", user="somebody else")])
def test_spaces_and_who_asks_make_no_difference(same: Asking) -> None:
    assert kept().get(same, "monday") == ANSWER


@pytest.mark.parametrize(
    "other",
    [
        Asking("why?"),
        Asking("Why?", Filters(roundtable=(2,))),
        Asking("Why?", earlier=("How many?",)),
        Asking("Why?", earlier=("How many?",), replies=("Two.",)),
    ],
)
def test_all_that_an_answer_depends_on_makes_a_difference(other: Asking) -> None:
    cache = kept()
    assert cache.get(other, "monday") is None
    cache.keep(other, replace(ANSWER, note="Other."))
    assert cache.get(WHY, "monday") == ANSWER


def test_another_state_of_the_collection_has_no_answer_yet() -> None:
    assert kept().get(WHY, "tuesday") is None


@pytest.mark.parametrize(
    "answer",
    [
        replace(ANSWER, growing=True),
        replace(ANSWER, problem="The language model could not be reached."),
        replace(ANSWER, usage=Usage(trouble="timeout")),
    ],
)
def test_answer_that_may_be_better_next_time_is_not_kept(answer: Answer) -> None:
    assert kept(answer=answer).get(WHY, "monday") is None


def test_tokens_are_not_counted_again() -> None:
    cache = kept(answer=replace(ANSWER, usage=Usage(requests=1, input_tokens=900)))
    assert cache.get(WHY, "monday") == ANSWER


def test_the_answer_that_was_wanted_longest_ago_makes_room() -> None:
    size = len(pickle.dumps(ANSWER, pickle.HIGHEST_PROTOCOL))
    cache = AnswerCache(most_bytes=2 * size)
    for text in ("one", "two"):
        cache.keep(Asking(text), ANSWER)
    assert cache.get(Asking("one"), "monday")
    cache.keep(Asking("three"), ANSWER)
    assert [cache.get(Asking(text), "monday") is not None for text in ("one", "two", "three")] == [True, False, True]


def test_answer_kept_twice_counts_once_and_a_huge_one_is_not_kept() -> None:
    size = len(pickle.dumps(ANSWER, pickle.HIGHEST_PROTOCOL))
    cache = AnswerCache(most_bytes=2 * size)
    for text in ("one", "one", "one", "two"):
        cache.keep(Asking(text), ANSWER)
    assert cache.get(Asking("one"), "monday")
    cache.keep(Asking("huge"), replace(ANSWER, note="x" * 3 * size))
    assert cache.get(Asking("huge"), "monday") is None
