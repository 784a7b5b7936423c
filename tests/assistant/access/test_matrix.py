"""Who may do what, door by door: every address, click, address of the API and tool of MCP that there is has its row.

The doors are taken from the running program, so that a new one without a row here fails.
"""

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client
from starlette.testclient import TestClient

from assistant.access.roles import ACTIONS, MAY, ROLES, Action
from assistant.api.beside import with_api
from assistant.api.guard import entrance_of
from assistant.api.metrics import Metrics
from assistant.api.tokens import Tokens
from assistant.api.watched import HEALTH, METRICS, watched
from assistant.assistant import Assistant
from assistant.mcp import mcp_server
from assistant.serving.here import Here
from assistant.settings import Settings
from assistant.web.desk import Desk, desk_of
from evals.testsets.shipped import SHIPPED
from tests.assistant.web.real_chat import RealChat, clicked, real_chat
from tests.assistant.web.test_login import paths_of

NOT_ALLOWED = "their role decides"  # of the line that says who may
SHUT = "there is no such thing"
WHO = ("", *ROLES)  # nobody, reader, editor, evaluator, admin
ALL, KNOWN, NONE = "11111", "01111", "00000"

# Who gets through at each address of the pages.
ADDRESSES = {
    **dict.fromkeys(["/alive", "/login", "/gradio_api/startup-events"], ALL),
    **dict.fromkeys(["/", "/collection", "/collection/", "/briefings", "/briefings/"], KNOWN),
    **dict.fromkeys(["/evaluations", "/evaluations/", "/config", "/config/", "/logout"], KNOWN),
    **dict.fromkeys(["/reader", "/pages/{}/{}.png", "/originals/{}", "/exports/{}.{}", "/briefs/{}.{}"], KNOWN),
    "/runs/{}/{}": KNOWN,  # figures and answers of test sets; readers' questions are in none
    "/feedback.jsonl": "00011",
    "/drafts.yaml": "00011",
    # What Gradio's own pages need, and what they have beside that and says nothing of anybody.
    **dict.fromkeys(["/assets/{}", "/static/{}", "/svelte/{}", "/favicon.ico", "/manifest.json", "/robots.txt"], KNOWN),
    **dict.fromkeys(["/theme.css", "/pwa_icon", "/pwa_icon/{}", "/openapi.json", "/login/"], KNOWN),
    **dict.fromkeys(["/monitoring", "/monitoring/summary", "/monitoring/{}"], NONE),  # it is switched off
    **dict.fromkeys(["/gradio_api/info", "/gradio_api/info/", "/gradio_api/app_id", "/gradio_api/theme.css"], KNOWN),
    **dict.fromkeys(["/gradio_api/queue/status", "/gradio_api/queue/data", "/gradio_api/upload_progress"], KNOWN),
    "/gradio_api/heartbeat/{}": KNOWN,
    "/gradio_api/queue/join": KNOWN,
    "/gradio_api/reset": KNOWN,
    "/gradio_api/reset/": KNOWN,
    "/gradio_api/run/{}": KNOWN,
    "/gradio_api/run/{}/": KNOWN,
    "/gradio_api/upload": "00101",
    # Of one's own only.
    "/gradio_api/cancel": NONE,
    "/gradio_api/file={}": NONE,
}
SENT = {"queue/join", "reset", "reset/", "run/{}", "run/{}/", "upload", "cancel"}  # with POST, below /gradio_api/

