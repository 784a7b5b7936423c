"""Ingest on Ray, with real workers on this computer: the same collection, whatever dies on the way."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.build import build_ray_engine, run_ingest
from assistant.settings import Settings
from corpus.check import content_id
from corpus.encoders import Embedded
from corpus.errors import ModelUnavailable
from corpus.index import Index
from ingest.discover import Found
from ingest.ray_engine import PASSAGES_AT_ONCE, RayEngine, RayUnavailable, session
from ingest.ray_kept import Kept
from ingest.work import Finished, Job
from tests.ingest.made import Deadly as DeadlyTitle
from tests.library import Eight


class Deadly(Eight):
    """Ends its process at a passage that says so; the first time only, if there is a file to remember it by."""

    def __init__(self, once: Path | None = None) -> None:
        self._once = once

    def embed(self, passages: Sequence[tuple[str, str]]) -> list[Embedded]:
        if any("deadly" in text for _, text in passages) and not (self._once and self._once.exists()):
            if self._once:
                self._once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().embed(passages)


class Unreadable:
    """Whoever unpickles one ends at once, as a process does that reads a file which makes a library crash."""

    def __reduce__(self) -> Any:
        return os._exit, (139,)


MADE_TO_HARM = {"a": {}, "b": {"title": DeadlyTitle()}}


def no_model() -> Eight:
    raise ModelUnavailable("the weights are somebody else's; reinstall them")


@pytest.fixture(scope="module", autouse=True)
def ray_runs(own_folders: None) -> Iterator[None]:
    with session(None):
        yield


def job(tmp_path: Path, name: str, text: str, **metadata: Any) -> Job:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return Job(Found(path, name, tmp_path), name, content_id(path), f"made from {name}", len(text), metadata)


def engine(tmp_path: Path, load: Any = Eight) -> RayEngine:
    return RayEngine(load, "eight", tmp_path / "unfinished.sqlite")


def by_source(all_finished: Iterator[Finished]) -> dict[str, Finished]:
    return {finished.reading.job.source: finished for finished in all_finished}


def failures(made: dict[str, Finished]) -> dict[str, str | None]:
    return {source: finished.reading.failure for source, finished in made.items()}


def same(one: Finished, other: Finished) -> bool:
    pairs = zip(one.embedded, other.embedded, strict=True)
    return one.reading.passages == other.reading.passages and all(
        np.array_equal(a.vector, b.vector) and np.array_equal(a.tokens, b.tokens) and np.array_equal(a.places, b.places)
        for a, b in pairs
    )


def test_collection_is_the_one_that_this_computer_makes_alone(small_collection: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    paths, alone, on_ray = [small_collection, tmp_path / "broken.pdf"], tmp_path / "alone", tmp_path / "ray"
    expected = run_ingest(paths, Settings(index=alone), False, lambda progress: None)
    settings = Settings(index=on_ray)
    report = run_ingest(paths, settings, False, lambda progress: None, build_ray_engine(settings))
    assert sorted(report.added) == sorted(expected.added)
    assert report.failed == expected.failed
    assert [line.partition(":")[0] for line in report.failed] == ["broken.pdf"]
    one, other = Index(alone), Index(on_ray)
    assert one.state == other.state
    assert one.counts() == other.counts()
    assert other.counts()["passages"] == other.vector_count() == other.word_count()
    for document in one.documents:
        passages = one.passages_of(document)
        assert other.passages_of(document) == passages
        ids = [passage.id for passage in passages]
        vectors, others = one.vectors(ids), other.vectors(ids)
        assert min(float(vectors[id_] @ others[id_]) for id_ in ids) > 0.9999
    assert not (on_ray / "unfinished.sqlite").exists()


def test_long_document_is_embedded_in_parts_that_come_together_in_order(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {number}. " + f"word{number} " * 150 for number in range(3 * PASSAGES_AT_ONCE))
    (made,) = engine(tmp_path).finished([job(tmp_path, "long.txt", text)])
    assert made.reading.document
    assert len(made.reading.passages) > 2 * PASSAGES_AT_ONCE
    expected = Eight().embed([(made.reading.document.title, passage.text) for passage in made.reading.passages])
    assert [one.vector.tolist() for one in made.embedded] == [one.vector.tolist() for one in expected]


def test_file_whose_worker_dies_each_time_is_named_and_the_rest_is_done(tmp_path: Path) -> None:
    jobs = [
        job(tmp_path, "crashes.txt", "A text.", title=Unreadable()),
        job(tmp_path, "empty.txt", ""),
        job(tmp_path, "poison.txt", "A deadly text."),
    ]
    good = [job(tmp_path, f"{name}.txt", f"The text of {name}.") for name in "abcdefgh"]
    jobs[1:1] = good
    made = by_source(engine(tmp_path, Deadly).finished(jobs))
    ended = "its worker process ended 3 times; leave the file out, or repair it"
    assert failures(made) == {
        **dict.fromkeys(each.source for each in good),
        **{"crashes.txt": ended, "poison.txt": ended, "empty.txt": made["empty.txt"].reading.failure},
    }
    assert made["empty.txt"].reading.failure not in (None, ended)
    assert len(made["a.txt"].embedded) == 1


def test_file_made_to_harm_costs_a_reader_and_no_worker(tmp_path: Path) -> None:
    jobs = [job(tmp_path, f"{name}.txt", "A text.", **about) for name, about in MADE_TO_HARM.items()]
    told = failures(by_source(engine(tmp_path).finished(jobs)))
    assert told == {"a.txt": None, "b.txt": "reading broke off (exit code -9); leave the file out, or repair it"}


def test_worker_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    jobs = [job(tmp_path, f"{number}.txt", f"The text of {number}.") for number in range(3)]
    jobs.append(job(tmp_path, "killed.txt", "A deadly text."))
    made = by_source(engine(tmp_path, partial(Deadly, tmp_path / "died")).finished(jobs))
    assert (tmp_path / "died").exists()
    assert failures(made) == dict.fromkeys(("0.txt", "1.txt", "2.txt", "killed.txt"))


def test_what_was_finished_before_an_ingest_broke_off_is_not_made_again(tmp_path: Path) -> None:
    jobs = [job(tmp_path, f"{number}.txt", f"# Title\n\nThe text of {number}.") for number in range(4)]
    first = engine(tmp_path)
    with closing(first.finished(jobs)) as all_finished:
        before = by_source(islice(all_finished, 3))
    again = engine(tmp_path)
    made = by_source(again.finished(jobs))
    assert again.taken == 3
    assert set(made) == {"0.txt", "1.txt", "2.txt", "3.txt"}
    assert all(same(made[source], before[source]) for source in before)
    whole = engine(tmp_path, no_model)  # nothing is left for a model to do
    assert set(by_source(whole.finished(jobs))) == set(made)
    whole.published()
    assert not (tmp_path / "unfinished.sqlite").exists()


def test_kept_document_is_that_of_its_file_model_and_name_only(tmp_path: Path) -> None:
    one = job(tmp_path, "a.txt", "A text.")
    (made,) = engine(tmp_path).finished([one])
    assert Kept(tmp_path / "unfinished.sqlite", "eight").get(one)
    assert Kept(tmp_path / "unfinished.sqlite", "nine").get(one) is None
    changed = job(tmp_path, "a.txt", "Another text.")
    assert Kept(tmp_path / "unfinished.sqlite", "eight").get(changed) is None
    assert made.reading.failure is None


def test_model_that_cannot_be_loaded_ends_the_ingest_with_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="somebody else's; reinstall them"):
        list(engine(tmp_path, no_model).finished([job(tmp_path, "a.txt", "A text.")]))


def test_without_ray_the_command_that_installs_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(RayUnavailable, match=r"pip install 'roundtable-assistant\[ray\]'$"):
        list(engine(tmp_path).finished([job(tmp_path, "a.txt", "A text.")]))


def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", "ingest", *arguments], capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("arguments", [["--engine", "spark"], ["--ray-address", "auto"]])
def test_engine_that_is_not_there_is_wrong_usage(tmp_path: Path, arguments: list[str]) -> None:
    ran = command(str(tmp_path), "--index", str(tmp_path / "index"), *arguments)
    assert ran.returncode == 2
    assert "--engine is local or ray" in " ".join(ran.stderr.split())


def test_address_where_nobody_answers_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.", encoding="utf-8")
    ran = command(
        str(tmp_path / "a.txt"), "--index", str(tmp_path / "index"), "--engine", "ray", "--ray-address", "127.0.0.1:1"
    )
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[-1].startswith("roundtable: 127.0.0.1:1: Ray does not answer (")
    assert "Traceback" not in ran.stderr
