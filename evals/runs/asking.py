"""Ask one question of a test set, as any client would, and score what comes back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from assistant.render.json import answer_json
from assistant.types import Answer
from corpus.encoders import Encoder
from corpus.errors import RoundtableError
from corpus.index import Index
from corpus.types import NO_FILTERS, Filters, Hit
from evals.metrics.one import scored
from evals.metrics.points import made
from evals.runs.types import DEPTH, Found, Record, Took
from evals.testsets.types import Question

PLACES = 6  # decimals that are kept: the last ones may differ from machine to machine
_TAKES = ("elapsed_ms", "usage")  # of an answer: they differ from run to run


class Answering(Protocol):
    """What is evaluated: an `Assistant`, or one that was broken on purpose."""

    @property
    def index(self) -> Index: ...

    @property
    def encoder(self) -> Encoder: ...

    def search(self, query: str, limit: int = 10, filters: Filters = NO_FILTERS) -> list[Hit]: ...

    def ask(
        self, text: str, filters: Filters = NO_FILTERS, earlier: Sequence[str] = (), replies: Sequence[str] = ()
    ) -> Answer: ...


def asked(assistant: Answering, question: Question) -> tuple[Record, Took]:
    """The record of one question. One that cannot be asked is recorded with the reason, and does not stop the others.

    What was found is what a search for the question finds: for a follow-up, for the question that it was taken for.
    """
    try:
        answer = assistant.ask(question.question, earlier=question.earlier)
        hits = assistant.search(answer.searched_for or answer.question, DEPTH)
    except RoundtableError as error:
        return Record(question, {}, made=(False,) * len(question.key_points), error=str(error)), Took(0.0)
    rated = scored(question, answer, hits, assistant.index, assistant.encoder)
    record = Record(
        question,
        {name: value for name, value in _listed(answer_json(answer)).items() if name not in _TAKES},
        round(answer.confidence, PLACES),
        tuple(_found(hit) for hit in hits),
        made(question, answer),
        {name: None if value is None else round(float(value), PLACES) for name, value in rated.values.items()},
        supported=rated.supported,
    )
    return record, _took(answer)


def _found(hit: Hit) -> Found:
    pages = tuple(dict.fromkeys(span.page for span in hit.passage.spans)) if hit.document.paged else ()
    return Found(hit.passage.id, hit.document.source, pages, round(hit.score, PLACES))


def _took(answer: Answer) -> Took:
    used = answer.usage
    if used is None:
        return Took(answer.elapsed_ms)
    return Took(answer.elapsed_ms, used.first_ms, used.requests, used.input_tokens, used.output_tokens, used.cost)


def _listed(data: Any) -> Any:
    """With lists for tuples, as it comes back from a file."""
    if isinstance(data, Mapping):
        return {name: _listed(value) for name, value in data.items()}
    if isinstance(data, Iterable) and not isinstance(data, str):
        return [_listed(each) for each in data]
    return data
