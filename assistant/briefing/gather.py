"""Gather what the collection says on a topic: the statements on it, best first, none that says what another says."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from assistant.compose import is_boilerplate, says_the_same
from assistant.confidence import SURE
from assistant.evidence import Candidate, candidates_of, context_of, coverage, term_weights
from assistant.judging import Judge
from assistant.question import Question
from assistant.quotable import as_said, is_about_itself, without_markers
from assistant.verify.dates import find_dates
from assistant.verify.quantities import find_quantities
from corpus.encoders import Vectors
from corpus.filters import matching
from corpus.sentences import is_row
from corpus.types import Filters
from corpus.words import terms

PASSAGES = 120  # that are read for a topic, and how many of them more for one aspect
PASSAGES_OF_ASPECT = 40
ON_TOPIC = 0.5  # of the topic's words by weight, which a statement or what stands above it must have
# Where the documents are in another language than the topic: how near in meaning, as a share of the nearest.
ABOUT_AS_NEAR, NEAR = 0.85, 0.42
SAME_MEANING = 0.955  # cosine of two statements that say one thing
SHORTEST, LONGEST = 6, 70  # words of a statement
LEANS_ON_OTHERS = re.compile(
    r"^(?:the (?:same|latter|former|second|third|other|first of these)|this|that|these|those|both|another|others|such"
    r"|he|she|it|they|its|their|ce|cette|ces|celui|celle|il|elle|ils|elles)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[,;/&]|\b(?:and|et|or|ou)\b)\s*", re.IGNORECASE)
_HAS_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|can|could|may|must|should|do|does|did|est|sont|ont|peut|doit)\b"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a document on the topic; `score` is how well it fits, about 0 to 1, and `vector` its meaning."""

    candidate: Candidate
    score: float
    vector: Vectors = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        return as_said(self.candidate.text)

    @property
    def document(self) -> str:
        return self.candidate.hit.document.id

    @property
    def key(self) -> tuple[str, int, int]:
        return self.candidate.hit.passage.id, self.candidate.start, self.candidate.end


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic over one state of the collection: its question, the documents allowed, and how sure it is that they hold
    something on it."""

    judge: Judge
    question: Question
    filters: Filters
    confidence: float
    weights: Sequence[dict[str, float]]
    foreign: bool

    def fits(self, candidate: Candidate) -> float:
        """How much of the topic, or of one of the things that it joins, the sentence and its headings hold."""
        context = self.question.with_acronyms(
            frozenset(terms(context_of(candidate.hit), candidate.hit.document.language))
        )
        words = self.question.with_acronyms(candidate.terms)
        return max((coverage(weights, words, context) for weights in self.weights), default=0.0)


def topic_of(judge: Judge, topic: str, filters: Filters, excluded: Sequence[str] = ()) -> Topic:
    """The topic within the documents that the filters allow, without those that are excluded, by id."""
    within = allowed(judge, filters, excluded)
    judged = judge.judge(topic, within)
    question = judged.question
    # "Jobs and skills" is on both: what speaks of one of them is on the topic.
    parts = [part for part in _PARTS.split(topic) if part.strip()]
    asked = {tuple(terms(part, question.language)) for part in parts} if len(parts) > 1 else set()
    wholes = [question.terms, *sorted(part for part in asked if part)]
    foreign = question.language not in judge.index.languages
    weights = [term_weights(each, judge.index) for each in wholes if each]
    return Topic(judge, question, within, judged.confidence, weights, foreign)


def allowed(judge: Judge, filters: Filters, excluded: Sequence[str]) -> Filters:
    """The filters, narrowed to the documents that are not excluded."""
    if not excluded:
        return filters
    left = [each.id for each in matching(judge.index.documents.values(), filters) if each.id not in excluded]
    return replace(filters, document=tuple(left) or ("",))  # none is left: none may be found


def statements(topic: Topic) -> list[Statement]:
    """What is said on the topic, best first; [] if the collection holds nothing on it."""
    found = topic.judge.retriever.find(topic.question.text, PASSAGES, topic.filters)
    ranked = candidates_of(found, topic.judge.index)
    nearest = max((each.nearness.mean for each in ranked), default=0.0)
    kept = []
    for each in ranked:
        fits = topic.fits(each)
        near = each.nearness.mean >= max(NEAR, ABOUT_AS_NEAR * nearest) and topic.confidence >= SURE
        if (fits >= ON_TOPIC or (topic.foreign and near)) and can_stand(each, topic.judge):
            kept.append(replace(each, score=each.score + 0.2 * min(fits, 1.0)))
    return distinct(_with_vectors(sorted(kept, key=lambda each: -each.score), topic.judge))


def for_aspect(topic: Topic, question: str, pool: Sequence[Statement]) -> list[Statement]:
    """The statements for one aspect, best first: those of the pool, and others on the topic that the aspect's own
    question finds."""
    judged = topic.judge.judge(question, topic.filters)
    known = {each.key for each in pool}
    asked = {(each.hit.passage.id, each.start, each.end): each for each in judged.ranked}
    new = [
        each
        for key, each in asked.items()
        if key not in known and topic.fits(each) >= ON_TOPIC and can_stand(each, topic.judge)
    ]
    most = max((each.score for each in judged.ranked), default=1.0) or 1.0
    weighed = [
        replace(each, score=each.score + 0.5 * asked[each.key].score / most if each.key in asked else each.score)
        for each in (*pool, *_with_vectors(new, topic.judge))
    ]
    return sorted(weighed, key=lambda each: -each.score)


def can_stand(candidate: Candidate, judge: Judge) -> bool:
    """Whether the sentence can be read by itself in a briefing: whole, no notice, and leaning on no other."""
    passage = candidate.hit.passage
    if is_about_itself(passage.section) or is_boilerplate(candidate, judge.index):
        return False
    text = as_said(candidate.text)
    words = len(text.split())
    # The row of a table is often no statement, but the place of a figure or a line of a list of sources.
    if not SHORTEST <= words <= LONGEST or (is_row(candidate.text) and not _HAS_VERB.search(text)):
        return False
    if text[:1].islower() or not text.rstrip('”"»)’ ').endswith((".", "!")):
        return False
    return not LEANS_ON_OTHERS.match(text)


def distinct(ranked: Iterable[Statement], said: Sequence[Statement] = ()) -> list[Statement]:
    """The statements, of those that say the same only the first; none that says what one of `said` says."""
    kept: list[Statement] = []
    for each in ranked:
        if not any(same(each, other) for other in (*said, *kept)):
            kept.append(each)
    return kept


def same(one: Statement, other: Statement) -> bool:
    """Whether one of the two is enough."""
    if says_the_same(one.candidate, other.candidate):
        return True
    return float(one.vector @ other.vector) >= SAME_MEANING


def holds(words: Sequence[str], text: str) -> bool:
    """Whether the text has one of the words, each the beginning of one; "#" stands for any figure but a year."""
    pattern = _pattern(tuple(words))
    if pattern and pattern.search(text):
        return True
    return "#" in words and has_figure(text)


def has_figure(text: str) -> bool:
    """Whether the text has a figure that is neither a year nor a date nor a place in a row."""
    text = without_markers(text)
    return any(not each.ordinal and not each.bare_year for each in find_quantities(text, find_dates(text)))


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    each = [(rf"\b{re.escape(word)}" if word[:1].isalpha() else re.escape(word)) for word in words if word != "#"]
    return re.compile("|".join(each), re.IGNORECASE) if each else None


def _with_vectors(ranked: Sequence[Candidate], judge: Judge) -> list[Statement]:
    if not ranked:
        return []
    vectors = judge.retriever.encoder.encode_passages([as_said(each.text) for each in ranked])
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return [Statement(each, each.score, vector) for each, vector in zip(ranked, vectors, strict=True)]
