"""What the first versions wrote is opened, or it is said what to do; nothing that people made is lost."""

import json
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from assistant.briefing.briefs import Briefs
from assistant.conversations import Conversations
from assistant.feedback import FeedbackStore
from assistant.kept import MIGRATIONS
from corpus.index import FORMAT
from tests.typed import typed

FIXTURE = Path(__file__).parent / "fixtures" / "first-version.tar.xz"
HARBOUR = """---
title: The harbour digital plan, as somebody named it
date: 2019-05
---
# The harbour digital plan

Harbourview opened 61 digital help points in 2019. Each help point is staffed by two volunteers of the city library.

## Costs

The help points cost 2.4 million euros in the first year, paid by the city and the port.
"""
TRAMS = "Trams of Millbrook\n\nMillbrook replaced 40 trams in 2021. The new trams carry 220 passengers each.\n"
CATALOGUE = """ours:
- id: trams
  title: How Millbrook renewed its trams
  kind: report
  date: 2021-03
  file: trams.txt
public: []
"""
QUESTION = "How many digital help points did Harbourview open?"


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the first version left, and with the documents that its index names."""
    with tarfile.open(FIXTURE) as tar:
        tar.extractall(tmp_path, filter="data")
    documents = tmp_path / "documents"
    documents.mkdir()
    for name, text in (("harbour.md", HARBOUR), ("trams.txt", TRAMS), ("catalog.yaml", CATALOGUE)):
        (documents / name).write_text(text, "utf-8")
    with closing(sqlite3.connect(tmp_path / "index" / "generations" / "000001" / "library.sqlite")) as db, db:
        db.execute("UPDATE files SET origin = replace(origin, '/documents', ?)", (str(documents),))
    monkeypatch.setenv("ROUNDTABLE_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("ROUNDTABLE_CONVERSATIONS", str(tmp_path / "conversations.sqlite"))
    return tmp_path


def test_fixture_is_of_the_first_formats(old: Path) -> None:
    with closing(sqlite3.connect(old / "index" / "generations" / "000001" / "library.sqlite")) as db:
        assert db.execute("SELECT value FROM about WHERE key = 'format'").fetchone() == ("1",) != (FORMAT,)
    with closing(sqlite3.connect(old / "conversations.sqlite")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,) != (len(MIGRATIONS),)


@pytest.mark.parametrize("words", [["ask", QUESTION], ["ingest", "PATH"], ["chat", "--port", "0"], ["corpus", "check"]])
def test_index_of_the_first_version_is_told_in_one_line_with_what_to_type(old: Path, words: list[str]) -> None:
    done = typed(*(str(old / "documents") if word == "PATH" else word for word in words))
    assert done.code != 0
    said = [line for line in (done.out + done.err).splitlines() if "roundtable ingest --rebuild" in line]
    assert len(said) == 1
    assert "Traceback" not in done.err


def test_index_is_made_anew_of_its_files_with_the_titles_that_people_gave_and_nothing_that_they_made_is_touched(
    old: Path,
) -> None:
    before = (old / "conversations.sqlite").read_bytes()
    done = typed("ingest", "--rebuild", "--json")
    assert done.code == 0, done.err
    assert sorted(json.loads(done.out)["added"]) == ["harbour.md", "trams.txt"]
    listed = json.loads(typed("corpus", "list", "--indexed", "--json").out)
    titles = {each["document"]: each["title"] for each in listed}
    assert titles == {
        "harbour.md": "The harbour digital plan, as somebody named it",
        "trams.txt": "How Millbrook renewed its trams",
    }
    answer = json.loads(typed("ask", QUESTION, "--json").out)
    assert "61 digital help points" in answer["text"]
    assert (old / "conversations.sqlite").read_bytes() == before
    assert typed("ingest", str(old / "documents")).code == 0  # and goes on from there


def test_file_that_is_gone_is_named_and_the_rest_is_made_anew(old: Path) -> None:
    (old / "documents" / "trams.txt").unlink()
    (old / "documents" / "catalog.yaml").unlink()
    done = typed("ingest", "--rebuild", "--json")
    assert done.code == 1
    report = json.loads(done.out)
    assert report["added"] == ["harbour.md"]
    assert report["failed"][0].startswith("trams.txt: its file is gone")


def test_rebuild_that_fails_leaves_the_old_index(old: Path) -> None:
    shutil.rmtree(old / "documents")
    assert typed("ingest", "--rebuild").code != 0
    assert (old / "index" / "CURRENT").read_text("ascii").strip() == "000001"
    assert (old / "index" / "generations" / "000001" / "library.sqlite").exists()


def test_conversations_of_the_first_version_are_all_there_and_briefings_find_room(old: Path) -> None:
    place = old / "conversations.sqlite"
    store = Conversations(place)
    (listed,) = store.all("ana")
    assert listed.title == "Harbour – études"
    first, second = store.open("ana", listed.id).turns
    assert (first.question, first.answer.confidence) == (QUESTION, 0.9)
    (citation,) = first.answer.citations
    assert (citation.document.title, citation.quote) == (
        "The harbour digital plan",
        "Harbourview opened 61 digital help points in 2019.",
    )
    assert second.answer.status == "refused"
    assert [each.id for each in store.all("ana", "etudes")] == [listed.id]  # and found by their words
    given = {each.user: each for each in FeedbackStore(place).all()}
    assert (given["ana"].verdict, given["ana"].reason, given["ana"].note) == (
        "down",
        "should-answer",
        "It does.\nSee page 1.",
    )
    assert given["ana"].earlier == (QUESTION,)
    assert (given["ben"].verdict, given["ben"].conversation) == ("up", None)
    assert Briefs(place).all("ana") == []
    with closing(sqlite3.connect(place)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert store.add("ana", listed.id, second.answer) == 3
