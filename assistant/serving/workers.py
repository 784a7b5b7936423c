"""Answer in several processes, each with its own assistant over the same files; one that dies is replaced."""

import atexit
import itertools
import threading
import time
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING

from assistant.serving.seat import Job, Lost, Seat
from assistant.serving.types import Asking, BrokeOff, Waiting, never
from assistant.serving.worker import Ask, Ended, Follow, Made, Taken
from assistant.types import Answer

if TYPE_CHECKING:
    from assistant.serving.worker import Make
    from assistant.settings import Settings

BEAT = 0.5  # seconds after which somebody who waits may leave
GLANCE = 0.05  # the same while nothing but questions to ask next is looked for
LONGEST = 60.0  # seconds for an answer without a language model; a process that takes longer hangs
TRIES = 2  # processes that may end over one question
UNNOTICED = 10  # processes, ended before they could take it, that it may be sent to
STARTS_WITHIN = 120.0  # seconds for a process, on a computer that does much else


class Workers:
    """`Answers` from `count` processes, each with an assistant that `make`, a function of a module, makes of the
    settings. All are ready once it is made. Raises what `make` raises for people, `BrokeOff` if they do not start.

    A question whose process ends, also one that took `longest` seconds, is asked once more of another one, unless a
    part of its answer was shown already; a process that had ended before it took the question does not count. With the
    program that made them the processes end, however that ends.
    """

    def __init__(self, make: "Make", settings: "Settings", count: int, longest: float = LONGEST) -> None:
        self._longest, self._numbers = longest, itertools.count(1)
        self._changed = threading.Condition()
        self._seats = [Seat(make, settings, self._changed) for _ in range(count)]
        atexit.register(self.close)  # before multiprocessing asks them to end by a signal that they do not heed
        until = time.monotonic() + STARTS_WITHIN
        with self._changed:
            while not all(seat.is_ready for seat in self._seats):
                failed = next((seat.failed for seat in self._seats if seat.failed), None)
                if failed or time.monotonic() > until:
                    break
                self._changed.wait(BEAT)
            else:
                return
        self.close()
        self._say_why(failed)

    def answering(self, asking: Asking) -> Generator[Answer | Waiting, None, None]:
        tried, shown = 0, False
        for _ in range(UNNOTICED):
            job = yield from self._begun(lambda number: Ask(number, asking))
            try:
                while not isinstance(told := job.told(BEAT), Lost):
                    if told is None:
                        job.end_after(self._longest)
                        yield Waiting()
                    elif isinstance(told, Ended):
                        told.check()
                        return
                    elif isinstance(told, Taken):
                        tried += 1
                    else:
                        shown = True
                        yield told.value
            finally:
                job.stop(self._longest)
            if shown or tried == TRIES:
                break
        raise BrokeOff

    def following(self, turns: Sequence[Answer], enough: Callable[[], bool] = never) -> tuple[str, ...]:
        """() as well if every process has something to do, or the one that looks for them ends."""
        job, found = self._given(lambda number: Follow(number, turns), at_most=0), ()
        if job is None:
            return ()
        try:
            while not isinstance(told := job.told(GLANCE), Ended | Lost):
                if isinstance(told, Made):
                    found = told.value
                elif enough():
                    job.ask_to_stop()
        finally:
            job.stop(self._longest)
        if isinstance(told, Ended):
            told.check()
        return found

    def processes(self) -> list[int]:
        """The numbers by which the system knows those that are ready."""
        with self._changed:
            return [seat.process for seat in self._seats if seat.is_ready]

    def close(self) -> None:
        """Ends the processes, whatever they do."""
        atexit.unregister(self.close)
        for seat in self._seats:
            seat.close()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begun(self, wanted: Callable[[int], Ask]) -> Generator[Waiting, None, Job]:
        """Given to the process that has the least to do, once one is ready."""
        since = time.monotonic()
        while (job := self._given(wanted)) is None:
            failed = next((seat.failed for seat in self._seats if seat.failed), None)
            if failed or time.monotonic() - since > STARTS_WITHIN:
                self._say_why(failed)
            with self._changed:
                self._changed.wait(BEAT)
            yield Waiting()
        return job

    def _given(self, wanted: Callable[[int], Ask | Follow], at_most: int | None = None) -> Job | None:
        """Given to the one that has the least to do, and `at_most` so much; None if there is none."""
        with self._changed:
            ready = [seat for seat in self._seats if seat.is_ready]
            seat = min(ready, key=lambda seat: seat.load, default=None)
            if seat is None or (at_most is not None and seat.load > at_most):
                return None
            job = seat.take(wanted(next(self._numbers)))
        job.send()
        return job

    @staticmethod
    def _say_why(failed: Ended | None) -> None:
        if failed:
            failed.check()
        raise BrokeOff
