"""Let so many questions be answered at once and so many wait, each reader in turn; send the others away at once."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType

from assistant.serving.types import Busy

SECONDS = 10.0  # that the last in the line waits, unless it is said how many may
MOST = 50  # that wait for each that is answered: where hundreds come at once, each of them takes time by itself
EACH = 3  # questions of one reader that may wait: who sends many holds up nobody else
FIRST_GUESS = 0.5  # seconds that an answer takes, until some were seen
SHARE = 0.1  # of the newest answer in the running mean


class Gate:
    """`at_once` questions are answered at a time. At most `waiting` more may wait, and `each` of one reader; without it
    as many as are answered in `SECONDS`, and no more than `MOST` times `at_once`. Readers take turns: a reader's second
    question waits until everybody has had their first."""

    def __init__(
        self, at_once: int, waiting: int | None = None, each: int = EACH, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._at_once, self._most, self._each, self._clock = at_once, waiting, each, clock
        self._lock = threading.Lock()
        self._lines: dict[str, deque[Ticket]] = {}  # the readers in the order in which their turns come
        self._running, self._mean = 0, FIRST_GUESS

    def enter(self, user: str) -> "Ticket":
        """A place in the line, or at the counter; used in a `with`, it is given back at the end. Raises `Busy`."""
        with self._lock:
            ticket = Ticket(self, user)
            if self._running < self._at_once and not self._lines:
                self._begin(ticket)
                return ticket
            line, waiting = self._lines.get(user, ()), sum(map(len, self._lines.values()))
            if waiting >= self._most_waiting() or len(line) >= self._each:
                raise Busy(max(2, math.ceil(self._mean * (waiting + 1) / self._at_once)))
            self._lines.setdefault(user, deque()).append(ticket)
            return ticket

    @property
    def is_quiet(self) -> bool:
        """Whether there is room for what can wait: nobody is in the line, and at most half of the counter is taken."""
        with self._lock:
            return not self._lines and self._running <= self._at_once // 2

    def ahead(self, ticket: "Ticket") -> int:
        """How many of those that wait come before this one."""
        with self._lock:
            if ticket.begun is not None or ticket.user not in self._lines:
                return 0
            place = self._lines[ticket.user].index(ticket)  # so many rounds go by before its own
            before, first = place, 1  # those in front of its reader have one more turn
            for user, line in self._lines.items():
                if user == ticket.user:
                    first = 0
                else:
                    before += min(len(line), place + first)
            return before

    def leave(self, ticket: "Ticket") -> None:
        with self._lock:
            if ticket.begun is None:
                line = self._lines[ticket.user]
                line.remove(ticket)
                if not line:
                    del self._lines[ticket.user]
            else:
                self._running -= 1
                self._mean += SHARE * (self._clock() - ticket.begun - self._mean)
            while self._running < self._at_once and self._lines:
                self._begin(self._next())

    def _next(self) -> "Ticket":
        user = next(iter(self._lines))
        line = self._lines.pop(user)
        ticket = line.popleft()
        if line:
            self._lines[user] = line  # behind all others
        return ticket

    def _begin(self, ticket: "Ticket") -> None:
        self._running += 1
        ticket.begun = self._clock()
        ticket.come.set()

    def _most_waiting(self) -> int:
        if self._most is not None:
            return self._most
        return self._at_once * max(1, min(MOST, int(SECONDS / self._mean)))


class Ticket:
    """One question's place. `begun` is when its turn came, None before that."""

    def __init__(self, gate: Gate, user: str) -> None:
        self._gate, self.user = gate, user
        self.begun: float | None = None
        self.come = threading.Event()

    def waits(self, seconds: float) -> bool:
        """Whether its turn has still not come after so many seconds."""
        return not self.come.wait(seconds)

    @property
    def ahead(self) -> int:
        return self._gate.ahead(self)

    def __enter__(self) -> "Ticket":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._gate.leave(self)
