"""Answer the page where people with an account take another password."""

from typing import Any

from assistant.access.logins import Logins
from assistant.access.passwords import BadPassword
from assistant.phrases.login_words import login_phrases
from assistant.web.frame import page_of
from assistant.web.login_cookies import SESSION, keep, kept_in
from assistant.web.login_handling import HEADERS, form_of
from assistant.web.login_page import password_html, wait_text

PATH = "/password"


async def answer_password(logins: Logins, request: Any) -> Any:
    """The form, or where it was right, a new session and the first page. Somebody is logged in: the gate has looked."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse

    language = page_of(request).language
    said = login_phrases(language)
    if request.method in ("GET", "HEAD"):
        return HTMLResponse(password_html(language), headers=HEADERS)
    if request.method != "POST":
        return PlainTextResponse("GET it, or POST it", 405, {"allow": "GET, POST", "cache-control": "no-store"})
    sent = await form_of(request) or {}
    current, new = sent.get("password", ""), sent.get("new", "")
    if new != sent.get("again"):
        return HTMLResponse(password_html(language, said.not_the_same), 400, HEADERS)
    address = request.client.host if request.client else ""
    try:
        cookie = kept_in(request.scope, SESSION)
        login = await run_in_threadpool(logins.change_password, cookie, current, new, address)
    except BadPassword:
        return HTMLResponse(password_html(language, said.bad_password), 400, HEADERS)
    if login.wait:
        headers = HEADERS | {"retry-after": str(int(login.wait) + 1)}
        return HTMLResponse(password_html(language, wait_text(said, login.wait)), 429, headers)
    if not login.cookie:
        return HTMLResponse(password_html(language, said.wrong_password), 401, HEADERS)
    answer = RedirectResponse("/", 303, {"cache-control": "no-store"})
    keep(answer, request, SESSION, login.cookie, int(logins.sessions.seconds))
    return answer
