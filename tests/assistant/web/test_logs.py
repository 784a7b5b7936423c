"""assistant/web/logs.py: a line of JSON for each request, without what was asked."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.api.beside import Beside, with_api
from assistant.web.desk import Desk
from assistant.web.logs import RequestLog

SECRET = "How many noise sensors did Marisol mount?"


def fail(request: Any) -> Any:
    raise ZeroDivisionError


def client_of(desk: Desk) -> TestClient:
    _, api = with_api(desk)
    app = Starlette(
        routes=[Route("/", lambda request: PlainTextResponse("é" * 10)), Route("/fails", fail)],
        middleware=[RequestLog.as_middleware(), Beside.as_middleware(api)],
    )
    return TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 5), raise_server_exceptions=False)


def logged(capfd: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]


@pytest.fixture
def noting(desk: Desk, tmp_path: Path) -> Desk:
    update = {"log": "json", "tokens": tmp_path / "tokens.json"}
    return replace(desk, settings=desk.settings.model_copy(update=update))


def test_line_says_when_what_and_how_long_and_nothing_of_the_question(
    noting: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    client = client_of(noting)
    client.get("/", params={"question": SECRET})
    client.post("/api/v1/ask", json={"question": SECRET})
    page, asked = logged(capfd)
    assert list(page) == ["event", "time", "ms", "method", "path", "status", "bytes"]
    assert (page["method"], page["path"], page["status"], page["bytes"]) == ("GET", "/", 200, 20)
    assert datetime.fromisoformat(page["time"]).tzinfo is not None
    assert (asked["method"], asked["path"], asked["status"]) == ("POST", "/api/v1/ask", 200)
    assert asked["ms"] > 0
    assert asked["bytes"] > 100
    assert "Marisol" not in json.dumps([page, asked])


def test_questions_are_logged_where_that_is_switched_on(noting: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    settings = noting.settings.model_copy(update={"log_questions": True})
    client_of(replace(noting, settings=settings)).post("/api/v1/ask", json={"question": SECRET})
    question, request = logged(capfd)
    assert (question["event"], question["question"], question["status"]) == ("question", SECRET, "answered")
    assert request["event"] == "request"


def test_questions_are_not_logged_where_nothing_is(noting: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    settings = noting.settings.model_copy(update={"log": "", "log_questions": True})
    client_of(replace(noting, settings=settings)).post("/api/v1/ask", json={"question": SECRET})
    assert "Marisol" not in capfd.readouterr().err


def test_request_that_fails_has_its_line_and_a_path_cannot_break_one(
    noting: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    client = client_of(noting)
    client.get("/fails")
    client.get("/a%0A%7B%22b%22:1%7D")
    failed, odd = logged(capfd)
    assert (failed["path"], failed["status"]) == ("/fails", 500)
    assert (odd["path"], odd["status"]) == ('/a\n{"b":1}', 404)
