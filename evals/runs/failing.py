"""Tell which questions of a run failed, and in what way, so that people read these first."""

from collections.abc import Iterable, Mapping
from typing import Any

from evals.metrics.points import said_in
from evals.runs.types import Found, Record
from evals.testsets.types import KeyPoint, Place, Question

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
        "unsupported": not all(supported(record)),
    }
    return tuple(fault for fault in FAULTS if wrong.get(fault))


def behaves(record: Record) -> bool:
    """Whether the assistant answered, refused or asked back, as was expected."""
    return record.did == record.question.expected


def missing(record: Record) -> tuple[KeyPoint, ...]:
    """The vital key points that an answer does not make."""
    if record.question.expected != "answer" or record.did != "answer":
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


def supported(record: Record) -> tuple[bool, ...]:
    """Of each sentence of an answer, whether what it cites supports it: by the check against the index, or in a run
    that has none of it by what the answer says of itself."""
    sentences = record.answer.get("sentences") or ()
    if len(record.supported) == len(sentences):
        return record.supported
    return tuple(map(_says_that_it_is_supported, sentences))


def _says_that_it_is_supported(sentence: Mapping[str, Any]) -> bool:
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
        place for place in record.question.places if not any(is_at(found, place) for found in record.retrieved)
    )


def is_at(found: Found, place: Place) -> bool:
    """Whether a passage stands at a place; of a document whose pages are not known, whether it is of that document."""
    return found.document == place.document and (place.page is None or not found.pages or place.page in found.pages)
