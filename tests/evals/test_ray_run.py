"""evals/bench/ray_run.py: an ingest on Ray whose worker and then whose whole is killed loses and doubles nothing."""

import sys
from pathlib import Path

import pytest

from assistant.build import run_ingest
from assistant.settings import Settings
from corpus.encoders import ENGLISH_MODEL
from evals.bench.ray_run import counted, kill, same
from tests.library import write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds the processes to kill in /proc, as Linux has it")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROUNDTABLE_EMBEDDING_MODEL", ENGLISH_MODEL)
    documents = tmp_path / "documents"
    documents.mkdir()
    for city in range(12):
        row = "District {0} of city {1} counted {2} people. " * 4
        rows = [row.format(number, city, number * 37) for number in range(40)]
        (documents / f"{city}.md").write_text(f"# City {city}\n\n" + "\n\n".join(rows), encoding="utf-8")
    return documents


def test_killed_worker_and_killed_ingest_cost_no_passage(folder: Path, tmp_path: Path) -> None:
    alone, killed = tmp_path / "alone", tmp_path / "killed"
    run_ingest([folder], Settings(index=alone), False, lambda progress: None)
    what = kill(folder, killed, documents=12)
    assert 6 <= what.kept < 12
    assert what.again.taken == what.kept
    assert what.again.failed == 0
    assert counted(killed).documents == 12
    assert same([alone, killed])


def test_passage_that_was_lost_is_seen(tmp_path: Path) -> None:
    write(tmp_path / "one", a="A text.", b="Another text.")
    write(tmp_path / "other", a="A text.", b="Another text.")
    write(tmp_path / "less", a="A text.")
    assert same([tmp_path / "one", tmp_path / "other"])
    assert not same([tmp_path / "one", tmp_path / "less"])
