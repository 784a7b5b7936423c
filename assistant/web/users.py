"""Tell the people at the page apart, so that each finds their own conversations and nobody else's.

A browser without it gets a random name in a cookie that only this program reads. The store knows it by a digest, so
that whoever reads the store cannot pass for somebody.
"""

import hashlib
import re
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import Any

from assistant.web.layer import Layer

COOKIE = "roundtable_reader"
KEPT = 400 * 24 * 3600  # seconds; the longest that browsers keep a cookie (RFC 6265bis, 5.5)
_NAME = re.compile(r"[A-Za-z0-9_-]{22,64}")


def user_of(cookies: Any, session: str = "") -> str:
    """The user that the cookies name; that of the session alone, where the browser takes no cookies."""
    name = cookies.get(COOKIE, "")
    if not _NAME.fullmatch(name):
        name = f"session {session}"
    return hashlib.sha256(name.encode()).hexdigest()[:32]


class NamedUsers(Layer):
    """ASGI middleware that gives each new browser its name, with the page that it opens first."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not _opens_a_page(scope) or _name(scope):
            await self._app(scope, receive, send)
            return
        name = secrets.token_urlsafe(24)
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        cookie = f"{COOKIE}={name}; Max-Age={KEPT}; Path=/; HttpOnly; SameSite=Lax{secure}"

        async def send_with_name(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (b"set-cookie", cookie.encode())]
            await send(message)

        await self._app(scope, receive, send_with_name)


def _opens_a_page(scope: Any) -> bool:
    return scope["method"] == "GET" and b"text/html" in _header(scope, b"accept")


def _name(scope: Any) -> str:
    try:
        found = SimpleCookie(_header(scope, b"cookie").decode("latin-1")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found and _NAME.fullmatch(found.value) else ""


def _header(scope: Any, wanted: bytes) -> bytes:
    return b"; ".join(value for name, value in scope["headers"] if name == wanted)
