"""`roundtable eval`: what it prints of test sets and runs, what it writes, and its exit codes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.runs.running import running, whole
from evals.runs.store import RunStore
from evals.testsets.reading import read_test_set
from tests.typed import Typed, typed

SET = """
- id: a
  question: How many digital help points did Harbourview open?
  key_points:
    - text: 14 help points
      wordings: [14 digital help points]
      evidence: [{document: harbourview.pdf, page: 3}]
  tags: {group: staff, kind: number}
- id: b
  question: What is the capital of Mongolia?
  expected: refuse
  tags: {group: stakeholder, kind: absent}
- {id: c, question: Is this a draft?, draft: true}
"""
GATE = "[at_least]\nkey_point_recall = 1.0\nbehaviour = 1.0\n[drop]\nmost = 0.02\n"


@pytest.fixture(scope="module")
def folder(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where runs are kept, with a set called "small" that was run once as "before"."""
    evaluations = tmp_path_factory.mktemp("evaluations")
    (evaluations / "sets").mkdir()
    (evaluations / "sets" / "small.yaml").write_text(SET, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROUNDTABLE_EVALUATIONS", str(evaluations))
        patch.setenv("ROUNDTABLE_INDEX", str(small_index))
        settings = Settings(index=small_index, evaluations=evaluations)
        test_set = read_test_set(evaluations / "sets" / "small.yaml")
        whole(running(test_set, settings, RunStore(evaluations), "before", workers=1))
        yield evaluations


@pytest.fixture(autouse=True)
def there(folder: Path) -> None:
    """Every test has the folder."""


def evaluated(*words: object) -> Typed:
    return typed("eval", *words)


def test_run_prints_its_figures_and_is_kept(folder: Path) -> None:
    done = evaluated("run", "small", "--name", "after", "--workers", "1")
    assert (done.code, done.err) == (0, "roundtable: drafts of small left out: 1\n")
    assert "(after): 2 questions of small" in done.out
    assert "Key-point recall" in done.out
    head = RunStore(folder).head("after")
    assert head.whole
    assert evaluated("list").out.splitlines()[0].startswith(head.id)
    compared = evaluated("compare", "before", "after")
    assert compared.code == 0
    assert json.loads(evaluated("compare", "before", "after", "--json").out)["changed"] == []
    assert evaluated("delete", "after").code == 0
    assert "after" not in evaluated("list").out


def test_run_that_is_shown_can_be_split(folder: Path) -> None:
    shown = evaluated("show", "before", "--by", "group")
    assert shown.code == 0
    assert "group staff" in shown.out
    assert "group stakeholder" in shown.out
    figures = json.loads(evaluated("show", "--json").out)
    assert figures["run"]["name"] == "before"
    assert evaluated("show", "--by", "colour").code == 2


def test_unknown_run_is_told_with_those_that_there_are(folder: Path) -> None:
    done = evaluated("show", "nothing")
    assert (done.code, done.out) == (2, "")
    assert "there are before" in done.err


@pytest.mark.parametrize(
    ("name", "begin"),
    [("r.html", b"<!doctype html>"), ("r.json", b"{"), ("r.csv", b"\xef\xbb\xbf"), ("r.figures.csv", b"\xef\xbb\xbf")],
)
def test_report_is_written_in_each_form(name: str, begin: bytes, tmp_path: Path) -> None:
    assert evaluated("report", "before", "-o", tmp_path / name).code == 0
    assert (tmp_path / name).read_bytes().lower().startswith(begin)
    again = evaluated("report", "before", "-o", tmp_path / name)
    assert again.code == 2
    assert "--force" in again.err


def test_report_in_no_form_that_there_is_names_them(tmp_path: Path) -> None:
    done = evaluated("report", "before", "-o", tmp_path / "r.docx")
    assert done.code == 2
    assert ".html, .json" in done.err


def test_report_beside_another_run_has_the_comparison(tmp_path: Path) -> None:
    assert evaluated("report", "before", "--against", "before", "-o", tmp_path / "r.html").code == 0
    assert "Compar" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_sets_are_listed_with_drafts_and_what_is_wrong(folder: Path) -> None:
    bad = folder / "sets" / "bad.yaml"
    bad.write_text("- {id: a}", encoding="utf-8")
    rows = {row["name"]: row for row in json.loads(evaluated("sets", "--json").out)}
    bad.unlink()
    assert (rows["small"]["questions"], rows["small"]["drafts"]) == (2, 1)
    assert rows["roundtables"]["questions"] > 150
    assert "bad.yaml" in rows["bad"]["problem"]


def test_set_is_checked_against_the_index(folder: Path, tmp_path: Path) -> None:
    assert evaluated("check", "small").out.endswith("small: 3 questions, 0 problems, 0 doubts\n")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(SET.replace("page: 3", "page: 4"), encoding="utf-8")
    done = evaluated("check", wrong)
    assert done.code == 1
    assert "a: key point 1" in done.out


def test_set_that_cannot_be_read_is_told_by_line(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(SET.replace("expected: refuse", "expected: maybe"), encoding="utf-8")
    done = evaluated("run", wrong)
    assert (done.code, done.out) == (2, "")
    assert "wrong.yaml, line 11" in done.err


def test_schema_names_the_fields_of_a_question() -> None:
    assert '"key_points"' in evaluated("schema").out


def test_drafts_of_a_document_can_be_read_and_are_not_asked(tmp_path: Path) -> None:
    out = tmp_path / "drafts.yaml"
    assert evaluated("draft", "harbourview.pdf", "-n", "3", "-o", out).code == 0
    drafts = read_test_set(out).questions
    assert drafts
    assert all(question.draft for question in drafts)
    done = evaluated("run", out)
    assert done.code == 2
    assert "drafts that nobody has accepted" in done.err


def test_drafts_from_use_need_use() -> None:
    for option in ("--feedback", "--refused"):
        done = evaluated("draft", option)
        assert (done.code, done.out) == (1, "")
        assert "nothing to make a question of" in done.err
    assert evaluated("draft").code == 2
    assert evaluated("draft", "harbourview.pdf", "--feedback").code == 2


def test_set_goes_to_another_form_and_back(folder: Path, tmp_path: Path) -> None:
    beir, back = tmp_path / "beir", tmp_path / "back.jsonl"
    assert evaluated("convert", folder / "sets" / "small.yaml", "--to", "beir", "-o", beir).code == 0
    assert (beir / "qrels" / "test.tsv").exists()
    assert evaluated("convert", beir, "--from", "beir", "--to", "ours", "-o", back).code == 0
    assert "How many digital help points did Harbourview open?" in [q.question for q in read_test_set(back).questions]


def test_gate_holds_fails_and_is_accepted_anew(folder: Path, tmp_path: Path) -> None:
    limits = tmp_path / "gate.toml"
    limits.write_text(GATE, encoding="utf-8")
    accepted = tmp_path / "accepted.json"
    options = ("small", "--run", "before", "--thresholds", limits, "--baseline", accepted)
    without = evaluated("gate", *options)
    assert without.code == 1
    assert "no baseline" in without.out
    assert evaluated("gate", *options, "--accept").code == 0
    held = evaluated("gate", *options)
    assert (held.code, held.err) == (0, "")
    limits.write_text(GATE.replace("key_point_recall = 1.0", "refusal_f1 = 1.01"), encoding="utf-8")
    failed = evaluated("gate", *options, "--json")
    assert failed.code == 1
    assert json.loads(failed.out)["passes"] is False
    limits.write_text(GATE.replace("key_point_recall", "key_point_recal"), encoding="utf-8")
    assert "key_point_recal" in evaluated("gate", *options).err


def test_run_of_a_broken_assistant_does_not_pass_the_gate(folder: Path, small_index: Path, tmp_path: Path) -> None:
    settings = Settings(index=small_index, evaluations=folder)
    test_set = read_test_set(folder / "sets" / "small.yaml")
    broken = whole(running(test_set, settings, RunStore(folder), "broken", 1, assistant="always refuses"))
    limits = tmp_path / "gate.toml"
    limits.write_text("[at_least]\nkey_point_recall = 0.5\n", encoding="utf-8")
    done = evaluated("gate", "small", "--run", broken.id, "--thresholds", limits)
    RunStore(folder).delete(broken.id)
    assert done.code == 1


def test_judging_without_a_model_says_what_is_missing() -> None:
    done = evaluated("judge", "before")
    assert done.code == 2
    assert "--agreement" in done.err
    assert "nothing was judged by two" in evaluated("judge", "before", "--agreement").out


def test_gate_takes_no_run_of_another_set_or_of_a_part(folder: Path, small_index: Path, tmp_path: Path) -> None:
    other, limits = tmp_path / "other.yaml", tmp_path / "gate.toml"
    other.write_text(SET + "- {id: d, question: Who?, expected: refuse}\n", encoding="utf-8")
    limits.write_text("[at_least]\nbehaviour = 0.1\n", encoding="utf-8")
    done = evaluated("gate", other, "--run", "before", "--thresholds", limits)
    assert done.code == 2
    assert "asked small, and not other as it is now" in done.err
    settings = Settings(index=small_index, evaluations=folder)
    test_set = read_test_set(folder / "sets" / "small.yaml")
    part = whole(running(test_set, settings, RunStore(folder), "part", 1, only=["id=b"]))
    done = evaluated("gate", "small", "--run", part.id, "--thresholds", limits)
    RunStore(folder).delete(part.id)
    assert done.code == 2
    assert "asked a part of the set (only)" in done.err


def test_gate_without_limits_says_where_to_write_them() -> None:
    done = evaluated("gate", "small")
    assert done.code == 2
    assert "small.gate.toml" in done.err
    assert "[at_least]" in done.err


def test_run_that_misses_a_limit_is_not_accepted(tmp_path: Path) -> None:
    limits, accepted = tmp_path / "gate.toml", tmp_path / "accepted.json"
    limits.write_text("[at_least]\nbehaviour = 1.0\n[at_most]\nkey_point_recall = 0.5\n", encoding="utf-8")
    options = ("small", "--run", "before", "--thresholds", limits, "--baseline", accepted, "--accept")
    done = evaluated("gate", *options)
    assert done.code == 2
    assert "not accepted" in done.err
    assert not accepted.exists()


def test_drafts_are_accepted_rejected_or_left(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    drafts = "".join(f"- {{id: {id_}, question: Who is {id_}?, draft: true, expected: refuse}}\n" for id_ in "wxyz")
    file.write_text(SET.replace("- {id: c, question: Is this a draft?, draft: true}\n", drafts), encoding="utf-8")
    done = typed("eval", "review", file, stdin=b"a\nr\n\nwhatever\n")
    assert done.code == 0
    assert f"{file}: 1 accepted, 1 rejected, 2 left" in done.out
    left = {question.id: question.draft for question in read_test_set(file).questions}
    assert left == {"a": False, "b": False, "w": False, "y": True, "z": True}


def test_review_of_nothing_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SET, encoding="utf-8")
    done = typed("eval", "review", file, stdin=b"l\n")
    assert done.code == 0
    assert file.read_text(encoding="utf-8") == SET
