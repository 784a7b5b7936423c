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
from assistant.question import Question, read_question
from assistant.quotable import as_said, is_about_itself, without_markers
from assistant.verify.dates import find_dates
from assistant.verify.quantities import Quantity, find_quantities
from corpus.encoders import Vectors
from corpus.filters import matching
from corpus.sentences import is_row, sentences
from corpus.types import Filters
from corpus.words import terms

PASSAGES = 120  # that are read for a topic, and how many of them more for one aspect
PASSAGES_OF_ASPECT = 40
# Of the topic's words by weight, what a statement and what stands above it must have; less is enough for one that is
# near to the topic in meaning too, as a share of the nearest.
ON_TOPIC, NEARLY_ON_TOPIC, AS_NEAR = 0.6, 0.3, 0.88
# One that has the words may mean another thing by them: "mobile coverage" is not on smart mobility.
NOT_FAR = 0.7
# Where the documents are in another language than the topic its words say nothing: how near in meaning is near.
NEAR = 0.42
# Two statements say one thing if their cosine and the share of their words that they share (Jaccard) reach this, and
# no figure of one is missing in the other: sentences on two figures of one table come nearer than two wordings of one.
SAME_MEANING, SAME_WORDS = 0.93, 0.33
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
    def is_caution(self) -> bool:
        """Whether its document says it of its own limits."""
        return is_about_itself(self.candidate.hit.passage.section)

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
        whole = coverage(self.weights[0], words, context) if self.weights else 0.0
        # A thing of one word must stand in the sentence itself: "inclusion" stands in many titles.
        parts = (coverage(weights, words, context if len(weights) > 1 else frozenset()) for weights in self.weights[1:])
        return max((whole, *parts))


def topic_of(judge: Judge, topic: str, filters: Filters, excluded: Sequence[str] = ()) -> Topic:
    """The topic within the documents that the filters allow, without those that are excluded, by id."""
    within = allowed(judge, filters, excluded)
    judged = judge.judge(topic, within)
    question = judged.question
    # "Jobs and skills" is on both: what speaks of one of them is on the topic.
    parts = [part for part in _PARTS.split(topic) if part.strip()]
    asked = {tuple(terms(part, question.language)) for part in parts} if len(parts) > 1 else set()
    # Searched by are its stems in every language of the collection, of which a sentence has those of one.
    own = read_question(topic, (question.language,), judge.index.acronyms, judge.index.places).terms
    wholes = [own, *sorted(part for part in asked if part)]
    foreign = question.language not in judge.index.languages
    weights = [term_weights(each, judge.index) for each in wholes if each]
    return Topic(judge, question, within, judged.confidence, weights, foreign)


def allowed(judge: Judge, filters: Filters, excluded: Sequence[str]) -> Filters:
    """The filters, narrowed to the documents that are not excluded."""
    if not excluded:
        return filters
    left = [each.id for each in matching(judge.index.documents.values(), filters) if each.id not in excluded]
    return replace(filters, document=tuple(left) or ("",))  # none is left: none may be found


def about_place(topic: Topic, place: str) -> Filters:
    """The topic's filters, narrowed to the documents about the place; none that they leave out comes in."""
    documents = matching(topic.judge.index.documents.values(), topic.filters)
    ids = tuple(each.id for each in matching(documents, Filters(place=(place,))))
    return replace(topic.filters, document=ids or ("",))


def statements(topic: Topic) -> list[Statement]:
    """What is said on the topic, best first and nothing twice; [] if the collection holds nothing on it."""
    return distinct(heard(topic))


def heard(topic: Topic) -> list[Statement]:
    """The same with all that says once more what another document says: it tells which statements stand alone."""
    found = topic.judge.retriever.find(topic.question.text, PASSAGES, topic.filters)
    ranked = [each for each in candidates_of(found, topic.judge.index) if can_stand(each, topic.judge)]
    nearest = max((each.nearness.mean for each in ranked), default=0.0)
    kept = []
    for each in ranked:
        fits, near = topic.fits(each), each.nearness.mean / nearest if nearest else 0.0
        by_words = near >= NOT_FAR and fits >= ON_TOPIC
        by_both = near >= AS_NEAR and fits >= NEARLY_ON_TOPIC
        by_meaning = topic.foreign and near >= AS_NEAR and each.nearness.mean >= NEAR and topic.confidence >= SURE
        if by_words or by_both or by_meaning:
            kept.append(replace(each, score=each.score + 0.2 * min(fits, 1.0)))
    return _with_vectors(sorted(kept, key=lambda each: -each.score), topic.judge)


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
    # A notice that begins with "This" comes with the sentence before it.
    parts = sentences(candidate.text, candidate.hit.document.language)
    if any(is_boilerplate(replace(candidate, start=candidate.start + start), judge.index) for start, _ in parts):
        return False
    text = as_said(candidate.text)
    words = len(text.split())
    # The row of a table is often no statement, but the place of a figure or a line of a list of sources.
    if not SHORTEST <= words <= LONGEST or (is_row(candidate.text) and not _HAS_VERB.search(text)):
        return False
    if not text[:1].isalpha() or text[:1].islower() or not text.rstrip('”"»)’ ').endswith((".", "!")):
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
    """Whether one of the two is enough. Two that are alike but for a figure are not: to choose one would hide that
    the sources differ."""
    if not says_the_same(one.candidate, other.candidate):
        mine, theirs = one.candidate.terms, other.candidate.terms
        if len(mine & theirs) < SAME_WORDS * len(mine | theirs) or float(one.vector @ other.vector) < SAME_MEANING:
            return False
    figures, also_figures = _figures(one.text), _figures(other.text)
    return figures <= also_figures or also_figures <= figures


SIGNS = ("#", "@")  # among the words of an aspect: any figure; any place


def holds(words: Sequence[str], text: str) -> bool:
    """Whether the text has one of the words, each the beginning of one, or a figure, if "#" is among them."""
    pattern = _pattern(tuple(words))
    if pattern and pattern.search(text):
        return True
    return "#" in words and has_figure(text, in_words=False)


def has_figure(text: str, in_words: bool = True) -> bool:
    """Whether the text has a figure that is neither a year nor a date nor a place in a row; one in words counts too,
    unless only those in digits are wanted."""
    return any(in_words or not each.in_words for each in _quantities(text))


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    each = [(rf"\b{re.escape(word)}" if word[:1].isalpha() else re.escape(word)) for word in words if word not in SIGNS]
    return re.compile("|".join(each), re.IGNORECASE) if each else None


def _with_vectors(ranked: Sequence[Candidate], judge: Judge) -> list[Statement]:
    if not ranked:
        return []
    vectors = judge.retriever.encoder.encode_passages([as_said(each.text) for each in ranked])
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return [Statement(each, each.score, vector) for each, vector in zip(ranked, vectors, strict=True)]


@lru_cache(maxsize=4096)  # each statement is asked many times
def _quantities(text: str) -> list[Quantity]:
    text = without_markers(text)
    return [each for each in find_quantities(text, find_dates(text)) if not each.ordinal and not each.bare_year]


def _figures(text: str) -> frozenset[float]:
    return frozenset(max(each.readings) for each in _quantities(text))
