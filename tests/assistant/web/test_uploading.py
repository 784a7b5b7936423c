"""assistant/web/uploading.py: nobody who may not add documents can put a file on this computer."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.settings import Settings
from assistant.web.uploading import GuardedUploads


def client(setting: str, address: str = "127.0.0.1") -> TestClient:
    async def taken(request):
        return PlainTextResponse("taken")

    routes = [Route("/gradio_api/upload", taken, methods=["POST"]), Route("/collection", taken)]
    app = Starlette(routes=routes, middleware=[GuardedUploads.as_middleware(Settings(adding=setting))])
    return TestClient(app, base_url="http://localhost:7860", client=(address, 50000))


@pytest.mark.parametrize(
    ("setting", "address", "status"),
    [
        ("this-computer", "127.0.0.1", 200),
        ("this-computer", "192.168.1.7", 403),
        ("everyone", "192.168.1.7", 200),
        ("nobody", "127.0.0.1", 403),
    ],
)
def test_upload_is_taken_from_those_who_may_add(setting: str, address: str, status: int) -> None:
    assert client(setting, address).post("/gradio_api/upload").status_code == status


def test_upload_through_a_proxy_is_not_from_this_computer() -> None:
    headers = {"x-forwarded-for": "203.0.113.9"}
    assert client("this-computer").post("/gradio_api/upload", headers=headers).status_code == 403


def test_everything_else_goes_through() -> None:
    assert client("nobody").get("/collection").text == "taken"
