"""assistant/web/login_owned.py and login_stream.py, around the real pages: nobody gets at what somebody else has begun
or sent, and a stream ends with the session."""

import json
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from assistant.access.accounts import BadAccounts
from assistant.access.roles import Person
from assistant.assistant import Assistant
from assistant.web import login_owned, login_stream
from assistant.web.login_owned import Owned
from assistant.web.login_stream import while_it_counts
from tests.assistant.web.real_chat import RealChat, joined, real_chat, told

PEOPLE = {"ana": "editor", "ben": "editor", "eve": "admin"}
ANA, BEN = (Person(name, "editor", name[0] * 32) for name in ("ana", "ben"))


@pytest.fixture(scope="module")
def chat(assistant: Assistant, small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealChat]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_IS_E2E_TEST", "1")  # a sign of life each quarter of a second
        with real_chat(assistant, small_index, tmp_path_factory.mktemp("chat"), PEOPLE) as opened:
            yield opened


@pytest.fixture
def ana(chat: RealChat) -> httpx.Client:
    return chat.browser("ana")


@pytest.fixture
def ben(chat: RealChat) -> httpx.Client:
    return chat.browser("ben")


def test_stream_of_somebody_else_is_not_there_though_its_name_is_known(ana: httpx.Client, ben: httpx.Client) -> None:
    page = secrets.token_hex(6)
    assert joined(ana, page, "search", ["en", "", ""]).status_code == 200
    for params in ([("session_hash", page)], [("session_hash", "mine"), ("session_hash", page)],
                   [("session_hash", page), ("session_hash", "mine2")]):  # fmt: skip
        assert ben.get("/gradio_api/queue/data", params=params).status_code == 404, params
    assert ben.get(f"/gradio_api/heartbeat/{page}").status_code == 404
    assert joined(ben, page, "search", ["en", "", ""]).status_code == 404
    status, text = told(ana, page)
    assert (status, "process_completed" in text) == (200, True)


def test_click_of_somebody_else_goes_on_though_its_name_is_known(ana: httpx.Client, ben: httpx.Client) -> None:
    page, other = secrets.token_hex(6), secrets.token_hex(6)
    click = joined(ana, page, "search", ["en", "", ""]).json()["event_id"]
    for known in (page, other):
        sent = {"session_hash": known, "fn_index": 0, "event_id": click}
        assert ben.post("/gradio_api/cancel", json=sent).status_code == 404
    twice = f'{{"session_hash": "{other}", "event_id": "{click}", "fn_index": 0, "session_hash": "{page}"}}'
    assert ben.post("/gradio_api/cancel", content=twice).status_code == 404
    assert "process_completed" in told(ana, page)[1]
    again = joined(ana, page, "search", ["en", "", ""]).json()["event_id"]
    sent = {"session_hash": page, "fn_index": 0, "event_id": again}
    assert ana.post("/gradio_api/cancel", json=sent).status_code == 200


def test_other_addresses_at_which_gradio_tells_of_a_click_are_shut(ana: httpx.Client, ben: httpx.Client) -> None:
    page = secrets.token_hex(6)
    click = joined(ana, page, "search", ["en", "", ""]).json()["event_id"]
    for method, path in (
        ("GET", f"call/search/{click}"), ("GET", f"call/v2/search/{click}"), ("POST", f"stream/{click}"),
        ("POST", f"stream/{click}/close"), ("GET", f"stream/{page}/1/1/playlist.m3u8"),
        ("GET", f"deep_link?session_hash={page}"), ("POST", "component_server"), ("GET", "proxy=http://127.0.0.1/"),
        ("POST", "call/search"), ("POST", "api/search"), ("GET", "runs"), ("POST", "process_recording"),
        ("GET", "file/etc/passwd"), ("GET", "openapi.json"),
    ):  # fmt: skip
        for who in (ana, ben):
            said = who.request(method, f"/gradio_api/{path}", json={} if method == "POST" else None)
            assert (said.status_code, said.text) == (404, "there is no such thing"), path


def test_file_of_somebody_else_can_be_neither_read_nor_added(
    ana: httpx.Client, ben: httpx.Client, chat: RealChat
) -> None:
    words = f"In Quellstadt {secrets.randbelow(10**9)} trams run every day."
    (path,) = ana.post("/gradio_api/upload", files={"files": ("trams.txt", words.encode())}).json()
    assert ana.get(f"/gradio_api/file={path}").text == words
    for other in (ben, chat.browser("eve")):
        assert other.get(f"/gradio_api/file={path}").status_code == 404
        sent = [{"path": path, "orig_name": "trams.txt", "meta": {"_type": "gradio.FileData"}}]
        assert joined(other, secrets.token_hex(6), "added", [sent, "en"]).status_code == 404
        assert joined(other, secrets.token_hex(6), "added", [[{"x": sent}], "en"]).status_code == 404
    (same,) = ben.post("/gradio_api/upload", files={"files": ("trams.txt", words.encode())}).json()
    assert same == path  # Gradio keeps what is the same once
    assert [who.get(f"/gradio_api/file={path}").text for who in (ana, ben)] == [words, words]
    for way in (f"{path}/%2e%2e/{Path(path).name}", "/etc/hostname", "", path.replace("/", "//", 1)):
        assert ana.get(f"/gradio_api/file={way}").status_code == 404


