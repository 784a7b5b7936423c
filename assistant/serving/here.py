"""Answer in this process, with its own assistant."""

from collections.abc import Callable, Generator, Sequence

from assistant.assistant import Assistant
from assistant.serving.types import Asking, Waiting, never
from assistant.suggesting import suggestions
from assistant.types import Answer


class Here:
    """The assistant as `Answers`."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def answering(self, asking: Asking) -> Generator[Answer | Waiting, None, None]:
        yield from self._assistant.answering(asking.text, asking.filters, asking.earlier, asking.replies)

    def following(self, turns: Sequence[Answer], enough: Callable[[], bool] = never) -> tuple[str, ...]:
        return suggestions(self._assistant, turns, enough=enough)
