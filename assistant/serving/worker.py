"""A process that answers questions: what is asked comes through a pipe, and the answers go back as they grow."""

import os
import signal
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.serving.types import Asking
    from assistant.settings import Settings
    from assistant.types import Answer

    # A function of a module, for it is called in another process.
    Make = Callable[[Settings], Assistant]


@dataclass(frozen=True, slots=True)
class Ask:
    number: int
    asking: "Asking"


@dataclass(frozen=True, slots=True)
class Follow:
    """Find questions to ask next."""

    number: int
    turns: "Sequence[Answer]"


@dataclass(frozen=True, slots=True)
class Stop:
    """Nobody waits for this one any more, or what it found so far is enough."""

    number: int


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything is loaded, and questions may come."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was asked has come through and is begun: if the process ends now, this may be why."""

    number: int


@dataclass(frozen=True, slots=True)
class Made:
    """An answer as far as it has grown, or questions to ask next."""

    number: int
    value: Any


@dataclass(frozen=True, slots=True)
class Ended:
    """The last word on a number, or with 0 on the start of the process: done, an error for people as its class and
    arguments, or the traceback of a bug."""

    number: int
    error: tuple[type[RoundtableError], tuple[Any, ...]] | None = None
    bug: str = ""

    def check(self) -> None:
        """Raises the error or the bug."""
        if self.error:
            kind, said = self.error
            # Its own `__init__` makes the sentence, which is there already.
            raise kind.__new__(kind, *said)
        if self.bug:
            raise RuntimeError(f"a bug in a process that answers:\n{self.bug}")


def work(theirs: Connection, make: "Make", settings: "Settings") -> None:
    """Answers until nobody is there to ask, whether that process has ended or was killed."""
    for each in (signal.SIGINT, signal.SIGTERM):  # are for the server, which ends this process with itself
        signal.signal(each, signal.SIG_IGN)
    _Worker(theirs).run(make, settings)
    os._exit(0)  # what is still being answered nobody waits for


class _Worker:
    def __init__(self, theirs: Connection) -> None:
        self._theirs, self._telling = theirs, threading.Lock()
        self._stops: dict[int, threading.Event] = {}

    def run(self, make: "Make", settings: "Settings") -> None:
        with suppress(EOFError, OSError):
            started: list[Assistant] = []
            self._end(0, lambda: started.append(make(settings)))
            if not started:
                return
            self._tell(Ready())
            while True:
                self._take(self._theirs.recv(), started[0])

    def _take(self, wanted: Ask | Follow | Stop, assistant: "Assistant") -> None:
        if isinstance(wanted, Stop):
            stop = self._stops.get(wanted.number)
            if stop:  # else it has ended meanwhile
                stop.set()
            return
        self._stops[wanted.number] = threading.Event()
        self._tell(Taken(wanted.number))
        threading.Thread(target=self._do, args=(wanted, assistant), daemon=True).start()

    def _do(self, wanted: Ask | Follow, assistant: "Assistant") -> None:
        stop = self._stops[wanted.number]
        if isinstance(wanted, Ask):
            self._end(wanted.number, lambda: self._answer(wanted, assistant, stop))
        else:
            self._end(wanted.number, lambda: self._follow(wanted, assistant, stop))
        del self._stops[wanted.number]

    def _answer(self, wanted: Ask, assistant: "Assistant", stop: threading.Event) -> None:
        asked = wanted.asking
        with closing(assistant.answering(asked.text, asked.filters, asked.earlier, asked.replies)) as growing:
            for answer in growing:
                self._tell(Made(wanted.number, answer))
                if stop.is_set():
                    return

    def _follow(self, wanted: Follow, assistant: "Assistant", stop: threading.Event) -> None:
        from assistant.suggesting import suggestions

        self._tell(Made(wanted.number, suggestions(assistant, wanted.turns, enough=stop.is_set)))

    def _end(self, number: int, do: Callable[[], Any]) -> None:
        """Does it and tells how it ended; that it began well, only `Ready` tells."""
        try:
            do()
        except RoundtableError as error:
            self._tell(Ended(number, (type(error), error.args)))
        except Exception:  # whatever it is, it is raised where the answer is waited for
            self._tell(Ended(number, bug=traceback.format_exc()))
        else:
            if number:
                self._tell(Ended(number))

    def _tell(self, told: Ready | Taken | Made | Ended) -> None:
        with self._telling, suppress(OSError):  # nobody is there any more: `run` ends as well
            self._theirs.send(told)
