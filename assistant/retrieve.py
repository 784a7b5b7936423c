"""Find passages for a question: by meaning and by words, weighed together, and the best of them again by token."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from assistant.interaction import Match, matches, wholes
from assistant.question import Question, read_question
from assistant.quotable import is_back_matter
from corpus.encoders import Encoder, Vectors
from corpus.index import Index
from corpus.types import NO_FILTERS, Filters, Hit, Passage
from corpus.words import terms, tokens

WEIGHED_AGAIN = 20  # passages, by the late interaction
ROUNDING = 1e-5  # of cosines in float32


class Retriever(Protocol):
    """Anything that finds passages. Ranks count from 1, scores fall with the rank."""

    def search(self, query: str, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """Hits for a question that has been read, and how its tokens match those of each passage, by the passage's id.

    `places` says at which character of the question each of its tokens ends.
    """

    question: Question
    hits: tuple[Hit, ...]
    matches: Mapping[str, Match]
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part counts for in the score of a passage; see `HybridRetriever`."""

    meaning: float = 0.5
    meaning_of_another_language: float = 0.8  # the question's words stand in no document; names and numbers may
    interaction: float = 1.0
    neighbours: float = 0.2


WEIGHTS = Weights()


class HybridRetriever:
    """Both arms look for `depth` passages; each passage found by either gets the score of both:

    m · meaning + (1 - m) · BM25 / (the best BM25), a convex combination of scores (Bruch et al. 2023, "An Analysis of
    Fusion Functions for Hybrid Retrieval"). Cosines are stretched to run from 0 to 1 over the passages found, for
    those of some models lie between 0.8 and 0.9. The best of them are then weighed again, by how the question's
    tokens match those of the passage (stretched likewise), and by the share of its words that stand side by side in
    the passage as they do in the question. Ranks are not used: they throw away how much better the first passage is
    than the second.
    """

    def __init__(self, index: Index, encoder: Encoder, weights: Weights = WEIGHTS, depth: int = 60) -> None:
        self.index = index
        self.encoder = encoder
        self.weights = weights
        self.depth = depth

    def search(self, query: str, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        return list(self.find(query, limit, filters).hits)

    def find(self, query: str, limit: int, filters: Filters = NO_FILTERS) -> Found:
        """The `limit` best passages, fewer if the filters leave fewer. A query without a word finds nothing."""
        question = read_question(query, self.index.languages, self.index.acronyms, self.index.places)
        if not tokens(question.text):
            return Found(question, (), {})
        asked = self.encoder.encode_question(question.text)
        meaning, words = self._arms(question, asked.vector, filters)
        scores = self._fused(question, meaning, words)
        best = sorted(scores, key=lambda id_: (-scores[id_], id_))[: max(limit, WEIGHED_AGAIN)]
        passages = self.index.passages(best)
        found = matches(asked.tokens, self.index.tokens(best), self.encoder.unrelated)
        scores = self._weighed_again(question, {id_: scores[id_] for id_ in best}, passages, found)
        documents = self.index.documents
        scores = {
            id_: _adjusted(question, scores[id_], passage, documents[passage.document].roundtable)
            for id_, passage in passages.items()
        }
        ranked = sorted(scores, key=lambda id_: (-scores[id_], id_))[:limit]
        hits = []
        for rank, id_ in enumerate(ranked, start=1):
            parts = {"meaning": meaning.get(id_, 0.0), "words": words.get(id_, 0.0)}
            hits.append(self._hit(passages[id_], rank, scores[id_], parts))
        return Found(question, tuple(hits), found, asked.places)

    def _arms(self, question: Question, vector: Vectors, filters: Filters) -> tuple[dict[str, float], dict[str, float]]:
        """The passages that either arm finds, with the cosine and the BM25 score of each."""
        meaning = dict(self.index.by_meaning(vector, self.depth, filters))
        searched = [*question.terms, *self._phrases(question)]
        words = dict(self.index.by_words(searched, self.depth, filters))
        only_words = [id_ for id_ in words if id_ not in meaning]
        words |= self.index.word_scores(searched, [id_ for id_ in meaning if id_ not in words])
        if only_words:
            meaning |= {id_: float(row @ vector) for id_, row in self.index.vectors(only_words).items()}
        return meaning, words

    def _phrases(self, question: Question) -> list[str]:
        """What the question quotes, as stems in a row, which the index of words seeks side by side."""
        stems = (terms(phrase, language) for phrase in question.phrases for language in self.index.languages)
        return [" ".join(row) for row in stems if len(row) > 1]

    def _fused(self, question: Question, meaning: Mapping[str, float], words: Mapping[str, float]) -> dict[str, float]:
        known = question.language in self.index.languages
        weight = self.weights.meaning if known else self.weights.meaning_of_another_language
        most = max(words.values(), default=0.0) or 1.0
        near = _stretched(meaning)
        return {
            id_: weight * near.get(id_, 0.0) + (1 - weight) * words.get(id_, 0.0) / most
            for id_ in meaning.keys() | words.keys()
        }

    def _weighed_again(
        self,
        question: Question,
        scores: Mapping[str, float],
        passages: Mapping[str, Passage],
        found: Mapping[str, Match],
    ) -> dict[str, float]:
        """The scores with those of the late interaction and of neighbouring words; together they run from 0 to 1."""
        near = _stretched({id_: near.mean for id_, near in wholes(found).items()})
        weights = self.weights
        return {
            id_: (
                score
                + weights.interaction * near[id_]
                + weights.neighbours * self._side_by_side(question, passages[id_])
            )
            / (1 + weights.interaction + weights.neighbours)
            for id_, score in scores.items()
        }

    def _side_by_side(self, question: Question, passage: Passage) -> float:
        """The share of the question's pairs of words that stand side by side in the passage."""
        asked = list(pairwise(question.terms))
        if not asked or not self.weights.neighbours:
            return 0.0
        # To seek them as phrases in the index of words took longer, the more so the more passages there are.
        held = set(pairwise(terms(passage.text, self.index.documents[passage.document].language)))
        return sum(pair in held for pair in asked) / len(asked)

    def _hit(self, passage: Passage, rank: int, score: float, parts: Mapping[str, float]) -> Hit:
        document = self.index.documents[passage.document]
        page = self.index.page(document.id, passage.page) if document.paged else None
        return Hit(
            passage,
            document,
            rank,
            score,
            parts,
            page=page.number if page else None,
            page_label=(page.label or str(page.number)) if page else None,
        )


def _stretched(values: Mapping[str, float]) -> dict[str, float]:
    """The values, moved and stretched to run from 0 to 1; 1 for all if they are equal."""
    low, high = min(values.values(), default=0.0), max(values.values(), default=0.0)
    # Equal but for rounding: of three passages of the same words one was the nearest, by 6e-8, and two got nothing.
    equal = high - low < ROUNDING
    return {id_: 1.0 if equal else (value - low) / (high - low) for id_, value in values.items()}


def _adjusted(question: Question, score: float, passage: Passage, roundtable: int | None) -> float:
    """Lists of sources count half; a question that names a roundtable by its number is about its documents."""
    if is_back_matter(passage.section):
        score *= 0.5
    if question.roundtables and roundtable is not None:
        score *= 1.25 if roundtable in question.roundtables else 0.7
    return score
