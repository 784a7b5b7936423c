"""The bench on two tiny documents: it writes every figure beside its aim, and says what is wrong with a folder."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest

from evals.bench import lexical
from evals.bench.__main__ import main
from evals.bench.aims import AIMS
from evals.bench.questions import questions_from
from evals.bench.timing import percentile
from tests import collection


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    collection.report_pdf(folder)
    (folder / "minutes.txt").write_text(collection.TEXT, encoding="utf-8")
    return folder


def test_two_documents_give_json_tables_and_plot(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tiny), "--questions", "10", "--asks", "1", "--sizes", "10,20", "--out", str(tmp_path)]) == 0
    told = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert list(told) == ["machine", "versions", "folder", "aims", "speed", "profile", "sizes"]
    assert told["versions"]["pypdf"] == version("pypdf")
    assert (told["speed"]["documents"], told["speed"]["pages"], told["profile"]["questions"]) == (2, 5, 10)
    assert set(told["aims"]) == set(AIMS)
    assert [each["passages"] for each in told["sizes"]] == [10, 20]
    table = (tmp_path / "bench.md").read_text("utf-8")
    assert capsys.readouterr().out == f"{table}\n"
    assert f"Machine: {told['machine']}" in table
    with_aim = [line for line in table.splitlines() if "| at most " in line]
    assert len(with_aim) == len(AIMS)
    assert all(line.endswith((": met |", ": MISSED |", ": measure again |")) for line in with_aim)
    assert "| answer, ms |" in table
    assert "](scale.svg)" in table
    assert (tmp_path / "scale.svg").read_text("utf-8").startswith("<svg")


def test_without_sizes_nothing_is_grown_nor_drawn(tiny: Path, tmp_path: Path) -> None:
    assert main([str(tiny), "--questions", "2", "--asks", "1", "--sizes", "none", "--out", str(tmp_path)]) == 0
    assert json.loads((tmp_path / "bench.json").read_text("utf-8"))["sizes"] == []
    assert "scale.svg" not in (tmp_path / "bench.md").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bench.json", "bench.md"]


def test_missing_folder_is_one_line_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().out == f"{tmp_path / 'nowhere'}: no such folder; give a folder of documents\n"


def test_folder_without_documents_is_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "holds no document with text" in capsys.readouterr().out.splitlines()[-1]


def test_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([30.0, 10.0, 20.0, 40.0], 50) == 20.0
    assert percentile([30.0, 10.0, 20.0, 40.0], 95) == 40.0


def test_questions_are_about_titles_and_headings(assistant) -> None:
    questions = questions_from(assistant.index, 40)
    assert len(questions) == 40
    assert "What does Lindenau data policy say about Retention?" in questions
    assert questions == questions_from(assistant.index, 40)


@pytest.fixture
def passage_set(tmp_path: Path) -> Path:
    (tmp_path / "passages.jsonl").write_text(
        '{"id": "a", "text": "The harbour opens at seven. Ships wait outside the harbour."}\n'
        '{"id": "b", "text": "The library lends maps. Readers return the maps in May."}\n'
    )
    (tmp_path / "questions.jsonl").write_text('{"id": "1", "question": "Who lends maps?", "passage": "b"}\n')
    return tmp_path


def test_both_engines_find_the_passage_with_the_words(passage_set: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lexical.main([str(passage_set), "--passages", "50", "--kills", "1"]) == 0
    printed = capsys.readouterr().out
    for engine in ("fts5", "tantivy"):
        assert f"  {engine}: nDCG@10 1.000" in printed
    assert "fts5 (one transaction with the ledger" in printed
    assert "1 of 1 opened, 1 showed whole batches" in printed


def test_missing_passage_set_is_one_line_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lexical.main([str(tmp_path / "nowhere")]) == 2
    assert "passages.jsonl: cannot be read" in capsys.readouterr().out
