"""Put the API and its metrics beside the pages of the chat, with an entrance of their own."""

from dataclasses import replace
from typing import Any

from assistant.api.app import PREFIX, api_app
from assistant.api.guard import entrance_of
from assistant.api.problem import NO_ADDRESS, problem
from assistant.api.ready import readiness
from assistant.api.watched import METRICS, counted, metrics_route
from assistant.web.desk import Desk


class Beside:
    """ASGI middleware that takes the addresses of the API out of those of the pages: what asks there has a token, and
    no session."""

    def __init__(self, app: Any, api: Any) -> None:
        self._app, self._api = app, api

    @classmethod
    def as_middleware(cls, api: Any) -> Any:
        from starlette.middleware import Middleware

        return Middleware(cls, api=api)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        ours = scope["type"] != "lifespan" and (path in (METRICS, PREFIX) or path.startswith(f"{PREFIX}/"))
        await (self._api if ours else self._app)(scope, receive, send)


def with_api(desk: Desk) -> tuple[Desk, Any]:
    """The desk, whose questions are counted from now on, and the API as an app for `Beside`."""
    from starlette.routing import Mount, Router

    answers, metrics = counted(desk.answers, desk.assistant, desk.settings)
    entrance, desk = entrance_of(desk.settings), replace(desk, served=answers)
    api = api_app(desk, entrance, readiness(desk))
    # A path with a line break is none to `Mount`.
    nowhere = problem(404, NO_ADDRESS)
    return desk, Router([metrics_route(metrics, entrance), Mount(PREFIX, api)], default=nowhere)
