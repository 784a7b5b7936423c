"""Find passages for a question: by meaning and by words, weighed together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.question import Question, read_question
from assistant.quotable import is_back_matter
from corpus.encoders import Encoder, Vectors
from corpus.index import Index
from corpus.types import NO_FILTERS, Filters, Hit, Passage


class Retriever(Protocol):
    """Anything that finds passages. Ranks count from 1, scores fall with the rank."""

    def search(self, query: str, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """Hits for a question that has been read and embedded, so that answering need not do it again."""

    question: Question
    vector: Vectors
    hits: tuple[Hit, ...]


class HybridRetriever:
    """Both arms look for `depth` passages; each passage found by either gets the score of both.

    score = meaning_weight · cosine + (1 - meaning_weight) · BM25 / (the best BM25), a convex combination of
    scores (Bruch et al. 2023, "An Analysis of Fusion Functions for Hybrid Retrieval"), which on our sets beats
    reciprocal rank fusion: ranks throw away how much better the first passage is than the second.
    """

    def __init__(self, index: Index, encoder: Encoder, meaning_weight: float = 0.4, depth: int = 60) -> None:
        self.index = index
        self.encoder = encoder
        self.meaning_weight = meaning_weight
        self.depth = depth

    def search(self, query: str, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        return list(self.find(query, limit, filters).hits)

    def find(self, query: str, limit: int, filters: Filters = NO_FILTERS) -> Found:
        """The `limit` best passages, fewer if the filters leave fewer. An empty query finds nothing."""
        question = read_question(query, self.index.languages, self.index.acronyms, self.index.places)
        if not question.text:
            return Found(question, np.zeros(self.encoder.dimensions, dtype=np.float32), ())
        vector = self.encoder.encode_queries([question.text])[0]
        meaning = self.index.by_meaning(vector, self.depth, filters)
        words = self.index.by_words(question.terms, self.depth, filters)
        only_meaning = [id_ for id_ in meaning if id_ not in words]
        only_words = [id_ for id_ in words if id_ not in meaning]
        words |= self.index.word_scores(question.terms, only_meaning)
        meaning |= (
            {id_: float(row @ vector) for id_, row in self.index.vectors(only_words).items()} if only_words else {}
        )
        hits = self._hits(question, self._fuse(meaning, words), meaning, words, limit)
        return Found(question, vector, tuple(hits))

    def _fuse(self, meaning: Mapping[str, float], words: Mapping[str, float]) -> dict[str, float]:
        best = max(words.values(), default=0.0) or 1.0
        weight = self.meaning_weight
        return {
            id_: weight * meaning.get(id_, 0.0) + (1 - weight) * words.get(id_, 0.0) / best
            for id_ in meaning.keys() | words.keys()
        }

    def _hits(
        self,
        question: Question,
        scores: Mapping[str, float],
        meaning: Mapping[str, float],
        words: Mapping[str, float],
        limit: int,
    ) -> list[Hit]:
        passages = self.index.passages(list(scores))
        documents = self.index.documents
        adjusted = {
            id_: self._adjusted(question, scores[id_], passage, documents[passage.document].roundtable)
            for id_, passage in passages.items()
        }
        ranked = sorted(adjusted, key=lambda id_: (-adjusted[id_], id_))
        return [
            self._hit(
                passages[id_], rank, adjusted[id_], {"meaning": meaning.get(id_, 0.0), "words": words.get(id_, 0.0)}
            )
            for rank, id_ in enumerate(ranked[:limit], start=1)
        ]

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

    @staticmethod
    def _adjusted(question: Question, score: float, passage: Passage, roundtable: int | None) -> float:
        """Lists of sources count half; a question that names a roundtable by its number is about its documents."""
        if is_back_matter(passage.section):
            score *= 0.5
        if question.roundtables and roundtable is not None:
            score *= 1.25 if roundtable in question.roundtables else 0.7
        return score
