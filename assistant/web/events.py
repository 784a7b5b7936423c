"""How the pages answer what is clicked: quietly, the last change counting, and with a line for what went wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assistant.web.users import user_of
from corpus.errors import RoundtableError

QUIET: dict[str, Any] = {"show_progress": "hidden"}
# What changes while the last change is still being worked on counts, and not what was there when it began.
LATEST: dict[str, Any] = {**QUIET, "trigger_mode": "always_last", "queue": False}


def reader_of(request: Any) -> str:
    """Who has sent a request of Gradio."""
    return user_of(request.cookies, request.session_hash or "")


@contextmanager
def told(gr: Any) -> Iterator[None]:
    """What is wrong with a file of ours is shown beside the page."""
    try:
        yield
    except RoundtableError as error:
        raise gr.Error(str(error)) from error
