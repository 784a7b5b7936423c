"""assistant/web/login_*.py: nobody past without a session, nobody as somebody else, and no word kept by the browser."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from assistant.access.accounts import Accounts
from assistant.access.roles import ROLES
from assistant.assistant import Assistant
from assistant.phrases import ENGLISH_PAGE
from assistant.settings import Settings
from assistant.web.app import build_app
from assistant.web.desk import Desk, desk_of
from assistant.web.headers import SecurityHeaders
from assistant.web.login_cookies import HOST_ONLY, SESSION
from assistant.web.login_gate import Gate
from assistant.web.login_person import NAME_HEADER, ROLE_HEADER, person_html
from assistant.web.routes import routes
from assistant.web.uploading import GuardedUploads
from assistant.web.users import COOKIE, NamedUsers, user_of
from tests.assistant.web.test_briefing_handling import written

PASSWORD = "correct horse battery"
ADDRESS = "http://roundtable.example:7860"
PAGE = {"accept": "text/html,*/*"}
SECRETS = ["/", "/reader?document=x", "/originals/x", "/pages/x/1.png", "/exports/x.json", "/briefs/x.docx"]
SECRETS += ["/feedback.jsonl", "/drafts.yaml", "/runs/x/report.html", "/config", "/gradio_api/queue/data", "/who"]
SECRETS += ["/login/", "//login", "/alive/", "/login.css/x", "/LOGIN", "/gradio_api/startup-events/x", "/login/../who"]


def app_of(desk: Desk) -> Starlette:
    """What lies behind the gate, and what says whom it takes somebody for."""

    def who(request: Any) -> JSONResponse:
        head = person_html(desk.settings, request, ENGLISH_PAGE)
        said = {"user": user_of(request.cookies), "cookies": request.cookies, "head": head}
        return JSONResponse(said | {"role": request.headers.get(ROLE_HEADER), "client": request.client.host})

    own = [Route(path, who, methods=["GET", "POST"]) for path in ("/", "/who", "/gradio_api/upload")]
    middleware = [
        SecurityHeaders.as_middleware(),
        NamedUsers.as_middleware(),
        Gate.as_middleware(desk.settings),
        GuardedUploads.as_middleware(desk.settings),
    ]
    return Starlette(routes=[*own, *routes(desk)], middleware=middleware)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with an account for each role: its hashes take a while."""
    accounts = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    for role in ROLES:
        accounts.add(f"the-{role}", role, PASSWORD)
    return accounts.file


@pytest.fixture
def desk(assistant: Assistant, small_index: Path, made: Path, tmp_path: Path) -> Desk:
    settings = Settings(
        index=small_index, conversations=tmp_path / "kept.sqlite", evaluations=tmp_path / "evaluations",
        access="accounts", accounts=tmp_path / "accounts.json", audit=tmp_path / "audit.jsonl",
    )  # fmt: skip
    settings.accounts.write_bytes(made.read_bytes())
    return desk_of(assistant, settings)


@pytest.fixture
def browser(desk: Desk) -> Callable[..., TestClient]:
    """Opens browsers, each with cookies of its own; `name` is logged in."""
    app = app_of(desk)

    def opened(name: str = "", address: str = ADDRESS, host: str = "203.0.113.9") -> TestClient:
        client = TestClient(app, base_url=address, client=(host, 50000), follow_redirects=False)
        if name:
            assert log_in(client, name).status_code == 303
        return client

    return opened


