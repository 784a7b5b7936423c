"""corpus/last_ingest.py: what the last reading did is there to look up, and never an error."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from corpus.last_ingest import FILE, LISTS, LastIngest, done_now, keep, last_ingest, nothing_now

EMPTY: dict[str, list[str]] = {name: [] for name in LISTS}


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    last = done_now(EMPTY | {"added": ["a.pdf", "é\u202e.pdf"], "failed": ["b.pdf: encrypted; remove the password"]})
    keep(last, tmp_path)
    assert last_ingest(tmp_path) == last
    assert last.added == ("a.pdf", "é\u202e.pdf")
    assert datetime.fromisoformat(last.when).utcoffset() == timedelta(0)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_only_the_last_one_is_kept(tmp_path: Path) -> None:
    keep(done_now(EMPTY | {"added": ["a.pdf"]}), tmp_path)
    keep(done_now(EMPTY | {"removed": ["a.pdf"]}), tmp_path)
    found = last_ingest(tmp_path)
    assert found
    assert (found.added, found.removed) == ((), ("a.pdf",))


def test_ingest_that_stopped_has_added_nothing(tmp_path: Path) -> None:
    last = done_now(EMPTY | {"added": ["a.pdf"], "failed": ["b.pdf: empty"]}, "the disk is full")
    assert (last.added, last.failed, last.stopped) == ((), ("b.pdf: empty",), "the disk is full")
    assert nothing_now(["c.pdf: crashed"], "crashed").failed == ("c.pdf: crashed",)


def test_name_that_is_not_utf_8_is_kept_and_can_be_shown(tmp_path: Path) -> None:
    keep(done_now(EMPTY | {"added": ["caf\udce9.pdf"]}), tmp_path)
    found = last_ingest(tmp_path)
    assert found
    assert found.added == ("caf?.pdf",)


@pytest.mark.parametrize(
    "left",
    [
        b"", b"{", b"[]", b"null", b"7", b'"text"', b"\xff\xfe", b"[" * 100_000, b"{}", b'{"when": 7}',
        b'{"when": "yesterday"}', b'{"when": null}', b'{"when": "2026-01-01", "added": 7}',
        b'{"when": "2026-01-01", "added": [7]}', b'{"when": "2026-01-01", "failed": null}',
        b'{"when": "2026-01-01", "stopped": {}}',
    ],
)  # fmt: skip
def test_damaged_file_counts_as_none(left: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(left)
    assert last_ingest(tmp_path) is None


def test_folder_without_one_has_none(tmp_path: Path) -> None:
    assert last_ingest(tmp_path) is None
    assert last_ingest(tmp_path / "nowhere") is None
    (tmp_path / FILE).mkdir()
    assert last_ingest(tmp_path) is None


def test_file_of_another_version_is_read_as_far_as_it_is_known(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({"when": "2026-11-28T10:00:00+01:00", "added": ["a"], "moved": ["b"]}))
    assert last_ingest(tmp_path) == LastIngest("2026-11-28T09:00:00+00:00", added=("a",))
