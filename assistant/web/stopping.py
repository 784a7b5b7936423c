"""Stop the chat when it is told to: what is being answered is answered and kept, as far as the time goes."""

import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

GRACE = 20.0  # seconds for what is under way; the files of assistant/deploy give 30 before the system ends it
LOOKS = 0.1  # seconds between two looks whether it is done


def heed_the_end() -> None:
    """From now on SIGTERM, by which systemd, Docker and Kubernetes end a program, does what Ctrl-C does. As the first
    process of a container, a program that says nothing of it is not ended by it at all."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _as_ctrl_c)


def serve_until_stopped(app: Any, is_busy: Callable[[], bool], grace: float = GRACE) -> None:
    """Returns once the chat was told to stop, takes no new visitors since, and has ended what was under way, or given
    it up after `grace` seconds or at a second Ctrl-C."""
    heed_the_end()
    try:
        while app.is_running:
            time.sleep(LOOKS)
    except KeyboardInterrupt:
        print("Stopping: what is being answered is answered first.", file=sys.stderr, flush=True)
    try:
        app.server.should_exit = True  # uvicorn's: nobody connects any more, and what is connected goes on
        until = time.monotonic() + grace
        while (is_busy() or any(app._queue.active_jobs)) and time.monotonic() < until:
            time.sleep(LOOKS)
        app.server.close()  # waits some seconds for pages that are open
    except KeyboardInterrupt:
        pass


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
