"""Take no file from somebody who may not add documents: Gradio would, from anybody who reaches the port."""

from typing import Any

from assistant.adding import may_add


class GuardedUploads:
    """ASGI middleware that answers uploads of others with 403; `setting` is that of `adding`."""

    def __init__(self, app: Any, setting: str) -> None:
        self._app, self._setting = app, setting

    @classmethod
    def as_middleware(cls, setting: str) -> Any:
        from starlette.middleware import Middleware

        return Middleware(cls, setting=setting)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].rstrip("/").endswith("/upload") and not self._allowed(scope):
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, send)

    def _allowed(self, scope: Any) -> bool:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host, _ = scope.get("client") or ("", 0)
        return may_add(self._setting, host, headers)
