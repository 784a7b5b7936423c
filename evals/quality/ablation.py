"""What each part of finding and answering gains, and what it costs: the same questions with the part switched off.

Always on the "dev" questions: parts are chosen by these figures, so the reported ones must be of other questions.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.assistant import Assistant
from assistant.retrieve import HybridRetriever
from corpus.encoders import Encoder, Vectors
from corpus.index import Index
from evals.quality.answers import in_a_quote
from evals.quality.grounds import REFUSED, SHIPPED, SQUAD, Grounds
from evals.quality.rows import Row, Target
from evals.reports import PageQuestion, stands_at
from evals.retrieval import DEPTH, RECALLED, ndcg
from evals.statistics import difference, mean

WHOLE = "as it ships"
USEFUL = Target(0.0)


class WithoutTokens:
    """An encoder that compares whole texts as its `inner` does, and finds nothing alike in their single words."""

    def __init__(self, inner: Encoder) -> None:
        self._inner = inner
        self.name = inner.name
        self.dimensions = inner.dimensions
        self.encode_passages = inner.encode_passages
        self.encode_queries = inner.encode_queries

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        return [np.zeros((3, self.dimensions), dtype=np.float32) for _ in texts]


FINDING: dict[str, Callable[[Index, Encoder], HybridRetriever]] = {
    WHOLE: HybridRetriever,
    "without meaning": lambda index, encoder: HybridRetriever(index, encoder, meaning_weight=0.0),
    "without words": lambda index, encoder: HybridRetriever(index, encoder, meaning_weight=1.0),
}
ANSWERING: dict[str, Callable[[Index, Encoder], Assistant]] = {
    WHOLE: Assistant,
    "without comparing word by word": lambda index, encoder: Assistant(index, WithoutTokens(encoder)),
}


@dataclass(frozen=True, slots=True)
class Run:
    """One score a question, and the milliseconds that each took."""

    scores: list[float]
    times: list[float]


def ablation(grounds: Grounds) -> Iterator[Row]:
    dev = grounds.of_part("dev")
    yield from _compared(f"{SQUAD} dev", f"nDCG@{DEPTH}", {name: _squad(dev, make) for name, make in FINDING.items()})
    found = {name: _places(dev, make) for name, make in FINDING.items()}
    yield from _compared(f"{SHIPPED} dev, English and French", f"right place in first {RECALLED}", found)
    answered = {name: _answered(dev, make) for name, make in ANSWERING.items()}
    yield from _compared(f"{SHIPPED} dev, English and French", "rightly answered or refused", answered)


def _compared(of: str, figure: str, runs: dict[str, Run]) -> Iterator[Row]:
    whole = runs[WHOLE]
    yield Row(of, f"{figure}, {WHOLE}", mean(whole.scores), note=f"{mean(whole.times).value:.0f} ms")
    for name, run in runs.items():
        if name != WHOLE:
            lost, saved = difference(whole.scores, run.scores), difference(whole.times, run.times)
            yield Row(of, f"  lost {name}", lost, USEFUL, note=f"the part costs {saved.value:.0f} ms")


def _squad(grounds: Grounds, make: Callable[[Index, Encoder], HybridRetriever]) -> Run:
    retriever = make(grounds.index(SQUAD), grounds.encoder)
    questions = grounds.drawn(SQUAD, answerable=True, count=grounds.sizes.searched)

    def score(place: int) -> float:
        hits = retriever.search(questions[place].text, DEPTH)
        return ndcg([hit.passage.id for hit in hits], questions[place].passage)

    return _timed(score, len(questions))


def _places(grounds: Grounds, make: Callable[[Index, Encoder], HybridRetriever]) -> Run:
    retriever = make(grounds.index(SHIPPED), grounds.encoder)
    asked = [(text, each) for text, each in _asked(grounds) if each.answerable]

    def score(place: int) -> float:
        text, question = asked[place]
        hits = retriever.search(text, RECALLED)
        pages = [(hit.document.source, {span.page for span in hit.passage.spans}) for hit in hits]
        return float(any(stands_at(question, document, on) for document, on in pages))

    return _timed(score, len(asked))


def _answered(grounds: Grounds, make: Callable[[Index, Encoder], Assistant]) -> Run:
    assistant = make(grounds.index(SHIPPED), grounds.encoder)
    asked = _asked(grounds)

    def score(place: int) -> float:
        text, question = asked[place]
        answer = assistant.ask(text)
        return float(in_a_quote(answer, question.answers) if question.answerable else answer.status == REFUSED)

    return _timed(score, len(asked))


def _asked(grounds: Grounds) -> list[tuple[str, PageQuestion]]:
    questions = grounds.page_questions(SHIPPED)
    return [(text, each) for each in questions for text in (each.text, each.french) if text]


def _timed(score: Callable[[int], float], count: int) -> Run:
    scores, times = [], []
    for place in range(count):
        started = time.perf_counter()
        scores.append(score(place))
        times.append(1000 * (time.perf_counter() - started))
    return Run(scores, times)
