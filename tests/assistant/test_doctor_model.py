"""assistant/doctor_model.py: a server that works, each way in which one does not, and keys that are never shown."""

import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, get_args

import pytest

from assistant.doctor import Finding, guarded
from assistant.doctor_model import OWN_VARIABLES, TROUBLES, context_in, examine_model
from assistant.model import Trouble
from assistant.providers import PROVIDERS
from assistant.settings import Settings
from tests.model_server import Body, Reply, served

KEY = "sk-zeppelin-0123456789"
COUNT = "one two three four five six"
CITY = '{"city": "Sendai"}'


def held_to_schema(body: Body) -> Reply:
    """What a server does that knows schemas."""
    return Reply(CITY if "response_format" in body else COUNT, pause=0.01, usage=(20, 10))


def found(model: str, variables: Collection[str] = (), seconds: float = 20.0, **more: Any) -> dict[str, Finding]:
    settings = Settings(model=model, **more)
    until = time.monotonic() + seconds
    findings = {each.name: each for each in guarded("model", lambda: examine_model(settings, variables, until))}
    assert all(each.fix for each in findings.values() if each.state != "fine")
    assert not any(KEY[3:8] in text for each in findings.values() for text in (each.said, each.fix))
    return findings


@contextmanager
def telling(models: bytes) -> Iterator[str]:
    """The address of a server that says "one two" to every question, and `models` of what it has."""
    words = [{"choices": [{"index": 0, "delta": {"content": word}, "finish_reason": None}]} for word in ("one", " two")]
    said = "".join(f"data: {json.dumps(each)}\n\n" for each in words) + "data: [DONE]\n\n"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(models if self.path == "/v1/models" else b"", "application/json")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.answer(said.encode(), "text/event-stream")

        def answer(self, content: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        server.shutdown()


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    file.chmod(0o600)
    return file


def test_server_that_works_is_fine_in_every_part(key_file: Path) -> None:
    with served(held_to_schema) as server:
        findings = found("openai:scripted", model_url=server.url, model_key_file=key_file, model_context=8192)
        keys = {request.headers["authorization"] for request in server.requests}
    assert [(each.name, each.state) for each in findings.values()] == [
        *(("key", "fine"), ("model", "fine"), ("server", "fine"), ("form", "fine"), ("context", "fine"))
    ]
    assert "sent to 127.0.0.1:" in findings["model"].said
    assert "tokens a second" in findings["server"].said
    assert findings["form"].said == "replies can be held to a JSON schema"
    assert findings["context"].said == "the server does not say how much it takes in; 8192 tokens are used"
    assert keys == {f"Bearer {KEY}"}


def test_password_in_the_address_is_not_shown() -> None:
    with served(held_to_schema) as server:
        findings = found("openai:scripted", model_url=server.url.replace("http://", "http://user:zeppelin@"))
    assert findings["server"].state == "fine"


def test_server_that_takes_no_heed_of_the_schema() -> None:
    with served([Reply(COUNT), Reply("Hello, dear friend!")]) as server:
        findings = found("openai:scripted", model_url=server.url)
    assert findings["form"].state == "warning"
    assert "does not hold replies to a JSON schema" in findings["form"].said


def test_server_that_refuses_the_schema() -> None:
    with served([Reply(COUNT), Reply("no response_format here", status=400)]) as server:
        assert found("openai:scripted", model_url=server.url)["form"].state == "warning"


@pytest.mark.parametrize(
    ("about", "given", "state", "said", "fix"),
    [
        ({"meta": {"n_ctx": 8192}}, 16384, "warning", "and `model_context` is 16384", "set `model_context` to 8192"),
        ({"meta": {"n_ctx": 2048}}, 0, "warning", "and 4096 would be used", "set `model_context` to 2048"),
        ({"meta": {"n_ctx": 8192}}, 0, "fine", "with `model_context` set to 8192 answers could", ""),
        ({"max_model_len": 131072}, 32768, "fine", "takes in 131072 tokens, of which 32768 are used", ""),
        ({}, 0, "fine", "does not say how much it takes in; 4096 tokens are used", ""),
        ("<html>", 0, "fine", "does not say how much it takes in", ""),
    ],
)
def test_context_of_the_server_and_that_of_the_settings(
    about: dict[str, Any] | str, given: int, state: str, said: str, fix: str
) -> None:
    models = about if isinstance(about, str) else json.dumps({"data": [{"id": "scripted", **about}]})
    with telling(models.encode()) as url:
        context = found("openai:scripted", model_url=url, model_context=given)["context"]
    assert (context.state, context.fix) == (state, fix)
    assert said in context.said


@pytest.mark.parametrize(
    ("body", "tokens"),
    [
        ({"data": [{"id": "a", "meta": {"n_ctx": 1}}, {"id": "b", "meta": {"n_ctx": 2}}]}, 2),
        ({"data": [{"id": "other", "meta": {"n_ctx": 1}}]}, 1),
        ({"data": [{"id": "b", "meta": None, "max_model_len": 3}]}, 3),
        ({"data": [{"id": "b", "meta": {"n_ctx": "many"}}]}, None),
        ({"data": [{"id": "b", "meta": {"n_ctx": True}}]}, None),
        ({"data": [{"id": ["b"], "meta": {"n_ctx": -1}}]}, None),
        *((body, None) for body in ({}, [], None, "data", {"data": None}, {"data": ["b"]}, {"data": []})),
    ],
)
def test_context_is_read_whatever_the_list_of_models_looks_like(body: Any, tokens: int | None) -> None:
    assert context_in(body, "b") == tokens


def test_every_trouble_has_something_to_do_and_every_provider_its_variable() -> None:
    assert set(TROUBLES) == set(get_args(Trouble))
    assert len({fix for _, fix in TROUBLES.values()}) == len(TROUBLES)
    assert set(OWN_VARIABLES) == {provider.name for provider in PROVIDERS.values() if provider.needs_key}


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (Reply(f"Incorrect API key provided: {KEY}", status=401), "key"),
        (Reply(f"no model for {KEY}", status=404), "missing"),
        (Reply("slow down", status=429, headers={"Retry-After": "60"}), "limited"),
        (Reply("the context is full", status=400), "too_long"),
        (Reply("bad request", status=400), "form"),
        (Reply(f"{KEY}", status=500), "server"),
        (Reply(""), "empty"),
    ],
)
def test_trouble_of_the_server_is_told_with_its_own_fix(reply: Reply, trouble: Trouble, key_file: Path) -> None:
    with served([reply]) as server:
        findings = found("openai:scripted", model_url=server.url, model_key_file=key_file)
    said, fix = TROUBLES[trouble]
    assert (findings["server"].state, findings["server"].fix) == ("problem", fix)
    assert said in findings["server"].said
    assert "answers stay in the documents' own words" in findings["server"].said
    assert "form" not in findings


