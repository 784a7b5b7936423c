"""evals/retrieval.py: a ranking is judged by where the one right passage stands."""

from math import log2
from pathlib import Path

import pytest

from corpus.index import Index
from evals.passage_set import AskedQuestion, write_index
from evals.retrieval import DEPTH, ndcg, rankers_of, recall, reciprocal_rank, report
from tests.library import Eight


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        (["a:0", "b:0"], 1.0),
        (["b:0", "a:0"], 1 / log2(3)),
        (["b:0", "c:0", "a:7"], 1 / log2(4)),
        (["b:0"], 0.0),
        ([], 0.0),
        (["aa:0", "b:a"], 0.0),
        ([f"b{number}:0" for number in range(DEPTH - 1)] + ["a:0"], 1 / log2(11)),
        ([f"b{number}:0" for number in range(DEPTH)] + ["a:0"], 0.0),
    ],
)
def test_ndcg_of_one_relevant_passage(ranking: list[str], expected: float) -> None:
    assert ndcg(ranking, "a") == expected


def test_id_of_a_passage_may_hold_a_colon() -> None:
    assert ndcg(["squad:12:0"], "squad:12") == 1.0


@pytest.mark.parametrize(
    ("rank", "recalled", "reciprocal"), [(1, 1.0, 1.0), (5, 1.0, 0.2), (6, 0.0, 1 / 6), (11, 0.0, 0.0)]
)
def test_recall_of_five_and_reciprocal_rank(rank: int, recalled: float, reciprocal: float) -> None:
    ranking = [f"b{number}:0" for number in range(rank - 1)] + ["a:0"]
    assert (recall(ranking, "a"), reciprocal_rank(ranking, "a")) == (recalled, reciprocal)


def test_report_compares_the_combination_by_every_metric(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    encoder = Eight()
    write_index({"a": ("", "trams run"), "b": ("", "ships wait")}, tmp_path, encoder, "en")
    report(Index(tmp_path), encoder, [AskedQuestion("1", "ships wait", "b")])
    printed = capsys.readouterr().out
    assert "nDCG@10 words                  1.000 (0.207 to 1.000, n=1)" in printed
    assert "nDCG@10 meaning and words      1.000 (0.207 to 1.000, n=1)" in printed
    assert "recall@5 meaning and words minus words: 0.000 (0.000 to 0.000, n=1)" in printed
    assert "MRR@10 meaning and words minus reciprocal rank fusion: 0.000" in printed


def test_every_ranker_gives_passages_best_first(tmp_path: Path) -> None:
    encoder = Eight()
    write_index({"a": ("", "trams run"), "b": ("", "ships wait"), "c": ("", "old ships")}, tmp_path, encoder, "en")
    rankers = rankers_of(Index(tmp_path), encoder)
    assert rankers["words"]("Where do ships wait?") == ["b:0", "c:0"]
    assert rankers["meaning"]("trams run")[0] == "a:0"
    for name in ("meaning", "reciprocal rank fusion", "meaning and words"):
        assert sorted(rankers[name]("Where do ships wait?")) == ["a:0", "b:0", "c:0"]