def log_in(client: TestClient, name: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
    headers = {"origin": str(client.base_url).rstrip("/")} | more.pop("headers", {})
    return client.post("/login", data={"name": name, "password": password, **more}, headers=headers)


@pytest.mark.parametrize("path", SECRETS)
def test_nothing_is_given_to_somebody_unknown(browser: Callable[..., TestClient], path: str) -> None:
    client = browser()
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
        said = client.request(method, path)
        assert (said.status_code, said.headers["cache-control"]) == (401, "no-store"), method
    page = client.get(path, headers=PAGE)
    assert page.status_code == 303
    assert page.headers["location"].startswith("/login?next=%2F")


def paths_of(given: Sequence[Any]) -> Iterator[str]:
    """Of routes, and of routers that FastAPI has taken in."""
    for route in given:
        if hasattr(route, "original_router"):
            yield from paths_of(route.original_router.routes)
        elif hasattr(route, "path"):
            yield route.path


def test_every_address_of_gradio_and_of_ours_is_shut(desk: Desk) -> None:
    from gradio.routes import App

    gate = [NamedUsers.as_middleware(), Gate.as_middleware(desk.settings)]
    app = App.create_app(build_app(desk), app_kwargs={"middleware": gate, "routes": routes(desk)})
    found = {re.sub(r"\{[^}]*\}", "1", path) for path in paths_of(app.routes)}
    assert {"/", "/config", "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/upload"} <= found
    client = TestClient(app, base_url=ADDRESS, follow_redirects=False)
    for path in sorted(found - {"/alive", "/login", "/logout", "/gradio_api/startup-events"}):
        for method in ("GET", "POST"):
            said = client.request(method, path, headers={ROLE_HEADER: "admin"})
            assert (said.status_code, said.text) == (401, "log in first"), f"{method} {path}"


def test_what_probes_and_the_login_page_need_is_open(browser: Callable[..., TestClient]) -> None:
    client = browser()
    assert [client.get(path).status_code for path in ("/alive", "/login", "/login.css")] == [204, 200, 200]


def test_right_password_opens_the_page_that_was_wanted(browser: Callable[..., TestClient]) -> None:
    client = browser()
    wanted = client.get("/reader?document=a%26b.pdf&page=3", headers=PAGE).headers["location"]
    form = client.get(wanted).text
    next_ = re.search(r'name="next" value="([^"]*)"', form)
    assert next_
    said = log_in(client, "The-Reader", next=next_[1].replace("&amp;", "&"))
    assert (said.status_code, said.headers["location"]) == (303, "/reader?document=a%26b.pdf&page=3")
    given = said.headers["set-cookie"]
    assert given.startswith(f"{SESSION}=")
    assert all(word in given for word in ("HttpOnly", "SameSite=lax", "Max-Age=43200", "Path=/"))
    assert "Secure" not in given
    assert client.get("/who").json()["role"] == "reader"
    assert "Secure" in log_in(browser(address="https://roundtable.example"), "the-reader").headers["set-cookie"]


def test_over_https_the_session_is_for_this_host_alone_and_one_without_that_counts_for_nothing(
    browser: Callable[..., TestClient],
) -> None:
    safe = "https://roundtable.example"
    client = browser(address=safe)
    given = log_in(client, "the-reader").headers["set-cookie"]
    assert given.startswith(f"{HOST_ONLY}{SESSION}=")
    assert all(word in given for word in ("Secure", "Path=/", "HttpOnly"))
    assert "Domain" not in given
    who = client.get("/who").json()
    assert (who["role"], [name for name in who["cookies"] if SESSION in name]) == ("reader", [])
    # A page of a neighbour can set cookies of any name but those.
    planted = {"cookie": f"{SESSION}={client.cookies[HOST_ONLY + SESSION]}"}
    assert browser(address=safe).get("/who", headers=planted).status_code == 401
    client.post("/logout")
    assert client.get("/who").status_code == 401


@pytest.mark.parametrize("path", ["/login/start", "/login/back?code=x&state=y"])
def test_addresses_of_another_way_to_log_in_are_shut(browser: Callable[..., TestClient], path: str) -> None:
    assert browser().get(path).status_code == 401


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\r\nx: y", "/logout", "x"],
)
def test_login_leads_to_no_other_host(browser: Callable[..., TestClient], wanted: str) -> None:
    assert log_in(browser(), "the-reader", next=wanted).headers["location"] == "/"


def test_wrong_password_and_unknown_name_look_the_same_and_what_was_typed_stays_text(
    browser: Callable[..., TestClient],
) -> None:
    client = browser()
    one, other = log_in(client, "the-reader", "wrong"), log_in(client, "nobodyhere", "wrong")
    assert one.status_code == other.status_code == 401
    assert "set-cookie" not in one.headers
    assert one.text.replace("the-reader", "") == other.text.replace("nobodyhere", "")
    evil = log_in(client, '"><script>alert(1)</script>', "typed-password", next='/"><script>').text
    assert "<script" not in evil
    assert "typed-password" not in evil


def test_too_many_tries_wait_and_another_address_need_not(browser: Callable[..., TestClient]) -> None:
    client = browser(host="198.51.100.1")
    said = [log_in(client, f"name{number}", "wrong").status_code for number in range(31)]
    assert said == [401] * 30 + [429]
    refused = log_in(client, "the-reader")
    assert 0 < int(refused.headers["retry-after"]) <= 901
    assert "Too many tries" in refused.text
    assert log_in(browser(host="198.51.100.2"), "the-reader").status_code == 303


