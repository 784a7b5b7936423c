"""The words of a model as they come, and every way in which its server can fail."""

import logging
import time
import traceback
from collections.abc import Iterator

import pytest
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from assistant.model import LEAST_CONTEXT, MOST_CONTEXT, ChatModel, Chunk, Message, ModelFailed
from assistant.providers import PROVIDERS, Wanted
from tests.model_server import ModelServer, Reply, Script, served
from tests.scripted_model import ScriptedModel, as_model

KEY = "sk-the-key-of-these-tests"
MESSAGES = (Message("system", "You count."), Message("user", "How many trams?"))
SCHEMA = {"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"]}
LONG = 60.0  # seconds; no test lasts so long unless what it tests is broken


def model_at(server: ModelServer, sleeps: list[float]) -> ChatModel:
    """A model as providers.py builds one, that notes how long it would sleep."""
    chat = ChatOpenAI(
        model="scripted", base_url=server.url, api_key=SecretStr(KEY), max_retries=0, timeout=LONG, stream_usage=True
    )

    def request(most: int, schema: object) -> dict[str, object]:
        return PROVIDERS["openai"].request(Wanted(most, schema, 8192, elsewhere=True))  # type: ignore[arg-type]

    return ChatModel(chat, "openai:scripted", 8192, request, sleep=sleeps.append)


def reply_of(script: Script, seconds: float = LONG) -> tuple[str, list[float], int]:
    """What a reader gets, how long we slept between attempts, and how many requests there were."""
    sleeps: list[float] = []
    with served(script) as server:
        words = "".join(chunk.text for chunk in asked(model_at(server, sleeps), seconds))
        return words, sleeps, len(server.requests)


def failure_with(script: Script, seconds: float = LONG) -> tuple[ModelFailed, str, list[float], int]:
    """How it failed, the words that came before, how long we slept, and how many requests there were."""
    sleeps: list[float] = []
    words: list[str] = []
    with served(script) as server:
        with pytest.raises(ModelFailed) as failed:
            words.extend(chunk.text for chunk in asked(model_at(server, sleeps), seconds))
        return failed.value, "".join(words), sleeps, len(server.requests)


def asked(model: ChatModel, seconds: float = LONG) -> Iterator[Chunk]:
    return model.stream(MESSAGES, 50, time.monotonic() + seconds)


def test_words_come_in_pieces_and_are_the_whole_reply() -> None:
    with served(["There are 23 trams in Planstadt."]) as server:
        pieces = [chunk.text for chunk in asked(model_at(server, [])) if chunk.text]
    assert "".join(pieces) == "There are 23 trams in Planstadt."
    assert len(pieces) == 8


def test_request_has_the_messages_and_the_limit() -> None:
    with served(["23"]) as server:
        list(asked(model_at(server, [])))
        (request,) = server.requests
    assert request.body["messages"] == [
        {"role": "system", "content": "You count."},
        {"role": "user", "content": "How many trams?"},
    ]
    assert (request.body["max_tokens"], request.body["temperature"], request.body["stream"]) == (50, 0, True)
    assert "response_format" not in request.body
    assert request.headers["authorization"] == f"Bearer {KEY}"


def test_schema_reaches_the_server() -> None:
    with served(['{"count": 23}']) as server:
        list(model_at(server, []).stream(MESSAGES, 50, time.monotonic() + LONG, SCHEMA))
        (request,) = server.requests
    assert request.body["response_format"]["type"] == "json_schema"
    assert request.body["response_format"]["json_schema"]["schema"] == SCHEMA


def test_tokens_are_counted_once() -> None:
    with served([Reply("There are 23.", usage=(310, 7))]) as server:
        chunks = list(asked(model_at(server, [])))
    assert sum(chunk.input_tokens for chunk in chunks) == 310
    assert sum(chunk.output_tokens for chunk in chunks) == 7


def test_server_that_counts_no_tokens() -> None:
    with served(["There are 23."]) as server:
        assert {chunk.input_tokens + chunk.output_tokens for chunk in asked(model_at(server, []))} == {0}


@pytest.mark.parametrize("cut", [True, False])
def test_reply_that_was_cut_off_says_so(cut: bool) -> None:
    with served([Reply("There are", cut=cut)]) as server:
        assert any(chunk.cut for chunk in asked(model_at(server, []))) is cut


