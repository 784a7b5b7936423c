"""Read documents in a process of its own: the chat goes on, and outlives a file that makes a reader crash."""

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from corpus.errors import RoundtableError
from corpus.last_ingest import LastIngest, keep, nothing_now

if TYPE_CHECKING:
    from assistant.settings import Settings

# What is read, the settings, and who is told how far it is.
Reading = Callable[[Sequence[Any], "Settings", Callable[[Any], None]], LastIngest]
NICE = 10  # of 19: questions come first where both want the processor


class ReadingBroke(RoundtableError):
    """The process that reads documents ended before its time: a file made it crash, or the memory was not enough."""


def in_own_process(
    reading: Reading, wanted: Sequence[Any], settings: "Settings", on_progress: Callable[[Any], None]
) -> LastIngest:
    """What `reading`, a function of a module, says it has done. Raises what it raises for people, and `ReadingBroke`.

    As a thread of the chat it made questions take twice as long (the median of 0.65 s for 0.36 s, at worst 5 s for
    1.9 s, on two busy processors); here it takes twice as long itself.
    """
    spawning = get_context("spawn")  # a fork would take the locks of other threads with it
    ours, theirs = spawning.Pipe(duplex=False)
    process = spawning.Process(target=_read, args=(theirs, reading, wanted, settings), daemon=True)
    process.start()
    theirs.close()
    last = ""
    try:
        while True:
            told, value = ours.recv()
            if told == "done":
                done: LastIngest = value
                return done
            if told == "failed":
                raise value
            last = value.source or last
            on_progress(value)
    except EOFError:
        process.join()
        raise _broke(last, process.exitcode, settings) from None
    finally:
        ours.close()
        process.terminate()  # it has ended, or nobody waits for it any more
        process.join()
        process.close()


def _read(theirs: Connection, reading: Reading, wanted: Sequence[Any], settings: "Settings") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the chat, which ends this process with itself
    if hasattr(os, "nice"):
        os.nice(NICE)
    try:
        theirs.send(("done", reading(wanted, settings, lambda progress: theirs.send(("progress", progress)))))
    except RoundtableError as error:
        theirs.send(("failed", error))


def _broke(last: str, code: int | None, settings: "Settings") -> ReadingBroke:
    at = f"{last}: reading broke off at this file" if last else "reading broke off"
    line = f"{at} (exit code {code}) and nothing was changed; leave it out, and add the others again"
    with suppress(OSError):
        keep(nothing_now([line] if last else [], line), settings.index)
    return ReadingBroke(line)
