"""Answer the pages of a login at a provider of OpenID Connect: away to it, and back with what it says."""

import sys
from typing import Any

from assistant.access.entrance import BACK
from assistant.access.from_oidc import NotInvited
from assistant.access.oidc import NoProvider, NotBelieved
from assistant.access.outside_logins import MINUTES, Arrived, OutsideLogins, TooMany
from assistant.phrases.login_words import LoginPhrases, login_phrases
from assistant.web.frame import page_of
from assistant.web.login_cookies import LOGIN, SESSION, keep, kept_in
from assistant.web.login_handling import HEADERS
from assistant.web.login_page import outside_html, path_from, wait_text

START = "/login/start"


async def answer_outside_login(logins: OutsideLogins, request: Any) -> Any:
    """The answer to `/login` and the two addresses below it."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import PlainTextResponse

    if request.method not in ("GET", "HEAD"):
        return PlainTextResponse("GET it", 405, {"allow": "GET", "cache-control": "no-store"})
    path = request.scope["path"]
    if path == "/login":
        return _page(request, "")
    return await run_in_threadpool(_started if path == START else _back, logins, request)


def _started(logins: OutsideLogins, request: Any) -> Any:
    from starlette.responses import RedirectResponse

    try:
        leaving = logins.leave(_wanted(request))
    except NoProvider:
        return _page(request, _said(request).outside_down, 503)
    answer = RedirectResponse(leaving.address, 303, {"cache-control": "no-store"})
    keep(answer, request, LOGIN, leaving.cookie, MINUTES * 60)
    return answer


def _back(logins: OutsideLogins, request: Any) -> Any:
    from starlette.responses import RedirectResponse

    said, came = _said(request), request.query_params
    address = request.client.host if request.client else ""
    try:
        arrived = _arrived(logins, request, address)
    except TooMany as error:
        answer = _page(request, wait_text(said, error.seconds), 429)
        answer.headers["retry-after"] = str(int(error.seconds) + 1)
        return answer
    except NotBelieved as error:
        # Of the reason nobody outside learns; what the provider sent in `error` is for whoever runs this.
        why = f"{error}; it says {came['error']!r:.60}" if came.get("error") else str(error)
        return _failed(request, said.outside_failed, 401, why)
    except NotInvited as error:
        return _failed(request, said.outside_refused, 403, str(error))
    except NoProvider as error:
        return _failed(request, said.outside_down, 503, str(error))
    answer = RedirectResponse(path_from(arrived.wanted), 303, {"cache-control": "no-store"})
    keep(answer, request, LOGIN, "", 0)
    keep(answer, request, SESSION, arrived.cookie, int(logins.sessions.seconds))
    return answer


def _arrived(logins: OutsideLogins, request: Any, address: str) -> Arrived:
    came = request.query_params
    once = {name: values[0] for name in ("state", "code") if len(values := came.getlist(name)) == 1}
    return logins.arrive(kept_in(request.scope, LOGIN), once.get("state", ""), once.get("code", ""), address)


def _failed(request: Any, told: str, status: int, why: str) -> Any:
    print(f"roundtable: login: {why}", file=sys.stderr, flush=True)
    answer = _page(request, told, status)
    keep(answer, request, LOGIN, "", 0)
    return answer


def _page(request: Any, told: str, status: int = 200) -> Any:
    from starlette.responses import HTMLResponse

    return HTMLResponse(outside_html(page_of(request).language, _wanted(request), told), status, HEADERS)


def _wanted(request: Any) -> str:
    return path_from(request.query_params.get("next", "/"))


def _said(request: Any) -> LoginPhrases:
    return login_phrases(page_of(request).language)


ADDRESSES = ("/login", START, BACK)
