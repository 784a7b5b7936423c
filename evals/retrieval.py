"""Measure how well passages are found: by meaning alone, by words alone, and by both together.

python -m evals.retrieval FOLDER [--language fr] [--questions 600]
"""

import random
import tempfile
from collections.abc import Callable, Sequence
from math import log2
from pathlib import Path

from assistant.build import build_encoder, silence_telemetry
from assistant.question import read_question
from assistant.retrieve import HybridRetriever
from assistant.settings import read_settings
from corpus.encoders import Encoder
from corpus.errors import RoundtableError
from corpus.index import Index
from evals.options import passage_set_parser
from evals.passage_set import AskedQuestion, read_passage_set, write_index
from evals.statistics import difference, mean

DEPTH = 10
RECALLED = 5
SEED = 5
RRF_K = 60  # Cormack, Clarke & Büttcher 2009, "Reciprocal Rank Fusion outperforms Condorcet"

# The combination as the assistant uses it, and the best-known one, which it is compared with.
BOTH, RANKS_FUSED = "meaning and words", "reciprocal rank fusion"

Ranker = Callable[[str], list[str]]
Metric = Callable[[Sequence[str], str], float]


def main() -> int:
    parser = passage_set_parser(__doc__, "passages.jsonl and questions.jsonl", 600, "")
    chosen = parser.parse_args()
    silence_telemetry()
    try:
        asked = read_passage_set(chosen.folder)
    except RoundtableError as error:
        print(error)
        return 2
    questions = [question for question in asked.questions if question.answerable]
    random.Random(SEED).shuffle(questions)
    encoder = build_encoder(read_settings())
    with tempfile.TemporaryDirectory() as folder:
        write_index(asked.passages, Path(folder), encoder, chosen.language)
        report(Index(Path(folder)), encoder, questions[: chosen.questions])
    return 0


def report(index: Index, encoder: Encoder, questions: Sequence[AskedQuestion]) -> None:
    found = rankings(index, encoder, questions)
    for name, metric in METRICS.items():
        scores = {arm: scores_of(metric, ranked, questions) for arm, ranked in found.items()}
        for arm, own in scores.items():
            print(f"{name} {arm:<22} {mean(own)}")
        for arm in ("words", RANKS_FUSED):
            print(f"{name} {BOTH} minus {arm}: {difference(scores[BOTH], scores[arm])}")


def rankings(index: Index, encoder: Encoder, questions: Sequence[AskedQuestion]) -> dict[str, list[list[str]]]:
    """For each arm and for both together, one ranking a question."""
    return {arm: [rank(question.text) for question in questions] for arm, rank in rankers_of(index, encoder).items()}


def scores_of(metric: Metric, ranked: Sequence[Sequence[str]], questions: Sequence[AskedQuestion]) -> list[float]:
    return [metric(ranking, question.passage) for ranking, question in zip(ranked, questions, strict=True)]


def rankers_of(index: Index, encoder: Encoder) -> dict[str, Ranker]:
    """Each gives the ids of the documents (one passage each) for a question, best first."""

    def meaning(text: str) -> list[str]:
        return list(index.by_meaning(encoder.encode_queries([text])[0], RRF_K))

    def words(text: str) -> list[str]:
        return list(index.by_words(read_question(text, index.languages).terms, RRF_K))

    def fused_by_rank(text: str) -> list[str]:
        totals: dict[str, float] = {}
        for ranking in (meaning(text), words(text)):
            for rank, id_ in enumerate(ranking, start=1):
                totals[id_] = totals.get(id_, 0.0) + 1 / (RRF_K + rank)
        return sorted(totals, key=lambda id_: -totals[id_])

    both = HybridRetriever(index, encoder)
    return {
        "meaning": meaning,
        "words": words,
        RANKS_FUSED: fused_by_rank,
        BOTH: lambda text: [hit.passage.id for hit in both.search(text, DEPTH)],
    }


def ndcg(ranking: Sequence[str], wanted: str) -> float:
    """1 / log2(1 + rank) of the one relevant passage among the first ten (Järvelin & Kekäläinen 2002), or 0."""
    rank = rank_of(ranking[:DEPTH], wanted)
    return 1 / log2(1 + rank) if rank else 0.0


def recall(ranking: Sequence[str], wanted: str) -> float:
    """1 if the one relevant passage is among the first five, or 0."""
    return 1.0 if rank_of(ranking[:RECALLED], wanted) else 0.0


def reciprocal_rank(ranking: Sequence[str], wanted: str) -> float:
    """1 / rank of the one relevant passage among the first ten (Voorhees 1999), or 0."""
    rank = rank_of(ranking[:DEPTH], wanted)
    return 1 / rank if rank else 0.0


def rank_of(ranking: Sequence[str], wanted: str) -> int | None:
    """The rank, from 1, of the document in a ranking of its and others' passages; None if it is not there."""
    documents = [id_.rpartition(":")[0] for id_ in ranking]
    return documents.index(wanted) + 1 if wanted in documents else None


METRICS: dict[str, Metric] = {f"nDCG@{DEPTH}": ndcg, f"recall@{RECALLED}": recall, f"MRR@{DEPTH}": reciprocal_rank}


if __name__ == "__main__":
    raise SystemExit(main())
