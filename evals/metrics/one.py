"""Score one answer while the index that it was given from is at hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Answer
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.types import Hit
from evals.metrics.answering import answering
from evals.metrics.cited import cited_sentences, judging
from evals.metrics.citing import citing
from evals.metrics.finding import finding
from evals.metrics.supporting import carried, supporting
from evals.testsets.types import Question


@dataclass(frozen=True, slots=True)
class Scored:
    """The `values` of every metric of one answer by its name, None where it does not apply, and of each sentence
    whether it is `supported`."""

    values: dict[str, float | None]
    supported: tuple[bool, ...]


def scored(question: Question, answer: Answer, hits: Sequence[Hit], index: Index, encoder: Encoder | None) -> Scored:
    """What an answer scores.

    `hits` are what the search finds for the question, best first. What is cited is read from the index. Without an
    encoder the check of support goes by words alone.
    """
    sentences, judge = cited_sentences(answer, index), judging(encoder)
    values = {
        **finding(question, hits),
        **answering(question, answer, sentences),
        **citing(question, answer, sentences, index, judge),
        **supporting(sentences, judge),
    }
    return Scored(values, carried(sentences, judge))
