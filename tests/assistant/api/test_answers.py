"""assistant/api/answers.py: an answer that grows, a full line, and whoever leaves."""

import asyncio
import json
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.api.beside import with_api
from assistant.api.turns import Gone, last_of
from assistant.render.json import answer_json
from assistant.serving.front import Front
from assistant.serving.gate import Gate
from assistant.serving.here import Here
from assistant.serving.types import Asking, BrokeOff, Waiting, never
from assistant.types import Answer
from assistant.web.desk import Desk
from tests.assistant.api.conftest import QUESTION, here

STREAM = {"accept": "text/event-stream"}


class Growing:
    """`Answers` that wait, grow by a sentence and end as they are told to."""

    def __init__(self, whole: Answer, fails: Exception | None = None) -> None:
        self.whole, self.fails, self.asked, self.closed = whole, fails, list[Asking](), False

    def answering(self, asking: Asking) -> Generator[Answer | Waiting, None, None]:
        self.asked.append(asking)
        try:
            yield Waiting(2)
            yield replace(self.whole, sentences=(), paragraphs=(), growing=True)
            if self.fails:
                raise self.fails
            yield self.whole
        finally:
            self.closed = True

    def following(self, turns: Sequence[Answer], enough: Callable[[], bool] = never) -> tuple[str, ...]:
        return ()


def over(desk: Desk, answers: Any) -> TestClient:
    return here(with_api(replace(desk, served=answers))[1])


def events(text: str) -> list[tuple[str, Any]]:
    made = []
    for block in text.removesuffix("\n\n").split("\n\n"):
        event, data = block.split("\n")
        made.append((event.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return made


def test_answer_grows_event_by_event(desk: Desk) -> None:
    whole = desk.assistant.ask(QUESTION)
    answers = Growing(whole)
    made = over(desk, answers).post("/api/v1/ask", json={"question": QUESTION}, headers=STREAM)
    assert made.headers["content-type"].startswith("text/event-stream")
    assert made.headers["cache-control"] == "no-store"
    assert [name for name, _ in events(made.text)] == ["waiting", "growing", "answer"]
    assert events(made.text)[0][1] == {"ahead": 2}
    assert events(made.text)[-1][1] == answer_json(whole)
    assert answers.asked == [Asking(QUESTION, user="this computer (HTTP)")]


def test_answer_that_is_not_streamed_is_the_whole_one(desk: Desk) -> None:
    whole = desk.assistant.ask(QUESTION)
    assert over(desk, Growing(whole)).post("/api/v1/ask", json={"question": QUESTION}).json() == answer_json(whole)


def test_answer_that_breaks_off_ends_with_a_problem(desk: Desk) -> None:
    answers = Growing(desk.assistant.ask(QUESTION), BrokeOff())
    made = over(desk, answers).post("/api/v1/ask", json={"question": QUESTION}, headers=STREAM)
    name, said = events(made.text)[-1]
    assert (name, said["status"]) == ("problem", 503)
    assert "please ask again" in said["detail"]
    failed = over(desk, answers).post("/api/v1/ask", json={"question": QUESTION})
    assert failed.status_code == 503


def test_bug_in_the_middle_of_a_stream_says_nothing_of_itself(desk: Desk) -> None:
    answers = Growing(desk.assistant.ask(QUESTION), ZeroDivisionError("a secret of ours"))
    made = over(desk, answers).post("/api/v1/ask", json={"question": QUESTION}, headers=STREAM)
    assert events(made.text)[-1][1]["status"] == 500
    assert "secret" not in made.text


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_full_line_sends_away_at_once_and_says_when_to_come_back(desk: Desk, accept: str) -> None:
    gate = Gate(at_once=1, waiting=0)
    client = over(desk, Front(desk.assistant, Here(desk.assistant), gate))
    with gate.enter("somebody else"):
        busy = client.post("/api/v1/ask", json={"question": QUESTION}, headers={"accept": accept})
    assert busy.status_code == 503
    assert int(busy.headers["retry-after"]) >= 2
    assert "try again" in busy.json()["detail"]
    assert client.post("/api/v1/ask", json={"question": QUESTION}).status_code == 200


def test_nothing_more_is_done_for_whoever_has_left(desk: Desk) -> None:
    class Left:
        async def is_disconnected(self) -> bool:
            return True

    answers = Growing(desk.assistant.ask(QUESTION))

    async def ask() -> None:
        with pytest.raises(Gone):
            await last_of(Left(), answers.answering(Asking(QUESTION)))
        for _ in range(200):
            if answers.closed:
                break
            await asyncio.sleep(0.01)

    asyncio.run(ask())
    assert answers.closed
