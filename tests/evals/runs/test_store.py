"""evals/runs/store.py: runs are kept as they come, found by name, and a changed or missing file is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals.runs.files import BadRun
from evals.runs.store import NoRun, RunStore, about_of
from evals.runs.types import Run, Took
from evals.statistics import Estimate
from tests.evals.runs.parts import record, run


def kept(store: RunStore, of: Run, name: str = "") -> Run:
    """The run, begun, answered and finished."""
    id_ = store.begin(name, about_of(of), len(of.records))
    for each, took in zip(of.records, of.took, strict=True):
        store.add(id_, each, took, 0.5)
    return store.finish(replace(of, id=id_, name=name), {"recall": Estimate(0.5, 0.4, 0.6, 2), "nothing": None})


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "evaluations")


def test_there_are_no_runs_and_to_look_makes_no_file(store: RunStore) -> None:
    assert store.heads() == []
    with pytest.raises(NoRun, match="there is none"):
        store.load("latest")
    assert not store.folder.exists()


def test_run_is_loaded_by_id_name_and_as_the_latest(store: RunStore) -> None:
    first, second = kept(store, run(), "before"), kept(store, run(record(confidence=0.1)), "after")
    assert store.load(first.id).records == run().records
    assert store.load("before").id == first.id
    assert store.load("latest").id == second.id
    loaded = store.load("after")
    assert (loaded.name, loaded.seconds, loaded.took, loaded.content) == ("after", 0.5, (Took(5.0),), second.content)


def test_newest_of_a_name_is_meant(store: RunStore) -> None:
    kept(store, run(), "same")
    newer = kept(store, run(), "same")
    assert store.load("same").id == newer.id


def test_head_tells_how_far_a_run_is_and_its_figures(store: RunStore) -> None:
    id_ = store.begin("half", about_of(run()), 2)
    store.add(id_, record(), Took(5.0), 1.5)
    head = store.head("half")
    assert (head.done, head.count, head.whole, head.seconds, head.set_name) == (1, 2, False, 1.5, "small")
    assert store.so_far(id_) == {"q1": (record(), Took(5.0))}
    whole = store.head(kept(store, run()).id)
    assert whole.figures == {"recall": Estimate(0.5, 0.4, 0.6, 2)}
    assert (whole.done, whole.whole) == (2, True)


def test_run_that_is_not_whole_says_how_to_go_on(store: RunStore) -> None:
    id_ = store.begin("half", about_of(run()), 2)
    with pytest.raises(NoRun, match=f"0 of 2 questions are answered; go on with --resume {id_}"):
        store.load(id_)


def test_unknown_run_names_those_that_there_are(store: RunStore) -> None:
    kept(store, run(), "before")
    with pytest.raises(NoRun, match="there are before"):
        store.load("befor")


def test_file_that_was_changed_or_lost_is_told(store: RunStore) -> None:
    path = store.path_of(kept(store, run()).id)
    path.write_bytes(path.read_bytes().replace(b"0.75", b"0.95"))
    with pytest.raises(BadRun, match="was changed since the run"):
        store.load("latest")
    path.unlink()
    with pytest.raises(BadRun, match="cannot be read"):
        store.load("latest")


def test_run_is_deleted_with_its_file_and_answers(store: RunStore) -> None:
    done = kept(store, run(), "before")
    store.delete("before")
    assert store.heads() == []
    assert not store.path_of(done.id).exists()
    with pytest.raises(NoRun, match="was deleted meanwhile"):
        store.add(done.id, record(), Took(1.0), 0.0)
