"""Tell browsers to load nothing from another host, whatever a page text or a library tries to bring in."""

from typing import Any

from assistant.web.layer import Layer

# Gradio's front end builds functions from text and styles elements in place; both stay on this host.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
# Over https alone, where browsers heed it (RFC 6797, 7.2): for a year they take no other way.
_HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")


class SecurityHeaders(Layer):
    """ASGI middleware that adds the headers to every answer."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = [*_HEADERS, _HTTPS_ONLY] if scope.get("scheme") == "https" else _HEADERS

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", [])
                names = {name.lower() for name, _ in given}
                # A route that knows better has set its own: two policies would both hold.
                message["headers"] = [*given, *(header for header in headers if header[0] not in names)]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
