"""Answer the page where people log in: show it, take name and password, and end a session."""

from typing import Any
from urllib.parse import parse_qs

from assistant.access.logins import Logins
from assistant.access.outside_logins import OutsideLogins
from assistant.phrases.login_words import login_phrases
from assistant.web.frame import page_of
from assistant.web.login_cookies import SESSION, keep, kept_in
from assistant.web.login_page import login_html, path_from, wait_text

LONGEST_FORM = 8192  # bytes
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    # With no referrer at all, browsers would send the form with no origin.
    "referrer-policy": "same-origin",
}


async def answer_login(logins: Logins, request: Any) -> Any:
    """The answer to `/login`: the form, or where the form was right, a session and the page that was wanted."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import HTMLResponse, RedirectResponse

    language = page_of(request).language
    said = login_phrases(language)
    if request.method in ("GET", "HEAD"):
        wanted = path_from(request.query_params.get("next", "/"))
        return HTMLResponse(login_html(language, wanted), headers=HEADERS)
    sent = await form_of(request) if request.method == "POST" else None
    if sent is None:
        return HTMLResponse(login_html(language, "/", said.wrong), 400, HEADERS)
    name, wanted = sent.get("name", ""), path_from(sent.get("next", "/"))
    address = request.client.host if request.client else ""
    login = await run_in_threadpool(logins.log_in, name, sent.get("password", ""), address)
    if login.wait:
        headers = HEADERS | {"retry-after": str(int(login.wait) + 1)}
        return HTMLResponse(login_html(language, wanted, wait_text(said, login.wait), name), 429, headers)
    if not login.cookie:
        return HTMLResponse(login_html(language, wanted, said.wrong, name), 401, HEADERS)
    answer = RedirectResponse(wanted, 303, {"cache-control": "no-store"})
    keep(answer, request, SESSION, login.cookie, int(logins.sessions.seconds))
    return answer


async def answer_logout(logins: Logins | OutsideLogins, request: Any) -> Any:
    """The answer to `/logout`: the session is over, and the browser forgets what it has seen."""
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import PlainTextResponse, RedirectResponse

    if request.method != "POST":
        return PlainTextResponse("POST it", 405, {"allow": "POST", "cache-control": "no-store"})
    address = request.client.host if request.client else ""
    await run_in_threadpool(logins.log_out, kept_in(request.scope, SESSION), address)
    answer = RedirectResponse("/login", 303, {"cache-control": "no-store", "clear-site-data": '"cache", "storage"'})
    keep(answer, request, SESSION, "", 0)
    return answer


async def form_of(request: Any) -> dict[str, str] | None:
    """The fields that were sent; None for what is no form of ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_FORM:
            return None
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        return None
    return {name: values[0] for name, values in fields.items()}
