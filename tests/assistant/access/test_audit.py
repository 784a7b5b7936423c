"""assistant/access/audit.py: the record is bounded, and no line of it is lost while it is put away."""

import json
import multiprocessing
from pathlib import Path

import pytest

from assistant.access import audit
from assistant.access.audit import KEPT, Audit

WRITERS, LINES = 4, 200


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "audit.jsonl"


def names(file: Path) -> list[str]:
    """Who is in the record, oldest first."""
    numbered = [file.with_name(f"{file.name}.{number}") for number in range(KEPT + 1, 0, -1)]
    texts = [each.read_text("utf-8") for each in (*numbered, file) if each.exists()]
    return [json.loads(line)["who"] for text in texts for line in text.splitlines()]


def test_full_record_is_put_away_and_the_oldest_is_deleted(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "FULL", 1)  # with each line
    for number in range(KEPT + 3):
        Audit(file).note("login", f"n{number}")
    assert names(file) == [f"n{number}" for number in range(3, KEPT + 3)]
    kept = sorted(each.name for each in file.parent.iterdir() if not each.name.endswith(".lock"))
    assert kept == [f"audit.jsonl.{number}" for number in range(1, KEPT + 1)]
    assert {each.stat().st_mode & 0o777 for each in file.parent.iterdir()} == {0o600}


def test_record_that_is_not_full_stays_where_it_is(file: Path) -> None:
    for number in range(50):
        Audit(file).note("login", f"n{number}")
    assert [each.name for each in file.parent.iterdir()] == ["audit.jsonl"]
    assert audit.FULL == 10_000_000


def _write(file: Path, writer: int) -> None:
    audit.FULL = 10_000
    for number in range(LINES):
        Audit(file).note("login", f"{writer}-{number}")


def test_no_line_is_lost_where_several_processes_write_while_it_is_put_away(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(file, writer)) for writer in range(WRITERS)]
    for each in writers:
        each.start()
    for each in writers:
        each.join(60)
    found = names(file)
    total = WRITERS * LINES * len(json.dumps({"time": "2026-01-01T00:00:00+00:00", "done": "login", "who": "0-100"}))
    assert 1 < total / 10_000 < KEPT + 1  # it was put away, and nothing deleted yet
    assert sorted(found) == sorted(f"{writer}-{number}" for writer in range(WRITERS) for number in range(LINES))
    assert file.with_name("audit.jsonl.1").exists()


def test_record_that_cannot_be_put_away_is_told_and_written_on(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "FULL", 1)
    (file.parent / f"audit.jsonl.{KEPT}" / "x").mkdir(parents=True)
    file.with_name(f"audit.jsonl.{KEPT - 1}").write_text("")
    for number in range(2):
        Audit(file).note("login", f"n{number}")
    said = capsys.readouterr().err
    assert said.count("cannot be") == 2
    assert "Traceback" not in said
    assert [json.loads(line)["who"] for line in file.read_text("utf-8").splitlines()] == ["n0", "n1"]


def test_what_another_process_has_put_away_meanwhile_stays(file: Path) -> None:
    Audit(file).note("login", "ana")
    Audit(file)._put_away()
    assert names(file) == ["ana"]
    assert not file.with_name("audit.jsonl.1").exists()
