"""A model behind a server of its own, from the settings to the answer: what is shown while the server misbehaves."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.build import build_assistant
from assistant.phrases import phrases
from assistant.settings import read_settings
from assistant.types import EXTRACTIVE, Answer
from assistant.usage import UsageLog
from tests.model_server import Reply, Script, served

QUESTION = "How many digital help points did Harbourview open?"
TRUE = {
    "passage": 1,
    "words": "14 digital help points",
    "sentence": "Harbourview opened 14 digital help points in 2021.",
}
FALSE = {
    "passage": 1,
    "words": "14 digital help points",
    "sentence": "Harbourview opened 99 digital help points in 2021.",
}
FIRST = '{"sentences": [' + json.dumps(TRUE)
WHOLE = FIRST + "]}"
SAID = phrases("en")
KEY = "sk-secret-of-the-test"


@pytest.fixture
def assistant(small_index: Path, tmp_path: Path) -> Callable[..., Assistant]:
    def build(url: str, seconds: float = 60.0) -> Assistant:
        (tmp_path / "key").write_text(KEY + "\n")
        return build_assistant(
            read_settings(
                index=small_index,
                model="openai:scripted",
                model_url=url,
                model_key_file=tmp_path / "key",
                model_timeout=seconds,
                model_input_price=1.0,
                usage=tmp_path / "usage.sqlite",
            )
        )

    return build


def in_own_words(answer: Answer, trouble: str) -> bool:
    """Whether the documents' own words stand in place of the model's, with the line that says why."""
    quoted = answer.sentences[0].text == "Harbourview opened 14 digital help points for older residents in 2021."
    line = SAID.model_failed.format(why=SAID.troubles[trouble])
    return answer.model == EXTRACTIVE and quoted and answer.problem == line


def test_answer_comes_over_the_wire_sentence_by_sentence(assistant: Callable[..., Assistant], tmp_path: Path) -> None:
    with served([Reply(WHOLE, usage=(700, 40))]) as server:
        answers = list(assistant(server.url).answering(QUESTION))
        (request,) = server.requests
    assert [len(each.sentences) for each in answers] == [0, 1, 1]
    assert answers[-1].sentences[0].text == TRUE["sentence"]
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body["response_format"]["json_schema"]["schema"]["required"] == ["sentences"]
    (used,) = UsageLog(tmp_path / "usage.sqlite").summary()
    assert (used.model, used.input_tokens, used.output_tokens, used.cost) == ("openai:scripted", 700, 40, 0.0007)


@pytest.mark.parametrize(
    ("script", "trouble"),
    [
        ([Reply(status=401)], "key"),
        ([Reply(status=404)], "missing"),
        ([Reply(status=429, headers={"retry-after": "600"})], "limited"),
        ([Reply(empty=True)], "empty"),
    ],
)
def test_server_that_gives_no_answer_costs_one_line(
    assistant: Callable[..., Assistant], script: Script, trouble: str
) -> None:
    with served(script) as server:
        assert in_own_words(assistant(server.url).ask(QUESTION), trouble)


def test_server_that_is_not_there_and_one_that_says_nothing_end_in_time(assistant: Callable[..., Assistant]) -> None:
    with served([WHOLE]) as server:
        gone = server.url
    assert in_own_words(assistant(gone).ask(QUESTION), "unreachable")
    with served([Reply(hangs=True)]) as server:
        started = time.monotonic()
        assert in_own_words(assistant(server.url, seconds=1.0).ask(QUESTION), "timeout")
        assert time.monotonic() - started < 20


def test_limited_server_is_asked_again(assistant: Callable[..., Assistant]) -> None:
    with served([Reply(status=429, headers={"retry-after": "0"}), Reply(status=503), WHOLE]) as server:
        assert assistant(server.url).ask(QUESTION).sentences[0].text == TRUE["sentence"]
        assert len(server.requests) == 3


def test_server_that_dies_in_mid_answer_leaves_what_was_checked(assistant: Callable[..., Assistant]) -> None:
    with served([Reply(pieces=(FIRST, ", {", "never sent"), dies_after=2)]) as server:
        answer = assistant(server.url).ask(QUESTION)
    assert [each.text for each in answer.sentences] == [TRUE["sentence"]]
    assert answer.problem in {
        SAID.model_cut.format(why=SAID.troubles[trouble]) for trouble in ("broken", "unreachable")
    }


def test_slow_words_end_with_the_time_and_leave_what_was_checked(assistant: Callable[..., Assistant]) -> None:
    with served([Reply(pieces=(FIRST, *" " * 200), pause=0.2)]) as server:
        answer = assistant(server.url, seconds=3.0).ask(QUESTION)
    assert [each.text for each in answer.sentences] == [TRUE["sentence"]]
    assert answer.problem == SAID.model_cut.format(why=SAID.troubles["timeout"])


def test_nothing_false_is_shown_however_the_false_answer_comes(assistant: Callable[..., Assistant]) -> None:
    false = '{"sentences": [' + json.dumps(FALSE) + "]}"
    for script in ([false], ["Harbourview opened 99 digital help points in 2021 [1]."], [Reply(false, cut=True)]):
        with served(script) as server:
            answer = assistant(server.url).ask(QUESTION)
        assert not any("99" in each.text for each in answer.sentences)
        assert answer.sentences


def test_question_that_is_left_ends_the_request(assistant: Callable[..., Assistant]) -> None:
    with served([Reply(pieces=(FIRST, *" " * 400), pause=0.1)]) as server:
        growing = assistant(server.url).answering(QUESTION)
        next(growing)
        next(growing)
        growing.close()
        assert server.wait_left()
