"""The assistant: takes a question, gives an answer whose every sentence is cited, or a refusal."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import compose, confidence
from assistant.evidence import Candidate, candidates
from assistant.question import Question, about_each
from assistant.retrieve import Found, HybridRetriever
from assistant.types import Answer
from corpus.encoders import Encoder
from corpus.filters import matching
from corpus.index import Index
from corpus.types import NO_FILTERS, Document, Filters, Hit

HITS_FOUND = 20
NEAREST_SHOWN = 3
# The one sentence for "the documents do not say", shared by every door and by the tests.
DOES_NOT_SAY = "The collection does not say."


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with what was found for it, and how sure it is that the best of it answers."""

    found: Found
    ranked: Sequence[Candidate]
    confidence: float

    @property
    def question(self) -> Question:
        return self.found.question


class Assistant:
    """Answers questions over one index. It remembers nothing between questions.

    An answer is given if the evidence answers with a probability of `threshold` or more.
    """

    def __init__(self, index: Index, encoder: Encoder, threshold: float = confidence.THRESHOLD) -> None:
        self.index = index
        self._encoder = encoder
        self._threshold = threshold
        self._retriever = HybridRetriever(index, encoder)

    def search(self, query: str, limit: int = 10, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The passages nearest to the query in meaning and words, best first."""
        self.index.refresh()
        return self._retriever.search(query, limit, filters)

    def ask(self, text: str, filters: Filters = NO_FILTERS) -> Answer:
        """Answer from the documents that the filters allow, or refuse and show the nearest passages.

        A comparison is answered for each name it compares; if some of them are not covered the answer is
        partial and says so.
        """
        started = time.perf_counter()
        self.index.refresh()
        whole = self.judge(text, filters)
        near = tuple({hit.document.id for hit in whole.found.hits})
        within = replace(filters, document=near)  # a name alone may be found in documents of something else
        # Without a hit, `within` would allow every document, those too that the filters do not.
        parts = [self.judge(each, within) for each in about_each(whole.question)] if near else []
        held = [part for part in parts if part.confidence >= self._threshold]
        judged = held if len(held) > 1 or (held and whole.confidence < self._threshold) else [whole]
        chosen = compose.choose_for_all([(each.question, each.ranked) for each in judged], self.index)
        if not chosen or judged[0].confidence < self._threshold:
            return self._refusal(whole, filters, started)
        lost = [name for name, part in zip(whole.question.compared, parts, strict=True) if part not in held]
        missing = [name for name in lost if not compose.is_named(name, chosen)]
        sentences, citations, paragraphs = compose.write(compose.in_reading_order(chosen), self.index)
        return Answer(
            question=whole.question.text,
            status="partial" if missing else "answered",
            sentences=sentences,
            citations=citations,
            paragraphs=paragraphs,
            note=f"The collection does not say this of {' or '.join(missing)}." if missing else "",
            filters=filters,
            confidence=min(each.confidence for each in judged),
            corpus=self.index.state,
            elapsed_ms=_milliseconds(started),
        )

    def judge(self, text: str, filters: Filters = NO_FILTERS) -> Judged:
        """What there is to answer a question with, and the probability that it does."""
        found = self._retriever.find(text, HITS_FOUND, filters)
        ranked = candidates(found, self.index, self._encoder)
        held = {document.roundtable for document in self.index.documents.values()}
        asked = found.question.roundtables
        if not ranked or (asked and not held.intersection(asked)):
            return Judged(found, ranked, 0.0)
        return Judged(found, ranked, confidence.probability(self.features(found.question, ranked)))

    def features(self, question: Question, ranked: Sequence[Candidate]) -> confidence.Features:
        """What the confidence in the ranked sentences rests on."""
        return confidence.features(question, ranked, self.index)

    def documents(self) -> list[Document]:
        self.index.refresh()
        return sorted(self.index.documents.values(), key=lambda document: document.source)

    def _refusal(self, judged: Judged, filters: Filters, started: float) -> Answer:
        counts = self.index.counts()
        searched = f"Searched: {counts['passages']} passages of {counts['documents']} documents"
        if filters:
            allowed = len(matching(self.index.documents.values(), filters))
            searched = f"Searched: the {allowed} of {counts['documents']} documents that the filters allow"
            if not allowed:
                searched = f"None of the {counts['documents']} documents matches the filters"
        nearest = judged.found.hits[:NEAREST_SHOWN]
        tail = " The nearest passages are shown below; they do not answer the question." if nearest else ""
        return Answer(
            question=judged.question.text,
            status="refused",
            note=f"{DOES_NOT_SAY} {searched}.{tail}",
            nearest=nearest,
            filters=filters,
            confidence=judged.confidence,
            corpus=self.index.state,
            elapsed_ms=_milliseconds(started),
        )


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
