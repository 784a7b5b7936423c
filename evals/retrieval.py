"""Measure how well passages are found: by meaning alone, by words alone, and by both together.

python -m evals.retrieval FOLDER [--language fr] [--questions 600]
"""

import argparse
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
from evals.passage_set import AskedQuestion, read_passage_set, write_index
from evals.statistics import difference, mean

DEPTH = 10
RRF_K = 60  # Cormack, Clarke & Büttcher 2009, "Reciprocal Rank Fusion outperforms Condorcet"

Ranker = Callable[[str], list[str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="passages.jsonl and questions.jsonl")
    parser.add_argument("--language", default="en", help="language of the passages")
    parser.add_argument("--questions", type=int, default=600, help="how many, drawn with a fixed seed")
    chosen = parser.parse_args()
    silence_telemetry()
    try:
        asked = read_passage_set(chosen.folder)
    except RoundtableError as error:
        print(error)
        return 2
    questions = [question for question in asked.questions if question.answerable]
    random.Random(5).shuffle(questions)
    encoder = build_encoder(read_settings())
    with tempfile.TemporaryDirectory() as folder:
        write_index(asked.passages, Path(folder), encoder, chosen.language)
        report(Index(Path(folder)), encoder, questions[: chosen.questions])
    return 0


def report(index: Index, encoder: Encoder, questions: Sequence[AskedQuestion]) -> None:
    rankers = rankers_of(index, encoder)
    scores = {name: [ndcg(rank(q.text), q.passage) for q in questions] for name, rank in rankers.items()}
    for name, own in scores.items():
        print(f"nDCG@{DEPTH} {name:<22} {mean(own)}")
    both = scores["meaning and words"]
    for name in ("words", "reciprocal rank fusion"):
        print(f"meaning and words minus {name}: {difference(both, scores[name])}")


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
        "reciprocal rank fusion": fused_by_rank,
        "meaning and words": lambda text: [hit.passage.id for hit in both.search(text, DEPTH)],
    }


def ndcg(ranking: Sequence[str], wanted: str) -> float:
    """1 / log2(1 + rank) of the one relevant passage among the first ten (Järvelin & Kekäläinen 2002), or 0."""
    documents = [id_.rpartition(":")[0] for id_ in ranking[:DEPTH]]
    return 1 / log2(2 + documents.index(wanted)) if wanted in documents else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