def test_cut_off_reply_in_a_schema_is_no_error() -> None:
    with served([Reply('{"count": 2', cut=True)]) as server:
        chunks = list(model_at(server, []).stream(MESSAGES, 50, time.monotonic() + LONG, SCHEMA))
    assert "".join(chunk.text for chunk in chunks) == '{"count": 2'
    assert any(chunk.cut for chunk in chunks)


def test_server_that_is_not_there_is_tried_three_times() -> None:
    sleeps: list[float] = []
    with served(["23"]) as server:
        server.stop()
        with pytest.raises(ModelFailed) as failed:
            list(asked(model_at(server, sleeps)))
    assert failed.value.trouble == "unreachable"
    assert sleeps == [0.5, 2.0]


def test_server_that_says_nothing_is_left_in_time() -> None:
    begun = time.monotonic()
    failure, words, sleeps, requests = failure_with([Reply(hangs=True)], seconds=0.3)
    assert (failure.trouble, words, sleeps, requests) == ("timeout", "", [], 1)
    assert 0.3 <= time.monotonic() - begun < LONG / 2


def test_slow_words_end_at_the_deadline_and_the_server_is_left() -> None:
    with served([Reply("so many words " * 500, pause=0.02)]) as server:
        with pytest.raises(ModelFailed) as failed:
            list(asked(model_at(server, []), seconds=0.5))
        assert failed.value.trouble == "timeout"
        assert server.wait_left()


def test_model_whose_words_never_end_is_left_in_time() -> None:
    class Endless(ScriptedModel):
        def _stream(self, *said: object, **options: object) -> Iterator[ChatGenerationChunk]:
            while True:
                yield ChatGenerationChunk(message=AIMessageChunk(content="word "))

    model, begun = ChatModel(Endless(replies=[]), "scripted:endless"), time.monotonic()

    def read_slowly() -> None:
        for _ in model.stream(MESSAGES, 50, begun + 0.3):
            time.sleep(0.001)  # slower than the model: some words always wait
            assert time.monotonic() - begun < LONG / 10, "the model was not left"

    with pytest.raises(ModelFailed, match="timeout"):
        read_slowly()


def test_wait_that_the_server_asks_for_is_kept() -> None:
    script: list[Reply | str] = [Reply(status=429, headers={"retry-after": "3"}), "There are 23."]
    assert reply_of(script) == ("There are 23.", [3.0], 2)


def test_server_that_asks_for_a_long_wait_is_not_waited_for() -> None:
    failure, _, sleeps, requests = failure_with([Reply(status=429, headers={"retry-after": "60"}), "23"])
    assert (failure.trouble, failure.wait, sleeps, requests) == ("limited", 60.0, [], 1)


@pytest.mark.parametrize("asks", ["Wed, 21 Oct 2015 07:28:00 GMT", "soon", "-5", "nan", ""])
def test_wait_that_is_no_number_of_seconds_is_our_own_pause(asks: str) -> None:
    assert reply_of([Reply(status=429, headers={"retry-after": asks}), "23"]) == ("23", [0.5], 2)


@pytest.mark.parametrize(
    "trouble",
    [Reply(status=500), Reply(status=503), Reply(dies_after=0), Reply(garbage=True), Reply(empty=True), Reply("")],
    ids=["500", "503", "dies", "garbage", "empty", "no words"],
)
def test_trouble_before_the_first_word_that_passes(trouble: Reply) -> None:
    script: list[Reply | str] = [trouble, trouble, "There are 23."]
    assert reply_of(script) == ("There are 23.", [0.5, 2.0], 3)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(status=500), "server"),
        (Reply(status=429), "limited"),
        (Reply(dies_after=0), "broken"),
        (Reply(garbage=True), "broken"),
        (Reply(empty=True), "empty"),
        (Reply(""), "empty"),
    ],
    ids=["500", "429", "dies", "garbage", "empty", "no words"],
)
def test_trouble_that_stays_is_named_after_three_attempts(reply: Reply, expected: str) -> None:
    failure, words, sleeps, requests = failure_with([reply])
    assert (failure.trouble, words, sleeps, requests) == (expected, "", [0.5, 2.0], 3)


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (401, "Incorrect API key provided", "key"),
        (403, "not for your region", "key"),
        (400, "API key not valid. Please pass a valid API key.", "key"),  # Google
        (404, "no model of that name", "missing"),
        (400, "the request exceeds the available context size", "too_long"),  # llama.cpp
        (400, "This model's maximum context length is 8192 tokens", "too_long"),  # OpenAI, vLLM
        (400, "prompt is too long: 210000 tokens > 200000 maximum", "too_long"),  # Anthropic
        (400, "The input token count (40000) exceeds the maximum number of tokens allowed", "too_long"),  # Google
        (413, "", "too_long"),
        (400, "Unsupported parameter", "form"),
        (400, "max_tokens is too large: 99999", "form"),
        (422, "Extra inputs are not permitted", "form"),
    ],
)
def test_trouble_that_does_not_pass_is_not_tried_again(status: int, said: str, expected: str) -> None:
    failure, _, sleeps, requests = failure_with([Reply(said, status=status), "23"])
    assert (failure.trouble, failure.detail, sleeps, requests) == (expected, str(status), [], 1)


