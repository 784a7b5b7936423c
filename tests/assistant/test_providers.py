"""Every provider of language models: built without the network, and what its server then receives."""

import json
import socket
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.model import Chunk, Message, ModelFailed, NoModel
from assistant.providers import PROVIDERS, load_model, provider_of
from tests.model_server import ModelServer, Reply, Request, served

HERE = Path(__file__).parents[2]
KEY = "sk-given-in-the-settings"
OWN_KEY = "sk-in-the-variable-of-the-provider"
MESSAGES = (Message("system", "You count."), Message("user", "How many trams?"))
SCHEMA = {"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"]}
JSON_SCHEMA = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": SCHEMA}}
LONG = 60.0  # seconds; no test lasts so long unless what it tests is broken
OPENAI_TURNS = [{"role": "system", "content": "You count."}, {"role": "user", "content": "How many trams?"}]

every_provider = pytest.mark.parametrize("provider", PROVIDERS)


def _events(*events: dict[str, Any]) -> bytes:
    return b"".join(f"event: {each.get('type', 'message')}\ndata: {json.dumps(each)}\n\n".encode() for each in events)


def _choice(text: str, ended: str | None = None, **more: Any) -> dict[str, Any]:
    choices = [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": ended}]
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m-1:2b", "choices": choices, **more}


def _candidate(text: str, said: int, **more: str) -> dict[str, Any]:
    content = {"role": "model", "parts": [{"text": text}]}
    used = {"promptTokenCount": 310, "candidatesTokenCount": said, "totalTokenCount": 310 + said}
    return {"candidates": [{"index": 0, "content": content, **more}], "usageMetadata": used}


_USED = {"prompt_tokens": 310, "completion_tokens": 7, "total_tokens": 317}
_COMPLETIONS = _events(_choice("There are "), _choice("23", "length", usage=_USED)) + b"data: [DONE]\n\n"

# "There are 23" in two pieces, cut off; 310 tokens read and 7 written: as the servers of the providers put it.
STREAMS = {
    "openai": _COMPLETIONS,
    "azure": _COMPLETIONS,
    "mistral": _COMPLETIONS,
    "anthropic": _events(
        {
            "type": "message_start",
            "message": {
                **{"id": "1", "type": "message", "role": "assistant", "model": "m-1:2b", "content": []},
                **{"stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 310, "output_tokens": 1}},
            },
        },
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "There are "}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "23"}},
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "max_tokens", "stop_sequence": None},
            "usage": {"input_tokens": 310, "output_tokens": 7},
        },
        {"type": "message_stop"},
    ),
    "google": b"".join(
        f"data: {json.dumps(each)}\n\n".encode()  # its package stops at the name of an event
        for each in (_candidate("There are ", 4), _candidate("23", 7, finishReason="MAX_TOKENS"))
    ),
    "ollama": b"".join(
        json.dumps({"model": "m-1:2b", "created_at": "2025-01-01T00:00:00Z", **each}).encode() + b"\n"
        for each in (
            {"message": {"role": "assistant", "content": "There are "}, "done": False},
            {
                **{"message": {"role": "assistant", "content": "23"}, "done": True, "done_reason": "length"},
                **{"prompt_eval_count": 310, "eval_count": 7},
            },
        )
    ),
}

# The path below the server's own, and what the body must say.
RECEIVED: dict[str, tuple[str, dict[str, Any]]] = {
    "openai": (
        "/v1/chat/completions",
        {
            **{"model": "m-1:2b", "messages": OPENAI_TURNS, "stream": True, "stream_options": {"include_usage": True}},
            **{"max_tokens": 50, "temperature": 0, "response_format": JSON_SCHEMA},
        },
    ),
    "azure": (
        "/openai/deployments/m-1:2b/chat/completions",
        {
            **{"model": "m-1:2b", "messages": OPENAI_TURNS, "stream": True, "stream_options": {"include_usage": True}},
            **{"max_completion_tokens": 50, "response_format": JSON_SCHEMA},
        },
    ),
    "anthropic": (
        "/v1/messages",
        {
            **{"model": "m-1:2b", "max_tokens": 50, "stream": True, "system": "You count."},
            **{"messages": [{"role": "user", "content": "How many trams?"}]},
        },
    ),
    "google": (
        "/v1beta/models/m-1:2b:streamGenerateContent",
        {
            "contents": [{"role": "user", "parts": [{"text": "How many trams?"}]}],
            "systemInstruction": {"parts": [{"text": "You count."}]},
            "safetySettings": [],
            "generationConfig": {
                **{"candidateCount": 1, "maxOutputTokens": 50, "temperature": 0.7},
                **{"responseMimeType": "application/json", "responseJsonSchema": SCHEMA},
            },
        },
    ),
    "mistral": (
        "/v1/chat/completions",
        {
            **{"model": "m-1:2b", "messages": OPENAI_TURNS, "stream": True},
            **{"max_tokens": 50, "temperature": 0, "top_p": 1, "response_format": JSON_SCHEMA},
        },
    ),
    "ollama": (
        "/api/chat",
        {
            **{"model": "m-1:2b", "messages": OPENAI_TURNS, "stream": True, "tools": [], "format": SCHEMA},
            "options": {"num_predict": 50, "num_ctx": 8192, "temperature": 0},
        },
    ),
}


