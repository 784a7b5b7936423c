"""Put a server under load for minutes: is every question answered, does its memory stay, and what do too many hear?

    python -m evals.bench.load INDEX --users 50 --seconds 600 --pause 2

Readers ask through HTTP as a browser does, think, ask a follow-up, and open the page of a source; no question comes
twice, so none is answered from the cache. Every few seconds the memory of all processes of the server is taken. Then so
many readers ask at once that they cannot all be answered, and what is measured is how soon the others are told. Ends
with 1 if anything went wrong or memory grew by more than a tenth in the second half.
"""

import argparse
import os
import random
import re
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from pathlib import Path

import numpy as np

from corpus.index import Index
from evals.bench.chat import line, opened
from evals.bench.questions import questions_from
from evals.bench.serving import Page, Told, memory_mb, opened_page

DISTINCT = 5_000
TURNS = 4  # of a conversation
CONVERSATION, SOURCES = 5, 3  # places in what the page is told
SAMPLES = 60  # of the memory, in all
GROWTH = 0.1  # of the memory, in the second half
AT_ONCE, AFTERWARDS = 0.01, 5.0  # seconds in which a reader may begin to ask


@dataclass(slots=True)
class Load:
    """What the readers saw, in milliseconds; and the megabytes of the server by the second."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)

    def add(self, told: Told) -> None:
        if told.error:
            self.errors.append(told.error)
        elif told.busy:
            self.busy.append(told.whole)
        else:
            self.first.append(told.first)
            self.whole.append(told.whole)


def endless(questions: Sequence[str]) -> Iterator[str]:
    """The questions over and over, never one like another."""
    for lap in count():
        for question in questions:
            yield f"{question} ({lap})" if lap else question


def growth(memory: Sequence[tuple[float, float]], since: float) -> tuple[float, float]:
    """Megabytes at that second, and those that have come until the end, on the straight line through what was taken
    since (least squares)."""
    taken = [(at, used) for at, used in memory if at >= since]
    if len(taken) < 3:
        return float("nan"), float("nan")
    at, used = np.array(taken).T
    slope, start = np.polyfit(at, used, 1)
    return float(start + slope * at[0]), float(slope * (at[-1] - at[0]))


def put_under_load(
    address: str, server: int, questions: Iterator[str], users: int, seconds: float, pause: float
) -> Load:
    """So many readers for so many seconds, each thinking `pause` seconds on average (exponential) before a question.
    The time begins when all of them have opened their page."""
    load, taking, started = Load(), threading.Lock(), 0.0

    def begin() -> None:
        nonlocal started
        started = time.monotonic()

    def read(place: int) -> None:
        try:
            with opened_page(address) as page:
                all_open.wait()
                read_on(page, random.Random(place))
        except Exception as error:  # whatever it is, it is what this measures
            all_open.abort()
            load.errors.append(f"reader {place}: {type(error).__name__}: {str(error)[:200]}")

    def read_on(page: Page, chance: random.Random) -> None:
        conversation = ""
        for turn in count():
            time.sleep(chance.expovariate(1 / pause) if pause else 0.0)
            if time.monotonic() >= started + seconds and (turn or seconds > AT_ONCE):
                return
            with taking:
                question = next(questions)
            told = page.ask(question, conversation if turn % TURNS else "")
            load.add(told)
            if told.shown:
                conversation = str(told.shown[CONVERSATION] or "")
                _open_source(page, str(told.shown[SOURCES] or ""), load)

    all_open = threading.Barrier(users + 1, begin)
    threads = [threading.Thread(target=read, args=(place,)) for place in range(users)]
    for thread in threads:
        thread.start()
    with suppress(threading.BrokenBarrierError):
        all_open.wait()
    while (past := time.monotonic() - started) < seconds:
        load.memory.append((past, memory_mb(server)))
        time.sleep(min(seconds / SAMPLES, max(0.0, seconds - past)))
    for thread in threads:
        thread.join()
    return load


def _open_source(page: Page, sources: str, load: Load) -> None:
    view = re.search(r'data-document="([^"]+)" data-page="(\d+)"', sources)
    if view is None:
        return
    started = time.perf_counter()
    answers = [page.http.get("/reader", params={"document": unescape(view[1]), "page": view[2]})]
    picture = re.search(r'<img src="([^"]+)"', answers[0].text)
    if picture:
        answers.append(page.http.get("/" + unescape(picture[1])))
    load.pages.append(1000 * (time.perf_counter() - started))
    load.errors += [f"{each.url}: {each.status_code}" for each in answers if each.status_code != 200]


@dataclass(frozen=True, slots=True)
class Seen:
    """The three parts of a run: as many as there should be, too many, and one alone after that."""

    load: Load
    peak: Load
    after: Load
    users: int = 0
    too_many: int = 0
    seconds: float = 0.0

    @property
    def errors(self) -> list[str]:
        return [*self.load.errors, *self.peak.errors, *self.after.errors]

    @property
    def is_well(self) -> bool:
        before, more = growth(self.load.memory, self.seconds / 2)
        return not self.errors and not more > GROWTH * before

    def text(self) -> str:
        load, peak = self.load, self.peak
        before, more = growth(load.memory, self.seconds / 2)
        lines = [
            f"{self.users} readers for {self.seconds:g} s, {os.cpu_count()} processors",
            f"  {len(load.whole) / self.seconds:.1f} answers/s; told to come back: {len(load.busy)}",
            "  " + line("first words", load.first),
            "  " + line("whole answer", load.whole),
            "  " + line("page of a source", load.pages),
            f"  memory: {load.memory[0][1]:.0f} MB at first, {before:.0f} at half time, {more:+.1f} until the end",
            f"{self.too_many} readers who ask at one moment: {len(peak.whole)} answers",
            "  " + line("told to come back", peak.busy),
            "  " + line("first words of the others", peak.first),
            "one reader after that",
            "  " + line("first words", self.after.first),
            f"errors: {len(self.errors)}",
            *(f"  {each}" for each in self.errors[:5]),
        ]
        return "\n".join(lines)


def run(index: Path, users: int, seconds: float, pause: float, workers: int, too_many: int) -> Seen:
    """Opens a server over the index and puts it under load."""
    opened_index = Index(index)
    questions = endless(list(dict.fromkeys(questions_from(opened_index, DISTINCT))))
    opened_index.close()
    with opened(index, "--workers", str(workers)) as (address, server):
        load = put_under_load(address, server.pid, questions, users, seconds, pause)
        peak = put_under_load(address, server.pid, questions, too_many, AT_ONCE, 0.0)
        after = put_under_load(address, server.pid, questions, 1, AFTERWARDS, 0.0)
    return Seen(load, peak, after, users, too_many, seconds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="folder of an index")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds that a reader thinks on average")
    parser.add_argument("--workers", type=int, default=0, help="processes that answer")
    parser.add_argument("--too-many", type=int, default=400, help="readers at once, for the second part")
    seen = run(**vars(parser.parse_args()))
    print(seen.text())
    return 0 if seen.is_well else 1


if __name__ == "__main__":
    sys.exit(main())
