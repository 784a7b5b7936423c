"""A run as plain data: every question with its answer, what was found for it, and how it scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evals.testsets.types import Expected, Question

# What an answer of each status does.
DONE: Mapping[str, Expected] = {
    "answered": "answer",
    "partial": "answer",
    "refused": "refuse",
    "clarify": "clarify",
}
DEPTH = 20  # passages that are kept of a search


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the search found, best first. `pages` are those it stands on, () in a format without pages."""

    passage: str
    document: str
    pages: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Took:
    """What one answer took. It differs from run to run, so it stands beside the record and not in it."""

    elapsed_ms: float
    first_ms: float | None = None
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One question of a run. Without a language model the same program gives the same record, to the byte.

    `answer` is what `roundtable ask --json` prints, without what it took; {} where the question could not be asked, and
    `error` says why. `made` says of each key point, in the order of the question, whether the answer makes it;
    `supported` of each sentence, in the order of the answer, whether the check against the index finds it carried by
    what it cites. `scores` has a value for each metric of one question by its name, None where the metric does not
    apply.
    """

    question: Question
    answer: Mapping[str, Any]
    confidence: float = 0.0
    retrieved: tuple[Found, ...] = ()
    made: tuple[bool, ...] = ()
    scores: Mapping[str, float | None] = field(default_factory=dict)
    error: str = ""
    supported: tuple[bool, ...] = ()

    @property
    def status(self) -> str:
        """ "answered", "partial", "refused" or "clarify"; "error" where it could not be asked."""
        return str(self.answer.get("status", "error"))

    @property
    def did(self) -> Expected | None:
        """What the assistant did: answer, also in part, refuse or clarify; None where it could not be asked."""
        return DONE.get(self.status)


@dataclass(frozen=True, slots=True)
class Run:
    """A test set asked of one assistant over one state of a collection.

    `id` names it in the store; `content` is the SHA-256 of what was asked, of what and with what result: runs with
    the same `content` are the same to the byte. `settings`, `versions` and `collection` hold what its figures depend
    on. `took` has a value for each record, in their order; it is no part of `content`. `started` is a moment in UTC.
    """

    id: str
    name: str
    set_name: str
    set_digest: str
    settings: Mapping[str, Any]
    versions: Mapping[str, str]
    collection: Mapping[str, Any]
    records: tuple[Record, ...]
    took: tuple[Took, ...] = ()
    started: str = ""
    seconds: float = 0.0
    content: str = ""
