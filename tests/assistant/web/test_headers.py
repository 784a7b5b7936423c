"""assistant/web/headers.py: what each answer tells the browser not to do."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.web.headers import SecurityHeaders


def page(request: Request) -> PlainTextResponse:
    return PlainTextResponse("said", headers={"referrer-policy": "same-origin"})


def answered(scheme: str, path: str) -> dict[str, str]:
    app = Starlette(routes=[Route("/", page)], middleware=[SecurityHeaders.as_middleware()])
    return dict(TestClient(app, base_url=f"{scheme}://roundtable.example").get(path).headers)


@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_answers_bring_nothing_from_elsewhere_and_go_into_no_other_page(path: str) -> None:
    headers = answered("http", path)
    rules = headers["content-security-policy"].split("; ")
    assert {"default-src 'self'", "object-src 'none'", "frame-ancestors 'self'"} <= {*rules}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"


def test_header_of_the_answer_itself_stays() -> None:
    assert answered("http", "/")["referrer-policy"] == "same-origin"
    assert answered("http", "/nowhere")["referrer-policy"] == "no-referrer"


def test_over_https_browsers_are_told_to_come_back_that_way_alone() -> None:
    assert answered("https", "/")["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in answered("http", "/")
