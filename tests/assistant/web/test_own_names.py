"""assistant/web/own_names.py: without accounts the program answers under names of this computer alone."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.web.own_names import OwnNames


def told(host: str) -> int:
    app = Starlette(routes=[Route("/", lambda request: PlainTextResponse("in"))], middleware=[OwnNames.as_middleware()])
    return TestClient(app).get("/", headers={"host": host}).status_code


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:7860", "127.0.0.1:7860", "[::1]:7860"])
def test_names_of_this_computer_are_answered(host: str) -> None:
    assert told(host) == 200


@pytest.mark.parametrize("host", ["evil.example:7860", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.5"])
def test_other_name_than_those_of_this_computer_is_refused(host: str) -> None:
    assert told(host) == 421
