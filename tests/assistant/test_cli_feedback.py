"""`roundtable feedback`: what it prints, and the test set that it writes whole or not at all."""

import json
import os
from pathlib import Path

import pytest

from assistant.conversations import Conversations
from assistant.feedback import FeedbackStore
from assistant.kept import writing
from assistant.types import Answer
from tests.assistant.test_saved import EVERYTHING
from tests.typed import typed

REFUSED = Answer("What of\nboats?", "refused")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "kept" / "kept.sqlite"
    monkeypatch.setenv("ROUNDTABLE_CONVERSATIONS", str(path))
    return path


def give(path: Path, user: str, verdict: str, reason: str, note: str, answer: Answer) -> None:
    conversations = Conversations(path)
    id_ = conversations.begin(user)
    conversations.add(user, id_, answer)
    FeedbackStore(path).give(user, id_, 1, verdict, reason, note, answer)


@pytest.fixture
def given(path: Path) -> Path:
    give(path, "zeppelin", "up", "", "", EVERYTHING)
    give(path, "zeppelin", "down", "should-answer", "See\npage 4 \x1b[31m", REFUSED)
    give(path, "airship", "down", "wrong", "", EVERYTHING)
    return path


def test_nothing_given_is_said_and_no_file_is_made(path: Path) -> None:
    done = typed("feedback")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"No feedback was given.\nKept in {path}, with the conversations.\n"
    assert json.loads(typed("feedback", "--json").out) == {"file": str(path), "counts": [], "notes": []}
    assert not path.parent.exists()


def test_counts_by_verdict_and_reason_and_the_newest_notes(given: Path) -> None:
    done = typed("feedback")
    assert (done.code, done.err) == (0, "")
    today = FeedbackStore(given).noted(1)[0].given[:10]
    assert done.out.splitlines() == [
        "up                     1",
        "down                   2",
        "  should-answer        1",
        "  wrong                1",
        "",
        "Newest notes",
        f"{today}  down, should-answer: What of boats?",
        "    See page 4 [31m",
        "",
        f"Kept in {given}, with the conversations.",
    ]


def test_as_json_it_names_no_user(given: Path) -> None:
    done = typed("feedback", "--json")
    told = json.loads(done.out)
    assert told["counts"] == [
        {"verdict": "down", "reason": "should-answer", "count": 1},
        {"verdict": "down", "reason": "wrong", "count": 1},
        {"verdict": "up", "reason": None, "count": 1},
    ]
    (note,) = told["notes"]
    assert (note["question"], note["note"]) == ("What of\nboats?", "See\npage 4 [31m")
    assert "zeppelin" not in done.out


def test_export_writes_a_line_for_each_for_its_owner_alone(given: Path, tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    done = typed("feedback", "--export", file)
    assert (done.code, done.out, done.err) == (0, f"{file}: 3 questions\n", "")
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert [(row["verdict"], row["reason"], row["review"]) for row in rows] == [
        ("down", "wrong", "to review"),
        ("down", "should-answer", "to review"),
        ("up", None, "vouched"),
    ]
    assert "zeppelin" not in file.read_text("utf-8")
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["kept", "set.jsonl"]


def test_file_that_is_there_is_replaced_only_by_force(given: Path, tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text("mine")
    refused = typed("feedback", "--export", file)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == f"roundtable: {file}: is there already; name another file, or replace it with --force\n"
    assert file.read_text() == "mine"
    done = typed("feedback", "--export", file, "--force", "--json")
    assert json.loads(done.out) == {"file": str(file), "questions": 3}
    assert len(file.read_text("utf-8").splitlines()) == 3


def test_file_of_the_feedback_itself_is_not_replaced_even_by_force(given: Path, tmp_path: Path) -> None:
    other_name = tmp_path / "link.jsonl"
    os.link(given, other_name)
    for file in (given, other_name):
        refused = typed("feedback", "--export", file, "--force")
        assert (refused.code, "is the file that feedback is kept in" in refused.err) == (2, True)
    assert len(FeedbackStore(given).counts()) == 3


def test_no_feedback_makes_no_file_and_replaces_none(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    for _ in ("without a file of conversations", "with an empty one"):
        done = typed("feedback", "--export", file)
        assert (done.code, done.err) == (2, f"roundtable: {file}: not written, for no feedback was given\n")
        assert not file.exists()
        Conversations(path)
    file.write_text("mine")
    typed("feedback", "--export", file, "--force")
    assert file.read_text() == "mine"


def test_damaged_answer_leaves_the_file_as_it_was(given: Path, tmp_path: Path) -> None:
    with writing(given) as db:
        db.execute("UPDATE feedback SET answer = '{' WHERE reason = ''")
    file = tmp_path / "set.jsonl"
    file.write_text("mine")
    done = typed("feedback", "--export", file, "--force")
    assert (done.code, "damaged; it is not JSON" in done.err) == (2, True)
    assert file.read_text() == "mine"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["kept", "set.jsonl"]


@pytest.mark.parametrize("place", ["nowhere/set.jsonl", "kept"])
def test_place_that_can_hold_no_file_is_named(given: Path, tmp_path: Path, place: str) -> None:
    done = typed("feedback", "--export", tmp_path / place, "--force")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"roundtable: {tmp_path / place}: cannot be written (")


def test_file_that_is_none_of_conversations_is_named(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("a letter to the mayor " * 100)
    done = typed("feedback")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"roundtable: {path}: damaged, or no file of conversations")
