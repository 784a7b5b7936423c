"""Write one line of JSON for each request on standard error: never what was asked, unless that is switched on."""

import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

from assistant.serving.types import Asking
from assistant.web.layer import Layer


class RequestLog(Layer):
    """ASGI middleware that writes time, method, path, status, milliseconds and bytes of each answer. An address may
    carry a question after its ?, so that part is left out."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, sent = time.perf_counter(), 0, 0

        async def counted(message: Any) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            sent += len(message.get("body", b""))
            await send(message)

        path = scope["path"]  # what is mounted changes the scope
        try:
            await self._app(scope, receive, counted)
        except Exception:
            status = status or 500
            raise
        finally:
            _write("request", started, method=scope["method"], path=path, status=status, bytes=sent)


def question_logged(asking: Asking, status: str, seconds: float) -> None:
    """A line with the words of a question, for those who have switched that on."""
    _write("question", time.perf_counter() - seconds, question=asking.text, status=status)


def _write(event: str, started: float, **said: Any) -> None:
    milliseconds = round(1000 * (time.perf_counter() - started), 1)
    line = {"event": event, "time": datetime.now(UTC).isoformat(timespec="milliseconds"), "ms": milliseconds}
    print(json.dumps(line | said), file=sys.stderr, flush=True)
