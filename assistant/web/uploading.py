"""Take no file from somebody who may not add documents: Gradio would, from anybody who reaches the port."""

from typing import TYPE_CHECKING, Any

from assistant.web.login_person import allowed_from

if TYPE_CHECKING:
    from assistant.settings import Settings


class GuardedUploads:
    """ASGI middleware that answers uploads of others with 403."""

    def __init__(self, app: Any, settings: "Settings") -> None:
        self._app, self._settings = app, settings

    @classmethod
    def as_middleware(cls, settings: "Settings") -> Any:
        from starlette.middleware import Middleware

        return Middleware(cls, settings=settings)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].rstrip("/").endswith("/upload") and not self._allowed(scope):
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, send)

    def _allowed(self, scope: Any) -> bool:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host, _ = scope.get("client") or ("", 0)
        return allowed_from(self._settings, host, headers, "change")
