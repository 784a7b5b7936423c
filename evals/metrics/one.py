"""Score one answer while the index that it was given from is at hand."""

from collections.abc import Sequence

from assistant.types import Answer
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.types import Hit
from evals.metrics.answering import answering
from evals.metrics.cited import cited_sentences, judging
from evals.metrics.citing import citing
from evals.metrics.finding import finding
from evals.metrics.supporting import supporting
from evals.testsets.types import Question


def scores(
    question: Question, answer: Answer, hits: Sequence[Hit], index: Index, encoder: Encoder | None
) -> dict[str, float | None]:
    """The value of every metric of one answer by its name, None where it does not apply.

    `hits` are what the search finds for the question, best first. What is cited is read from the index. Without an
    encoder the check of support goes by words alone.
    """
    sentences, judge = cited_sentences(answer, index), judging(encoder)
    return {
        **finding(question, hits),
        **answering(question, answer, sentences),
        **citing(question, answer, sentences, index, judge),
        **supporting(sentences, judge),
    }
