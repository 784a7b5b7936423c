"""The real pages behind the gate, served in this process on a free port, and browsers that are logged in."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

from assistant.access.accounts import Accounts
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.web.app import build_app
from assistant.web.desk import desk_of
from assistant.web.login_gate import Gate
from assistant.web.routes import routes
from assistant.web.uploading import GuardedUploads
from tests.e2e.server import free_port

PASSWORD = "correct horse battery"


class RealChat:
    """`pages` are those of Gradio; `app` is what serves them."""

    def __init__(self, address: str, accounts: Accounts, pages: Any, app: Any) -> None:
        self.address, self.accounts, self.pages, self.app = address, accounts, pages, app
        self._open = ExitStack()

    def browser(self, name: str = "") -> httpx.Client:
        client = self._open.enter_context(httpx.Client(base_url=self.address, timeout=60))
        if name:
            assert client.post("/login", data={"name": name, "password": PASSWORD}).status_code == 303
        return client

    def close(self) -> None:
        self._open.close()


@contextmanager
def real_chat(assistant: Assistant, index: Path, folder: Path, people: Mapping[str, str]) -> Iterator[RealChat]:
    """With accounts of these names and roles."""
    accounts = Accounts(folder / "accounts.json")
    for name, role in people.items():
        accounts.add(name, role, PASSWORD)
    settings = Settings(
        index=index, conversations=folder / "kept.sqlite", evaluations=folder / "evaluations",
        uploads=folder / "uploads", access="accounts", accounts=accounts.file, audit=folder / "audit.jsonl",
    )  # fmt: skip
    desk = desk_of(assistant, settings)
    middleware = [Gate.as_middleware(settings), GuardedUploads.as_middleware(settings)]
    pages = build_app(desk).queue(max_size=100)
    app, address, _ = pages.launch(
        prevent_thread_lock=True, quiet=True, server_name="127.0.0.1", server_port=free_port(), share=False,
        enable_monitoring=False, ssr_mode=False, pwa=False, max_file_size=1_000_000,
        app_kwargs={"middleware": middleware, "routes": routes(desk)},
    )  # fmt: skip
    chat = RealChat(address.rstrip("/"), accounts, pages, app)
    try:
        yield chat
    finally:
        chat.close()
        pages.close()


def joined(
    client: httpx.Client, page: str, function: str | int, values: list[Any] | None = None, event: Any = None
) -> httpx.Response:
    """What is answered to a click of that page: on a function by its name or number."""
    known = client.get("/config").json()
    (called,) = (each for each in known["dependencies"] if function in (each["api_name"], each["id"]))
    opened = {each["id"]: each["props"].get("value") for each in known["components"]}
    given = [*(values or [])]
    given += [opened[each] for each in called["inputs"][len(given) :]]
    sent = {"data": given, "fn_index": called["id"], "session_hash": page, "event_data": event}
    return client.post("/gradio_api/queue/join", json=sent)


def told(client: httpx.Client, page: str) -> tuple[int, str]:
    """What the stream of that page says, until the first click is done."""
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": page}) as stream:
        text = ""
        for line in stream.iter_lines():
            text += line
            if "process_completed" in line or "close_stream" in line:
                break
        return stream.status_code, text


def clicked(client: httpx.Client, function: str | int, values: list[Any], event: Any = None) -> str:
    """What a page of its own is told."""
    page = secrets.token_hex(6)
    assert joined(client, page, function, values, event).status_code == 200
    return told(client, page)[1]