def test_no_further_attempt_when_its_pause_would_last_past_the_deadline() -> None:
    failure, _, sleeps, requests = failure_with([Reply(status=429, headers={"retry-after": "9"}), "23"], seconds=8.0)
    assert (failure.trouble, sleeps, requests) == ("limited", [], 1)


def test_server_that_dies_in_mid_reply_leaves_the_words_that_came() -> None:
    reply = Reply(pieces=["There ", "are ", "23 ", "trams."], dies_after=2)
    failure, words, sleeps, requests = failure_with([reply, "There are 23 trams."])
    assert (failure.trouble, words, sleeps, requests) == ("broken", "There are ", [], 1)


@pytest.mark.parametrize(("status", "expected"), [(500, "server"), (400, "too_long"), (0, "server")])
def test_error_in_mid_stream_is_named(status: int, expected: str) -> None:
    reply = Reply("the context is full", pieces=["There ", "are "], status=status)
    failure, words, sleeps, requests = failure_with([reply, "23"])
    assert (failure.trouble, words, sleeps, requests) == (expected, "There are ", [], 1)


def test_reader_who_leaves_ends_the_request() -> None:
    with served([Reply("so many words " * 500, pause=0.02)]) as server:
        chunks = asked(model_at(server, []))
        assert next(chunk.text for chunk in chunks if chunk.text) == "so m"
        chunks.close()  # type: ignore[attr-defined]
        assert server.wait_left()
        # Of 1,750; one or two are usual, and the rest is for a computer that has other things to do.
        assert server.sent < 200


@pytest.mark.parametrize(
    "trouble",
    [
        Reply(f"Incorrect API key: {KEY}; you sent: How many trams?", status=401),
        Reply(f"{KEY} How many trams?", status=400),
        Reply(f"{KEY} How many trams?", status=500),
        Reply(f"{KEY} How many trams?", status=500, pieces=["There"]),
        Reply(pieces=["There"], dies_after=1),
        Reply(garbage=True),
    ],
    ids=["401", "400", "500", "500 in mid-stream", "dies", "garbage"],
)
def test_neither_key_nor_question_is_in_what_can_be_read_of_a_failure(
    trouble: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        failure, *_ = failure_with([trouble])
    told = "".join(traceback.format_exception(failure)) + str(failure) + repr(failure) + caplog.text
    assert KEY not in told
    assert "trams" not in told


def test_key_is_not_in_the_most_talkative_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        failure_with([Reply(status=401)])
        reply_of(["There are 23."])
    assert KEY not in caplog.text


def test_context_is_what_the_settings_say_or_what_is_known_within_bounds() -> None:
    large = ScriptedModel(replies=["23"], profile={"max_input_tokens": 1_000_000})
    middling = ScriptedModel(replies=["23"], profile={"max_input_tokens": 16_000})
    unknown = ScriptedModel(replies=["23"])
    assert [ChatModel(chat, "a:b").context for chat in (large, middling, unknown)] == [
        MOST_CONTEXT,
        16_000,
        LEAST_CONTEXT,
    ]
    assert ChatModel(large, "a:b", context=100_000).context == 100_000


def test_model_without_a_server() -> None:
    chat = ScriptedModel(replies=["There  are\n23 trams.\n", KeyError("ours")], usage=(5, 3), cut=True)
    chunks = list(asked(as_model(chat)))
    assert "".join(chunk.text for chunk in chunks) == "There  are\n23 trams.\n"
    assert (sum(chunk.input_tokens for chunk in chunks), any(chunk.cut for chunk in chunks)) == (5, True)
    assert chat.texts() == "You count.\n\nHow many trams?"
    with pytest.raises(ModelFailed, match=r"other \(KeyError\)"):
        list(asked(as_model(chat)))
