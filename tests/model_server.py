"""A server on this computer that speaks OpenAI's API and says what a test has written: the words, or the trouble."""

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = 4  # characters; about a token
GARBAGE = b"<html>\r\n\x00\xff: {]\n\n"
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does with one request. A plain text stands for a Reply that says it.

    `text` goes out in pieces of a few characters, or in those of `pieces`; with a status that is not 200 it is the
    error's message, which comes in the stream behind the pieces if there are any (0: without a number). `pause` is
    waited before every piece; `cut` says the reply ended at its limit; `usage` counts the tokens of the request and
    the reply, for those who ask. `raw` is sent as it is: the stream of another provider.

    The troubles: the socket closes after `dies_after` pieces, or bytes of `raw`; the server `hangs`; it speaks
    `garbage`; its stream is `empty`, without even an end.
    """

    text: str = ""
    pieces: Sequence[str] = ()
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0  # seconds
    cut: bool = False
    usage: tuple[int, int] | None = None
    raw: bytes = b""
    dies_after: int | None = None
    hangs: bool = False
    garbage: bool = False
    empty: bool = False

    def split(self) -> list[str]:
        return list(self.pieces) or [self.text[at : at + PIECE] for at in range(0, len(self.text), PIECE)]


Script = Callable[[Body], Reply | str] | Sequence[Reply | str]


@dataclass(frozen=True, slots=True)
class Request:
    """One request for words; the names of the headers are in lower case."""

    path: str
    headers: Mapping[str, str]
    body: Body


class ClientLeft(Exception):
    """Whoever asked has closed the connection before the reply was complete."""


class ModelServer:
    """The running server: `url` for a client, the `requests` so far, how many clients have `left` in mid-reply."""

    def __init__(self, script: Script) -> None:
        self.requests: list[Request] = []
        self.left = 0
        self.sent = 0  # pieces, of all replies together
        self.failures: list[Exception] = []  # of the script itself
        self.stopping = threading.Event()
        self.open: set[socket.socket] = set()
        self.lock = threading.Lock()
        self._script = script
        self._server = _Server(self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def reply(self, request: Request) -> Reply:
        """The script's next reply; the last of a list is given again and again."""
        with self.lock:
            self.requests.append(request)
            turn = len(self.requests) - 1
        said = self._script(request.body) if callable(self._script) else self._script[min(turn, len(self._script) - 1)]
        return Reply(said) if isinstance(said, str) else said

    def wait_left(self, clients: int = 1, seconds: float = 10.0) -> bool:
        """Whether so many clients have left, by now or within the time."""
        until = time.monotonic() + seconds
        while self.left < clients and time.monotonic() < until:
            time.sleep(0.01)
        return self.left >= clients

    def stop(self) -> None:
        """Ends the server and every connection, so that the address is then unreachable."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        with self.lock:
            for connection in self.open:
                _hang_up(connection)


@contextmanager
def served(script: Script) -> Iterator[ModelServer]:
    """A server on a free port. An error inside the script is raised at the end, for the client only saw a 500."""
    server = ModelServer(script)
    try:
        yield server
    finally:
        server.stop()
    if server.failures:
        raise server.failures[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, model: ModelServer) -> None:
        self.model = model
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that hangs up is what some tests are about


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # its chunks tell a stream that ended from one that broke off
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        with self.server.model.lock:
            self.server.model.open.add(self.connection)
        if self.server.model.stopping.is_set():
            self._die()

    def finish(self) -> None:
        with self.server.model.lock:
            self.server.model.open.discard(self.connection)
        super().finish()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        models = {"object": "list", "data": [{"id": "scripted", "object": "model", "owned_by": "tests"}]}
        known = self.path.endswith("/models")
        self._answer(200 if known else 404, models if known else _error(f"no page {self.path}"))

    def do_POST(self) -> None:
        model = self.server.model
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        request = Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        try:
            reply = model.reply(request)
        except Exception as failure:
            model.failures.append(failure)
            return self._answer(500, _error("the script failed"))
        try:
            self._give(reply, body)
        except (ClientLeft, OSError):
            self.close_connection = True
            if not model.stopping.is_set():
                with model.lock:
                    model.left += 1

    def _give(self, reply: Reply, body: Body) -> None:
        if reply.hangs:
            self._wait(3600.0)
        elif reply.status != 200 and not reply.pieces:
            self._wait(reply.pause)
            self._answer(reply.status, _error(reply.text), reply.headers)
        elif reply.raw:
            self._send(200, reply.raw, "text/event-stream", reply.headers, reply.dies_after)
        elif body.get("stream"):
            self._stream(reply, bool((body.get("stream_options") or {}).get("include_usage")))
        elif reply.dies_after is not None:
            self._die()
        else:
            self._wait(reply.pause)
            if reply.garbage:
                return self._send(200, GARBAGE, "application/json", reply.headers)
            message = {"role": "assistant", "content": "".join(reply.split())}
            choice = {"index": 0, "message": message, "finish_reason": "length" if reply.cut else "stop"}
            usage = {"usage": _usage(*reply.usage)} if reply.usage else {}
            whole = _envelope("chat.completion", [] if reply.empty else [choice]) | usage
            self._answer(200, whole, reply.headers)

    def _stream(self, reply: Reply, with_usage: bool) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": "text/event-stream", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if reply.garbage:
            self._chunk(GARBAGE)
            self._event("this is no JSON")
        elif not reply.empty:
            self._event(_delta({"role": "assistant", "content": ""}))
            for number, piece in enumerate(reply.split()):
                if number == reply.dies_after:
                    return self._die()
                self._wait(reply.pause)
                self._event(_delta({"content": piece}))
                with self.server.model.lock:
                    self.server.model.sent += 1
            if reply.dies_after is not None:
                return self._die()
            if reply.status == 200:
                self._event(_delta({}, "length" if reply.cut else "stop"))
            else:
                self._event(_error(reply.text, reply.status or None))
            if with_usage and reply.usage:
                self._event(_envelope("chat.completion.chunk", []) | {"usage": _usage(*reply.usage)})
        if not reply.garbage and not reply.empty:
            self._event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, content: Body | str) -> None:
        text = content if isinstance(content, str) else json.dumps(content)
        self._chunk(f"data: {text}\n\n".encode())

    def _chunk(self, content: bytes) -> None:
        self._wait(0.0)
        self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))

    def _answer(self, status: int, content: Body, headers: Mapping[str, str] = {}) -> None:
        self._send(status, json.dumps(content).encode(), "application/json", headers)

    def _send(
        self, status: int, content: bytes, kind: str, headers: Mapping[str, str], dies_after: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[:dies_after])
        if dies_after is not None:
            self._die()

    def _wait(self, seconds: float) -> None:
        """Lets the time pass. Raises `ClientLeft` as soon as nobody listens any more."""
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            readable, _, _ = select.select([self.connection], [], [], max(0.0, min(left, 0.02)))
            # A client that has asked says nothing until it is answered: what can be read now is the end.
            if (readable and not self.connection.recv(1, socket.MSG_PEEK)) or self.server.model.stopping.is_set():
                raise ClientLeft
            if left <= 0:
                return
            if readable:
                time.sleep(min(left, 0.02))

    def _die(self) -> None:
        self.close_connection = True
        _hang_up(self.connection)


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _delta(delta: Body, ended: str | None = None) -> Body:
    return _envelope("chat.completion.chunk", [{"index": 0, "delta": delta, "finish_reason": ended}])


def _envelope(kind: str, choices: list[Body]) -> Body:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": "scripted", "choices": choices}


def _usage(asked: int, said: int) -> dict[str, int]:
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _error(message: str, code: int | None = None) -> Body:
    return {"error": {"message": message, "type": "error", "code": code}}