# What is allowed to those who may click: each function behind the pages.
CLICKS: dict[str, dict[str, Action]] = {
    "chat_page": dict.fromkeys(
        ["<lambda>", "after", "ask", "begin_anew", "delete", "edit", "failed", "like", "load", "open_one", "refilter",
         "rename", "retried", "search", "stopped", "unset"], "ask",
    ),
    "collection_page": dict.fromkeys(["choose", "load", "open_one", "refilter", "unset"], "ask"),
    "briefings_page": dict.fromkeys(
        ["change_failed", "check", "compare", "delete", "duplicate", "edit", "load", "open_one", "plan", "redo",
         "refilter", "rename", "restore", "search", "stop_writing", "unset", "write", "write_failed"], "ask",
    ),
    "evaluations_page": {
        **dict.fromkeys(["failed", "filter_", "go", "load", "split_by", "tick"], "ask"),
        **dict.fromkeys(["delete", "judge", "judge_and_go_on", "resume", "start", "stop_run"], "evaluate"),
        "draft": "feedback",
    },
    "managing": {
        **dict.fromkeys(["<lambda>", "ask_first", "refreshed"], "ask"),
        **dict.fromkeys(["added", "read_again", "removed"], "change"),
    },
}  # fmt: skip
# What is sent with those that not everybody may, so that nothing changes where they may.
EVENTS: dict[str, tuple[list[Any], Any]] = {
    "added": ([None, "en"], None), "read_again": ([[], "en"], None), "removed": ([[], "en"], None),
    "start": (["en"], {"run": {}}), "resume": (["en"], {"id": "none"}), "delete": (["en"], {"id": "none"}),
    "draft": (["en"], {}), "judge": (["en"], {"judging": {}}), "judge_and_go_on": (["en"], {"judgement": {}}),
}  # fmt: skip
BY_ROLE = [
    (page, name, action) for page, functions in CLICKS.items() for name, action in functions.items() if action != "ask"
]

# Which roles of a token get through at each address of the API.
API = {
    **dict.fromkeys(["POST /ask", "POST /search", "POST /briefs", "GET /openapi.json"], KNOWN),
    **dict.fromkeys(["GET /documents", "GET /documents/{}", "GET /documents/{}/pages/{}"], KNOWN),
    **dict.fromkeys(["GET /health", "GET /ready"], ALL),
}
MCP = {"/mcp": KNOWN, HEALTH: ALL, METRICS: "00001"}
TOOLS: dict[str, Action] = dict.fromkeys(["search", "ask", "read_page", "list_documents"], "ask")


@pytest.fixture(scope="module")
def chat(assistant: Assistant, small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealChat]:
    folder = tmp_path_factory.mktemp("chat")
    with real_chat(assistant, small_index, folder, {role: role for role in ROLES}) as opened:
        yield opened


@pytest.fixture(scope="module")
def browsers(chat: RealChat) -> dict[str, httpx.Client]:
    return {name: chat.browser(name) for name in WHO}


