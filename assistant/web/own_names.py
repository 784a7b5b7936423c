"""Answer under names of this computer alone, where nobody has to say who they are.

A page of another site cannot read what this program answers, unless its name is made to point to this computer while it
is open (DNS rebinding); then the browser takes both for one site. It still sends that name.
"""

from typing import Any

from assistant.adding import is_loopback_name
from assistant.web.layer import Layer

REFUSED = (
    "This page opens under a name of this computer only, such as http://127.0.0.1 with its port. To let others in, "
    "give them accounts; the README says how."
)


class OwnNames(Layer):
    """ASGI middleware that refuses what is sent to another name."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and not _is_own(scope["headers"]):
            from starlette.responses import PlainTextResponse

            await PlainTextResponse(REFUSED, 421)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_own(headers: Any) -> bool:
    sent = [value.decode("latin-1").lower() for name, value in headers if name == b"host"]
    return len(sent) == 1 and is_loopback_name(sent[0])
