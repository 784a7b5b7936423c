"""Keep the one run that is under way going, whoever looks at it, and say how far it is."""

import errno
import traceback
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Literal

from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from evals.runs.running import Progress

# "full": the disk is; "broke": `why` says what, and "" is a bug of ours.
State = Literal["none", "running", "stopping", "stopped", "ended", "full", "broke"]
LIVE: tuple[State, ...] = ("running", "stopping")


@dataclass(frozen=True, slots=True)
class Watched:
    """How far the run is, or how the last one ended. `id` is "" until it has one."""

    state: State = "none"
    name: str = ""
    id: str = ""
    done: int = 0
    count: int = 0
    failed: int = 0
    question: str = ""
    why: str = ""

    @property
    def live(self) -> bool:
        return self.state in LIVE


class OneRun:
    """The run of a server: one at a time. It goes on when the reader who began it has left."""

    def __init__(self) -> None:
        self._lock, self._stop, self._now = Lock(), Event(), Watched()

    def now(self) -> Watched:
        return self._now

    def begin(self, name: str, steps: "Generator[Progress, None, None]") -> bool:
        """Makes the steps in a thread of their own; False, and nothing done, where one is under way already."""
        with self._lock:
            if self._now.live:
                return False
            self._stop.clear()
            self._now = Watched("running", name)
        Thread(target=self._make, args=(steps,), daemon=True, name="evaluation").start()
        return True

    def stop(self) -> None:
        """Stops it after the questions that are being answered; what is done is kept."""
        with self._lock:
            if self._now.state == "running":
                self._stop.set()
                self._now = replace(self._now, state="stopping")

    def _make(self, steps: "Generator[Progress, None, None]") -> None:
        try:
            with closing(steps):
                for step in steps:
                    self._tell(step)
                    if self._stop.is_set() and step.run is None:
                        return self._end("stopped")
            self._end("ended")
        except RoundtableError as error:
            self._end("full" if _is_full(error) else "broke", str(error))
        except OSError as error:
            self._end("full" if _is_full(error) else "broke", error.strerror or str(error))
        except Exception:  # a bug of ours: nobody waits for this thread, so it is told here
            traceback.print_exc()
            self._end("broke")

    def _tell(self, step: "Progress") -> None:
        with self._lock:
            self._now = replace(
                self._now,
                id=step.run_id,
                done=step.done,
                count=step.count,
                failed=step.failed,
                question=step.question or self._now.question,
            )

    def _end(self, state: State, why: str = "") -> None:
        with self._lock:
            self._now = replace(self._now, state=state, why=why)


def _is_full(error: BaseException) -> bool:
    """Whether the disk being full is behind it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if "disk is full" in str(seen):  # as SQLite says it
            return True
        seen = seen.__cause__
    return False
