"""Open a new state of the collection beside the one that answers, so that no question waits long for it."""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from assistant.answering import Answering
from assistant.assistant import Assistant
from assistant.confidence import THRESHOLD
from assistant.judging import Judge
from assistant.tracing import NO_TRACES
from corpus.encoders import Encoder
from corpus.errors import RoundtableError
from corpus.index import Index
from corpus.types import NO_FILTERS

# Seconds that questions wait for a state that is being opened. A collection of some hundred documents is open in a
# tenth of that, and whoever has just added one asks about it; a large one opens while the state before it answers.
PATIENCE = 2.0
LOOKS_EVERY = 1.0  # seconds; at the collection, so that a new state is open before somebody asks
WARM_UP = ("What is this about?", "De quoi s'agit-il ?")


class InBackground:
    """What is asked for the newest state: that one, or while it takes longer to open the one before it.

    `warm` is given a state that was opened, before any question. One that is asked at a time, as by `Assistant`.
    """

    def __init__(self, warm: Callable[[Index], None] = lambda index: None, patience: float = PATIENCE) -> None:
        self._warm, self._patience = warm, patience
        self._opening: _Opening | None = None

    def __call__(self, index: Index) -> Index:
        """Raises what opening the newest state raised."""
        if self._opening is None:
            self._opening = _Opening(index, self._warm)
        opening = self._opening
        opening.done.wait(max(0.0, opening.since + self._patience - time.monotonic()))
        if not opening.done.is_set():
            return index
        self._opening = None
        if opening.error:
            raise opening.error
        return opening.newest


class _Opening:
    """One look for a newer state, in a thread of its own."""

    def __init__(self, index: Index, warm: Callable[[Index], None]) -> None:
        self.since, self.done = time.monotonic(), threading.Event()
        self.newest, self.error = index, None
        threading.Thread(target=self._open, args=(index, warm), daemon=True).start()

    error: Exception | None

    def _open(self, index: Index, warm: Callable[[Index], None]) -> None:
        try:
            newest = index.newest()
            if newest is not index:
                warm(newest)
            self.newest = newest
        except Exception as error:  # whatever it is, it is raised where the newest state was asked for
            self.error = error
        self.done.set()


def warm(index: Index, encoder: Encoder) -> None:
    """Answers a question in each language, so that whatever is loaded with the first one is there."""
    answering = Answering(Judge(index, encoder, THRESHOLD), None)
    for text in WARM_UP:
        deque(answering.growing(text, NO_FILTERS, (), NO_TRACES), maxlen=0)


def keep_up(assistant: Assistant) -> None:
    """Looks again and again, in a thread, whether there is a newer state."""

    def look() -> None:
        while True:
            time.sleep(LOOKS_EVERY)
            with suppress(RoundtableError):  # a question says what is wrong
                assistant.judge_now()

    threading.Thread(target=look, daemon=True).start()
