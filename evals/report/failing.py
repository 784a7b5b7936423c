"""Tell which questions of a run failed, and in what way, so that people read these first."""

from collections.abc import Iterable, Mapping
from typing import Any

from evals.metrics.points import said_in
from evals.runs.types import Found, Record
from evals.testsets.types import KeyPoint, Place, Question

MET_BY = {"answer": ("answered", "partial"), "refuse": ("refused",), "clarify": ("clarify",)}
SUPPORTED = 0.5  # a sentence below is more likely than not unsupported: its support is a probability

# What may be wrong with an answer, the worst first, in the words of a report.
FAULTS = {
    "error": "could not be asked",
    "behaviour": "did not do what was expected",
    "forbidden": "makes a forbidden claim",
    "vital": "lacks a vital key point",
    "unsupported": "has a sentence that its pages do not support",
}


def faults(record: Record) -> tuple[str, ...]:
    """The keys of FAULTS that hold for a record, in their order; () for a question that was answered as it should.

    Key points are looked for only where an answer was expected and given.
    """
    if record.error or not record.answer:
        return ("error",)
    wrong = {
        "behaviour": not behaves(record),
        "forbidden": any(claimed for _, claimed in with_claimed(record)),
        "vital": bool(missing(record)),
        "unsupported": _is_unsupported(record),
    }
    return tuple(fault for fault in FAULTS if wrong.get(fault))


def _is_unsupported(record: Record) -> bool:
    """By the check against the index, where it was made; what an answer says of itself may be wrong."""
    checked = record.scores.get("supported")
    if checked is not None:
        return checked < 1
    return any(not is_supported(sentence) for sentence in record.answer.get("sentences", ()))


def behaves(record: Record) -> bool:
    """Whether the assistant answered, refused or asked back, as was expected."""
    return record.status in MET_BY[record.question.expected]


def missing(record: Record) -> tuple[KeyPoint, ...]:
    """The vital key points that an answer does not make."""
    if record.question.expected != "answer" or record.status not in MET_BY["answer"]:
        return ()
    return tuple(point for point, made in with_made(record) if point.weight == "vital" and not made)


def with_made(record: Record) -> Iterable[tuple[KeyPoint, bool]]:
    """Each key point of the question, and whether the answer makes it."""
    made = (*record.made, *(False for _ in record.question.key_points))
    return zip(record.question.key_points, made, strict=False)


def with_claimed(record: Record) -> Iterable[tuple[str, bool]]:
    """Each forbidden claim of the question, and whether the answer makes it."""
    texts = [str(sentence.get("text", "")) for sentence in record.answer.get("sentences", ())]
    return ((claim, bool(said_in(claim, texts, record.question.language))) for claim in record.question.forbidden)


def is_supported(sentence: Mapping[str, Any]) -> bool:
    """Whether a sentence of an answer cites something that supports it."""
    return bool(sentence.get("citations")) and float(sentence.get("support", 0.0)) >= SUPPORTED


def is_evidence(question: Question, document: str, pages: Iterable[int]) -> bool:
    """Whether the evidence of a question stands on one of these pages; without pages, whether in the document."""
    here = set(pages)
    return any(
        place.document == document and (place.page is None or not here or place.page in here)
        for place in question.places
    )


def not_found(record: Record) -> tuple[Place, ...]:
    """The places of evidence that the search did not find."""
    return tuple(
        place for place in record.question.places if not any(_is_at(found, place) for found in record.retrieved)
    )


def _is_at(found: Found, place: Place) -> bool:
    return found.document == place.document and (place.page is None or not found.pages or place.page in found.pages)
