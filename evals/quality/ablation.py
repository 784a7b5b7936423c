"""What each part of finding and answering gains, and what it costs: the same questions with the part switched off.

Always on the "dev" questions: parts are chosen by these figures, so the reported ones must be of other questions.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from assistant.assistant import Assistant
from assistant.retrieve import HybridRetriever, Weights
from corpus.encoders import Encoder
from corpus.index import Index
from evals.quality.answers import in_a_quote
from evals.quality.grounds import CNIL, REFUSED, SHIPPED, SQUAD, Grounds
from evals.quality.rows import Row, Target
from evals.reports import PageQuestion, stands_at
from evals.retrieval import DEPTH, RECALLED, ndcg
from evals.statistics import difference, mean

WHOLE = "as it ships"
USEFUL = Target(0.0)
# Each with one part off.
PARTS: dict[str, Weights] = {
    WHOLE: Weights(),
    "without meaning": Weights(meaning=0.0, meaning_of_another_language=0.0),
    "without words": Weights(meaning=1.0, meaning_of_another_language=1.0),
    "without late interaction": Weights(interaction=0.0),
    "without neighbouring words": Weights(neighbours=0.0),
}
FINDING: dict[str, Callable[[Index, Encoder], HybridRetriever]] = {
    name: partial(HybridRetriever, weights=weights) for name, weights in PARTS.items()
}
ANSWERING: dict[str, Callable[[Index, Encoder], Assistant]] = {
    name: partial(Assistant, weights=weights) for name, weights in PARTS.items()
}


@dataclass(frozen=True, slots=True)
class Run:
    """One score a question, and the milliseconds that each took."""

    scores: list[float]
    times: list[float]


def ablation(grounds: Grounds) -> Iterator[Row]:
    dev = grounds.of_part("dev")
    for passages in (SQUAD, CNIL):
        ranked = {name: _ranked(dev, passages, make) for name, make in FINDING.items()}
        yield from _compared(f"{passages} dev", f"nDCG@{DEPTH}", ranked)
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


def _ranked(grounds: Grounds, name: str, make: Callable[[Index, Encoder], HybridRetriever]) -> Run:
    retriever = make(grounds.index(name), grounds.encoder)
    questions = grounds.drawn(name, answerable=True, count=grounds.sizes.searched)

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
    score(0)  # the first one of an index takes longer, whatever is switched off
    for place in range(count):
        started = time.perf_counter()
        scores.append(score(place))
        times.append(1000 * (time.perf_counter() - started))
    return Run(scores, times)
