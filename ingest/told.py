"""Pass a reading on from the process that read it, as plain data: nothing in it can do anything where it arrives."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.types import KINDS, Document, Page, Passage
from ingest.work import Job, Reading

LONGEST_LINE = 1_000  # characters of a failure or a problem
# What a reader says of it may be made up, as all that it says: it costs the file, and never the ingest.
MISTAKE = "a mistake of this program came up while it was read; report it, and leave the file out meanwhile: "


@dataclass(frozen=True, slots=True)
class Told:
    """A reading without its job, which who asked knows."""

    document: Document | None = None
    pages: tuple[Page, ...] = ()
    passages: tuple[Passage, ...] = ()
    problems: tuple[str, ...] = ()
    failure: str | None = None
    seconds: float = 0.0
    mistake: str | None = None


def to_bytes(told: Reading | Told) -> bytes:
    """The reading as JSON, without its job."""
    names = (name for name in Told.__slots__ if hasattr(told, name))
    return json.dumps({name: getattr(told, name) for name in names}, default=_fields).encode()


def from_bytes(answer: bytes, job: Job) -> Reading:
    """The reading of the job. Raises `ValueError` if it cannot be that."""
    try:
        # Not by pydantic itself, which takes no half characters; names of files that are not UTF-8 have them.
        told: Told = _adapter().validate_python(json.loads(answer))
    except RecursionError:
        raise ValueError("nested deeper than any reading") from None
    if told.mistake is not None:
        return Reading(job, failure=MISTAKE + _line(told.mistake), seconds=0.0)
    if not (math.isfinite(told.seconds) and told.seconds >= 0):
        raise ValueError("no such time")
    problems = tuple(_line(problem) for problem in told.problems)
    if told.document is None:
        if not told.failure:
            raise ValueError("neither a document nor a failure")
        return Reading(job, problems=problems, failure=_line(told.failure), seconds=told.seconds)
    _look(told, told.document, job)
    return Reading(job, told.document, told.pages, told.passages, problems, None, told.seconds)


def _look(told: Told, document: Document, job: Job) -> None:
    """Raises `ValueError` if it is another document, or has passages that are not on its pages."""
    if (document.id, document.source) != (job.id, job.source) or document.kind not in KINDS:
        raise ValueError("another document")
    if [page.number for page in told.pages] != list(range(1, len(told.pages) + 1)):
        raise ValueError("pages that do not follow each other")
    texts = [page.text for page in told.pages]
    for number, passage in enumerate(told.passages):
        if (passage.id, passage.document) != (f"{job.id}:{number}", job.id):
            raise ValueError("a passage of another document")
        if not all(1 <= span.page <= len(texts) and 0 <= span.start <= span.end for span in passage.spans):
            raise ValueError("a passage that is nowhere")
        if passage.text != _text(passage, texts):
            raise ValueError("a passage that its pages do not say")


def _text(passage: Passage, texts: Sequence[str]) -> str:
    return "\n".join(texts[span.page - 1][span.start : span.end] for span in passage.spans)


def _line(text: str) -> str:
    """One line, without what a terminal would obey."""
    return "".join(each if each.isprintable() else " " for each in " ".join(text.split()))[:LONGEST_LINE]


def _fields(value: Any) -> Any:
    return {name: getattr(value, name) for name in value.__slots__}


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Told)
