"""assistant/serving/front.py: cached answers at once, the others in turn, and never an answer of an old collection."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.serving.cache import AnswerCache
from assistant.serving.front import Front
from assistant.serving.gate import Gate
from assistant.serving.here import Here
from assistant.serving.types import Answers, Asking, BrokeOff, Busy, Waiting, never
from assistant.serving.workers import Workers
from assistant.settings import Settings
from assistant.types import Answer
from corpus.types import Filters
from tests.assistant.serving.made import collection, quick, without_time
from tests.library import write

AN_HOUR = 3_600_000.0
DORN = Asking("How many libraries did Dorn close?", Filters(document=("dorn.txt",)))


class Counting:
    """Answers that are counted and say they took an hour, and suggestions that are looked for until it is enough."""

    def __init__(self, answers: Answers) -> None:
        self._answers, self.asked = answers, 0

    def answering(self, asking: Asking) -> Generator[Answer | Waiting, None, None]:
        self.asked += 1
        for step in self._answers.answering(asking):
            yield replace(step, elapsed_ms=AN_HOUR) if isinstance(step, Answer) else step

    def following(self, turns: Sequence[Answer], enough: Callable[[], bool] = never) -> tuple[str, ...]:
        found = ["one"]
        while not enough() and len(found) < 3:
            found.append("more")
        return tuple(found)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index=collection(tmp_path / "index"))


@pytest.fixture
def counting(settings: Settings) -> Counting:
    return Counting(Here(quick(settings)))


@pytest.fixture
def gate() -> Gate:
    return Gate(at_once=1, waiting=1)


@pytest.fixture
def front(settings: Settings, counting: Counting, gate: Gate) -> Front:
    return Front(quick(settings), counting, gate, AnswerCache())


@pytest.fixture(params=[0, 1], ids=["here", "workers"])
def real(settings: Settings, request: pytest.FixtureRequest) -> Iterator[Front]:
    if request.param == 0:
        assistant = quick(settings)
        yield Front(assistant, Here(assistant), Gate(at_once=1), AnswerCache())
        return
    with Workers(quick, settings, request.param) as workers:
        yield Front(quick(settings), workers, Gate(at_once=1), AnswerCache())


def whole(front: Front, asking: Asking) -> Answer:
    *_, answer = front.answering(asking)
    assert isinstance(answer, Answer)
    return answer


def test_question_asked_again_is_not_worked_on_again(front: Front, counting: Counting) -> None:
    one, other = whole(front, DORN), whole(front, replace(DORN, user="somebody else"))
    assert without_time(one) == without_time(other)
    assert counting.asked == 1
    assert 0 < other.elapsed_ms < one.elapsed_ms == AN_HOUR


def test_question_asked_anew_is_worked_on_again(front: Front, counting: Counting) -> None:
    whole(front, DORN)
    whole(front, replace(DORN, anew=True))
    assert counting.asked == 2


def test_cached_answer_is_given_while_others_are_turned_away(front: Front, gate: Gate, counting: Counting) -> None:
    whole(front, DORN)
    gate.enter("at the counter"), gate.enter("in the line")
    with pytest.raises(Busy):
        whole(front, Asking("Another?"))
    assert whole(front, DORN).corpus
    assert counting.asked == 1


def test_changed_collection_gives_a_new_answer_and_the_old_one_is_forgotten(real: Front, settings: Settings) -> None:
    assert "3 libraries" not in said(whole(real, DORN))
    write(settings.index, dorn="The city of Dorn closed 3 libraries.")
    assert "3 libraries" in said(whole(real, DORN))
    assert "3 libraries" in said(whole(real, DORN))
    assert whole(real, DORN).corpus == quick(settings).index.state


def test_answer_without_a_cache_is_made_each_time(settings: Settings, counting: Counting) -> None:
    front = Front(quick(settings), counting, Gate(at_once=1))
    whole(front, DORN), whole(front, DORN)
    assert counting.asked == 2


def test_who_waits_is_told_how_many_are_ahead_and_may_leave(front: Front, gate: Gate, counting: Counting) -> None:
    with gate.enter("at the counter"), gate.enter("in the line"), pytest.raises(Busy):
        whole(front, DORN)
    with gate.enter("at the counter"), closing(front.answering(DORN)) as waiting:
        assert next(waiting) == Waiting(0)  # nobody else is in the line
    assert counting.asked == 0
    assert whole(front, DORN).corpus


def test_who_leaves_in_the_middle_makes_room(front: Front) -> None:
    with closing(front.answering(DORN)) as growing:
        next(growing)
    assert whole(front, replace(DORN, text="Another?")).corpus


def test_answer_that_broke_off_makes_room(settings: Settings) -> None:
    class Breaking(Counting):
        def answering(self, asking: Asking) -> Generator[Answer | Waiting, None, None]:
            yield Waiting()
            raise BrokeOff

    front = Front(quick(settings), Breaking(Here(quick(settings))), Gate(at_once=1, waiting=0), AnswerCache())
    for _ in range(3):
        with pytest.raises(BrokeOff):
            list(front.answering(DORN))


def test_questions_to_ask_next_are_looked_for_only_where_there_is_room(front: Front, gate: Gate) -> None:
    assert front.following([]) == ("one", "more", "more")
    assert front.following([], enough=lambda: True) == ("one",)
    with gate.enter("at the counter"):
        assert front.following([]) == ()


def said(answer: Answer) -> str:
    return " ".join(sentence.text for sentence in answer.sentences)
