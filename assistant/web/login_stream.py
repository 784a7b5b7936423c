"""End an answer that is still being sent once the session that asked for it has ended."""

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Any

from corpus.errors import RoundtableError

EVERY = 1.0  # seconds between two looks


def while_it_counts(counts: Callable[[], bool], receive: Any, send: Any) -> tuple[Any, Any]:
    """In place of these two of ASGI. What is to be sent once it counts no more is not, and to the app it looks as if
    the browser had gone. An answer that has said how long it is goes on to its end."""
    looked, over, is_stream = time.monotonic(), asyncio.Event(), True

    async def send_while(message: Any) -> None:
        nonlocal looked, is_stream
        now = time.monotonic()
        if message["type"] == "http.response.start":
            is_stream = not any(name.lower() == b"content-length" for name, _ in message.get("headers", ()))
        elif is_stream and now - looked >= EVERY and not over.is_set():
            looked = now
            if not _still(counts):
                over.set()
                await send({"type": "http.response.body", "body": b""})
        if not over.is_set():
            await send(message)

    async def receive_while() -> Any:
        if over.is_set():
            return {"type": "http.disconnect"}
        coming, ending = asyncio.ensure_future(receive()), asyncio.ensure_future(over.wait())
        try:
            await asyncio.wait({coming, ending}, return_when=asyncio.FIRST_COMPLETED)
            return coming.result() if coming.done() else {"type": "http.disconnect"}
        finally:
            for task in (coming, ending):
                task.cancel()

    return receive_while, send_while


def _still(counts: Callable[[], bool]) -> bool:
    try:
        return counts()
    except RoundtableError as error:  # the files of accounts: nobody goes on
        print(f"roundtable: {error}", file=sys.stderr, flush=True)
        return False
