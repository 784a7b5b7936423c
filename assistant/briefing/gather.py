"""Gather what the collection says on a topic: the statements on it, best first, none that says what another says."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from assistant.briefing.standing import can_stand, figures_in, has_figure
from assistant.briefing.types import Aspect
from assistant.compose import says_the_same
from assistant.confidence import SURE
from assistant.evidence import Candidate, candidates_of, context_of, coverage, term_weights
from assistant.judging import Judge
from assistant.question import Question, read_question
from assistant.quotable import as_said, is_about_itself
from corpus.encoders import Vectors
from corpus.filters import matching
from corpus.types import Filters
from corpus.words import capitalized, terms

PASSAGES = 120  # that are read for a topic
# Of the topic's words by weight, what a statement and what stands above it must have; less is enough for one that is
# near to the topic in meaning too, as a share of the nearest.
ON_TOPIC, NEARLY_ON_TOPIC, AS_NEAR = 0.6, 0.3, 0.88
# One that has the words may mean another thing by them: "mobile coverage" is not on smart mobility.
NOT_FAR = 0.7
# What the question of an aspect finds, near to it and with a word of the aspect, may have less of the topic's own
# words: "transport free of charge" is on mobility.
LOOSELY, FOUND_FIRST = 0.2, 12
IN_BRIEF = 0.08  # added for what a document says in brief, which it holds to be its most important
# Where the documents are in another language than the topic its words say nothing: how near in meaning is near.
NEAR = 0.42
# Two statements say one thing if their cosine and the share of their words that they share (Jaccard) reach this, and
# no figure of one is missing in the other: sentences on two figures of one table come nearer than two wordings of one.
SAME_MEANING, SAME_WORDS = 0.92, 0.3
_BRIEF = re.compile(
    r"^(?:[\divx]{1,4}[.)]?\s+)?(?:in brief|summary|executive summary|abstract"
    r"|key (?:messages|points|findings|takeaways)|highlights|at a glance"
    r"|en bref|résumé|synthèse|messages clés|points clés)$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[,;/&]|\b(?:and|et|or|ou)\b)\s*", re.IGNORECASE)


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
        # What stands beside it in its passage does not count: a page names many things, and each sentence is on one.
        context = self.question.with_acronyms(
            frozenset(terms(context_of(candidate.hit), candidate.hit.document.language))
        )
        words = self.question.with_acronyms(candidate.terms)
        whole = coverage(self.weights[0], words, context) if self.weights else 0.0
        # A thing of one word must stand in the sentence itself: "inclusion" stands in many titles.
        parts = (coverage(weights, words, context if len(weights) > 1 else frozenset()) for weights in self.weights[1:])
        return max((whole, *parts))


def topic_of(judge: Judge, topic: str, filters: Filters, excluded: Sequence[str] = (), language: str = "en") -> Topic:
    """The topic within the documents that the filters allow, without those that are excluded, by id. `language` is that
    of the briefing, which the topic may be in: a few words do not tell."""
    within = allowed(judge, filters, excluded)
    judged = judge.judge(topic, within)
    question = judged.question
    # "Jobs and skills" is on both: what speaks of one of them is on the topic.
    parts = [part for part in _PARTS.split(topic) if part.strip()]
    asked = {tuple(terms(part, question.language)) for part in parts} if len(parts) > 1 else set()
    # Searched by are its stems in every language of the collection, of which a sentence has those of one.
    own = read_question(topic, (question.language,), judge.index.acronyms, judge.index.places).terms
    wholes = [own, *sorted(part for part in asked if part)]
    foreign = not {question.language, language} <= set(judge.index.languages)
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
            brief = any(_BRIEF.match(" ".join(heading.split()).strip(" :.")) for heading in each.hit.passage.section)
            kept.append(replace(each, score=each.score + 0.2 * min(fits, 1.0) + IN_BRIEF * brief))
    return _with_vectors(sorted(kept, key=lambda each: -each.score), topic.judge)


def for_aspect(topic: Topic, aspect: Aspect, pool: Sequence[Statement]) -> list[Statement]:
    """The statements for one aspect, best first: those of the pool, and others on the topic that the aspect's own
    question finds. Where the aspect is nothing but a question, which somebody asks as it stands, only what is found for
    it, and only if that is enough to answer it."""
    judged = topic.judge.judge(aspect.question, topic.filters)
    as_it_stands = aspect.name == aspect.question and not aspect.words
    if as_it_stands and not topic.judge.is_enough(judged):
        return []
    known = {each.key for each in pool}
    asked = {(each.hit.passage.id, each.start, each.end): each for each in judged.ranked}
    nearest = max((each.nearness.mean for each in judged.ranked), default=0.0)
    enough_to_answer = topic.judge.is_enough(judged)
    new = []
    for place, (key, each) in enumerate(asked.items()):
        near = place < FOUND_FIRST and each.nearness.mean >= AS_NEAR * nearest
        told = enough_to_answer and near and aspect.words and holds(aspect.words, as_said(each.text))
        enough = LOOSELY if told else ON_TOPIC
        if key not in known and topic.fits(each) >= enough and can_stand(each, topic.judge):
            new.append(each)
    most = max((each.score for each in judged.ranked), default=1.0) or 1.0
    weighed = [
        replace(each, score=each.score + 0.5 * asked[each.key].score / most if each.key in asked else each.score)
        for each in (*pool, *_with_vectors(new, topic.judge))
    ]
    return sorted((each for each in weighed if not as_it_stands or each.key in asked), key=lambda each: -each.score)


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
    figures, also_figures = figures_in(one.text), figures_in(other.text)
    return figures <= also_figures or also_figures <= figures


SIGNS = ("#", "@")  # among the words of an aspect: any figure; any place


def holds(words: Sequence[str], text: str) -> bool:
    """Whether the text has one of the words, each the beginning of one, or a figure, if "#" is among them."""
    pattern = _pattern(tuple(words))
    if pattern and pattern.search(text):
        return True
    return "#" in words and has_figure(text)


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """A word counts as it is written, or at the beginning of a sentence: "Recommendation" in a title recommends
    nothing."""
    each = [
        (rf"\b{re.escape(word)}|^{re.escape(capitalized(word))}" if word[:1].isalpha() else re.escape(word))
        for word in words
        if word not in SIGNS
    ]
    return re.compile("|".join(each)) if each else None


def _with_vectors(ranked: Sequence[Candidate], judge: Judge) -> list[Statement]:
    if not ranked:
        return []
    vectors = judge.retriever.encoder.encode_passages([as_said(each.text) for each in ranked])
    vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return [Statement(each, each.score, vector) for each, vector in zip(ranked, vectors, strict=True)]
