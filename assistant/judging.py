"""Judge a question: find what there is to answer it with, and how sure it is that the best of it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from assistant import confidence
from assistant.compose import is_boilerplate
from assistant.evidence import Candidate, candidates, candidates_of_each
from assistant.period import Period, of_period
from assistant.question import Question
from assistant.retrieve import WEIGHTS, Found, HybridRetriever, Weights
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.types import NO_FILTERS, Filters

HITS_FOUND = 20
HITS_FOUND_OF_MANY = 80  # where many documents may hold an item each


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with what was found for it, and how sure it is that the best of it answers."""

    found: Found
    ranked: Sequence[Candidate]
    confidence: float

    @property
    def question(self) -> Question:
        return self.found.question


class Judge:
    """Judges questions over one index; evidence that answers with a probability of `threshold` or more is enough."""

    def __init__(self, index: Index, encoder: Encoder, threshold: float, weights: Weights = WEIGHTS) -> None:
        self.index = index
        self.threshold = threshold
        self.retriever = HybridRetriever(index, encoder, weights)

    def judge(self, text: str, filters: Filters = NO_FILTERS, period: Period | None = None) -> Judged:
        """What there is to answer a question with, of a period if one is given, and the probability that it does."""
        found = self.retriever.find(text, HITS_FOUND, filters)
        ranked = candidates(found, self.index)
        ranked = [each for each in ranked if _may_be_of(found.question, each)]
        if period is not None:
            ranked = [each for each in ranked if of_period(each, period)]
        return Judged(found, ranked, self._probability(found, ranked))

    def judge_each(self, text: str, filters: Filters = NO_FILTERS) -> list[Judged]:
        """The same for each document that holds something, its sentences by themselves; the best document first."""
        found = self.retriever.find(text, HITS_FOUND_OF_MANY, filters)
        of_documents: dict[str, list[Candidate]] = {}
        is_notice = partial(is_boilerplate, index=self.index)
        for each in candidates_of_each(found, self.index, is_notice):
            of_documents.setdefault(each.hit.document.id, []).append(each)
        return [Judged(found, ranked, self._probability(found, ranked)) for ranked in of_documents.values()]

    def features(self, found: Found, ranked: Sequence[Candidate]) -> confidence.Features:
        """What the confidence in the ranked sentences rests on."""
        return confidence.features(found.question, ranked, self.index, confidence.words_met(found, ranked[0]))

    def is_enough(self, judged: Judged) -> bool:
        return bool(judged.ranked) and judged.confidence >= self.threshold

    def _probability(self, found: Found, ranked: Sequence[Candidate]) -> float:
        held, asked = self.index.roundtables, found.question.roundtables
        # What asks nothing, such as "!!!", is answered by nothing, however near its tokens come to something.
        if not ranked or not found.question.terms or (asked and held != {None} and not held.intersection(asked)):
            return 0.0
        return confidence.probability(self.features(found, ranked))


def _may_be_of(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence can be about the roundtables that are asked about: it, what stands above it, or its document
    must be of one of them. Without a number in the question any sentence can."""
    asked = question.roundtables
    numbers = {form for number in asked for form in (f"{number}th", str(number))}
    return not asked or candidate.hit.document.roundtable in asked or bool(numbers & candidate.covered)