@pytest.fixture(autouse=True)
def own_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the developer's is seen; Azure's version of its API has one only."""
    for provider in PROVIDERS.values():
        monkeypatch.delenv(provider.key.partition(";")[0] or "OLLAMA_API_KEY", raising=False)
    for name in ("GEMINI_API_KEY", "OPENAI_API_BASE", "OPENAI_BASE_URL", "AZURE_OPENAI_ENDPOINT", "OLLAMA_HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_VERSION", "2024-10-21")


def address_for(provider: str, server: ModelServer) -> str:
    """What a user gives as ROUNDTABLE_MODEL_URL: with /v1 where the paths of the API do not begin with a version."""
    return server.url if provider in ("openai", "mistral") else server.url.removesuffix("/v1")


def asked(provider: str, server: ModelServer, key: str = KEY) -> Iterator[Chunk]:
    address = address_for(provider, server)
    model = load_model(f"{provider}:m-1:2b", address, key, context=8192, timeout=LONG, sleep=lambda seconds: None)
    return model.stream(MESSAGES, 50, time.monotonic() + LONG, SCHEMA if model.structured else None)


def failure_of(provider: str, reply: Reply) -> tuple[ModelFailed, int]:
    with served([reply]) as server:
        with pytest.raises(ModelFailed) as failed:
            list(asked(provider, server))
        return failed.value, len(server.requests)


def request_of(provider: str, key: str = KEY) -> Request:
    with served([Reply(raw=STREAMS[provider])]) as server:
        list(asked(provider, server, key))
        (request,) = server.requests
    return request


@every_provider
@pytest.mark.parametrize("url", ["", "http://127.0.0.1:9"])
def test_provider_is_built_without_network(provider: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*to: object) -> None:
        raise AssertionError(f"connects to {to}")

    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", connect)
    model = load_model(f"{provider}:m-1:2b", url, KEY)
    assert (model.name, model.context) == (f"{provider}:m-1:2b", 4096)
    assert model.structured == PROVIDERS[provider].structured


@every_provider
def test_missing_package_names_the_command_that_installs_it(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package, extra = PROVIDERS[provider].package, PROVIDERS[provider].extra
    monkeypatch.setitem(sys.modules, package, None)  # for Python a module that cannot be found
    with pytest.raises(NoModel) as refused:
        load_model(f"{provider}:m", "http://127.0.0.1:9", KEY)
    assert f"pip install 'roundtable-assistant[{extra}]'" in str(refused.value)
    extras = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert [each.partition(">")[0] for each in extras[extra]] == [package.replace("_", "-")]


@pytest.mark.parametrize("setting", ["gpt-5-mini", "nobody:gpt-5", "openai:", "openai: ", ":gpt-5", "OpenAI:gpt-5", ""])
def test_setting_that_names_no_provider_or_no_model(setting: str) -> None:
    with pytest.raises(NoModel) as refused:
        load_model(setting)
    assert str(refused.value) == (
        f"model {setting!r}: give it as provider:name; "
        "the providers are openai, azure, anthropic, google, mistral, ollama"
    )


def test_name_of_a_model_may_have_colons_and_slashes() -> None:
    assert provider_of("ollama:qwen3:4b") == (PROVIDERS["ollama"], "qwen3:4b")
    assert provider_of(" openai : org/model ") == (PROVIDERS["openai"], "org/model")


@pytest.mark.parametrize("provider", ["openai", "azure", "google"])
def test_missing_key_names_both_places_for_it(provider: str) -> None:
    with pytest.raises(NoModel) as refused:
        load_model(f"{provider}:m-1")
    assert "set ROUNDTABLE_MODEL_KEY_FILE to a file with its key, or " in str(refused.value)
    assert str(refused.value).endswith(PROVIDERS[provider].key)


def test_missing_key_of_anthropic_is_named_when_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its package builds a model without one, and then puts an empty one in a header."""
    with served(["23"]) as server:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        with pytest.raises(ModelFailed) as failed:
            list(load_model("anthropic:m-1").stream(MESSAGES, 50, time.monotonic() + LONG))
    assert (failed.value.trouble, server.requests) == ("key", [])


