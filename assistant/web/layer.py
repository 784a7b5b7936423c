"""A layer of ASGI middleware around the pages, such as one that adds headers to every answer."""

from typing import Any


class Layer:
    """What the layers share: the app that each one stands around, and how it is named to Starlette."""

    def __init__(self, app: Any) -> None:
        self._app = app

    @classmethod
    def as_middleware(cls) -> Any:
        from starlette.middleware import Middleware

        return Middleware(cls)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answers, or passes on to the app."""
        raise NotImplementedError
