"""Let nobody follow, stop or read what somebody else has begun or sent, though they know under which name it runs.

Gradio answers whoever knows the name of a page (`session_hash`, which the page makes up itself), of a click
(`event_id`) or of a file that was sent. Here the first who uses the name of a page keeps it; what Gradio names belongs
to whom it was told; and of Gradio's addresses only those are open that our pages use.
"""

import json
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from assistant.access.roles import Person

PREFIX = "/gradio_api/"
JOIN, CANCEL, UPLOAD, FILE = "queue/join", "cancel", "upload", "file="
OPEN = {"info", "info/", "app_id", "theme.css", "queue/status", "queue/data", "upload_progress", UPLOAD}
WITH_BODY = {JOIN, CANCEL, "reset", "reset/"}
LONGEST = 20_000_000  # bytes of a click; a page sends along what it holds
LONGEST_ANSWER = 1_000_000  # bytes of an answer that names a click or files
# Of one person, and people; of more than that the oldest are forgotten.
MOST_NAMES, MOST_PEOPLE = 5_000, 10_000
NOT_THERE, TOO_LONG, NO_JSON = (404, "there is no such thing"), (413, "too much for one click"), (400, "no JSON")


class Owned:
    """Stands around the app, for people who are known. In the memory of one process, as what Gradio keeps."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._names: OrderedDict[str, OrderedDict[str, None]] = OrderedDict()  # by the secret of each person
        self._whose: dict[str, str] = {}

    async def __call__(self, person: Person, scope: Any, receive: Any, send: Any) -> None:
        from starlette.responses import PlainTextResponse

        refused: tuple[int, str] | None = None
        path = scope["path"].removeprefix(PREFIX) if scope["path"].startswith(PREFIX) else ""
        if scope["path"].startswith(PREFIX):
            refused = None if self._may(person.reader, path, scope) else NOT_THERE
            if not refused and _has_body(path):
                read = await _body(receive)
                refused = read if isinstance(read, tuple) else self._refused(person.reader, path, read)
                if not isinstance(read, tuple):
                    scope, receive = _with_body(scope, read, receive)
        if refused:
            await PlainTextResponse(refused[1], refused[0], {"cache-control": "no-store"})(scope, receive, send)
            return
        await self._app(scope, receive, self._taken(person.reader, send) if path in (JOIN, UPLOAD) else send)

    def _may(self, reader: str, path: str, scope: Any) -> bool:
        """By the address alone."""
        asked = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        named = [f"{name} {value}" for name, value in asked if name in ("session_hash", "upload_id")]
        if path.startswith("heartbeat/"):
            named.append(f"session_hash {path.removeprefix('heartbeat/')}")
        elif path.startswith(FILE):
            return self._has(reader, f"file {path.removeprefix(FILE)}")
        elif path not in OPEN and not _has_body(path) and not path.startswith("static/"):
            return False
        return all(self._claims(reader, name) for name in named)

    def _refused(self, reader: str, path: str, sent: dict[str, Any]) -> tuple[int, str] | None:
        """By what is sent along."""
        page, click = sent.get("session_hash"), sent.get("event_id")
        whole = (
            (page is None or self._claims(reader, f"session_hash {page}"))
            and (path != CANCEL or self._has(reader, f"event {click}"))
            and all(self._has(reader, f"file {file}") for file in _files(sent.get("data")))
        )
        return None if whole else NOT_THERE

    def _taken(self, reader: str, send: Any) -> Any:
        """What the app names belongs to whom it is told, before they are told."""
        said = b""
        is_fine = False

        async def send_and_keep(message: Any) -> None:
            nonlocal said, is_fine
            if message["type"] == "http.response.start":
                is_fine = message["status"] == 200
            elif is_fine and len(said) < LONGEST_ANSWER:
                said += message.get("body", b"")
                if not message.get("more_body"):
                    for name in _named(said):
                        self._keep(reader, name)
            await send(message)

        return send_and_keep

    def _claims(self, reader: str, name: str) -> bool:
        """Whether it is that person's, as it is from now on where it was nobody's."""
        if self._whose.setdefault(name, reader) != reader:
            return False
        self._keep(reader, name)
        return True

    def _has(self, reader: str, name: str) -> bool:
        return name in self._names.get(reader, ())

    def _keep(self, reader: str, name: str) -> None:
        names = self._names.setdefault(reader, OrderedDict())
        self._names.move_to_end(reader)
        names[name] = None
        names.move_to_end(name)
        forgotten = [names.popitem(last=False)[0]] if len(names) > MOST_NAMES else []
        if len(self._names) > MOST_PEOPLE:
            forgotten += self._names.popitem(last=False)[1]
        for each in forgotten:
            self._whose.pop(each, None)


def _has_body(path: str) -> bool:
    return path in WITH_BODY or path.startswith("run/")


async def _body(receive: Any) -> dict[str, Any] | tuple[int, str]:
    """What was sent, or why it cannot be read."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return NO_JSON
        body += message.get("body", b"")
        if len(body) > LONGEST:
            return TOO_LONG
        if not message.get("more_body"):
            break
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return NO_JSON
    return sent if isinstance(sent, dict) else NO_JSON


def _with_body(scope: Any, sent: dict[str, Any], receive: Any) -> tuple[Any, Any]:
    """Written anew, so that the app reads what was looked at, though a name should stand in it twice."""
    body: bytes | None = json.dumps(sent).encode()
    ours = (b"content-length", b"transfer-encoding", b"content-type")
    headers = [each for each in scope["headers"] if each[0] not in ours]
    headers += [(b"content-length", b"%d" % len(body or b"")), (b"content-type", b"application/json")]

    async def receive_body() -> Any:
        nonlocal body
        if body is None:
            return await receive()
        message, body = {"type": "http.request", "body": body, "more_body": False}, None
        return message

    return {**scope, "headers": headers}, receive_body


def _files(data: Any) -> Iterator[str]:
    """The path of each file that stands in it, however deep."""
    waiting = [data]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if "path" in each and each["path"] is not None:
                yield str(each["path"])
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _named(said: bytes) -> Iterator[str]:
    """The click or the files that an answer names."""
    try:
        told = json.loads(said)
    except ValueError:
        return
    if isinstance(told, dict) and isinstance(told.get("event_id"), str):
        yield f"event {told['event_id']}"
    elif isinstance(told, list):
        yield from (f"file {path}" for path in told if isinstance(path, str))
