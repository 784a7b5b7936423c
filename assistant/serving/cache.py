"""Keep whole answers, so that a question asked again costs nothing as long as the collection is the same."""

import pickle
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from assistant.serving.types import Asking
from assistant.types import Answer
from corpus.types import Filters

MOST_BYTES = 32_000_000  # of the order of 5,000 answers


@dataclass(frozen=True, slots=True)
class _Key:
    """All that an answer depends on, beside the assistant, which is one and the same for a cache."""

    corpus: str
    text: str
    filters: Filters
    earlier: tuple[str, ...]
    replies: tuple[str, ...]


class AnswerCache:
    """The answers of one assistant, at most `most_bytes` of them; the one that was wanted longest ago goes first.

    An answer belongs to the state of the collection that it names in `corpus`. Threads may share it.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._size = most_bytes, 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, bytes] = OrderedDict()

    def get(self, asking: Asking, corpus: str) -> Answer | None:
        """The answer that this state of the collection gave; no model worded it this time, so it has no `usage`."""
        key = _key(asking, corpus)
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
        answer: Answer = pickle.loads(found)  # noqa: S301 it has made it itself, in memory
        return replace(answer, usage=None)

    def keep(self, asking: Asking, answer: Answer) -> None:
        """Keeps it, unless it is not whole, or a language model failed: that may go well the next time."""
        if answer.growing or answer.problem or (answer.usage and answer.usage.trouble):
            return
        made, key = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL), _key(asking, answer.corpus)
        with self._lock:
            self._size += len(made) - len(self._kept.pop(key, b""))
            self._kept[key] = made
            while self._size > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._size -= len(oldest)


def _key(asking: Asking, corpus: str) -> _Key:
    return _Key(corpus, " ".join(asking.text.split()), asking.filters, asking.earlier, asking.replies)
