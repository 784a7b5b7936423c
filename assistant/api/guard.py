"""Decide who may use the HTTP API: whoever has a token, or while there is none, programs of this computer alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assistant.adding import may_add
from assistant.api.problem import problem_of
from assistant.api.tokens import Tokens
from assistant.api.types import Caller, Refused
from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from assistant.settings import Settings

HERE = Caller("this computer", "admin")


@dataclass(frozen=True, slots=True)
class Entrance:
    """Who gets in. Where `here_counts` is false, coming from this computer is not enough: a proxy that runs here may
    pass on what others ask."""

    tokens: Tokens
    here_counts: bool = True

    def caller(self, request: Any) -> Caller:
        """Who sent it. Raises `Refused`, or `BadTokens`: a file that cannot be read lets nobody in."""
        _refuse_other_sites(request.headers)
        if not self.tokens.all():
            if not self.is_here(request):
                raise Refused(403, "there is no token to ask with; `roundtable token add NAME` makes one")
            return HERE
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        holder = self.tokens.holder(text.strip()) if scheme.lower() == "bearer" else None
        if holder is None:
            raise Refused(401, "send a token that is in use, as the header Authorization: Bearer TOKEN")
        if holder.is_over(datetime.now(UTC)):
            day = holder.until[:10]
            raise Refused(
                401, f"this token was good until {day}; whoever runs this makes another with `roundtable token add`"
            )
        return Caller(holder.name, holder.role)

    def check_admin(self, request: Any) -> None:
        """Raises what `caller` raises, unless it comes from this computer or with a token of role admin."""
        _refuse_other_sites(request.headers)
        if not self.is_here(request) and self.caller(request).role != "admin":
            raise Refused(403, "send a token of role admin")

    def is_here(self, request: Any) -> bool:
        """Whether a program of this computer asks, under a name of this computer, and no page of another site."""
        host = request.client.host if request.client else ""
        return self.here_counts and may_add("this-computer", host, request.headers)


def entrance_of(settings: "Settings") -> Entrance:
    return Entrance(Tokens(settings.tokens), settings.access == "none")


class Guard:
    """ASGI middleware that lets only those in who may, and tells the app behind it who they are, as `state.caller`.
    Paths that are `free` need no token."""

    def __init__(self, app: Any, entrance: Entrance, free: Collection[str] = ()) -> None:
        self._app, self._entrance, self._free = app, entrance, free

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http" and scope["path"].removeprefix(scope.get("root_path", "")) not in self._free:
            from starlette.requests import Request

            request = Request(scope)
            try:
                request.state.caller = self._entrance.caller(request)
            except RoundtableError as error:
                await problem_of(error)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _refuse_other_sites(headers: Mapping[str, str]) -> None:
    """A browser sends along what it may not leave out: whose page has made it ask. A program sends neither."""
    origin = headers.get("origin", "").lower()
    other = origin and origin.partition("://")[2] != headers.get("host", "").lower()
    if other or headers.get("sec-fetch-site", "none").lower() not in ("none", "same-origin"):
        raise Refused(403, "pages of other sites may not ask")
