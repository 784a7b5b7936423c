"""The bench on two tiny documents: it prints every figure beside its aim, and says what is wrong with a folder."""

import sys
from pathlib import Path

import pytest

from evals.bench import lexical
from evals.bench.__main__ import ANSWER_P50_MS, main, percentile
from evals.bench.questions import questions_from
from tests import collection


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    collection.report_pdf(folder)
    (folder / "minutes.txt").write_text(collection.TEXT, encoding="utf-8")
    return folder


def test_two_documents_give_every_figure_beside_its_aim(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tiny), "--questions", "30", "--asks", "1"]) == 0
    printed = capsys.readouterr().out.splitlines()
    lines = {line.partition(":")[0].strip(): line for line in printed}
    assert list(lines) == [
        "Folder", "Machine", "Versions", "Collection", "Pages read", "Passages embedded", "Ingest over encoder",
        "over the encoder's own share of the ingest", "the same in processor time",
        "Second ingest, nothing changed", "Question to answer, p50",
        "Question to answer, p95", "the same in processor time, p50", "Cold `roundtable ask`, median of 1",
        "Peak memory of the ingest", "Peak memory of ask",
    ]  # fmt: skip
    assert "2 documents, 5 pages" in lines["Collection"]
    assert "30 questions" in lines["Question to answer, p50"]
    with_aim = [line for line in printed if "aim: at most" in line]
    assert len(with_aim) == 5
    assert all(line.endswith(("met]", "MISSED]", "measure again]")) for line in with_aim)


def test_missing_folder_is_one_line_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().out == f"{tmp_path / 'nowhere'}: no such folder; give a folder of documents\n"


def test_folder_without_documents_is_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert "holds no document with text" in capsys.readouterr().out.splitlines()[-1]


def test_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([30.0, 10.0, 20.0, 40.0], 50) == 20.0
    assert percentile([30.0, 10.0, 20.0, 40.0], 95) == 40.0


def test_value_that_equals_the_aim_meets_it() -> None:
    assert ANSWER_P50_MS.verdict(150.0).endswith("met")
    assert ANSWER_P50_MS.verdict(150.1).endswith("MISSED")


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
    pytest.importorskip("tantivy", reason="needs tantivy: pip install -e '.[dev]'")
    assert lexical.main([str(passage_set), "--passages", "50", "--kills", "1"]) == 0
    printed = capsys.readouterr().out
    for engine in ("fts5", "tantivy", "tantivy, one field"):
        assert f"  {engine}: nDCG@10 1.000" in printed
    assert "fts5 (one transaction with the ledger" in printed
    assert "1 of 1 opened, 1 showed whole batches" in printed


def test_without_tantivy_the_line_says_how_to_get_it(
    passage_set: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)
    assert lexical.main([str(passage_set)]) == 2
    assert capsys.readouterr().out.startswith("tantivy is not installed")


def test_missing_passage_set_is_one_line_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tantivy", reason="needs tantivy: pip install -e '.[dev]'")
    assert lexical.main([str(tmp_path / "nowhere")]) == 2
    assert "passages.jsonl: cannot be read" in capsys.readouterr().out
