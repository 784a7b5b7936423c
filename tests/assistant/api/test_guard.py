"""assistant/api/guard.py: who may use the API, with tokens and without; pages of other sites never may."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.api.beside import with_api
from assistant.api.tokens import Tokens
from assistant.settings import Settings
from assistant.web.desk import Desk, desk_of
from tests.assistant.api.conftest import QUESTION, here

Bearer = Callable[[str], dict[str, str]]
GUARDED = [
    ("POST", "/api/v1/ask"),
    ("POST", "/api/v1/search"),
    ("POST", "/api/v1/briefs"),
    ("GET", "/api/v1/documents"),
    ("GET", "/api/v1/documents/x"),
    ("GET", "/api/v1/documents/x/pages/1"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/v1/nothing"),
    ("GET", "/metrics"),
]


def documents(client: TestClient, **headers: str) -> int:
    sent = {name.replace("_", "-"): text for name, text in headers.items()}
    return int(client.get("/api/v1/documents", headers=sent).status_code)


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_without_a_token_nothing_is_open_elsewhere(elsewhere: TestClient, method: str, path: str) -> None:
    refused = elsewhere.request(method, path, json={"question": QUESTION} if method == "POST" else None)
    assert refused.status_code == 403
    assert "roundtable token add" in refused.json()["detail"]


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_with_tokens_nothing_is_open_without_one(elsewhere: TestClient, bearer: Bearer, method: str, path: str) -> None:
    bearer("reader")
    refused = elsewhere.request(method, path)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.headers["content-type"] == "application/problem+json"


def test_without_a_token_programs_of_this_computer_may_ask_and_with_one_they_need_it(
    client: TestClient, bearer: Bearer
) -> None:
    assert documents(client) == 200
    header = bearer("reader")
    assert documents(client) == 401
    assert documents(client, **header) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "attacker.example"},
        {"host": "127.0.0.1.attacker.example"},
        {"x_forwarded_for": "127.0.0.1"},
        {"forwarded": "for=127.0.0.1"},
        {"origin": "http://attacker.example"},
        {"origin": "http://localhost:3000"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_page_of_another_site_or_a_proxy_cannot_use_this_computer(client: TestClient, headers: dict[str, str]) -> None:
    assert documents(client, **headers) == 403


def test_page_of_another_site_is_refused_even_with_a_token_and_gets_no_leave(
    elsewhere: TestClient, bearer: Bearer
) -> None:
    header = bearer("reader")
    assert documents(elsewhere, **header) == 200
    refused = elsewhere.get("/api/v1/documents", headers=header | {"origin": "http://attacker.example"})
    assert refused.status_code == 403
    asked = elsewhere.options(
        "/api/v1/ask", headers={"origin": "http://attacker.example", "access-control-request-method": "POST"}
    )
    assert asked.status_code == 403
    assert not [name for name in (*refused.headers, *asked.headers) if name.startswith("access-control")]


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "Bearer rt_wrong", "Basic {}", "{}", "Bearer {}x"])
def test_wrong_token_is_refused(elsewhere: TestClient, tokens: Tokens, sent: str) -> None:
    text = tokens.add("ana", "reader")
    assert documents(elsewhere, authorization=sent.format(text)) == 401
    assert documents(elsewhere, authorization=f"bearer  {text}") == 200


def test_token_that_is_over_is_refused_with_the_day_and_opens_nothing_to_others(
    client: TestClient, elsewhere: TestClient, tokens: Tokens, settings: Settings
) -> None:
    text = tokens.add("ana", "reader", 1)
    assert documents(elsewhere, authorization=f"Bearer {text}") == 200
    (token,) = tokens.all()
    settings.tokens.write_text(settings.tokens.read_text().replace(token.until, "2020-02-03T00:00:00+00:00"))
    refused = elsewhere.get("/api/v1/documents", headers={"authorization": f"Bearer {text}"})
    assert refused.status_code == 401
    assert "until 2020-02-03" in refused.json()["detail"]
    assert "token add" in refused.json()["detail"]
    assert documents(client) == 401  # there is a token, though it is over


def test_token_that_was_taken_back_is_refused_at_once(elsewhere: TestClient, tokens: Tokens) -> None:
    text = tokens.add("ana", "reader")
    tokens.add("ben", "reader")
    assert documents(elsewhere, authorization=f"Bearer {text}") == 200
    tokens.remove("ana")
    assert documents(elsewhere, authorization=f"Bearer {text}") == 401


def test_file_of_tokens_that_is_damaged_lets_nobody_in_and_is_not_named(
    client: TestClient, elsewhere: TestClient, settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    settings.tokens.write_text("?")
    for each in (client, elsewhere):
        refused = each.get("/api/v1/documents")
        assert refused.status_code == 503
        assert str(settings.tokens) not in refused.text
    assert str(settings.tokens) in capfd.readouterr().err


def test_health_and_readiness_need_no_token(elsewhere: TestClient, bearer: Bearer) -> None:
    bearer("reader")
    assert elsewhere.get("/api/v1/health").json() == {"status": "up"}
    assert elsewhere.get("/api/v1/ready").json() == {"status": "ready"}


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("editor", 403), ("evaluator", 403), ("admin", 200)])
def test_figures_are_for_admins_and_for_this_computer(
    client: TestClient, elsewhere: TestClient, bearer: Bearer, role: str, status: int
) -> None:
    header = bearer(role)
    assert elsewhere.get("/metrics", headers=header).status_code == status
    assert elsewhere.get("/api/v1/documents", headers=header).status_code == 200
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_with_accounts_this_computer_needs_a_token_as_a_proxy_may_run_on_it(desk: Desk, settings: Settings) -> None:
    known = settings.model_copy(update={"access": "accounts"})
    app: Any = with_api(desk_of(desk.assistant, known))[1]
    assert documents(here(app)) == 403
    assert here(app).get("/metrics").status_code == 403
    text = Tokens(settings.tokens).add("ana", "reader")
    assert documents(here(app), authorization=f"Bearer {text}") == 200
