"""Take no request that is larger than a question with all that may belong to it."""

from typing import Any

from assistant.api.problem import problem_of
from assistant.api.types import Refused

MOST_BYTES = 256_000


class Limited:
    """ASGI middleware that takes in at most `most` bytes of a body, whatever its head says."""

    def __init__(self, app: Any, most: int = MOST_BYTES) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self._most:
                await problem_of(Refused(413, f"a request may have {self._most:,} bytes"))(scope, receive, send)
                return
        given = False

        async def receive_again() -> Any:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, receive_again, send)
