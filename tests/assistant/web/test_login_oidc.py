"""assistant/web/login_oidc.py and assistant/access/oidc.py: in comes whom a provider has signed for us, nobody else."""

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey, RSAKey
from starlette.testclient import TestClient

from assistant.access import oidc
from assistant.access.entrance import OpenToAll, check_entrance, logins_of
from assistant.assistant import Assistant
from assistant.settings import BadSettings, Settings, read_settings
from assistant.web.desk import Desk, desk_of
from assistant.web.login_cookies import HOST_ONLY, LOGIN, SESSION
from assistant.web.users import COOKIE
from tests.assistant.web.test_login import PAGE, app_of
from tests.oidc_provider import CLIENT, SECRET, Claims, OidcProvider, running_oidc_provider

ADDRESS = "http://127.0.0.1:7860"


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    with running_oidc_provider() as running:
        yield running


@pytest.fixture
def desk(assistant: Assistant, small_index: Path, tmp_path: Path, provider: OidcProvider) -> Desk:
    settings = Settings(
        index=small_index, conversations=tmp_path / "kept.sqlite", audit=tmp_path / "audit.jsonl",
        access="oidc", accounts=tmp_path / "accounts.json", oidc_issuer=provider.issuer, oidc_client_id=CLIENT,
        oidc_client_secret=SECRET, public_address=ADDRESS, oidc_role_claim="roles",
    )  # fmt: skip
    return desk_of(assistant, settings)


@pytest.fixture
def browser(desk: Desk) -> Callable[..., TestClient]:
    """Opens browsers, each with cookies of its own."""
    app = app_of(desk)
    return lambda address=ADDRESS, host="203.0.113.9", app=app: TestClient(
        app, base_url=address, client=(host, 50000), follow_redirects=False
    )


def sent_away(client: TestClient, wanted: str = "/who") -> str:
    """The address at the provider."""
    said = client.get("/login/start", params={"next": wanted})
    assert said.status_code == 303, said.text
    return str(said.headers["location"])


def log_in(client: TestClient, provider: OidcProvider, wanted: str = "/who") -> httpx.Response:
    return client.get(provider.log_in(sent_away(client, wanted)))


def lines(desk: Desk) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in desk.settings.audit.read_text("utf-8").splitlines()]
    return [(row["done"], row["who"]) for row in rows]


def test_whom_the_provider_knows_gets_in_as_who_they_are(
    browser: Callable[..., TestClient], provider: OidcProvider, desk: Desk
) -> None:
    client = browser()
    assert client.get("/who").status_code == 401
    page = client.get("/reader?document=a%26b", headers=PAGE).headers["location"]
    form = client.get(page).text
    assert "Log in with your organisation" in form
    assert "password" not in form
    assert "<script" not in form
    assert "Se connecter avec votre organisation" in client.get(page, headers={"accept-language": "fr"}).text
    away = sent_away(client, "/reader?document=a%26b")
    asked = parse_qs(urlsplit(away).query)
    assert away.startswith(f"{provider.issuer}/authorize?")
    assert asked["redirect_uri"] == [f"{ADDRESS}/login/back"]
    assert all(len(asked[name][0]) >= 32 for name in ("state", "nonce", "code_challenge"))
    back = client.get(provider.log_in(away))
    assert (back.status_code, back.headers["location"]) == (303, "/reader?document=a%26b")
    given = next(each for each in back.headers.get_list("set-cookie") if each.startswith(f"{SESSION}="))
    assert all(word in given for word in ("HttpOnly", "SameSite=lax", "Max-Age=43200", "Path=/"))
    who = client.get("/who").json()
    assert (who["role"], "ana@example.org" in who["head"]) == ("reader", True)
    assert 'action="logout"' in who["head"]
    assert SESSION not in who["cookies"]
    assert provider.sent[0]["redirect_uri"] == f"{ADDRESS}/login/back"
    assert lines(desk) == [("login", "ana@example.org")]
    for kept in (desk.settings.audit.read_text("utf-8"), str(dict(client.cookies)), repr(desk.settings)):
        assert SECRET not in kept


