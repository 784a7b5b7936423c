"""corpus/disk.py: errors of the disk become one line, and mistakes of ours stay mistakes."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from corpus.disk import writing
from corpus.errors import IndexNotWritable


def full_database() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE t (x)")
    db.execute("PRAGMA max_page_count = 2")
    db.execute("INSERT INTO t VALUES (zeroblob(100000))")


def failed_copy() -> None:
    raise shutil.Error([("a", "b", "[Errno 28] No space left on device: 'a' -> 'b'")])


def full_disk() -> None:
    raise OSError(28, "No space left on device", "b")


@pytest.mark.parametrize(
    ("failing", "reason"),
    [
        (full_database, "database or disk is full"),
        (failed_copy, "No space left on device"),
        (full_disk, "No space left on device"),
    ],
)
def test_disk_is_told_in_one_line(failing, reason: str) -> None:
    with pytest.raises(IndexNotWritable) as told, writing(Path("/index")):
        failing()
    assert str(told.value) == (
        f"/index: the index cannot be written ({reason}); free some space or allow writing there, or name another "
        "folder with --index"
    )


def test_mistake_in_our_own_sql_stays_a_bug() -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), writing(Path("/index")):
        sqlite3.connect(":memory:").execute("SELECT * FROM nowhere")
