"""The processes that a run asks in: each has an assistant of its own, and ends with the run."""

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

from corpus.errors import RoundtableError
from evals.broken import BROKEN
from evals.runs.asking import Answering, asked
from evals.runs.types import Record, Took
from evals.testsets.types import Question

if TYPE_CHECKING:
    from assistant.settings import Settings

NICE = 5  # of 19: questions of people come first where both want the processor


class RunBroke(RoundtableError):
    """A run cannot begin, go on or end."""


@contextmanager
def processes(settings: "Settings", assistant: str, count: int) -> Iterator[ProcessPoolExecutor]:
    """`count` of them, each with an assistant, or with one of `evals.broken`; they are ended at the end."""
    # A fork would take the locks of other threads with it.
    pool = ProcessPoolExecutor(count, get_context("spawn"), _begin, (settings, assistant))
    try:
        yield pool
    finally:
        # What is under way is nobody's any more. Before Python 3.14 there is no public way to end it.
        under_way = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in under_way:
            process.terminate()


def asked_by(pool: ProcessPoolExecutor, questions: Sequence[Question], ahead: int) -> Iterator[tuple[Record, Took]]:
    """As they are answered, in whatever order; `ahead` of them are handed over."""
    waiting: set[Future[tuple[Record, Took]]] = set()
    left = iter(questions)
    try:
        while True:
            for question in left:
                waiting.add(pool.submit(_ask, question))
                if len(waiting) >= ahead:
                    break
            if not waiting:
                return
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in ready:
                yield future.result()
    except BrokenProcessPool as error:
        raise RunBroke(
            "a process of the run ended before its time: most likely the memory was not enough; go on with fewer "
            "--workers and --resume"
        ) from error


# In a process of a run: the one assistant that it asks, or why there is none.
_here: list[Answering | RoundtableError] = []


def _begin(settings: "Settings", assistant: str) -> None:
    from assistant.build import build_assistant, silence_telemetry

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which ends this process with itself
    os.nice(NICE)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    silence_telemetry()
    try:
        _here.append(BROKEN[assistant](build_assistant(settings)))
    except RoundtableError as error:  # an error here would be told as that of a broken process
        _here.append(error)


def _end_with(parent: int) -> None:
    """Ends this process once the run is gone that began it, even if it was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _ask(question: Question) -> tuple[Record, Took]:
    assistant = _here[0]
    if isinstance(assistant, RoundtableError):
        raise RunBroke(str(assistant))
    return asked(assistant, question)
