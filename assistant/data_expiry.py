"""Forget conversations, briefings and feedback that nobody has touched for as long as the settings say."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from assistant.data_kept import Counts
from assistant.kept import Place, is_there, rewritten, writing

DAY = 86_400.0  # seconds
Clock = Callable[[], datetime]


def in_utc() -> datetime:
    return datetime.now(UTC)


def forget_older(place: Place, days: int, clock: Clock = in_utc) -> Counts:
    """Deletes for good conversations in which nothing was asked, briefings that were not changed and feedback that was
    given more than so many days ago. How many of each. Raises `UnusableFile`."""
    if not is_there(place):
        return Counts()
    before = (clock() - timedelta(days=days)).isoformat(timespec="microseconds")
    with writing(place) as db:
        # First of all, for whoever adds a turn or a version holds these rows, and what has one is no longer old.
        for table in ("conversations", "briefings"):
            db.execute(f"UPDATE {table} SET created = created WHERE changed < ?", (before,))  # noqa: S608 our own names; values go by ?

        def deleted(rows: str) -> int:
            return len(db.execute(f"DELETE FROM {rows} RETURNING 1", (before,)).fetchall())  # noqa: S608 our own names; values go by ?

        turns = deleted("turns WHERE conversation IN (SELECT key FROM conversations WHERE changed < ?)")
        feedback = deleted("feedback WHERE given < ?")
        old = "SELECT id FROM conversations WHERE changed < ?"
        db.execute(f"UPDATE feedback SET conversation = NULL, earlier = '[]' WHERE conversation IN ({old})", (before,))  # noqa: S608 our own names; values go by ?
        conversations = deleted("conversations WHERE changed < ?")
        versions = deleted("briefing_versions WHERE briefing IN (SELECT key FROM briefings WHERE changed < ?)")
        briefings = deleted("briefings WHERE changed < ?")
    forgotten = Counts(conversations, turns, feedback, briefings, versions)
    if forgotten != Counts():
        rewritten(place)
    return forgotten


@contextmanager
def forgetting(place: Place, days: int, every: float = DAY, clock: Clock = in_utc) -> Iterator[None]:
    """Forgets what is too old at once and then each day until the `with` ends; where `days` is 0, only the traces that
    rows which people deleted may have left in a file.

    Raises `UnusableFile` if that fails at once; later it is said on standard error, and tried again the next day.
    """
    if days:
        forget_older(place, days, clock)
    ended = threading.Event()

    def daily() -> None:
        while not ended.wait(every):
            try:
                if days:
                    forget_older(place, days, clock)
                if is_there(place):
                    rewritten(place)
            except Exception as error:  # whatever it is, it is tried again the next day
                print(f"roundtable: what was to be deleted is not gone yet: {error}", file=sys.stderr)

    forgetful = threading.Thread(target=daily, daemon=True)
    forgetful.start()
    try:
        yield
    finally:
        ended.set()
        forgetful.join(5)
