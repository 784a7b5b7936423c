"""assistant/serving/pace.py: one reader asks so many questions in a minute, through whichever door."""

from pathlib import Path

import pytest

from assistant.api.problem import problem_of
from assistant.build_chat import answers_for_many
from assistant.phrases import page_phrases
from assistant.serving.front import Front
from assistant.serving.gate import Gate
from assistant.serving.here import Here
from assistant.serving.pace import Pace
from assistant.serving.types import Asking, TooFast
from assistant.settings import Settings
from assistant.web.asking import _said
from tests.assistant.serving.made import collection, quick


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_so_many_in_any_minute_and_each_reader_for_themselves() -> None:
    clock = Clock()
    pace = Pace(2, clock)
    for _ in range(2):
        pace.take("ana")
        clock.now += 20
    with pytest.raises(TooFast) as refused:
        pace.take("ana")
    assert (refused.value.most, refused.value.seconds) == (2, 20)
    pace.take("ben")
    clock.now += 20
    pace.take("ana")
    with pytest.raises(TooFast):
        pace.take("ana")


def test_of_too_many_readers_the_one_longest_quiet_is_forgotten() -> None:
    pace = Pace(1, Clock(), kept=2)
    for user in ("ana", "ben", "cai", "ana"):
        pace.take(user)
    with pytest.raises(TooFast):
        pace.take("cai")


def test_so_many_questions_in_a_minute_and_no_more_through_any_door(tmp_path: Path) -> None:
    """All doors ask the front, which counts before it looks for an answer that it has already."""
    settings = Settings(index=collection(tmp_path / "index"))
    assistant = quick(settings)
    front = Front(assistant, Here(assistant), Gate(1), pace=Pace(2, Clock()))
    for _ in range(2):
        assert list(front.answering(Asking("How many libraries did Dorn close?", user="ana")))
    with pytest.raises(TooFast) as refused:
        next(front.answering(Asking("And in Marisol?", user="ana")))
    answer = problem_of(refused.value)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert "Plus de 2 questions en une minute" in _said(refused.value, "", page_phrases("fr"))
    assert list(front.answering(Asking("And in Marisol?", user="ben")))


@pytest.mark.parametrize(("access", "most", "is_held"), [("none", 1, False), ("proxy", 1, True), ("proxy", 0, False)])
def test_pace_is_held_where_people_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, access: str, most: int, is_held: bool
) -> None:
    monkeypatch.setattr("assistant.build_chat.build_one_of_many", quick)
    settings = Settings(index=collection(tmp_path / "index"), access=access, questions_a_minute=most)
    with answers_for_many(settings) as front:
        list(front.answering(Asking("How many libraries did Dorn close?", user="ana")))
        if is_held:
            with pytest.raises(TooFast):
                next(front.answering(Asking("And in Marisol?", user="ana")))
        else:
            list(front.answering(Asking("And in Marisol?", user="ana")))