@pytest.mark.parametrize("provider", ["openai", "azure", "google"])
def test_key_that_no_header_can_carry(provider: str) -> None:
    with served(["23"]) as server:
        with pytest.raises(ModelFailed) as failed:
            list(asked(provider, server, "clé"))
        assert (failed.value.trouble, server.requests) == ("key", [])


@every_provider
def test_server_receives_the_messages_the_limit_and_the_schema(provider: str) -> None:
    request = request_of(provider)
    path, body = RECEIVED[provider]
    assert request.path.partition("?")[0] == path
    assert request.body == body


@every_provider
def test_words_tokens_and_cut_arrive(provider: str) -> None:
    with served([Reply(raw=STREAMS[provider])]) as server:
        chunks = list(asked(provider, server))
    assert "".join(chunk.text for chunk in chunks) == "There are 23"
    assert sum(chunk.input_tokens for chunk in chunks) == 310
    assert sum(chunk.output_tokens for chunk in chunks) == 7
    assert any(chunk.cut for chunk in chunks)


@every_provider
def test_key_of_the_settings_is_sent_in_a_header_only(provider: str) -> None:
    request = request_of(provider)
    assert any(KEY in value for value in request.headers.values()) is bool(PROVIDERS[provider].key)
    assert KEY not in request.path + json.dumps(request.body)


@every_provider
def test_key_of_the_provider_itself_does_not_go_to_another_server(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Azure is at no other: each of its customers has an address."""
    monkeypatch.setenv(PROVIDERS[provider].key.partition(";")[0] or "NOBODY", OWN_KEY)
    request = request_of(provider, key="")
    assert (OWN_KEY in str(request)) is (provider == "azure")


def test_model_of_openai_itself_gets_its_limit_under_the_newer_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with served([Reply(raw=STREAMS["openai"])]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)  # stands for api.openai.com: the settings give no address
        list(load_model("openai:gpt-5-mini", key=KEY).stream(MESSAGES, 50, time.monotonic() + LONG))
        (request,) = server.requests
    assert request.body["max_completion_tokens"] == 50
    assert {"max_tokens", "temperature"}.isdisjoint(request.body)


@every_provider
@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (401, "", "key"),
        (404, "no such model", "missing"),
        (400, "the context is full", "too_long"),
        (400, "unknown field", "form"),
    ],
)
def test_refusal_is_named_and_asked_for_once(provider: str, status: int, said: str, expected: str) -> None:
    failure, requests = failure_of(provider, Reply(said, status=status))
    assert (failure.trouble, failure.detail, requests) == (expected, str(status), 1)


@pytest.mark.parametrize("provider", sorted({*PROVIDERS} - {"ollama"}))  # its package does not tell the wait
def test_server_is_not_asked_again_behind_our_back(provider: str) -> None:
    failure, requests = failure_of(provider, Reply(status=429, headers={"retry-after": "60"}))
    assert (failure.trouble, failure.wait, requests) == ("limited", 60.0, 1)


@every_provider
def test_time_limit_reaches_the_connection(provider: str) -> None:
    """The reader is gone after 0.2 seconds; that the server is left too is due to the client's own limit."""
    with served([Reply(hangs=True)]) as server:
        model = load_model(f"{provider}:m-1", address_for(provider, server), KEY, timeout=1.0)
        with pytest.raises(ModelFailed, match="timeout"):
            list(model.stream(MESSAGES, 50, time.monotonic() + 0.2))
        assert server.wait_left(seconds=LONG / 2)
        assert len(server.requests) == 1


@every_provider
def test_server_that_is_not_there(provider: str) -> None:
    with served(["23"]) as server:
        server.stop()
        with pytest.raises(ModelFailed) as failed:
            list(asked(provider, server))
    assert failed.value.trouble == "unreachable"


@every_provider
def test_server_that_dies_in_mid_reply_leaves_the_words_that_came(provider: str) -> None:
    end = STREAMS[provider].index(b"23")  # in the second piece
    words: list[str] = []
    with served([Reply(raw=STREAMS[provider], dies_after=end)]) as server:
        with pytest.raises(ModelFailed) as failed:
            words.extend(chunk.text for chunk in asked(provider, server))
        assert ("".join(words), failed.value.trouble, len(server.requests)) == ("There are ", "broken", 1)
