"""A sentence with the passage it comes from, and what it takes to change one thing in it."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sourced:
    """A sentence that its source supports; `context` is the title, headings and date above the passage."""

    sentence: str
    passage: str
    context: str = ""
    language: str = "en"


# From a sentence and the names of the whole collection to the changed sentence; None where nothing fits.
Change = Callable[[Sourced, Sequence[str], random.Random], str | None]


def put(text: str, found: re.Match[str], new: str) -> str:
    return text[: found.start()] + new + text[found.end() :]