def test_login_page_speaks_french_and_needs_no_script(browser: Callable[..., TestClient]) -> None:
    said = browser().get("/login", headers={"accept-language": "fr"})
    assert "Mot de passe" in said.text
    assert "<script" not in said.text
    assert 'type="password" autocomplete="current-password"' in said.text
    assert said.headers["content-security-policy"].startswith("default-src 'none'")
    assert "Le nom ou le mot de passe" in log_in(browser(), "x", headers={"accept-language": "fr"}).text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", "origin": ADDRESS}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 303),
        ({"origin": ADDRESS}, 303),
        ({}, 303),
    ],
)
def test_form_of_another_site_neither_logs_in_nor_out_nor_asks(
    browser: Callable[..., TestClient], headers: Mapping[str, str], status: int
) -> None:
    sent = {"name": "the-reader", "password": PASSWORD}
    assert browser().post("/login", data=sent, headers=headers).status_code == status
    client = browser("the-reader")
    assert client.post("/who", headers=headers).status_code == (403 if status == 403 else 200)
    assert client.post("/logout", headers=headers).status_code == status


def test_form_too_large_or_broken_is_refused(browser: Callable[..., TestClient]) -> None:
    for body in (b"name=" + b"x" * 9000, b"name=%ff%fe", b"&".join([b"a=b"] * 50), b"\xff\xfe", b""):
        assert browser().post("/login", content=body).status_code in (400, 401)


def test_out_is_out_for_that_session_alone_and_the_browser_forgets(browser: Callable[..., TestClient]) -> None:
    client, elsewhere = browser("the-reader"), browser("the-reader")
    stolen = client.cookies[SESSION]
    assert client.get("/logout").status_code == 405
    said = client.post("/logout")
    assert (said.status_code, said.headers["location"]) == (303, "/login")
    assert "cache" in said.headers["clear-site-data"]
    assert client.get("/who").status_code == 401
    assert browser().get("/who", headers={"cookie": f"{SESSION}={stolen}"}).status_code == 401
    assert elsewhere.get("/who").status_code == 200


def test_session_ends_when_the_account_changes(browser: Callable[..., TestClient], desk: Desk) -> None:
    client, accounts = browser("the-editor"), Accounts(desk.settings.accounts)
    assert client.get("/who").status_code == 200
    accounts.set_role("the-editor", "reader")
    assert client.get("/who").status_code == 401
    log_in(client, "the-editor")
    assert client.get("/who").json()["role"] == "reader"
    accounts.remove("the-editor")
    assert client.get("/who").status_code == 401


