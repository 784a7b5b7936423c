"""Let nobody past who is not known: every page, file, stream and click of the program lies behind this."""

import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from assistant.access.addresses import networks
from assistant.access.entrance import logins_of
from assistant.access.from_proxy import person_from_proxy
from assistant.access.logins import Logins
from assistant.access.outside_logins import OutsideLogins
from assistant.access.roles import Person, may
from assistant.web.login_cookies import SESSION, Headers, kept_in
from assistant.web.login_handling import answer_login, answer_logout
from assistant.web.login_oidc import ADDRESSES, answer_outside_login
from assistant.web.login_owned import Owned
from assistant.web.login_page import login_css
from assistant.web.login_password import PATH, answer_password
from assistant.web.login_person import with_person, without_person
from assistant.web.login_stream import while_it_counts
from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from assistant.settings import Settings

# What probes ask, and what Gradio asks itself when it starts, which does nothing a second time.
OPEN = frozenset({"/alive", "/gradio_api/startup-events"})
# Gradio's own scripts, styles and fonts, which say nothing: all else is kept by no browser.
OF_GRADIO = ("/assets/", "/static/", "/gradio_api/static/")
READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Gate:
    """ASGI middleware. It overwrites what says who comes, so that what lies behind can believe it."""

    def __init__(self, app: Any, settings: "Settings", logins: Logins | OutsideLogins | None) -> None:
        self._app, self._settings, self._logins = app, settings, logins
        self._owned = Owned(app)
        self._proxies = networks(settings.proxy_addresses)

    @classmethod
    def as_middleware(cls, settings: "Settings") -> Any:
        """Raises `NotPrivate` if the key of the sessions cannot be read or made, or what is wrong with the settings."""
        from starlette.middleware import Middleware

        return Middleware(cls, settings=settings, logins=logins_of(settings))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in OPEN:
            await self._app({**scope, "headers": without_person(scope["headers"])}, receive, send)
        elif scope["type"] != "http":  # the program has no websockets
            await send({"type": "websocket.close", "code": 1008})
        else:
            response = await self._answer(scope, receive, send)
            if response is not None:
                await response(scope, receive, send)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> Any:
        """What is answered in place of the program; None where that has answered."""
        from starlette.requests import Request
        from starlette.responses import PlainTextResponse, Response

        try:
            if scope["method"] not in READS and not _is_of_this_page(scope["headers"]):
                return PlainTextResponse("sent by another page", 403, {"cache-control": "no-store"})
            if self._logins:
                if isinstance(self._logins, OutsideLogins) and scope["path"] in ADDRESSES:
                    return await answer_outside_login(self._logins, Request(scope, receive))
                if isinstance(self._logins, Logins) and scope["path"] == "/login":
                    return await answer_login(self._logins, Request(scope, receive))
                if scope["path"] == "/logout":
                    return await answer_logout(self._logins, Request(scope, receive))
                if scope["path"] == "/login.css":
                    return Response(login_css(), media_type="text/css")
            person = self._person(scope)
            if person and isinstance(self._logins, Logins) and scope["path"] == PATH:
                return await answer_password(self._logins, Request(scope, receive))
        except RoundtableError as error:  # the files of accounts: nobody gets past
            print(f"roundtable: {error}", file=sys.stderr, flush=True)
            return PlainTextResponse("who you are cannot be checked", 503, {"cache-control": "no-store"})
        if person is None or not may(person, "ask"):
            return self._unknown(scope)
        receive, send = while_it_counts(lambda: self._person(scope) == person, receive, send)
        await self._owned(person, self._known(scope, person), receive, _unkept(scope["path"], send))
        return None

    def _person(self, scope: Any) -> Person | None:
        if self._logins:
            return self._logins.sessions.person(kept_in(scope, SESSION))
        peer, _ = scope.get("client") or ("", 0)
        names, roles = (
            _values(scope["headers"], header)
            for header in (self._settings.proxy_header, self._settings.proxy_role_header)
        )
        return person_from_proxy(peer, self._proxies, names, roles)

    def _known(self, scope: Any, person: Person) -> Any:
        known = {**scope, "headers": with_person(scope["headers"], person)}
        if not self._logins:
            # The last address is the one that our proxy has added.
            came = [each.strip() for each in ",".join(_values(scope["headers"], "x-forwarded-for")).split(",")]
            known |= {"client": (came[-1], 0)} if came[-1] else {}
        return known

    def _unknown(self, scope: Any) -> Any:
        from starlette.responses import PlainTextResponse, RedirectResponse

        unkept = {"cache-control": "no-store"}
        if self._logins and scope["method"] == "GET" and "text/html" in ",".join(_values(scope["headers"], "accept")):
            asked = scope.get("query_string", b"").decode("latin-1")
            # A script cannot follow it: the path is quoted whole.
            wanted = quote(quote(scope["path"]) + (f"?{asked}" if asked else ""), safe="")
            return RedirectResponse(f"/login?next={wanted}", 303, unkept)
        return PlainTextResponse("log in first", 401, unkept)


def _values(headers: Headers, name: str) -> list[str]:
    wanted = name.lower().encode("latin-1")
    return [value.decode("latin-1") for sent, value in headers if sent == wanted and wanted]


def _is_of_this_page(headers: Headers) -> bool:
    """Whether what is sent comes from a page of ours, or from no browser. Those that name no site name the origin."""
    site = _values(headers, "sec-fetch-site")
    if site:
        return site[-1] in ("same-origin", "none")
    origin, host = _values(headers, "origin"), _values(headers, "host")
    try:
        return not origin or urlsplit(origin[-1]).netloc.lower() == (host[-1].lower() if host else "")
    except ValueError:  # no address at all
        return False


def _unkept(path: str, send: Any) -> Any:
    async def send_unkept(message: Any) -> None:
        if message["type"] == "http.response.start" and not path.startswith(OF_GRADIO):
            kept = [each for each in message.get("headers", []) if each[0].lower() != b"cache-control"]
            # Else browsers would send forms, as that which logs out, with no origin.
            message["headers"] = [*kept, (b"cache-control", b"no-store"), (b"referrer-policy", b"same-origin")]
        await send(message)

    return send_unkept
