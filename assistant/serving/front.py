"""The way in for all readers: not too fast, from the cache at once, else each in turn, and what can wait with room."""

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace

from assistant.assistant import Assistant
from assistant.serving.cache import AnswerCache
from assistant.serving.gate import Gate
from assistant.serving.pace import Pace
from assistant.serving.types import Answers, Asking, Waiting, never
from assistant.types import Answer

BEAT = 1.0  # seconds between two looks at the line


class Front:
    """`Answers` with a gate before them and a cache before that; `assistant` knows the state of the collection."""

    def __init__(
        self, assistant: Assistant, answers: Answers, gate: Gate, cache: AnswerCache | None = None,
        pace: Pace | None = None,
    ) -> None:  # fmt: skip
        self.assistant = assistant
        self._answers, self._gate, self._cache, self._pace = answers, gate, cache, pace

    def answering(self, asking: Asking) -> Generator[Answer | Waiting, None, None]:
        started, last = time.perf_counter(), None
        if self._pace:
            self._pace.take(asking.user)
        if self._cache and not asking.anew:
            kept = self._cache.get(asking, self.assistant.judge_now().index.state)
            if kept:
                yield replace(kept, elapsed_ms=round((time.perf_counter() - started) * 1000, 1))
                return
        with self._gate.enter(asking.user) as ticket:
            while ticket.waits(BEAT):
                yield Waiting(ticket.ahead)
            with closing(self._answers.answering(asking)) as growing:
                for each in growing:
                    last = each if isinstance(each, Answer) else last
                    yield each
        if self._cache and last:
            self._cache.keep(asking, last)

    def following(self, turns: Sequence[Answer], enough: Callable[[], bool] = never) -> tuple[str, ...]:
        """None at all while there is much to answer; a question that comes meanwhile ends the search for them."""
        if not self._gate.is_quiet:
            return ()
        return self._answers.following(turns, lambda: enough() or not self._gate.is_quiet)
