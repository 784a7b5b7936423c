"""A language model whose server dies, hangs and talks rubbish: the answer comes, and nothing of that is in it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from assistant.providers import load_model
from assistant.saved import answer_data
from assistant.types import Answer
from assistant.writing.writer import Writer
from corpus.index import Index
from evals.torture.kills import Killer
from evals.torture.seen import Lost
from evals.torture.tiny import Tiny
from evals.torture.worker import USER

PATIENCE = 3.0  # seconds that the model has
LEEWAY = 30.0  # on a busy computer
MADE_UP = "The mayor of Aville resigned in 1901 over a tunnel of 912 miles [1]."
QUESTIONS = ("Which step did City 1 take in the year 2000?", "What did City 2 do?", "And City 0?")
# What it does, by name; `None` in a list of pieces hangs up, and `...` says nothing any more.
PLAYS: dict[str, tuple[int, list[str | None]]] = {
    "hangs up at once": (200, [None]),
    "hangs up in a sentence": (200, ["City 1 took ", "step 1 in the ye", None]),
    "hangs": (200, ["City 1 took ", "..."]),
    "says nothing": (200, []),
    "makes things up": (200, [MADE_UP, " ", MADE_UP]),
    "cites what there is not": (200, ["City 1 took step 1 in the year 2000 [7][99999999999]."]),
    "speaks in tags": (200, ["<script>alert(1)</script> [click](javascript:alert(1)) [1]", "\x00\x1b[2J\u202e"]),
    "has no end": (200, ["City 1 took step 1. "] * 20_000),
    "one long word": (200, ["x" * 2_000_000]),
    "refuses": (500, []),
    "is busy": (429, []),
    "knows no such model": (404, []),
    "sends no JSON": (200, ["\x01RAW"]),
}


def failing_model(killer: Killer) -> None:
    """Each question of a conversation meets another trouble."""
    kept = Conversations(killer.kept)
    id_ = kept.begin(USER)
    chosen = killer.chance.sample(sorted(PLAYS), len(QUESTIONS))
    answers = []
    with _server() as (address, play):
        model = load_model("openai:scripted", address, timeout=PATIENCE, sleep=lambda seconds: None)
        writer = Writer(model, Tiny(), PATIENCE, (0.0, 0.0))
        index = Index(killer.index)
        assistant = Assistant(index, Tiny(), threshold=0.0, writer=writer)
        for question, name in zip(QUESTIONS, chosen, strict=True):
            play[:] = [name]
            begun = time.monotonic()
            answer = assistant.ask(question)
            if time.monotonic() - begun > PATIENCE + LEEWAY:
                raise Lost(f"a model that {name} was waited for {time.monotonic() - begun:.0f} s")
            look_at(answer, index, name)
            kept.add(USER, id_, answer)
            answers.append(answer)
        index.close()
    if [answer_data(turn.answer) for turn in kept.open(USER, id_).turns] != [answer_data(each) for each in answers]:
        raise Lost("a conversation with a failing model is not as it was")


def look_at(answer: Answer, index: Index, name: str) -> None:
    """Raises `Lost` if a sentence stands there that no page carries, or nothing says what went wrong."""
    texts = " ".join(page.text for document in index.documents for page in index.pages(document))
    plain = " ".join(texts.split())
    for citation in answer.citations:
        if " ".join(citation.quote.split()) not in plain:
            raise Lost(f"a model that {name}: a quote that no page has: {citation.quote[:100]}")
    shown = " ".join(sentence.text for sentence in answer.sentences)
    for never in ("mayor", "script", "javascript", "\x1b", "\u202e", "xxxx"):
        if never in shown:
            raise Lost(f"a model that {name}: {never!r} is shown as supported")
    if answer.sentences and not answer.citations:
        raise Lost(f"a model that {name}: sentences without a source")
    if not answer.problem or "\n" in answer.problem:
        raise Lost(f"a model that {name}: no line says what went wrong")


@contextmanager
def _server() -> Iterator[tuple[str, list[str]]]:
    """An address that speaks OpenAI's API, and the list whose first name it plays."""
    play, over = [""], Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, pieces = PLAYS[play[0]]
            self.send_response(status)
            self.send_header("Content-Type", "text/event-stream" if status == 200 else "application/json")
            self.end_headers()
            if status != 200:
                self.wfile.write(b'{"error": {"message": "no", "type": "error"}}')
                return
            for piece in pieces:
                if piece is None:
                    return
                if piece == "...":
                    over.wait(PATIENCE + LEEWAY)
                    return
                self.wfile.write(b"data: \x01\x02 no JSON\n\n" if piece == "\x01RAW" else _event({"content": piece}))
            self.wfile.write(_event({}, "stop") + b"data: [DONE]\n\n")

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that leaves is what this is about

    server = Server(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", play
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _event(delta: dict[str, Any], ended: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": ended}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n".encode()
