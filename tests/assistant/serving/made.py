"""Small collections, and assistants over them that are made in other processes: quick, slow, hanging, or broken."""

import os
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.types import Answer
from corpus.errors import BadFilter
from corpus.index import Index
from corpus.types import NO_FILTERS, Filters
from tests.library import Eight, write

CITIES = ("Marisol", "Quellstadt", "Harbourview", "Torrevieja", "Planstadt")


def collection(folder: Path) -> Path:
    """A document on each of the cities."""
    write(folder, **{name.lower(): f"The city of {name} opened {len(name)} libraries in 2019." for name in CITIES})
    return folder


def questions(count: int) -> list[str]:
    return [f"How many libraries did {CITIES[place % len(CITIES)]} open? ({place})" for place in range(count)]


def quick(settings: Settings) -> Assistant:
    return Assistant(Index(settings.index), Eight(), threshold=0.0)


class Slow(Assistant):
    """Takes a tenth of a second; some questions are answered in another way."""

    def answering(
        self, text: str, filters: Filters = NO_FILTERS, earlier: Sequence[str] = (), replies: Sequence[str] = ()
    ) -> Generator[Answer, None, None]:
        *_, whole = super().answering(text, filters, earlier, replies)
        if text == "Grow without end?":
            while True:
                yield replace(whole, growing=True)
                time.sleep(0.02)
        if text == "Grow once and hang?":
            yield replace(whole, growing=True)
        if "hang?" in text:
            time.sleep(600)
        if text == "Die?":
            with (self.index.folder / "asked").open("a", encoding="ascii") as asked:
                asked.write("once\n")
            os._exit(1)
        if text == "A bug?":
            raise ZeroDivisionError("a bug")
        if text == "A mistake?":
            raise BadFilter("since: not a date")
        time.sleep(0.1)
        yield whole


def slow(settings: Settings) -> Assistant:
    return Slow(Index(settings.index), Eight(), threshold=0.0)


def without_time(answer: Answer) -> Answer:
    return replace(answer, elapsed_ms=0.0)


def until(done: Callable[[], object], seconds: float = 30.0) -> bool:
    """Whether it came to be done within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.02)
    return False
