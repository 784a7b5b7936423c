"""The place of one process that answers: started, listened to, and started again when it has ended."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from assistant.serving.worker import Ask, Ended, Follow, Made, Ready, Stop, Taken, work

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from assistant.serving.worker import Make
    from assistant.settings import Settings

LONGEST_PAUSE = 30.0  # seconds between two starts, if processes end before they are ready


@dataclass(frozen=True, slots=True)
class Lost:
    """The process has ended, and the answer with it."""


class Job:
    """Something that a process was given to do."""

    def __init__(self, wanted: Ask | Follow, seat: "Seat", process: "SpawnProcess", ours: "_Sender") -> None:
        self._wanted, self._seat, self._process, self._ours = wanted, seat, process, ours
        self._since, self._over, self._asked = time.monotonic(), False, False
        self.inbox: SimpleQueue[Taken | Made | Ended | Lost] = SimpleQueue()

    def send(self) -> None:
        self._ours.send(self._wanted)

    def told(self, seconds: float) -> Taken | Made | Ended | Lost | None:
        """What comes next; None if nothing does within so many seconds."""
        try:
            told = self.inbox.get(timeout=seconds)
        except Empty:
            return None
        self._over = isinstance(told, Ended | Lost)
        return told

    def end_after(self, longest: float) -> None:
        """Ends the process if this takes longer, or if it was asked to stop, that; `Lost` follows."""
        if time.monotonic() - self._since > longest:
            with suppress(ValueError):  # it has ended meanwhile
                self._process.kill()

    def ask_to_stop(self) -> None:
        if not self._asked:
            self._asked, self._since = True, time.monotonic()
            self._ours.send(Stop(self._wanted.number))

    def stop(self, longest: float) -> None:
        """Returns once nothing is done for it any more."""
        while not self._over:
            self.ask_to_stop()
            self.end_after(longest)
            self.told(1.0)


class _Sender:
    """One end of a pipe, for several threads. What cannot be sent is lost, as whoever listens to the pipe notices."""

    def __init__(self, ours: Connection) -> None:
        self._ours, self._sending = ours, threading.Lock()

    def send(self, wanted: Ask | Follow | Stop) -> None:
        with self._sending, suppress(OSError):
            self._ours.send(wanted)


class Seat:
    """Starts its process at once, in a thread. What is asked of it is asked under `changed`, which is told of all that
    changes. `failed` is why the newest process could not start."""

    def __init__(self, make: "Make", settings: "Settings", changed: threading.Condition) -> None:
        self._make, self._settings, self._changed = make, settings, changed
        self._closed = threading.Event()
        self._jobs: dict[int, Job] = {}
        self._process: SpawnProcess | None = None
        self._sender: _Sender | None = None
        self.is_ready, self.failed = False, None
        self._thread = threading.Thread(target=self._fill, daemon=True)
        self._thread.start()

    failed: Ended | None

    @property
    def load(self) -> int:
        return len(self._jobs)

    @property
    def process(self) -> int:
        return (self._process and self._process.pid) or 0

    def take(self, wanted: Ask | Follow) -> Job:
        assert self._process is not None, "only of one that is ready"
        assert self._sender is not None
        job = self._jobs[wanted.number] = Job(wanted, self, self._process, self._sender)
        return job

    def close(self) -> None:
        self._closed.set()
        with self._changed:
            if self._process:
                self._process.kill()
        self._thread.join()

    def _fill(self) -> None:
        pause = 0.0
        while not self._closed.wait(pause):
            # One that was ready is replaced at once; one that could not start may do better later.
            pause = 0.0 if self._live() else min(LONGEST_PAUSE, 2 * pause or 1.0)

    def _live(self) -> bool:
        """One process from its start to its end; whether it was ready."""
        spawning = get_context("spawn")  # a fork would take the locks of other threads with it
        ours, theirs = spawning.Pipe()
        process = spawning.Process(target=work, args=(theirs, self._make, self._settings), daemon=True)
        with self._changed:  # one at a time
            if self._closed.is_set():
                return False
            process.start()
            self._process, self._sender = process, _Sender(ours)
        theirs.close()
        was_ready = False
        try:
            while True:
                was_ready = self._heard(ours.recv()) or was_ready
        except (EOFError, OSError):  # OSError: it was killed in the middle of a message
            pass
        with self._changed:
            self.is_ready, self._process, lost = False, None, list(self._jobs.values())
            self._jobs.clear()
            self._changed.notify_all()
        for job in lost:
            job.inbox.put(Lost())
        process.kill()
        process.join()
        process.close()
        return was_ready

    def _heard(self, told: Ready | Taken | Made | Ended) -> bool:
        """Passes on what the process tells; whether that is that it is ready."""
        with self._changed:
            if isinstance(told, Ready):
                self.is_ready, self.failed = True, None
                self._changed.notify_all()
                return True
            if told.number == 0 and isinstance(told, Ended):
                self.failed = told
                self._changed.notify_all()
                return False
            job = self._jobs.pop(told.number, None) if isinstance(told, Ended) else self._jobs.get(told.number)
        if job:
            job.inbox.put(told)
        return False