def test_address_to_come_back_to_is_ours_whatever_the_host_header_says(
    browser: Callable[..., TestClient], provider: OidcProvider
) -> None:
    said = browser().get("/login/start", headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    assert parse_qs(urlsplit(said.headers["location"]).query)["redirect_uri"] == [f"{ADDRESS}/login/back"]
    assert "evil" not in said.headers["location"]


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "/login/start", "x"])
def test_login_leads_to_no_other_host(browser: Callable[..., TestClient], provider: OidcProvider, wanted: str) -> None:
    assert log_in(browser(), provider, wanted).headers["location"] == "/"


def with_claims(**changes: Any) -> Callable[[OidcProvider], Callable[[Claims], str]]:
    def made(provider: OidcProvider) -> Callable[[Claims], str]:
        def sign(claims: Claims) -> str:
            kept = {**claims, **changes}
            return provider.signed({name: value for name, value in kept.items() if value is not None})

        return sign

    return made


def other_key(provider: OidcProvider) -> Callable[[Claims], str]:
    key = RSAKey.generate_key(2048, {"kid": "one"})
    return lambda claims: provider.signed(claims, key)


def unknown_key(provider: OidcProvider) -> Callable[[Claims], str]:
    key = RSAKey.generate_key(2048, {"kid": "two"})
    return lambda claims: provider.signed(claims, key, kid="two")


def part(made: bytes) -> str:
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def by_hand(algorithm: str, key: bytes) -> Callable[[Claims], str]:
    """A token with a signature of HS256, or none: libraries refuse to make these."""

    def sign(claims: Claims) -> str:
        header = json.dumps({"alg": algorithm, "kid": "one", "typ": "JWT"}).encode()
        text = f"{part(header)}.{part(json.dumps(claims).encode())}"
        return f"{text}.{part(hmac.digest(key, text.encode(), 'sha256')) if key else ''}"

    return sign


def no_algorithm(provider: OidcProvider) -> Callable[[Claims], str]:
    return by_hand("none", b"")


def public_key(provider: OidcProvider) -> Callable[[Claims], str]:
    """Signed with what everybody knows, as if that were a secret of two."""
    return by_hand("HS256", provider.key.as_pem(private=False))


def client_secret(provider: OidcProvider) -> Callable[[Claims], str]:
    return by_hand("HS256", SECRET.encode())


def cut_off(provider: OidcProvider) -> Callable[[Claims], str]:
    return lambda claims: provider.signed(claims).rpartition(".")[0] + "."


def changed_after(provider: OidcProvider) -> Callable[[Claims], str]:
    def sign(claims: Claims) -> str:
        header, _, signature = provider.signed(claims).split(".")
        return f"{header}.{part(json.dumps({**claims, 'sub': 'admin'}).encode())}.{signature}"

    return sign


FORGED: dict[str, Callable[[OidcProvider], Callable[[Claims], str]]] = {
    "another nonce": with_claims(nonce="x" * 32),
    "no nonce": with_claims(nonce=None),
    "another audience": with_claims(aud="another client"),
    "another audience beside us": with_claims(aud=[CLIENT, "another"], azp="another"),
    "another audience with us as its party": with_claims(aud="another client", azp=CLIENT),
    "no audience": with_claims(aud=None),
    "another issuer": with_claims(iss="https://evil.example"),
    "no issuer": with_claims(iss=None),
    "expired": with_claims(exp=int(time.time()) - 3600),
    "no end": with_claims(exp=None),
    "not yet": with_claims(nbf=int(time.time()) + 3600),
    "from the future": with_claims(iat=int(time.time()) + 3600),
    "no subject": with_claims(sub=None),
    "of another access token": with_claims(at_hash="x"),
    "another key": other_key,
    "a key that is not there": unknown_key,
    "no algorithm": no_algorithm,
    "the public key as a secret": public_key,
    "our own secret": client_secret,
    "no signature": cut_off,
    "changed after it was signed": changed_after,
    "no token at all": lambda provider: lambda claims: "",
    "no token but words": lambda provider: lambda claims: "a.b.c",
}


