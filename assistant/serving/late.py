"""An embedding model that is loaded when it is first needed: a process that rarely embeds does without its memory."""

import threading
from collections.abc import Callable
from typing import Any, cast

from corpus.encoders import Encoder


def late(load: Callable[[], Encoder]) -> Encoder:
    """The encoder that `load` gives; its errors come with the first use."""
    return cast(Encoder, _Late(load))


class _Late:
    def __init__(self, load: Callable[[], Encoder]) -> None:
        self._load, self._loading = load, threading.Lock()
        self._loaded: Encoder | None = None

    def __getattr__(self, name: str) -> Any:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
        return getattr(self._loaded, name)
