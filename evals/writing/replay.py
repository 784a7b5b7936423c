"""Let one run of a model serve two measurements: keep its replies with their times, and say them again unhurried.

What is said again comes at once, and the time it took the first time is counted as `Replay.unwaited` seconds: a clock
that adds them to the real time tells when a reader would have had each word.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.model import Chunk, Message, Model, ModelFailed, Schema


@dataclass
class Said:
    """One reply: its parts, each with the seconds from the request to it, and how it failed, if it did."""

    parts: list[tuple[float, Chunk]] = field(default_factory=list)
    failure: ModelFailed | None = None
    ended: float = 0.0


class Recorder:
    """A `Model` that is the given one and keeps what it says, in `replies`, in their order.

    A reply that its reader leaves is kept as far as it was read.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self.name, self.context, self.structured = model.name, model.context, model.structured
        self.replies: list[Said] = []

    def stream(
        self, messages: Sequence[Message], most_tokens: int, until: float, schema: Schema | None = None
    ) -> Iterator[Chunk]:
        said, started = Said(), time.monotonic()
        self.replies.append(said)
        try:
            for chunk in self._model.stream(messages, most_tokens, until, schema):
                said.parts.append((time.monotonic() - started, chunk))
                yield chunk
        except ModelFailed as failure:
            said.failure = failure
            raise
        finally:
            said.ended = time.monotonic() - started


class Replay:
    """A `Model` that gives the replies it is loaded with, one a request, and then asks the given one."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.name, self.context, self.structured = model.name, model.context, model.structured
        self._waiting: list[Said] = []
        self.unwaited = 0.0

    def load(self, replies: Sequence[Said]) -> None:
        """What is said next, in place of what was left of before; `unwaited` begins anew."""
        self._waiting, self.unwaited = list(replies), 0.0

    def stream(
        self, messages: Sequence[Message], most_tokens: int, until: float, schema: Schema | None = None
    ) -> Iterator[Chunk]:
        if not self._waiting:
            # The time that was not waited is gone for the model that mends, as it would be for a reader.
            yield from self._model.stream(messages, most_tokens, until - self.unwaited, schema)
            return
        said, started = self._waiting.pop(0), self._now()
        for seconds, chunk in said.parts:
            self._wait_until(started + seconds)
            yield chunk
        self._wait_until(started + said.ended)
        if said.failure:
            raise said.failure

    def _now(self) -> float:
        return time.monotonic() + self.unwaited

    def _wait_until(self, due: float) -> None:
        self.unwaited += max(0.0, due - self._now())