@pytest.mark.parametrize("forged", FORGED)
def test_token_that_proves_nothing_opens_nothing(
    browser: Callable[..., TestClient], provider: OidcProvider, desk: Desk, forged: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    client = browser()
    provider.sign = FORGED[forged](provider)
    said = log_in(client, provider)
    assert said.status_code == 401, said.text
    assert "The login did not work" in said.text
    assert SESSION not in client.cookies
    assert client.get("/who").status_code == 401
    assert lines(desk) == [("login failed", "")]
    told = capsys.readouterr().err
    assert told.startswith("roundtable: login: ")
    assert "Traceback" not in told
    provider.sign = provider.signed
    assert log_in(client, provider).status_code == 303  # the same, not forged


def test_answer_counts_once_and_in_the_browser_that_asked(
    browser: Callable[..., TestClient], provider: OidcProvider
) -> None:
    client, other = browser(), browser()
    provider.codes_count_once = False
    back = provider.log_in(sent_away(client))
    kept = {"cookie": f"{LOGIN}={client.cookies[LOGIN]}"}
    assert other.get(back).status_code == 401  # another browser
    sent_away(other)
    assert other.get(back).status_code == 401  # one that has asked something else
    for wrong in (back.replace("state=", "state=x"), f"{back}&state=x", f"{back}&code=x", back.partition("&")[0]):
        assert browser().get(wrong, headers=kept).status_code == 401
    said = browser().get(back, headers=kept)
    assert said.status_code == 303
    assert any(each.startswith(f'{LOGIN}=""; ') for each in said.headers.get_list("set-cookie"))  # forgotten
    assert browser().get(back, headers=kept).status_code == 401  # though the provider would take the code again


def test_code_of_another_login_opens_nothing(browser: Callable[..., TestClient], provider: OidcProvider) -> None:
    """Neither the nonce nor the verifier of this browser fit it."""
    victim, thief = browser(), browser()
    code = parse_qs(urlsplit(provider.log_in(sent_away(victim))).query)["code"][0]
    state = parse_qs(urlsplit(sent_away(thief)).query)["state"][0]
    assert thief.get("/login/back", params={"code": code, "state": state}).status_code == 401


def test_what_the_provider_says_went_wrong_is_text_for_whoever_runs_this(
    browser: Callable[..., TestClient], provider: OidcProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    client = browser()
    state = parse_qs(urlsplit(sent_away(client)).query)["state"][0]
    said = client.get("/login/back", params={"error": "access_denied<script>\n", "state": state})
    assert said.status_code == 401
    assert "access_denied" not in said.text
    told = capsys.readouterr().err
    assert "access_denied<script>\\n" in told
    assert told.count("\n") == 1
    for path in ("/login/back", "/login/back?code=x", "/login/back?state=x", "/login/back?code=&state="):
        assert client.get(path).status_code == 401
    assert client.post("/login/back").status_code == 405
    assert client.get("/login/back", headers={"cookie": f"{LOGIN}=forged.forged"}).status_code == 401


def test_too_many_tries_wait(browser: Callable[..., TestClient], provider: OidcProvider) -> None:
    client = browser(host="198.51.100.1")

    def tried() -> int:
        state = parse_qs(urlsplit(sent_away(client, "/who")).query)["state"][0]
        return client.get(f"/login/back?code=made-up&state={state}").status_code

    assert [tried() for _ in range(31)] == [401] * 30 + [429]
    state = parse_qs(urlsplit(sent_away(client, "/who")).query)["state"][0]
    assert 0 < int(client.get(f"/login/back?code=x&state={state}").headers["retry-after"]) <= 901
    assert log_in(browser(host="198.51.100.2"), provider).status_code == 303


def test_what_another_page_has_browsers_send_locks_nobody_out_and_fills_no_record(
    browser: Callable[..., TestClient], provider: OidcProvider, desk: Desk
) -> None:
    client = browser(host="198.51.100.1")
    assert {client.get("/login/back?code=x&state=x").status_code for _ in range(50)} == {401}
    assert not provider.asked.count("/token")
    assert log_in(client, provider).status_code == 303
    assert lines(desk) == [("login", "ana@example.org")]


def test_provider_that_cannot_be_reached_is_said_and_the_program_starts(
    desk: Desk, provider: OidcProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = desk.settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:1"})
    assert check_entrance(gone) == ""
    client = TestClient(app_of(desk_of(desk.assistant, gone)), base_url=ADDRESS, follow_redirects=False)
    assert client.get("/alive").status_code == 204
    assert client.get("/login").status_code == 200
    for _ in range(3):
        said = client.get("/login/start")
        assert (said.status_code, "cannot be reached" in said.text) == (503, True)
    told = capsys.readouterr().err
    assert "oidc_issuer" in told
    assert told.count("\n") == 1  # it is not asked again at once
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "ftp://127.0.0.1/keys"},
        {"jwks_uri": "http://127.0.0.1:1/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
    ],
)
def test_provider_that_makes_no_sense_is_not_believed(
    browser: Callable[..., TestClient], provider: OidcProvider, about: Claims
) -> None:
    provider.about = about
    assert browser().get("/login/start").status_code == 503


@pytest.mark.parametrize(
    "answer", [(500, b"down"), (200, b"<html>"), (200, b"[]"), (401, b'{"error": "invalid_client"}')]
)
def test_token_that_is_not_given_is_said(
    browser: Callable[..., TestClient], provider: OidcProvider, answer: tuple[int, bytes],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    client = browser()
    provider.token_error = answer
    assert log_in(client, provider).status_code == 503
    assert client.get("/who").status_code == 401
    assert provider.issuer in capsys.readouterr().err


def test_provider_may_change_its_keys_and_is_not_asked_for_them_by_every_forgery(
    browser: Callable[..., TestClient], provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    assert log_in(client, provider).status_code == 303
    provider.key = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    provider.sign = lambda claims: provider.signed(claims, kid="two")
    assert log_in(client, provider).status_code == 401  # asked a moment ago
    assert provider.asked.count("/keys") == 1
    monkeypatch.setattr(oidc, "AGAIN", 0.0)
    assert log_in(client, provider).status_code == 303
    assert provider.asked.count("/keys") == 2


def test_key_of_an_elliptic_curve_without_a_name_and_a_secret_in_the_form_do_too(
    browser: Callable[..., TestClient], provider: OidcProvider
) -> None:
    provider.about = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    key = ECKey.generate_key("P-256")
    provider.key = key  # type: ignore[assignment]
    provider.sign = lambda claims: provider.signed(claims, key, alg="ES256", kid="")
    assert log_in(browser(), provider).status_code == 303
    assert provider.sent[-1]["client_secret"] == SECRET


@pytest.mark.parametrize(
    ("given", "role"),
    [
        (None, "reader"), ("admin", "admin"), ("Admin", "reader"), (["editor"], "editor"), ([], "reader"),
        (["staff", "reader", "editor"], "editor"), (["evaluator", "editor"], "evaluator"), ({"admin": 1}, "reader"),
        (["admin", 7, None], "admin"), (True, "reader"), ("reader admin", "reader"),
    ],
)  # fmt: skip
def test_claim_gives_the_role(
    browser: Callable[..., TestClient], provider: OidcProvider, given: Any, role: str
) -> None:
    client = browser()
    provider.person["roles"] = given
    log_in(client, provider)
    assert client.get("/who").json()["role"] == role
    assert client.post("/gradio_api/upload").status_code == (200 if role in ("editor", "admin") else 403)


def test_what_is_not_in_the_token_is_asked_for_and_must_be_of_the_same_person(
    browser: Callable[..., TestClient], provider: OidcProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    provider.person = {"sub": "24400320"}
    provider.more = {"sub": "24400320", "email": "ana@example.org", "email_verified": True, "roles": "editor"}
    client = browser()
    log_in(client, provider)
    assert "ana@example.org" in client.get("/who").json()["head"]
    assert client.get("/who").json()["role"] == "editor"
    provider.person["roles"] = "reader"  # what is signed counts more
    log_in(client, provider)
    assert client.get("/who").json()["role"] == "reader"
    for wrong in ({"sub": "666", "roles": "admin"}, {"roles": "admin"}):
        provider.more = wrong
        assert log_in(browser(), provider).status_code == 401
    provider.more = {}
    assert log_in(browser(), provider).status_code in (401, 503)
    assert "Traceback" not in capsys.readouterr().err


def test_claim_may_lie_inside_another_and_without_a_name_all_are_readers(desk: Desk, provider: OidcProvider) -> None:
    provider.person |= {"realm_access": {"roles": ["editor"]}, "roles": "admin"}
    for claim, role in (("realm_access.roles", "editor"), ("realm_access.nothing.x", "reader"), ("", "reader")):
        settings = desk.settings.model_copy(update={"oidc_role_claim": claim})
        client = TestClient(app_of(desk_of(desk.assistant, settings)), base_url=ADDRESS, follow_redirects=False)
        log_in(client, provider)
        assert client.get("/who").json()["role"] == role, claim


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ({}, 303),
        ({"email": "Ana@Example.ORG"}, 303),
        ({"email": "ana@sub.example.com"}, 403),
        ({"email": "ana@evil.example"}, 403),
        ({"email": "ana@evil.example@example.org.evil"}, 403),
        ({"email_verified": False}, 403),
        ({"email_verified": "true"}, 403),
        ({"email": None}, 403),
        ({"email": "example.org"}, 403),
    ],
)
def test_only_those_with_a_verified_address_of_the_domains_may_come(
    desk: Desk, provider: OidcProvider, person: Claims, status: int
) -> None:
    settings = desk.settings.model_copy(update={"oidc_domains": "example.org, example.com"})
    client = TestClient(app_of(desk_of(desk.assistant, settings)), base_url=ADDRESS, follow_redirects=False)
    provider.person |= person
    said = log_in(client, provider)
    assert said.status_code == status
    assert client.get("/who").status_code == (200 if status == 303 else 401)
    assert status == 303 or "may not use this collection" in said.text


@pytest.mark.parametrize("subject", ["", " ", 7, ["x"], "a" * 256, "a\nb"])
def test_subject_that_is_no_name_is_nobody(
    browser: Callable[..., TestClient], provider: OidcProvider, subject: Any
) -> None:
    provider.person["sub"] = subject
    assert log_in(browser(), provider).status_code in (401, 403)


def test_nobody_is_called_as_somebody_else_by_choosing_a_name(
    browser: Callable[..., TestClient], provider: OidcProvider, desk: Desk
) -> None:
    log_in(browser(), provider)
    provider.person = {"sub": "666", "preferred_username": "ana@example.org"}
    log_in(browser(), provider)
    provider.person = {"sub": "667", "email": "ana@example.org"}
    log_in(browser(), provider)
    assert [who for _, who in lines(desk)] == ["ana@example.org", "ana@example.org (666)", "667"]


def test_conversations_are_those_of_the_subject_and_of_nobody_else(
    browser: Callable[..., TestClient], provider: OidcProvider, desk: Desk
) -> None:
    ana, again, ben = browser(), browser(), browser()
    log_in(ana, provider)
    provider.person = {"sub": "24400320", "email": "ana@married.example", "email_verified": True}
    log_in(again, provider)
    provider.person = {"sub": "2", "email": "ana@example.org", "email_verified": True}
    log_in(ben, provider)
    said = desk.assistant.ask("How many digital help points does Harbourview have?")
    kept = desk.conversations.begin(ana.get("/who").json()["user"], "Help points", said)
    assert [each.get(f"/exports/{kept}.json").status_code for each in (ana, again, ben)] == [200, 200, 404]
    name = ana.get("/who").json()["cookies"][COOKIE]
    assert ben.get(f"/exports/{kept}.json", headers={"cookie": f"{COOKIE}={name}"}).status_code == 401


def test_out_is_out_for_that_session_alone_at_every_server(
    browser: Callable[..., TestClient], provider: OidcProvider, desk: Desk
) -> None:
    client, elsewhere = browser(), browser()
    log_in(client, provider)
    log_in(elsewhere, provider)
    stolen = client.cookies[SESSION]
    said = client.post("/logout")
    assert (said.status_code, said.headers["location"]) == (303, "/login")
    other_server = browser(app=app_of(desk))
    for each in (browser(), other_server):
        assert each.get("/who", headers={"cookie": f"{SESSION}={stolen}"}).status_code == 401
    assert elsewhere.get("/who").status_code == 200
    assert [done for done, _ in lines(desk)] == ["login", "login", "logout"]
    assert desk.settings.accounts.with_suffix(".ended").stat().st_mode & 0o777 == 0o600


def test_session_ends_with_the_key_and_the_provider(
    browser: Callable[..., TestClient], provider: OidcProvider, desk: Desk
) -> None:
    client = browser()
    log_in(client, provider)
    session = {"cookie": f"{SESSION}={client.cookies[SESSION]}"}
    others = [{"oidc_issuer": "https://other.example"}, {"oidc_client_id": "other"}, {"access": "accounts"}]
    for change in others:
        app = app_of(desk_of(desk.assistant, desk.settings.model_copy(update=change)))
        assert browser(app=app).get("/who", headers=session).status_code == 401, change
    assert browser().get("/who", headers=session).status_code == 200
    desk.settings.accounts.with_suffix(".key").write_text("k" * 43)
    assert browser(app=app_of(desk)).get("/who", headers=session).status_code == 401


def test_file_of_ended_sessions_that_is_broken_lets_nobody_in(
    browser: Callable[..., TestClient], provider: OidcProvider, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    client = browser()
    log_in(client, provider)
    for broken in ("{", "[]", '{"ended": {"x": "y"}}', '{"ended": []}'):
        desk.settings.accounts.with_suffix(".ended").write_text(broken, "utf-8")
        assert client.get("/who").status_code == 503, broken
        assert "does not say which sessions have ended" in capsys.readouterr().err
    assert client.get("/alive").status_code == 204
    assert log_in(browser(), provider).status_code == 503


def test_over_https_the_cookies_are_for_this_host_alone(
    browser: Callable[..., TestClient], provider: OidcProvider
) -> None:
    client = browser("https://roundtable.example")
    back = urlsplit(provider.log_in(sent_away(client)))
    said = client.get(f"{back.path}?{back.query}")
    given = next(each for each in said.headers.get_list("set-cookie") if SESSION in each)
    assert given.startswith(f"{HOST_ONLY}{SESSION}=")
    assert "Secure" in given
    assert client.get("/who").status_code == 200
    plain = {"cookie": f"{SESSION}={client.cookies[HOST_ONLY + SESSION]}"}
    assert browser("https://roundtable.example").get("/who", headers=plain).status_code == 401


def test_settings_that_are_missing_or_unsafe_are_said_before_anything_starts(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = desk.settings
    assert check_entrance(settings) == ""
    for name in ("oidc_issuer", "oidc_client_id", "oidc_client_secret", "public_address"):
        empty = settings.model_copy(update={name: type(getattr(settings, name))("")})
        with pytest.raises(OpenToAll, match=name):
            check_entrance(empty)
        with pytest.raises(OpenToAll, match=name):
            logins_of(empty)
    unsafe = [("oidc_issuer", "http://idp.example"), ("public_address", "http://roundtable.example")]
    unsafe += [("public_address", "https://roundtable.example/x"), ("public_address", "roundtable.example")]
    for name, address in unsafe:
        with pytest.raises(OpenToAll, match=name):
            check_entrance(settings.model_copy(update={name: address}))
    secret = tmp_path / "secret"
    secret.write_text("of the file\n", "utf-8")
    monkeypatch.setenv("ROUNDTABLE_OIDC_CLIENT_SECRET_FILE", str(secret))
    assert read_settings().secret_of_oidc() == "of the file"
    secret.unlink()
    gone = settings.model_copy(update={"oidc_client_secret_file": secret})
    with pytest.raises(BadSettings, match="cannot be read"):
        check_entrance(gone)
