"""The bench of encoders on a tiny set: every figure with its count and its aim, and one line where nothing is asked."""

import json
from pathlib import Path

import numpy as np
import pytest

from corpus.encoders import ENGLISH_MODEL
from evals.bench.encoders import likeness, main, ndcg, spread

PASSAGES = {
    "bus": "The bus was twenty minutes late, and nobody at the stop was told why.",
    "tax": "Taxes on houses were raised in March to pay for the new school.",
    "sea": "Salt water reached the cellars of the old port during the storm.",
}
QUESTIONS = [("Why was the bus late?", "bus"), ("Which taxes were raised?", "tax"), ("What did the storm do?", "sea")]


def write_set(folder: Path, answerable: bool = True) -> Path:
    passages = [{"id": id_, "text": text} for id_, text in PASSAGES.items()]
    questions = [
        {"id": text, "question": text, "passage": passage, "answerable": answerable} for text, passage in QUESTIONS
    ]
    for name, rows in (("passages", passages), ("questions", questions)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_figures_carry_their_counts_and_aims(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(write_set(tmp_path)), "--model", ENGLISH_MODEL]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "all-MiniLM-L6-v2: 3 passages, 3 questions"
    assert lines[1].startswith("  cosine of passages, 8 bits to 32: mean 0.99")
    assert "[aim: at least 0.99; met]" in lines[1]
    assert lines[3].startswith("  nDCG@10 by meaning alone: 1.000 (")
    assert lines[4] == "  8 bits minus 32: +0.0000 (+0.0000 to +0.0000, n=3) [aim: at least -0.005; met]"
    ways = [line.split(":")[0].strip() for line in lines[5:]]
    assert ways[:3] == [
        "sentence-transformers (torch, 32 bits)",
        "onnxruntime, 32 bits",
        "onnxruntime, 8 bits, one thread",
    ]
    assert all(" passages a second, " in line and line.endswith(" ms of processor each") for line in lines[5:])


def test_set_without_a_question_that_can_be_answered_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(write_set(tmp_path, answerable=False))]) == 2
    assert capsys.readouterr().out == f"{tmp_path}: no question that can be answered; name another set\n"


def test_folder_without_a_set_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert capsys.readouterr().out.count("\n") == 1


def test_wanted_passage_counts_by_its_rank() -> None:
    passages = np.eye(3, dtype=np.float32)
    questions = np.array([[0.9, 0.5, 0.1], [0.9, 0.5, 0.1], [0.9, 0.5, 0.1]], dtype=np.float32)
    assert ndcg(passages, questions, [0, 1, 2]) == pytest.approx([1, 0.63093, 0.5])  # 1 / log2(1 + rank)


def test_passages_that_are_all_alike_are_no_find() -> None:
    assert ndcg(np.ones((11, 1), dtype=np.float32), np.ones((1, 1), dtype=np.float32), [0]) == [0]


def test_vectors_that_part_miss_the_aim() -> None:
    ones = np.array([[1, 0], [1, 0]], dtype=np.float32)
    told = likeness(ones, np.array([[1, 0], [0.6, 0.8]], dtype=np.float32))
    assert told.startswith("mean 0.8000 [aim: at least 0.99; MISSED], least 0.6000")


def test_some_of_many_come_from_all_over() -> None:
    assert spread([0, 1, 2, 3, 4, 5], 3) == [0, 2, 4]
    assert spread([0, 1], 3) == [0, 1]
    assert spread([], 3) == []
