"""Look which function of the program is at work, a thousand times a second, while questions are asked."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType

EVERY = 0.001  # seconds


@contextmanager
def sampled(package: str, parts: CodeType) -> Iterator[dict[str, float]]:
    """Seconds of this thread's processor time by function of the package, with all that it calls elsewhere.

    What runs below `parts` is left out: who gives them times them. Nothing where there is no such clock (Windows).
    cProfile would tell of all calls, and make those of many small functions take twice as long. Only for the main
    thread.
    """
    taken: dict[str, float] = {}
    if not hasattr(signal, "setitimer"):
        yield taken
        return
    last = time.thread_time()

    def look(number: int, frame: FrameType | None) -> None:
        nonlocal last
        # A call that Python cannot look into ends before this runs: the time since the last look counts, not the look.
        now = time.thread_time()
        name = _at_work(frame, package, parts)
        if name:
            taken[name] = taken.get(name, 0.0) + now - last
        last = now

    before = signal.signal(signal.SIGALRM, look)
    signal.siginterrupt(signal.SIGALRM, False)
    signal.setitimer(signal.ITIMER_REAL, EVERY, EVERY)
    try:
        yield taken
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _at_work(frame: FrameType | None, package: str, parts: CodeType) -> str:
    """The innermost function of the package; "" for none, and for what runs below `parts`."""
    name = ""
    while frame:
        if frame.f_code is parts:
            return ""
        module = str(frame.f_globals.get("__name__", ""))
        if not name and module.startswith(f"{package}."):
            name = f"{module}.{frame.f_code.co_qualname.partition('.<locals>')[0]}"
        frame = frame.f_back
    return name
