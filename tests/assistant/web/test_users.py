"""assistant/web/users.py: browsers told apart by a random name in a cookie."""

import re

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.web.users import COOKIE, NamedUsers, user_of

NAME = "a" * 32


def client(address: str = "http://localhost:7860") -> TestClient:
    async def page(request):
        return PlainTextResponse(user_of(request.cookies))

    routes = [Route("/", page, methods=["GET", "POST"])]
    return TestClient(Starlette(routes=routes, middleware=[NamedUsers.as_middleware()]), base_url=address)


def test_new_browser_gets_a_name_that_scripts_and_other_sites_cannot_read() -> None:
    given = client().get("/", headers={"accept": "text/html"}).headers["set-cookie"]
    assert re.match(rf"{COOKIE}=[A-Za-z0-9_-]{{32}}; Max-Age=34560000; Path=/; HttpOnly; SameSite=Lax$", given)
    secure = client("https://localhost:7860").get("/", headers={"accept": "text/html"}).headers["set-cookie"]
    assert secure.endswith("; Secure")


def test_browser_keeps_its_name_and_another_has_another() -> None:
    one, other = client(), client()
    one.get("/", headers={"accept": "text/html"})
    other.get("/", headers={"accept": "text/html"})
    first = one.get("/", headers={"accept": "text/html"})
    assert "set-cookie" not in first.headers
    assert first.text == one.get("/").text
    assert first.text != other.get("/").text


def test_only_a_page_that_is_opened_brings_a_name() -> None:
    assert "set-cookie" not in client().get("/", headers={"accept": "application/json"}).headers
    assert "set-cookie" not in client().post("/", headers={"accept": "text/html"}).headers


@pytest.mark.parametrize("forged", ["", "short", "' OR 1=1 --" * 3, "ü" * 30, "a" * 65])
def test_name_that_we_did_not_give_counts_for_nothing(forged: str) -> None:
    assert user_of({COOKIE: forged}, "s1") == user_of({}, "s1")


def test_browser_without_cookies_is_known_for_its_session_alone() -> None:
    assert user_of({}, "s1") == user_of({}, "s1")
    assert len({user_of({}, "s1"), user_of({}, "s2"), user_of({COOKIE: NAME}, "s1")}) == 3


def test_store_never_sees_the_name_itself() -> None:
    assert NAME not in user_of({COOKIE: NAME})
    assert user_of({COOKIE: NAME}, "s1") == user_of({COOKIE: NAME}, "s2")
