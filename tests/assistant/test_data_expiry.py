"""assistant/data_expiry.py: what nobody has touched is forgotten, by a clock, at start and then daily."""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.briefing.briefs import Briefs
from assistant.conversations import Conversations
from assistant.data_expiry import forget_older, forgetting
from assistant.data_kept import Counts, counts_of
from assistant.feedback import FeedbackStore
from assistant.kept import Place, UnusableFile, writing
from assistant.types import Answer
from tests.assistant.test_data_kept import HERS, HIS, brief, kept
from tests.places import content_of

NOW = datetime(2026, 11, 30, tzinfo=UTC)
WHO = Answer(f"Who? {HERS}", "refused")


def clock(days: float = 0) -> Callable[[], datetime]:
    return lambda: NOW + timedelta(days=days)


def touched(place: Place, table: str, column: str, days_ago: float, user: str = "ana") -> None:
    moment = (NOW - timedelta(days=days_ago)).isoformat(timespec="microseconds")
    with writing(place) as db:
        db.execute(f'UPDATE {table} SET {column} = ? WHERE "user" = ?', (moment, user.encode()))


def made(place: Place, days_ago: float, user: str = "ana", word: str = HERS) -> None:
    kept(place, user, word)
    for table, column in (("conversations", "changed"), ("briefings", "changed"), ("feedback", "given")):
        touched(place, table, column, days_ago, user)


def test_what_is_older_is_deleted_to_the_last_byte_and_what_is_not_stays(kept_at: Place) -> None:
    made(kept_at, 30.5)
    made(kept_at, 29.5, "ben", HIS)
    assert forget_older(kept_at, 30, clock()) == Counts(2, 6, 2, 1, 2)
    assert HERS.encode() not in content_of(kept_at)
    assert counts_of(kept_at, "ben") == Counts(2, 6, 2, 1, 2)
    assert forget_older(kept_at, 30, clock()) == Counts()


def test_conversation_that_is_gone_on_with_stays_whole(kept_at: Place) -> None:
    made(kept_at, 400)
    store = Conversations(kept_at)
    id_ = store.all("ana")[0].id
    store.add("ana", id_, WHO)  # now, long after
    forget_older(kept_at, 30, clock())
    assert [each.id for each in store.all("ana")] == [id_]
    assert len(store.open("ana", id_).turns) == 4


def test_new_feedback_on_an_old_conversation_stays_without_it(kept_at: Place) -> None:
    store, feedback = Conversations(kept_at), FeedbackStore(kept_at)
    id_ = store.begin("ana", first=WHO)
    store.add("ana", id_, WHO)
    feedback.give("ana", id_, 2, "up", "", "", WHO)
    touched(kept_at, "conversations", "changed", 400)
    assert forget_older(kept_at, 30, clock()) == Counts(1, 2, 0, 0, 0)
    (given,) = feedback.all()
    assert (given.conversation, given.earlier) == (None, ())


def test_briefing_that_was_changed_stays_with_its_first_version(kept_at: Place) -> None:
    briefs = Briefs(kept_at)
    id_ = briefs.begin("ana", brief(HERS))
    touched(kept_at, "briefings", "changed", 400)
    briefs.save("ana", id_, brief(HERS), "redone", 1)
    forget_older(kept_at, 30, clock())
    assert len(briefs.versions("ana", id_)) == 2


def test_the_chat_forgets_at_start_and_again_as_days_go_by(tmp_path: Path) -> None:
    place = tmp_path / "kept" / "kept.sqlite"
    made(place, 31)
    made(place, 10, "ben", HIS)
    late, looked = 0.0, threading.Event()

    def passing() -> datetime:
        if late:
            looked.set()
        return clock(late)()

    with forgetting(place, 30, every=0.01, clock=passing):
        assert counts_of(place, "ana") == Counts()
        assert counts_of(place, "ben") != Counts()
        late = 21.0
        assert looked.wait(30)
    assert counts_of(place, "ben") == Counts()


def test_where_days_are_0_nothing_is_forgotten_but_the_traces_of_what_was_deleted(tmp_path: Path) -> None:
    place = tmp_path / "kept" / "kept.sqlite"
    made(place, 4000, "ben", HIS)
    id_ = Conversations(place).begin("ana", HERS)
    with closing(sqlite3.connect(place, isolation_level=None)) as db:  # of which SQLite overwrites nothing
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("DELETE FROM conversations WHERE id = ?", (id_,))
    assert HERS.encode() in content_of(place)  # else this test is about nothing
    before = place.stat().st_mtime_ns
    with forgetting(place, 0, every=0.01, clock=clock()):
        for _ in range(1000):
            if place.stat().st_mtime_ns != before:  # to open and close it would take its locks from SQLite
                break
            time.sleep(0.02)
    assert HERS.encode() not in content_of(place)
    assert counts_of(place, "ben") == Counts(2, 6, 2, 1, 2)


def test_file_that_cannot_be_used_is_said_at_start_and_later_does_not_end_the_chat(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "kept.sqlite"
    with forgetting(place, 30, every=0.01):  # made later
        place.write_bytes(b"a letter to the mayor " * 100)
        said, waited = "", threading.Event()
        for _ in range(1000):
            said += capsys.readouterr().err
            if said or waited.wait(0.02):
                break
    assert "is not gone yet" in said
    with pytest.raises(UnusableFile), forgetting(place, 30):
        pass
