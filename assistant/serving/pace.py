"""Let one reader ask so many questions in a minute, however they come in: programs ask as fast as they are let."""

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from assistant.serving.types import TooFast

MINUTE = 60.0  # seconds


class Pace:
    """At most `most` in each minute, by reader; of more than `kept` readers the one that was longest quiet is
    forgotten. In the memory of one process. Safe with threads."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic, kept: int = 10_000) -> None:
        self._most, self._clock, self._kept = most, clock, kept
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, user: str) -> None:
        """Counts a question. Raises `TooFast`, and such a one does not count."""
        with self._lock:
            now, asked = self._clock(), self._asked.setdefault(user, deque())
            self._asked.move_to_end(user)
            while asked and now - asked[0] >= MINUTE:
                asked.popleft()
            if len(asked) >= self._most:
                raise TooFast(self._most, math.ceil(MINUTE - (now - asked[0])))
            asked.append(now)
            while len(self._asked) > self._kept:
                self._asked.popitem(last=False)
