"""Say what a question of a test set must keep to across its fields, in words for who wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evals.testsets.types import KeyPoint, Place, Question

LONGEST_QUESTION = 2000  # characters
LONGEST_ID = 200
LANGUAGE = "[a-z]{2}"
Path = tuple[str | int, ...]  # of a field: names of fields, and places in lists counted from 0

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field, in a person's words."""

    path: Path
    says: str


def shown(path: Path) -> str:
    """The path as a reader writes it, places in lists counted from 1: "key_points[2].weight"."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def faults_of(question: Question) -> Iterator[Fault]:
    """Everything in it that is not allowed."""
    yield from _of_words(question)
    yield from _of_expected(question)
    for number, point in enumerate(question.key_points):
        yield from _of_point(point, ("key_points", number))
    yield from _of_places(question.evidence, ("evidence",))
    if question.tags.roundtable is not None and question.tags.roundtable < 1:
        yield Fault(("tags", "roundtable"), f"must be 1 or more, and is {question.tags.roundtable}")
    if question.same_as and question.same_as == question.id:
        yield Fault(("same_as",), "names the question itself; name the one that it rewords")


def doubts_of(question: Question) -> list[Fault]:
    """What is allowed and seldom meant: a question to be answered of which nobody can say where the answer stands."""
    if question.expected != "answer" or question.draft or question.evidence:
        return []
    if not question.key_points:
        return [Fault(("evidence",), "missing, so nothing can be said of the pages that are found")]
    return [
        Fault(("key_points", number, "evidence"), "missing, here and of the question")
        for number, point in enumerate(question.key_points)
        if not point.evidence
    ]


def short(value: Any) -> str:
    """The value as it was written, or its beginning."""
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _of_words(question: Question) -> Iterator[Fault]:
    if not question.id.strip():
        yield Fault(("id",), "must not be empty")
    elif question.id != question.id.strip() or _UNSEEN.search(question.id) or len(question.id) > LONGEST_ID:
        yield Fault(("id",), f"must be one line of at most {LONGEST_ID} characters, without spaces around it")
    if not question.question.strip():
        yield Fault(("question",), "must not be empty")
    elif len(question.question) > LONGEST_QUESTION:
        length = len(question.question)
        yield Fault(("question",), f"must have at most {LONGEST_QUESTION:,} characters, and has {length:,}")
    if not re.fullmatch(LANGUAGE, question.language):
        yield Fault(("language",), f"must be two small letters such as en or fr, and is {short(question.language)}")
    yield from _of_texts(question.earlier, ("earlier",))
    yield from _of_texts(question.forbidden, ("forbidden",))


def _of_expected(question: Question) -> Iterator[Fault]:
    if question.expected == "refuse":
        for name in ("key_points", "evidence"):
            if getattr(question, name):
                yield Fault((name,), "must be empty where refuse is expected: what is refused stands nowhere")
        return
    judged_by = question.key_points or question.reference.strip() or question.evidence
    # What becomes of a draft, a person has yet to say.
    if question.expected == "answer" and not judged_by and not question.draft:
        yield Fault(("expected",), "answer needs a key point, a reference or evidence to be judged by")


def _of_point(point: KeyPoint, path: Path) -> Iterator[Fault]:
    if not point.text.strip():
        yield Fault((*path, "text"), "must not be empty")
    yield from _of_texts(point.wordings, (*path, "wordings"))
    yield from _of_places(point.evidence, (*path, "evidence"))


def _of_places(places: tuple[Place, ...], path: Path) -> Iterator[Fault]:
    for number, place in enumerate(places):
        if not place.document.strip():
            yield Fault((*path, number, "document"), "must not be empty")
        if place.page is not None and place.page < 1:
            yield Fault((*path, number, "page"), f"must be 1 or more, as pages count from 1, and is {place.page}")


def _of_texts(texts: tuple[str, ...], path: Path) -> Iterator[Fault]:
    for number, text in enumerate(texts):
        if not text.strip():
            yield Fault((*path, number), "must not be empty")
