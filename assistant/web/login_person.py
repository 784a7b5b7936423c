"""Carry who comes from the entrance to the handlers, in headers that no client can write, and ask what they may do."""

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from assistant.access.audit import Audit, Done
from assistant.access.roles import Action, Person, may, role_named
from assistant.adding import may_add
from assistant.phrases import PagePhrases
from assistant.phrases.login_words import login_phrases
from assistant.web.login_cookies import NAMES, Headers, cookies_in
from assistant.web.users import COOKIE

if TYPE_CHECKING:
    from assistant.settings import Settings

NAME_HEADER, ROLE_HEADER = "x-roundtable-name", "x-roundtable-role"
OURS = {NAME_HEADER.encode(), ROLE_HEADER.encode()}


def with_person(headers: Headers, person: Person) -> Headers:
    """What the handlers get: what a client wrote in our name is gone, the cookies say whose conversations are meant,
    and the session goes no further."""
    kept = [(name, value) for name, value in without_person(headers) if name != b"cookie"]
    cookies = f"{_other_cookies(headers)}{COOKIE}={person.reader}"
    said = {"cookie": cookies, NAME_HEADER: quote(person.name, safe=""), ROLE_HEADER: person.role}
    return kept + [(name.encode(), value.encode("latin-1")) for name, value in said.items()]


def without_person(headers: Headers) -> Headers:
    return [(name, value) for name, value in headers if name not in OURS]


def _other_cookies(headers: Headers) -> str:
    # A chunk without "=" is to Starlette the value of a cookie without a name; nobody needs it.
    kept = [text.strip() for name, text in cookies_in(headers) if name not in {COOKIE, *NAMES} and "=" in text]
    return "".join(f"{text}; " for text in kept)


def allowed(settings: "Settings", request: Any, action: Action) -> bool:
    """Whether who sends the request may do that. Without accounts and proxy the setting `adding` decides; with them
    the role does, and nobody changes the collection where `adding` is "nobody"."""
    host = request.client.host if request.client else ""
    return allowed_from(settings, host, request.headers, action)


def allowed_from(settings: "Settings", host: str, headers: Mapping[str, str], action: Action) -> bool:
    if settings.access == "none":
        return action == "ask" or may_add(settings.adding, host, headers)
    if action == "change" and settings.adding == "nobody":
        return False
    role = role_named(headers.get(ROLE_HEADER, ""))
    return role is not None and may(Person("", role, ""), action)


def name_of(settings: "Settings", request: Any) -> str:
    """Under which name somebody came; "" where nobody is asked."""
    return "" if settings.access == "none" else unquote(request.headers.get(NAME_HEADER, ""))


def audited(settings: "Settings", request: Any, done: Done, documents: list[str]) -> None:
    """Keeps in the record who changed the collection, if that did."""
    address = request.client.host if request.client else ""
    if documents:
        Audit(settings.audit).note(done, name_of(settings, request), address, documents=documents)


def person_html(settings: "Settings", request: Any, page: PagePhrases) -> str:
    """For the head of a page: who is logged in, and with accounts the way out."""
    name = escape(name_of(settings, request))
    if not name:
        return ""
    said = login_phrases(page.language)
    out = f'<button type="submit">{said.log_out}</button>' if settings.access in ("accounts", "oidc") else ""
    who = f'<span title="{said.logged_in}">{name}</span>'
    if settings.access == "accounts":
        who = f'<a href="password" title="{said.change}">{who}</a>'
    return f'<form class="person" method="post" action="logout">{who}{out}</form>'