def test_file_of_accounts_that_is_broken_lets_nobody_in(
    browser: Callable[..., TestClient], desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    client = browser("the-admin")
    desk.settings.accounts.write_text("{", "utf-8")
    assert client.get("/who").status_code == 503
    assert log_in(browser(), "the-admin").status_code == 503
    assert "is no file of accounts" in capsys.readouterr().err
    assert client.get("/alive").status_code == 204


def test_client_can_forge_neither_role_nor_name_nor_whose_conversations(browser: Callable[..., TestClient]) -> None:
    reader, admin = browser("the-reader"), browser("the-admin")
    mine, theirs = reader.get("/who").json(), admin.get("/who").json()
    assert mine["user"] != theirs["user"]
    session = reader.cookies[SESSION]
    name = theirs["cookies"][COOKIE]
    forged = [
        {"cookie": f"{SESSION}={session}; {COOKIE}={name}"},
        {"cookie": f"{COOKIE}={name}; {SESSION}={session};{COOKIE} = {name}; \x1f{COOKIE}={name}"},
        {"cookie": f"{SESSION}={session}; {COOKIE}", ROLE_HEADER: "admin", NAME_HEADER: "the-admin"},
        {"cookie": f"{SESSION}={session}", ROLE_HEADER.upper(): "admin", "X_Roundtable_Role": "admin"},
    ]
    for headers in forged:
        said = browser().get("/who", headers=headers).json()
        assert (said["user"], said["role"]) == (mine["user"], "reader"), headers
        assert SESSION not in said["cookies"]
    assert browser().get("/who", headers={ROLE_HEADER: "admin", "cookie": f"{COOKIE}={name}"}).status_code == 401
    two = f"{SESSION}={session}; {SESSION}={admin.cookies[SESSION]}"
    assert browser().get("/who", headers={"cookie": two}).status_code == 401


def test_other_cookies_reach_the_pages(browser: Callable[..., TestClient]) -> None:
    client = browser("the-reader")
    client.cookies.set("roundtable_language", "fr")
    assert client.get("/who").json()["cookies"]["roundtable_language"] == "fr"


def test_browser_keeps_the_name_by_which_a_proxy_knows_it(browser: Callable[..., TestClient]) -> None:
    client = browser()
    given = client.get("/login", headers=PAGE).headers["set-cookie"]
    assert given.startswith(f"{COOKIE}=")
    log_in(client, "the-reader")
    assert client.get("/who").json()["cookies"][COOKIE] != client.cookies[COOKIE]


def test_no_page_is_kept_by_the_browser(browser: Callable[..., TestClient], desk: Desk) -> None:
    client = browser("the-reader")
    document = next(each for each in desk.assistant.documents() if each.source == "harbourview.pdf")
    for path in ("/who", f"/pages/{document.id}/1.png", f"/originals/{document.id}"):
        said = client.get(path)
        assert (said.status_code, said.headers["cache-control"]) == (200, "no-store"), path


def test_head_says_who_is_logged_in_and_how_to_leave(browser: Callable[..., TestClient]) -> None:
    head = browser("the-reader").get("/who").json()["head"]
    assert "the-reader" in head
    assert 'method="post" action="logout"' in head


def test_conversation_of_another_person_is_not_there(browser: Callable[..., TestClient], desk: Desk) -> None:
    reader, admin = browser("the-reader"), browser("the-admin")
    user = reader.get("/who").json()["user"]
    asked = desk.assistant.ask("How many digital help points does Harbourview have?")
    conversation = desk.conversations.begin(user, "Help points", asked)
    assert reader.get(f"/exports/{conversation}.json").status_code == 200
    assert admin.get(f"/exports/{conversation}.json").status_code == 404
    assert browser().get(f"/exports/{conversation}.json").status_code == 401


def test_briefing_of_another_person_is_not_there(browser: Callable[..., TestClient], desk: Desk) -> None:
    reader, admin = browser("the-reader"), browser("the-admin")
    briefing, _ = written(desk, reader.get("/who").json()["user"])
    assert [each.get(f"/briefs/{briefing}.md").status_code for each in (reader, admin)] == [200, 404]
    assert browser().get(f"/briefs/{briefing}.md").status_code == 401


# Which roles get through each door: reader, editor, evaluator, admin.
DOORS = [
    ("POST", "/gradio_api/upload", "0101"),
    ("GET", "/feedback.jsonl", "0011"),
    ("GET", "/drafts.yaml", "0011"),
    ("GET", "/alive", "1111"),
    ("GET", "/who", "1111"),
]


@pytest.mark.parametrize(("method", "path", "expected"), DOORS)
def test_each_door_opens_to_the_roles_it_is_for(
    browser: Callable[..., TestClient], method: str, path: str, expected: str
) -> None:
    said = [browser(f"the-{role}").request(method, path).status_code for role in ROLES]
    assert "".join(str(int(status < 300)) for status in said) == expected, said
    assert set(said) <= {200, 204, 403}


def test_where_nobody_may_add_an_admin_may_not_either_but_sees_feedback(desk: Desk, tmp_path: Path) -> None:
    nobody = desk_of(desk.assistant, desk.settings.model_copy(update={"adding": "nobody"}))
    client = TestClient(app_of(nobody), base_url=ADDRESS, follow_redirects=False)
    log_in(client, "the-admin")
    assert client.post("/gradio_api/upload").status_code == 403
    assert client.get("/feedback.jsonl").status_code == 200


@pytest.fixture
def proxied(desk: Desk) -> Callable[..., TestClient]:
    given = {"access": "proxy", "proxy_header": "X-Remote-User", "proxy_role_header": "X-Remote-Role"}
    behind = desk_of(desk.assistant, desk.settings.model_copy(update={**given, "proxy_addresses": "10.0.0.7"}))
    app = app_of(behind)
    return lambda peer="10.0.0.7": TestClient(app, base_url=ADDRESS, client=(peer, 50000), follow_redirects=False)


def test_proxy_says_who_comes(proxied: Callable[..., TestClient]) -> None:
    headers = {"x-remote-user": "ana@example.org", "x-remote-role": "editor", "x-forwarded-for": "192.0.2.9"}
    said = proxied().get("/who", headers=headers).json()
    assert (said["role"], said["client"]) == ("editor", "192.0.2.9")
    assert "ana@example.org" in said["head"]
    assert "<button" not in said["head"]  # the way out is the proxy's
    forged = {**headers, COOKIE: "x" * 32, ROLE_HEADER: "admin", "cookie": f"{COOKIE}={'x' * 32}"}
    assert proxied().get("/who", headers=forged).json()["user"] == said["user"]
    assert proxied().post("/gradio_api/upload", headers=headers).status_code == 200
    assert proxied().post("/gradio_api/upload", headers={"x-remote-user": "ben"}).status_code == 403


def test_nobody_else_says_who_comes(proxied: Callable[..., TestClient]) -> None:
    headers = {"x-remote-user": "ana", "x-remote-role": "admin"}
    assert proxied("10.0.0.8").get("/who", headers=headers).status_code == 401
    assert proxied("10.0.0.8").get("/who", headers={**headers, "x-forwarded-for": "10.0.0.7"}).status_code == 401
    assert proxied().get("/who").status_code == 401
    twice = [("x-remote-user", "ana"), ("x-remote-user", "ben")]
    assert proxied().get("/who", headers=twice).status_code == 401
    assert proxied().get("/login").status_code == 401  # there are no accounts


def test_coming_and_going_is_on_record(browser: Callable[..., TestClient], desk: Desk) -> None:
    browser("the-reader").post("/logout")
    lines = [json.loads(line) for line in desk.settings.audit.read_text("utf-8").splitlines()]
    assert [(line["done"], line["who"], line["address"]) for line in lines] == [
        ("login", "the-reader", "203.0.113.9"),
        ("logout", "the-reader", "203.0.113.9"),
    ]


NEW = "seven lamps over the harbour"


def sent_password(client: TestClient, language: str = "en", **fields: str) -> httpx.Response:
    form = {"password": PASSWORD, "new": NEW, "again": NEW} | fields
    return client.post(f"/password?language={language}", data=form, headers={"origin": ADDRESS})


def test_person_takes_another_password_and_stays_logged_in_here_alone(browser: Callable[..., TestClient]) -> None:
    client, elsewhere = browser("the-editor"), browser("the-editor")
    assert '<a href="password" title="Change password">' in client.get("/who").json()["head"]
    form = client.get("/password")
    assert form.text.count('type="password"') == 3
    assert "script" not in form.text
    said = sent_password(client)
    assert (said.status_code, said.headers["location"]) == (303, "/")
    assert "HttpOnly" in said.headers["set-cookie"]
    assert [each.get("/who").status_code for each in (client, elsewhere)] == [200, 401]
    assert log_in(browser(), "the-editor").status_code == 401
    assert log_in(browser(), "the-editor", NEW).status_code == 303


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"password": "a wrong one"}, 401, "Le mot de passe n’est pas le bon."),
        ({"again": NEW + "s"}, 400, "Les deux nouveaux mots de passe diffèrent."),
        ({"new": "password1234", "again": "password1234"}, 400, "Prenez 12 à 128 caractères"),
        ({"new": "<b>short", "again": "<b>short"}, 400, "Prenez 12 à 128 caractères"),
    ],
)
def test_password_that_is_not_changed_is_told_why_in_words_of_the_page(
    browser: Callable[..., TestClient], fields: dict[str, str], status: int, told: str
) -> None:
    client = browser("the-editor")
    said = sent_password(client, "fr", **fields)
    assert (said.status_code, said.headers["cache-control"]) == (status, "no-store")
    assert told in said.text
    assert not any(value in said.text for value in (PASSWORD, NEW, "<b>short"))
    assert log_in(browser(), "the-editor").status_code == 303


def test_nobody_unknown_and_no_page_of_another_site_changes_a_password(browser: Callable[..., TestClient]) -> None:
    assert sent_password(browser()).status_code == 401
    assert browser().get("/password", headers=PAGE).headers["location"] == "/login?next=%2Fpassword"
    client = browser("the-editor")
    form = {"password": PASSWORD, "new": NEW, "again": NEW}
    assert client.post("/password", data=form, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.put("/password", headers={"origin": ADDRESS}).status_code == 405
    assert log_in(browser(), "the-editor").status_code == 303


def test_origin_that_is_no_address_is_another_site(browser: Callable[..., TestClient]) -> None:
    client = browser("the-reader")
    assert client.post("/who", headers={"origin": "http://["}).status_code == 403


def test_websocket_is_closed_for_everybody(browser: Callable[..., TestClient]) -> None:
    for client in (browser(), browser("the-admin")):
        for path in ("/", "/gradio_api/queue/join", "/who"):
            with pytest.raises(WebSocketDisconnect), client.websocket_connect(path):
                pass