def plain(path: str) -> str:
    """With "{}" for what it takes."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def gets_through(client: httpx.Client, path: str) -> bool:
    sent = path.removeprefix("/gradio_api/") in SENT
    name = f"of{id(client)}" if "heartbeat" in path else "1"  # the name of a page is whose it was first
    with client.stream("POST" if sent else "GET", path.replace("{}", name), json={} if sent else None) as said:
        if said.status_code == 200:
            return True
        text = said.read().decode()
    return said.status_code not in (401, 403) and text != SHUT


def test_every_address_has_its_row(chat: RealChat) -> None:
    found = {plain(path) for path in paths_of(chat.app.routes)}
    # What is below is shut, unless it has a row.
    assert {path for path in found if not path.startswith("/gradio_api/")} - set(ADDRESSES) == set()
    assert set(ADDRESSES) - found == set()
    assert len(found) > 60


def test_each_address_lets_those_through_whom_it_is_for(chat: RealChat, browsers: dict[str, httpx.Client]) -> None:
    found = sorted({plain(path) for path in paths_of(chat.app.routes)} - {"/logout"})
    seen = {path: "".join(str(int(gets_through(browsers[who], path))) for who in WHO) for path in found}
    assert seen == {path: ADDRESSES.get(path, NONE) for path in found}


def test_every_click_has_its_row(chat: RealChat) -> None:
    found: dict[str, set[str]] = {}
    for each in chat.pages.fns.values():
        if each.fn:
            module, name = each.fn.__module__.rpartition(".")[2], each.fn.__qualname__.rpartition(".")[2]
            found.setdefault(module, set()).add(name)
    assert found == {module: set(names) for module, names in CLICKS.items()}
    assert {name for _, name, _ in BY_ROLE} == {*EVENTS, "stop_run"}


def number_of(chat: RealChat, page: str, name: str) -> int:
    return next(
        number for number, each in chat.pages.fns.items()
        if each.fn and each.fn.__module__.endswith(page) and each.fn.__qualname__.endswith(f".{name}")
    )  # fmt: skip


@pytest.mark.parametrize(("page", "name", "action"), [each for each in BY_ROLE if each[1] in EVENTS])
def test_each_click_is_done_for_the_roles_that_may(
    chat: RealChat, browsers: dict[str, httpx.Client], page: str, name: str, action: Action
) -> None:
    values, event = EVENTS[name]
    told = {role: clicked(browsers[role], number_of(chat, page, name), values, event) for role in ROLES}
    assert {role for role, text in told.items() if NOT_ALLOWED not in text} == {
        role for role in ROLES if action in MAY[role]
    }
    assert not any("went wrong" in text for text in told.values())


def test_run_is_stopped_by_those_alone_who_may(chat: RealChat, browsers: dict[str, httpx.Client]) -> None:
    start, stop, tick = (number_of(chat, "evaluations_page", name) for name in ("start", "stop_run", "tick"))

    def state() -> str:
        sent = {"data": ["en", "", ""], "fn_index": tick, "session_hash": "of-the-reader"}
        return str(browsers["reader"].post("/gradio_api/run/predict", json=sent).json()["data"][3])

    clicked(browsers["evaluator"], start, ["en"], {"run": {"set": SHIPPED.name}})
    assert state() == "running"
    for role in ("reader", "editor"):
        clicked(browsers[role], stop, ["en"])
        assert state() == "running", role
    clicked(browsers["evaluator"], stop, ["en"])
    until = time.monotonic() + 120
    while state() != "stopped" and time.monotonic() < until:
        assert state() in ("stopping", "stopped")
        time.sleep(0.1)
    assert state() == "stopped"


@pytest.fixture
def desk(assistant: Assistant, small_index: Path, tmp_path: Path) -> Desk:
    settings = Settings(
        index=small_index, conversations=tmp_path / "kept.sqlite", tokens=tmp_path / "tokens.json", access="accounts"
    )
    return desk_of(assistant, settings)


@pytest.fixture
def bearers(desk: Desk) -> list[dict[str, str]]:
    """In the order of `WHO`."""
    made = {role: Tokens(desk.settings.tokens).add(role, role) for role in ROLES}
    return [{}, *({"authorization": f"Bearer {text}"} for text in made.values())]


def api_routes(api: Any) -> Iterator[str]:
    def inner(routes: Any) -> Iterator[str]:
        for each in routes:
            if hasattr(each, "original_router"):
                yield from inner(each.original_router.routes)
            else:
                yield from (f"{method} {plain(each.path)}" for method in sorted(set(each.methods) - {"HEAD"}))

    return inner(api.app.routes)


def test_every_address_of_the_api_lets_those_tokens_through_that_it_is_for(
    desk: Desk, bearers: list[dict[str, str]]
) -> None:
    _, served = with_api(desk)
    client = TestClient(served, "http://127.0.0.1:7860", client=("127.0.0.1", 50000))
    metrics, api = served.routes
    assert (metrics.path, set(api_routes(api))) == (METRICS, set(API))
    rows = {f"{api.path} {each}": expected for each, expected in API.items()} | {f" GET {METRICS}": "00001"}
    for row, expected in rows.items():
        prefix, method, path = row.split(" ")
        said = [client.request(method, prefix + path.replace("{}", "1"), headers=each) for each in bearers]
        assert "".join(str(int(each.status_code not in (401, 403))) for each in said) == expected, row


def test_every_tool_of_mcp_has_its_row_and_a_token_of_any_role_opens_them_all(
    assistant: Assistant, desk: Desk, bearers: list[dict[str, str]]
) -> None:
    async def tools() -> set[str]:
        async with Client(mcp_server(assistant, Here(assistant))) as client:
            return {each.name for each in (await client.list_tools()).tools}

    assert asyncio.run(tools()) == set(TOOLS)
    assert all(action in MAY[role] for role in ROLES for action in TOOLS.values())

    served = mcp_server(assistant, Here(assistant)).streamable_http_app(stateless_http=True, json_response=True)
    app = watched(served, Metrics(assistant), entrance_of(desk.settings), False)
    assert {each.path for each in served.router.routes} == set(MCP)
    with TestClient(app, "http://127.0.0.1:7862", client=("127.0.0.1", 50000)) as client:
        for path, expected in MCP.items():
            method = "POST" if path == "/mcp" else "GET"
            said = [client.request(method, path, headers=each).status_code for each in bearers]
            assert "".join(str(int(status not in (401, 403))) for status in said) == expected, (path, said)


def test_every_action_is_that_of_a_door() -> None:
    assert {action for functions in CLICKS.values() for action in functions.values()} == set(ACTIONS)