def test_upload_of_somebody_else_cannot_be_watched(ana: httpx.Client, ben: httpx.Client) -> None:
    file = {"files": ("trams.txt", b"37 trams")}
    assert ana.post("/gradio_api/upload", params={"upload_id": "ana1"}, files=file).status_code == 200
    assert ben.get("/gradio_api/upload_progress", params={"upload_id": "ana1"}).status_code == 404
    assert ben.post("/gradio_api/upload", params={"upload_id": "ana1"}, files=file).status_code == 404


def test_stream_ends_with_its_session_and_those_of_others_go_on(chat: RealChat, ben: httpx.Client) -> None:
    client, seen, ended = chat.browser("eve"), threading.Event(), threading.Event()

    def follow() -> None:
        with client.stream("GET", f"/gradio_api/heartbeat/{secrets.token_hex(6)}") as stream:
            for _ in stream.iter_lines():
                seen.set()
        ended.set()

    thread = threading.Thread(target=follow, daemon=True)
    with ben.stream("GET", f"/gradio_api/heartbeat/{secrets.token_hex(6)}") as other:
        alive = other.iter_lines()
        thread.start()
        assert seen.wait(20)
        assert not ended.wait(2)  # it would not end by itself
        client.post("/logout")
        assert ended.wait(20)
        assert next(alive)
    thread.join(20)


async def answered(owned: Owned, person: Person, path: str, body: bytes = b"", query: str = "") -> tuple[int, bytes]:
    """Of the layer alone."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": path, "query_string": query.encode(), "headers": []}
    await owned(person, scope, receive, send)
    return sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:])


async def echo(scope: Any, receive: Any, send: Any) -> None:
    body = (await receive())["body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


@pytest.mark.anyio
async def test_what_is_looked_at_is_what_the_app_reads() -> None:
    owned = Owned(echo)
    status, body = await answered(
        owned, ANA, "/gradio_api/queue/join", b'{"session_hash": "one", "session_hash": "two", "data": []}'
    )
    assert (status, json.loads(body)) == (200, {"session_hash": "two", "data": []})
    for wrong in (b"", b"[]", b"x", b'"x"', b"[" * 100_000, b"\xff"):
        assert (await answered(owned, ANA, "/gradio_api/queue/join", wrong))[0] == 400
    assert await answered(owned, ANA, "/reader", b"as it is") == (200, b"as it is")


@pytest.mark.anyio
async def test_click_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_owned, "LONGEST", 100)
    assert (await answered(Owned(echo), ANA, "/gradio_api/queue/join", b" " * 101))[0] == 413


@pytest.mark.anyio
async def test_nobody_can_push_out_what_others_keep_and_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_owned, "MOST_NAMES", 10)
    monkeypatch.setattr(login_owned, "MOST_PEOPLE", 3)
    owned = Owned(echo)
    join: Callable[[Person, str], Any] = lambda person, page: answered(  # noqa: E731
        owned, person, "/gradio_api/queue/data", query=f"session_hash={page}"
    )
    assert (await join(ANA, "of-ana"))[0] == 200
    for number in range(50):
        await join(BEN, f"{number}")
    assert (await join(BEN, "of-ana"))[0] == 404
    assert len(owned._whose) == 11
    for number in range(5):
        await join(Person("", "reader", f"r{number}"), f"r{number}")
    assert (len(owned._names), len(owned._whose)) == (3, 3)


async def streamed(counts: Callable[[], bool], headers: list[tuple[bytes, bytes]]) -> tuple[bytes, bool]:
    """What gets through of three parts, and whether the app takes the browser for gone."""
    sent: list[Any] = []

    async def receive() -> Any:
        await anyio.sleep(60)

    async def send(message: Any) -> None:
        sent.append(message)

    receive_, send_ = while_it_counts(counts, receive, send)
    await send_({"type": "http.response.start", "status": 200, "headers": headers})
    for part in (b"a", b"b", b"c"):
        await send_({"type": "http.response.body", "body": part, "more_body": True})
    gone = False
    with anyio.move_on_after(0.05):
        gone = (await receive_())["type"] == "http.disconnect"
    assert all(each.get("more_body") for each in sent[1:]) != gone
    return b"".join(each["body"] for each in sent[1:]), gone


@pytest.mark.anyio
async def test_what_is_streamed_ends_once_it_counts_no_more_and_a_file_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_stream, "EVERY", 0.0)

    def broken() -> bool:
        raise BadAccounts("the file is broken")

    looks = iter([True, False])
    assert await streamed(lambda: next(looks), []) == (b"a", True)
    assert await streamed(lambda: True, []) == (b"abc", False)
    assert await streamed(broken, []) == (b"", True)
    assert await streamed(lambda: False, [(b"Content-Length", b"3")]) == (b"abc", False)
    monkeypatch.setattr(login_stream, "EVERY", 60.0)
    assert await streamed(lambda: False, []) == (b"abc", False)  # it was looked at a moment ago
