"""The assistant: takes a question, gives an answer whose every sentence is cited, or a refusal."""

import time
from collections.abc import Sequence

from assistant import compose, confidence
from assistant.evidence import Candidate, candidates
from assistant.question import Question
from assistant.retrieve import Found, HybridRetriever
from assistant.types import Answer
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.types import NO_FILTERS, Document, Filters, Hit

HITS_FOUND = 20
NEAREST_SHOWN = 3
# The one sentence for "the documents do not say", shared by every door and by the tests.
DOES_NOT_SAY = "The collection does not say."


class Assistant:
    """Answers questions over one index. It remembers nothing between questions."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self.index = index
        self._encoder = encoder
        self._retriever = HybridRetriever(index, encoder)

    def search(self, query: str, limit: int = 10, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The passages nearest to the query in meaning and words, best first."""
        self.index.refresh()
        return self._retriever.search(query, limit, filters)

    def ask(self, text: str, filters: Filters = NO_FILTERS) -> Answer:
        """Answer from the documents that the filters allow, or refuse and show the nearest passages."""
        started = time.perf_counter()
        self.index.refresh()
        found = self._retriever.find(text, HITS_FOUND, filters)
        ranked = candidates(found, self.index, self._encoder)
        sure = self._confidence(found.question, ranked)
        chosen = compose.choose(found.question, ranked) if sure >= confidence.THRESHOLD else []
        if not chosen:
            return self._refusal(found, filters, sure, started)
        sentences, citations, paragraphs = compose.write(compose.in_reading_order(chosen), self.index)
        return Answer(
            question=found.question.text,
            status="answered",
            sentences=sentences,
            citations=citations,
            paragraphs=paragraphs,
            filters=filters,
            confidence=sure,
            corpus=self.index.state,
            elapsed_ms=_milliseconds(started),
        )

    def documents(self) -> list[Document]:
        self.index.refresh()
        return sorted(self.index.documents.values(), key=lambda document: document.source)

    def _confidence(self, question: Question, ranked: Sequence[Candidate]) -> float:
        missing_roundtable = question.roundtable is not None and question.roundtable not in {
            document.roundtable for document in self.index.documents.values()
        }
        if not ranked or missing_roundtable:
            return 0.0
        known = self.index.passages_with(question.terms)
        return confidence.probability(confidence.features(question, ranked, known))

    def _refusal(self, found: Found, filters: Filters, sure: float, started: float) -> Answer:
        counts = self.index.counts()
        searched = f"Searched: {counts['passages']} passages of {counts['documents']} documents"
        if filters:
            searched += ", as far as the filters allow"
        nearest = found.hits[:NEAREST_SHOWN]
        tail = " The nearest passages are shown below; they do not answer the question." if nearest else ""
        return Answer(
            question=found.question.text,
            status="refused",
            note=f"{DOES_NOT_SAY} {searched}.{tail}",
            nearest=nearest,
            filters=filters,
            confidence=sure,
            corpus=self.index.state,
            elapsed_ms=_milliseconds(started),
        )


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
