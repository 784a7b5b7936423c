"""What many readers ask at once, and what they get: an answer, a place in the line, or the word to come back later."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.types import Answer
from corpus.errors import RoundtableError
from corpus.types import NO_FILTERS, Filters


@dataclass(frozen=True, slots=True)
class Asking:
    """One question of one reader, as `Assistant.answering` takes it. `user` tells readers apart ("" for none); a
    question that is asked `anew` wants other words than those it was answered with before."""

    text: str
    filters: Filters = NO_FILTERS
    earlier: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    user: str = ""
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """There is nothing new to show: `ahead` questions are answered before this one; with 0 its own turn has come.

    It comes at least once a second, for only between two steps can whoever waits leave.
    """

    ahead: int = 0


class Busy(RoundtableError):
    """More questions wait than are answered in a time that people wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"Many questions are being answered at the moment; please try again in about {seconds} seconds."
        )
        self.seconds = seconds


class TooFast(RoundtableError):
    """One reader has asked more questions within a minute than one may."""

    def __init__(self, most: int, seconds: int) -> None:
        super().__init__(f"More than {most} questions within a minute; please try again in {seconds} seconds.")
        self.most, self.seconds = most, seconds


class BrokeOff(RoundtableError):
    """The process that was answering ended before its time, and asking another one was not possible or failed too."""

    def __init__(self) -> None:
        super().__init__("The answer broke off, as the process that was making it ended; please ask again.")


def never() -> bool:
    return False


class Answers(Protocol):
    """What answers questions; threads may share it."""

    def answering(self, asking: Asking) -> Generator[Answer | Waiting, None, None]:
        """The answer as it grows; the last one is whole. To stop, close the iterator: it returns once the work has
        ended. Raises what `Assistant.answering` raises, `Busy` or `BrokeOff`."""

    def following(self, turns: Sequence[Answer], enough: Callable[[], bool] = never) -> tuple[str, ...]:
        """Questions to ask next in a conversation of these answers; what was found so far once `enough` says so."""
