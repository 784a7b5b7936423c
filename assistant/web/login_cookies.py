"""The cookies of a login: how they are named, kept by the browser, and read again."""

from typing import Any

SESSION, LOGIN = "roundtable_session", "roundtable_login"
# Over https alone, for this host and the whole of it: no page of a neighbour can have set one (RFC 6265bis, 4.1.3.2).
HOST_ONLY = "__Host-"
NAMES = frozenset({SESSION, LOGIN, HOST_ONLY + SESSION, HOST_ONLY + LOGIN})

Headers = list[tuple[bytes, bytes]]


def cookies_in(headers: Headers) -> list[tuple[str, str]]:
    """Name and text of each cookie as it was sent, in the way Starlette reads them: the last of one name counts."""
    sent = "; ".join(value.decode("latin-1") for name, value in headers if name == b"cookie")
    return [(each.partition("=")[0].strip(), each) for each in sent.split(";") if each.strip()]


def kept_in(scope: Any, name: str) -> str:
    """What the browser sends under that name; "" for nothing, or for more than one."""
    wanted = _named(name, scope)
    found = [text.partition("=")[2].strip() for sent, text in cookies_in(scope["headers"]) if sent == wanted]
    return found[0] if len(found) == 1 else ""


def keep(answer: Any, request: Any, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(
        _named(name, request.scope), value, max_age=seconds, path="/", httponly=True, samesite="lax",
        secure=_is_https(request.scope),
    )  # fmt: skip


def _named(name: str, scope: Any) -> str:
    return f"{HOST_ONLY}{name}" if _is_https(scope) else name


def _is_https(scope: Any) -> bool:
    return bool(scope.get("scheme") == "https")
