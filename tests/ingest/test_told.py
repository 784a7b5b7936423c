"""ingest/told.py: what a reader tells is plain data that fits its file, or the file has failed."""

from pathlib import Path

import pytest

from ingest.elsewhere import NONSENSE, Readers
from ingest.told import MISTAKE, Told, from_bytes, to_bytes
from ingest.work import Reading, read_job
from tests.ingest.liars import LIES, stolen
from tests.ingest.made import job, texts


@pytest.mark.parametrize("lie", LIES)
def test_reader_that_was_taken_over_can_do_nothing_but_fail_its_file(tmp_path: Path, lie: str) -> None:
    files = texts(tmp_path, a="A city of trams.", b="A town.")
    with Readers(module="tests.ingest.liars") as readers:
        taken_over = readers.read(job(files / "a.txt", lie=lie))
        after = readers.read(job(files / "b.txt"))
    assert taken_over.document is None
    assert taken_over.failure == NONSENSE
    assert after.document
    assert not stolen(tmp_path)


def test_names_that_are_no_utf8_and_letters_of_two_halves_arrive(tmp_path: Path) -> None:
    (tmp_path / "a\udcff.txt").write_text("A city of 🚋 trams.", encoding="utf-8")
    asked = job(tmp_path / "a\udcff.txt")
    reading = read_job(asked)
    assert from_bytes(to_bytes(reading), asked) == reading


def test_failure_is_one_line_whatever_was_told(tmp_path: Path) -> None:
    asked = job(tmp_path / "a.txt")
    told = from_bytes(to_bytes(Reading(asked, problems=("a\nb",), failure="no\n\nway " + "x" * 5_000)), asked)
    assert isinstance(told, Reading)
    assert told.problems == ("a b",)
    assert told.failure
    assert told.failure.startswith("no way x")
    assert len(told.failure) == 1_000


def test_mistake_that_a_reader_makes_up_costs_its_file_and_obeys_no_terminal(tmp_path: Path) -> None:
    asked = job(tmp_path / "a.txt")
    told = from_bytes(to_bytes(Told(mistake="\x1b[2Jall is\nwell \u202e" + "x" * 5_000)), asked)
    assert told.document is None
    assert told.failure
    assert told.failure.startswith(MISTAKE + " [2Jall is well  x")
    assert len(told.failure) < 1_200
