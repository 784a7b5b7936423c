"""The chat with accounts, as a process: log in, ask, log out, nothing is left; each click is for its roles alone."""

import json
import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.access.accounts import Accounts
from assistant.access.audit import user_here
from assistant.access.roles import ROLES
from assistant.build import run_ingest
from assistant.settings import Settings
from assistant.web.login_cookies import SESSION
from assistant.web.login_person import ROLE_HEADER
from assistant.web.users import COOKIE
from tests.collection import write_collection
from tests.e2e.server import ROUNDTABLE, Chat, free_port, opened
from tests.nginx import needs_nginx, proxied

PASSWORD = "correct horse battery"
QUESTION = "How many noise sensors did Marisol mount?"
NOT_ALLOWED = "their role decides"  # of the line that says who may


class Served:
    """A chat that listens for others, with an account for each role."""

    def __init__(self, chat: Chat, port: int, folder: Path) -> None:
        self.chat, self.folder = chat, folder
        self.address = f"http://127.0.0.1:{port}"

    @contextmanager
    def client(self, name: str = "") -> Iterator[httpx.Client]:
        """Somebody outside of a browser; `name` is logged in."""
        with httpx.Client(base_url=self.address, timeout=30) as client:
            if name:
                assert client.post("/login", data={"name": name, "password": PASSWORD}).status_code == 303
            yield client


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Over documents of its own, which a test may change."""
    folder, port = tmp_path_factory.mktemp("accounts"), free_port()
    write_collection(folder / "documents")
    run_ingest([folder / "documents"], Settings(index=folder / "index"), False, lambda progress: None)
    accounts = Accounts(folder / "accounts.json")
    for role in ROLES:
        accounts.add(role, role, PASSWORD)
    environment = {
        "ROUNDTABLE_ACCESS": "accounts",
        "ROUNDTABLE_ACCOUNTS": str(accounts.file),
        "ROUNDTABLE_AUDIT": str(folder / "audit.jsonl"),
        "ROUNDTABLE_CONVERSATIONS": str(folder / "conversations.sqlite"),
        "ROUNDTABLE_UPLOADS": str(folder / "uploads"),
        "ROUNDTABLE_EVALUATIONS": str(folder / "evaluations"),
    }
    command = [ROUNDTABLE, "chat", "--index", folder / "index", "--host", "0.0.0.0", "--port", port]
    with opened(command, folder / "log", environment) as chat:
        yield Served(chat, port, folder)


def clicked(client: httpx.Client, function: str, values: list[Any], event: Any = None) -> str:
    """What the page is told after that function was called by the queue of Gradio, as text."""
    page, session = client.get("/config").json(), secrets.token_hex(6)
    (called,) = (each for each in page["dependencies"] if each["api_name"] == function)
    # What is not given, as filters, is as the page was opened.
    opened = {each["id"]: each["props"].get("value") for each in page["components"]}
    given = values + [opened[each] for each in called["inputs"][len(values) :]]
    sent = {"data": given, "fn_index": called["id"], "session_hash": session, "event_data": event}
    joined = client.post("/gradio_api/queue/join", json=sent)
    assert joined.status_code == 200, joined.text
    told = ""
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            told += line
            if "process_completed" in line or "close_stream" in line:
                return told
    return told


# What is clicked, and which roles get further: reader, editor, evaluator, admin.
CLICKS = [
    ("added", [None, "en"], None, "0101"),
    ("read_again", [[], "en"], None, "0101"),
    ("removed", [[], "en"], None, "0101"),
    ("start", ["en"], {"run": {}}, "0011"),
    ("resume", ["en"], {"id": "none"}, "0011"),
    ("delete_2", ["en"], {"id": "none"}, "0011"),
    ("draft", ["en"], {}, "0011"),
    ("judge", ["en"], {"judging": {}}, "0011"),
]


@pytest.mark.parametrize(("function", "values", "event", "expected"), CLICKS)
def test_each_click_opens_to_the_roles_it_is_for(
    served: Served, function: str, values: list[Any], event: Any, expected: str
) -> None:
    told = []
    for role in ROLES:
        with served.client(role) as client:
            told.append(clicked(client, function, values, event))
    assert "".join(str(int(NOT_ALLOWED not in each)) for each in told) == expected, told
    assert not any("went wrong" in each for each in told), told


def test_role_and_name_cannot_be_forged_from_outside(served: Served) -> None:
    with served.client("admin") as admin, served.client("reader") as reader:
        name = Accounts(served.folder / "accounts.json").all()["admin"].reader
        asked = clicked(admin, "ask", [QUESTION, "", 0, "en"])
        assert "48 noise sensors" in asked
        forged = {ROLE_HEADER: "admin", "cookie": f"{SESSION}={reader.cookies[SESSION]}; {COOKIE}={name}"}
        with served.client() as client:
            client.headers.update(forged)
            assert client.get("/feedback.jsonl").status_code == 403
            assert NOT_ALLOWED in clicked(client, "removed", [[], "en"])
            mine = clicked(client, "search", ["en", "", ""])
        assert "conversation=" in clicked(admin, "search", ["en", "", ""])
        assert "conversation=" not in mine


def test_changes_of_the_collection_are_on_record(served: Served) -> None:
    with served.client("editor") as client:
        file = {"files": ("trams.txt", b"In Quellstadt 37 trams run every day, and 12 at night.")}
        (path,) = client.post("/gradio_api/upload", files=file).json()
        sent = [{"path": path, "orig_name": "trams.txt", "meta": {"_type": "gradio.FileData"}}]
        assert "trams.txt" in clicked(client, "added", [sent, "en"])
    command = [ROUNDTABLE, "corpus", "remove", "trams.txt", "--index", served.folder / "index"]
    environment = {**os.environ, "ROUNDTABLE_AUDIT": str(served.folder / "audit.jsonl")}
    assert subprocess.run(command, env=environment, capture_output=True).returncode == 0
    lines = map(json.loads, (served.folder / "audit.jsonl").read_text("utf-8").splitlines())
    added, removed = (line for line in lines if "documents" in line)
    assert (added["done"], added["who"], added["address"]) == ("documents added", "editor", "127.0.0.1")
    assert (removed["done"], removed["who"]) == ("documents removed", user_here())
    assert added["documents"] == removed["documents"] == ["trams.txt"]


def test_files_and_log_hold_no_password_and_no_question(served: Served) -> None:
    with served.client("reader") as client:
        client.post("/login", data={"name": "reader", "password": "a wrong secret"})
    kept = [
        path for path in served.folder.iterdir() if path.suffix in (".json", ".jsonl", ".key") or path.name == "log"
    ]
    text = "".join(path.read_text("utf-8") for path in kept)
    assert '"login failed"' in text
    assert not any(secret in text for secret in (PASSWORD, "a wrong secret", QUESTION))
    modes = {path.name: path.stat().st_mode & 0o777 for path in kept if path.name != "log"}
    assert modes == dict.fromkeys(modes, 0o600)
    assert {"accounts.json", "accounts.key", "audit.jsonl"} <= set(modes)


def logged_in(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#head .person")).to_contain_text(name)


@pytest.mark.browser
def test_reader_logs_in_asks_logs_out_and_the_way_back_shows_nothing(browser: Browser, served: Served) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="en-US")
    page = context.new_page()
    page.goto(f"{served.address}/?question={QUESTION.replace(' ', '%20')}")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Name").fill("reader")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("not right")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    box = page.locator("#question textarea")
    expect(box).to_have_value(QUESTION)
    box.press("Enter")
    expect(page.locator(".answer").last).to_contain_text("48")
    expect(page.locator("#current .tools")).to_be_visible()
    expect(page.locator("#head .person")).to_contain_text("reader")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert "48 noise sensors" not in page.content()
    assert context.request.get(f"{served.address}/config").status == 401
    context.close()


@pytest.mark.browser
def test_page_shows_only_the_conversations_of_who_is_logged_in(browser: Browser, served: Served) -> None:
    for name in ("editor", "evaluator"):
        context = browser.new_context(locale="en-US")
        page = context.new_page()
        page.goto(f"{served.address}/login")
        logged_in(page, name)
        expect(page.locator("#listed a.conversation")).to_have_count(0)
        page.locator("#question textarea").fill(QUESTION)
        page.locator("#question textarea").press("Enter")
        expect(page.locator("#listed a.conversation")).to_have_count(1)
        context.close()


@pytest.mark.browser
def test_session_that_ends_while_the_page_is_open_leads_to_the_login_and_back(browser: Browser, served: Served) -> None:
    accounts = Accounts(served.folder / "accounts.json")
    accounts.add("leaving", "reader", PASSWORD)
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{served.address}/login")
    logged_in(page, "leaving")
    box = page.locator("#question textarea")
    for role, who, typed in (("editor", "leaving", QUESTION), ("reader", "reader", "")):
        accounts.set_role("leaving", role)
        box.fill(QUESTION)
        box.press("Enter")
        expect(page.get_by_role("heading", name="Log in")).to_be_visible()
        logged_in(page, who)
        expect(page.locator("#about p").first).to_be_visible()
        expect(box).to_have_value(typed)  # another person does not find what was typed
    context.close()


@needs_nginx
def test_behind_a_proxy_the_address_is_the_browsers_and_the_cookie_for_https_alone(
    served: Served, tmp_path: Path
) -> None:
    host = served.address.removeprefix("http://")
    with proxied(tmp_path, [host, host]) as proxy:
        secure = {"x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.77"}
        sent = {"name": "reader", "password": PASSWORD}
        page = proxy.address.rstrip("/")
        said = httpx.post(f"{page}/login", data=sent, headers={**secure, "origin": page})
        assert (said.status_code, said.headers["location"]) == (303, "/")
        assert "Secure" in said.headers["set-cookie"]
        assert httpx.post(f"{page}/login", data=sent, headers={"origin": "http://evil.example"}).status_code == 403
        opened_page = httpx.get(page, headers={"accept": "text/html"})
        assert opened_page.headers["location"] == "/login?next=%2F"
    last = json.loads((served.folder / "audit.jsonl").read_text("utf-8").splitlines()[-1])
    assert (last["who"], last["address"]) == ("reader", "127.0.0.1")  # not what the browser said of itself


def test_chat_for_everybody_refuses_to_start_and_says_what_to_do(served: Served) -> None:
    command = [ROUNDTABLE, "chat", "--index", served.folder / "index", "--host", "0.0.0.0", "--port", str(free_port())]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ})
    assert done.returncode == 2
    assert "roundtable user add NAME --role admin" in done.stderr
    assert done.stderr.count("\n") == 1
