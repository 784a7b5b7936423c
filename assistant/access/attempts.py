"""Count attempts, and let nobody go on after too many of them."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Attempts:
    """At most `most` attempts of each key, until `seconds` have gone by without one; then they count anew. Of more than
    `kept` keys the one that was longest quiet is forgotten. In the memory of one process: each replica counts for
    itself."""

    def __init__(
        self, most: int, seconds: float, now: Callable[[], float] = time.monotonic, kept: int = 10_000
    ) -> None:
        self._most, self._seconds, self._now, self._kept = most, seconds, now, kept
        self._counts: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def begin(self, key: str) -> float:
        """Counts an attempt, before it is known how it ends, so that many at once are not one too many. Returns 0, or
        the seconds to wait where there were too many; such a one does not count."""
        with self._lock:
            now = self._now()
            count, until = self._counts.get(key, (0, 0.0))
            if now >= until:
                count = 0
            if count >= self._most:
                return until - now
            self._counts[key] = (count + 1, now + self._seconds)
            self._counts.move_to_end(key)
            while len(self._counts) > self._kept:
                self._counts.popitem(last=False)
            return 0.0

    def take_back(self, key: str) -> None:
        """The last attempt does not count, for it was right."""
        with self._lock:
            count, until = self._counts.get(key, (0, 0.0))
            if count:
                self._counts[key] = (count - 1, until)

    def forget(self, key: str) -> None:
        with self._lock:
            self._counts.pop(key, None)

    def is_used_up(self, key: str) -> bool:
        with self._lock:
            return self._counts.get(key, (0, 0.0))[0] >= self._most