def test_server_that_is_not_there() -> None:
    with served([COUNT]) as server:
        url = server.url
    assert found("openai:scripted", model_url=url)["server"].fix == TROUBLES["unreachable"][1]


def test_server_that_hangs_is_left_in_time() -> None:
    start = time.monotonic()
    with served([Reply(hangs=True)]) as server:
        findings = found("openai:scripted", seconds=1.0, model_url=server.url)
        took = time.monotonic() - start
    assert findings["server"].fix == TROUBLES["timeout"][1]
    assert took < 8  # of which some are for loading langchain


def test_server_that_hangs_at_the_schema_only() -> None:
    with served([Reply(COUNT), Reply(hangs=True)]) as server:
        form = found("openai:scripted", seconds=3.0, model_url=server.url)["form"]
    assert form.state == "warning"
    assert "too slow" in form.said


def test_slow_server_that_has_not_finished_has_shown_how_fast_it_is() -> None:
    with served([Reply(COUNT, pause=0.5)]) as server:
        findings = found("openai:scripted", seconds=2.5, model_url=server.url)
    assert findings["server"].state == "fine"
    assert "tokens a second" in findings["server"].said


def test_program_that_takes_the_connection_and_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        assert found("openai:scripted", seconds=1.0, model_url=url)["server"].fix == TROUBLES["timeout"][1]


def test_program_that_speaks_no_http() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:

        def speak() -> None:
            while True:
                try:
                    connection, _ = other.accept()
                except OSError:
                    return
                connection.sendall(b"220 mail.example ESMTP\r\n")
                connection.close()

        threading.Thread(target=speak, daemon=True).start()
        findings = found("openai:scripted", seconds=5.0, model_url=f"http://127.0.0.1:{other.getsockname()[1]}/v1")
    assert findings["server"].state == "problem"


@pytest.mark.parametrize("url", ["localhost:8080/v1", "ftp://host/v1", "http://", "http://[zeppelin", "zeppelin"])
def test_address_that_is_none(url: str) -> None:
    assert found("openai:scripted", model_url=url)["model"].fix == "give it as http://HOST:PORT/v1"


def test_address_without_a_model() -> None:
    assert found("", model_url="http://127.0.0.1:1/v1")["model"].state == "warning"


def test_unknown_provider() -> None:
    model = found("zoo:small")["model"]
    assert model.state == "problem"
    assert "the providers are openai, azure" in model.fix


def test_package_of_the_provider_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_ollama", None)
    assert "roundtable-assistant[ollama]" in found("ollama:tiny")["model"].fix


def without(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize(
    ("spoil", "state", "said"),
    [
        (without, "problem", "cannot be read"),
        (lambda file: file.write_text("\n"), "problem", "is empty"),
        (lambda file: file.write_text(f"key = {KEY}\n"), "problem", "has spaces"),
        (lambda file: file.chmod(0o644), "warning", "other users of this computer may read"),
    ],
)
def test_file_of_the_key_that_is_not_as_it_should_be(
    spoil: Callable[[Path], object], state: str, said: str, key_file: Path
) -> None:
    spoil(key_file)
    with served(held_to_schema) as server:
        findings = found("openai:scripted", model_url=server.url, model_key_file=key_file)
    assert findings["key"].state == state
    assert said in findings["key"].said
    assert ("server" in findings) == (state == "warning")


def test_key_that_was_set_as_the_name_of_its_file_is_not_shown() -> None:
    findings = found("openai:scripted", model_url="http://127.0.0.1:1/v1", model_key_file=Path(KEY))
    assert findings["key"].state == "problem"


def test_key_of_the_provider_s_own_variable_is_not_meant_for_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MISTRAL_API_KEY", KEY)
    with served(held_to_schema) as server:
        findings = found("mistral:scripted", ["MISTRAL_API_KEY"], model_url=server.url)
    assert findings["key"].said == "none is set; a server of your own mostly needs none"


def test_key_that_is_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    findings = found("openai:gpt-5-mini")
    assert findings["key"].state == "warning"
    assert "set the variable OPENAI_API_KEY" in findings["key"].fix
    assert findings["model"].state == "problem"
    assert "server" not in findings
