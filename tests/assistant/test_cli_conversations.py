"""`roundtable conversations copy`: all that is kept, in another place, once."""

import json
from pathlib import Path

import pytest

from assistant.briefing.briefs import Briefs
from assistant.conversations import Conversations
from assistant.feedback import FeedbackStore
from assistant.kept import Database, Place, writing
from assistant.types import Answer
from tests.assistant.briefing.test_saved import EVERYTHING, REFUSED
from tests.places import address_of
from tests.postgres import PostgresServer
from tests.typed import typed

TRAMS, BUSES = Answer("Trams?", "refused"), Answer("Buses?", "refused")
USERS = ("ana", "half \ud800", "x" * 5000)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """With conversations, feedback and briefings of three users, some of them deleted."""
    path = tmp_path / "old" / "kept.sqlite"
    conversations, feedback, briefs = Conversations(path), FeedbackStore(path), Briefs(path)
    for user in USERS:
        gone, left, empty = (conversations.begin(user) for _ in range(3))
        for id_ in (gone, left):
            conversations.add(user, id_, TRAMS)
            conversations.add(user, id_, BUSES)
            feedback.give(user, id_, 2, "down", "wrong", f"No: {id_ == gone}", BUSES)
        conversations.delete(user, gone)
        conversations.rename(user, empty, "Empty")
        removed, kept = briefs.begin(user, EVERYTHING), briefs.begin(user, EVERYTHING)
        briefs.save(user, kept, REFUSED, "redone", onto=1)
        briefs.rename(user, briefs.duplicate(user, kept), "For the mayor")
        briefs.delete(user, removed)
    return path


def everything(place: Place) -> object:
    conversations, briefs = Conversations(place), Briefs(place)
    return (
        list(FeedbackStore(place).all()),
        [[conversations.open(user, each.id) for each in conversations.all(user)] for user in USERS],
        [briefs.all(user) for user in USERS],
        [[briefs.open(user, each.id, 1) for each in briefs.all(user)] for user in USERS],
        [[briefs.versions(user, each.id) for each in briefs.all(user)] for user in USERS],
    )


def test_all_of_a_file_is_in_the_database_and_back_in_a_new_file(
    file: Path, database: Database, tmp_path: Path
) -> None:
    before, back = everything(file), tmp_path / "back" / "kept.sqlite"
    done = typed("conversations", "copy", file, database.address)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{database}: 6 conversations with 6 answers, feedback on 6, and 6 briefings in 9 versions.\n"
    done = typed("conversations", "copy", database.address, back, "--json")
    assert json.loads(done.out) == {"conversations": 6, "turns": 6, "feedback": 6, "briefings": 6, "versions": 9}
    assert everything(file) == everything(database) == everything(back) == before


def test_copy_goes_on_as_what_it_was_copied_from(file: Path, database: Database) -> None:
    typed("conversations", "copy", file, database.address)
    store = Conversations(database)
    (id_,) = (each.id for each in store.all("ana", "trams"))
    assert store.add("ana", id_, TRAMS) == 3
    assert store.begin("ana") in [each.id for each in store.all("ana")]
    FeedbackStore(database).give("ana", id_, 2, "up", "", "", BUSES)
    assert [each.verdict for each in FeedbackStore(database).of("ana", id_).values()] == ["up"]


@pytest.mark.parametrize("table", ["conversations", "briefings", "feedback"])
def test_place_that_holds_something_is_left_as_it_is(file: Path, kept_at: Place, table: str) -> None:
    typed("conversations", "copy", file, address_of(kept_at))
    others = [
        *("turns", "feedback") * (table != "feedback"),
        *("turns", "briefing_versions", "conversations", "briefings", "feedback"),
    ]
    with writing(kept_at) as db:
        for each in others:
            if each != table and each != {"conversations": "turns", "briefings": "briefing_versions"}.get(table):
                db.execute(f"DELETE FROM {each}")
    before = everything(kept_at)
    done = typed("conversations", "copy", file, address_of(kept_at))
    assert (done.code, done.out) == (2, "")
    assert done.err == f"roundtable: {kept_at}: holds {table} already; copy into an empty database or file\n"
    assert everything(kept_at) == before


def test_copy_that_fails_leaves_nothing(file: Path, database: Database) -> None:
    with writing(file) as db:
        db.execute("UPDATE feedback SET note = ?", ("zep\x00pelin",))  # which no program of ours writes
    with pytest.raises(Exception, match="NUL"):
        typed("conversations", "copy", file, database.address)
    assert everything(database) == ([], [[], [], []], [[], [], []], [[], [], []], [[], [], []])


def test_file_that_is_not_there_is_named_and_no_password(tmp_path: Path, postgres: PostgresServer) -> None:
    done = typed("conversations", "copy", tmp_path / "none", postgres.at().address)
    assert (done.code, done.out) == (2, "")
    assert f"{tmp_path / 'none'}: there is no such file" in done.err
    done = typed("conversations", "copy", tmp_path / "none", "postgresql://ana:zeppelin/@db/rt")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("roundtable: conversations are kept in a file, or in a PostgreSQL database whose")
    assert "zeppelin" not in done.err
