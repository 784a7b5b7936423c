"""assistant/own_process.py: what reads documents elsewhere tells how far it is, and may crash."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.own_process import ReadingBroke, in_own_process
from assistant.settings import Settings
from corpus.errors import IndexInUse
from corpus.last_ingest import LastIngest, last_ingest
from ingest.pipeline import Progress

NOW = "2026-11-28T09:00:00+00:00"


def reads(wanted: Sequence[Any], settings: Settings, on_progress: Callable[[Any], None]) -> LastIngest:
    for done, source in enumerate(wanted):
        on_progress(Progress(done, len(wanted), source, 0))
    return LastIngest(NOW, added=(*wanted, str(os.getpid())))


def crashes(wanted: Sequence[Any], settings: Settings, on_progress: Callable[[Any], None]) -> LastIngest:
    on_progress(Progress(0, 1, wanted[0], 0))
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def refuses(wanted: Sequence[Any], settings: Settings, on_progress: Callable[[Any], None]) -> LastIngest:
    raise IndexInUse("another ingest is running here; wait until it is done")


def priority(wanted: Sequence[Any], settings: Settings, on_progress: Callable[[Any], None]) -> LastIngest:
    return LastIngest(NOW, added=(str(os.nice(0)),))


def test_progress_and_what_was_done_come_from_another_process(tmp_path: Path) -> None:
    seen: list[str] = []
    done = in_own_process(reads, ["a", "b"], Settings(index=tmp_path), lambda progress: seen.append(progress.source))
    assert seen == ["a", "b"]
    assert done.added[:2] == ("a", "b")
    assert int(done.added[2]) != os.getpid()


def test_error_for_people_is_raised_here(tmp_path: Path) -> None:
    with pytest.raises(IndexInUse, match="another ingest is running here; wait until it is done"):
        in_own_process(refuses, [], Settings(index=tmp_path), lambda progress: None)


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9: run it on Linux or macOS")
def test_crash_names_the_file_and_is_the_last_ingest(tmp_path: Path) -> None:
    with pytest.raises(ReadingBroke) as broke:
        in_own_process(crashes, ["bad.pdf"], Settings(index=tmp_path), lambda progress: None)
    line = (
        "bad.pdf: reading broke off at this file (exit code -9) and nothing was changed; leave it out, and add the "
        "others again"
    )
    assert str(broke.value) == line
    last = last_ingest(tmp_path)
    assert last
    assert (last.failed, last.stopped) == ((line,), line)


def test_who_stops_listening_ends_the_reading(tmp_path: Path) -> None:
    def leave(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_own_process(reads, ["a", "b"], Settings(index=tmp_path), leave)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such number: run it on Linux or macOS")
def test_questions_come_first(tmp_path: Path) -> None:
    done = in_own_process(priority, [], Settings(index=tmp_path), lambda progress: None)
    assert int(done.added[0]) > os.nice(0)
