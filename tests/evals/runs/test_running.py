"""evals/runs/running.py: a set is asked in processes of its own, the same each time, and goes on where it stopped."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.build import run_ingest
from assistant.settings import Settings
from corpus.encoders import ENGLISH_MODEL
from evals.runs.running import RunBroke, chosen, running, whole
from evals.runs.store import NoRun, RunStore
from evals.runs.types import Run
from evals.testsets.types import KeyPoint, Place, Question, Tags, TestSet

ROOT = Path(__file__).parents[3]
HELP_POINTS = KeyPoint("14 points", wordings=("14 digital help points",), evidence=(Place("harbourview.pdf", 3),))
SET = TestSet(
    "small",
    (
        Question("a", "How many digital help points did Harbourview open?", key_points=(HELP_POINTS,),
                 tags=Tags("staff", "number", 2, ("hard",))),
        Question("b", "What is the capital of Mongolia?", "refuse", tags=Tags("staff", "absent")),
        Question("c", "And how many electric buses?", earlier=("How many digital help points did Harbourview open?",)),
        Question("d", "x" * 2001),
        Question("e", "Is this one asked?", draft=True),
    ),
    "digest",
)  # fmt: skip


@pytest.fixture
def settings(small_index: Path, tmp_path: Path) -> Settings:
    return Settings(index=small_index, evaluations=tmp_path / "evaluations")


@pytest.fixture
def store(settings: Settings) -> RunStore:
    return RunStore(settings.evaluations)


@pytest.fixture(scope="module")
def done(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    settings = Settings(index=small_index, evaluations=tmp_path_factory.mktemp("evaluations"))
    return whole(running(SET, settings, RunStore(settings.evaluations), "first", workers=2))


def test_every_question_but_drafts_is_asked_in_the_order_of_the_set(done: Run) -> None:
    assert [record.question.id for record in done.records] == ["a", "b", "c", "d"]
    assert [record.status for record in done.records[:2]] == ["answered", "refused"]
    assert done.records[0].made == (True,)
    assert done.records[0].retrieved[0].document == "harbourview.pdf"
    assert 3 in done.records[0].retrieved[0].pages


def test_follow_up_is_searched_as_the_question_it_was_taken_for(done: Run) -> None:
    assert "Harbourview" in done.records[2].answer["searched_for"]


def test_question_that_cannot_be_asked_is_recorded_with_the_reason(done: Run) -> None:
    assert done.records[3].status == "error"
    assert "2,001" in done.records[3].error


def test_run_says_what_its_figures_depend_on(done: Run) -> None:
    assert done.set_digest == "digest"
    assert done.collection["documents"] > 0
    assert done.records[0].answer["corpus"] == done.collection["state"]
    assert {"commit", "chromadb"} <= set(done.versions)
    assert done.settings["assistant"] == "as it is"
    assert all(took.elapsed_ms > 0 for took in done.took[:3])


def test_run_that_was_stopped_goes_on_and_is_the_same_to_the_byte(
    done: Run, settings: Settings, store: RunStore
) -> None:
    steps = running(SET, settings, store, "second", workers=1)
    for now in steps:
        if now.done == 2:
            break
    steps.close()
    head = store.head("second")
    assert (head.done, head.whole) == (2, False)
    with pytest.raises(NoRun, match="2 of 4"):
        store.load("second")
    again = whole(running(SET, settings, store, resume=head.id, workers=2))
    assert (again.id, again.name) == (head.id, "second")
    assert again.content == done.content
    assert store.path_of(again.id).read_bytes().count(b'"question":') > 0


def test_whole_run_cannot_go_on(settings: Settings, store: RunStore) -> None:
    short = TestSet("short", SET.questions[:1])
    finished = whole(running(short, settings, store, workers=1))
    with pytest.raises(RunBroke, match="is whole already"):
        whole(running(short, settings, store, resume=finished.id))


@pytest.mark.parametrize("changed", [{"digest": "other"}, {"name": "other"}])
def test_run_of_a_set_that_was_changed_cannot_go_on(
    changed: dict[str, str], settings: Settings, store: RunStore
) -> None:
    steps = running(SET, settings, store, workers=1)
    begun = next(steps)
    steps.close()
    with pytest.raises(RunBroke, match="test set changed"):
        next(running(replace(SET, **changed), settings, store, resume=begun.run_id))


def test_collection_that_is_changed_during_a_run_ends_it(
    small_collection: Path, store: RunStore, tmp_path: Path
) -> None:
    settings = Settings(index=tmp_path / "index", evaluations=store.folder)
    run_ingest([small_collection], settings, prune=False, on_progress=lambda progress: None)
    steps = running(SET, settings, store, workers=1)
    next(steps)
    (tmp_path / "new.md").write_text("# New\n\nHarbourview has opened 49 digital help points in 2031.\n")
    run_ingest([tmp_path / "new.md"], settings, prune=False, on_progress=lambda progress: None)
    with pytest.raises(RunBroke, match="the collection was changed during the run"):
        list(steps)


@pytest.mark.parametrize(
    ("only", "ids"),
    [
        ([], "abcd"),
        (["group=staff"], "ab"),
        (["group=staff", "expected=refuse"], "b"),
        (["tag=hard"], "a"),
        (["roundtable=2"], "a"),
        (["id=c"], "c"),
        (["language=en"], "abcd"),
    ],
)
def test_only_questions_with_all_of_the_tags_are_asked(only: list[str], ids: str) -> None:
    assert "".join(question.id for question in chosen(SET, only)) == ids


@pytest.mark.parametrize(
    ("only", "said"),
    [
        (["kind"], "expected TAG=VALUE with one of id, group"),
        (["colour=red"], "expected TAG=VALUE"),
        (["kind=poem"], "no question has these tags"),
    ],
)
def test_tags_that_fit_nothing_are_told(only: list[str], said: str) -> None:
    with pytest.raises(RunBroke, match=said):
        chosen(SET, only)


def test_sample_is_always_the_same_and_in_the_order_of_the_set() -> None:
    many = TestSet("many", tuple(Question(f"{place:03}", "Why?") for place in range(100)))
    ids = [question.id for question in chosen(many, sample=10)]
    assert len(ids) == 10
    assert ids == sorted(ids) == [question.id for question in chosen(many, sample=10)]
    assert len(chosen(many, sample=1000)) == len(chosen(many, sample=0)) == 100


def test_set_of_drafts_is_told() -> None:
    with pytest.raises(RunBroke, match="all 1 are drafts"):
        chosen(TestSet("new", SET.questions[4:]))


def test_assistant_that_cannot_be_built_says_why(small_index: Path, tmp_path: Path) -> None:
    settings = Settings(index=small_index, evaluations=tmp_path, embedding_model=ENGLISH_MODEL)
    with pytest.raises(RunBroke, match="made with the embedding model"):
        whole(running(TestSet("short", SET.questions[:1]), settings, RunStore(tmp_path), workers=1))


def test_two_programs_do_not_go_on_with_one_run(settings: Settings, store: RunStore) -> None:
    steps = running(SET, settings, store, workers=1)
    begun = next(steps)
    with pytest.raises(NoRun, match="another program is at it"):
        next(running(SET, settings, store, resume=begun.run_id))
    steps.close()
    again = running(SET, settings, store, resume=begun.run_id)
    assert next(again).run_id == begun.run_id
    again.close()


def test_run_goes_on_with_the_questions_that_it_began_with(settings: Settings, store: RunStore) -> None:
    steps = running(SET, settings, store, only=["group=staff"], sample=1, workers=1)
    begun = next(steps)
    steps.close()
    assert len(whole(running(SET, settings, store, resume=begun.run_id, workers=1)).records) == begun.count == 1


def test_odd_names_of_sets_and_runs_are_kept(settings: Settings, store: RunStore) -> None:
    odd = TestSet("caf\udce9\x1b[31m", SET.questions[:1])
    done = whole(running(odd, settings, store, "na\udce9me\n2", workers=1))
    assert "\x1b" not in done.set_name
    assert store.load(done.id).name == done.name


PROGRAM = """
import sys
from pathlib import Path
from assistant.settings import Settings
from evals.runs.running import running
from evals.runs.store import RunStore
from evals.testsets.types import Question, TestSet
if __name__ == "__main__":
    questions = tuple(Question(str(n), "How many help points?") for n in range(10_000))
    settings = Settings(index=Path(sys.argv[1]), evaluations=Path(sys.argv[2]))
    for now in running(TestSet("many", questions), settings, RunStore(settings.evaluations), workers=1):
        print(now.done, flush=True)
"""


def test_run_that_is_killed_leaves_no_process_and_goes_on(small_index: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(program), str(small_index), str(tmp_path / "runs")]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert started.stdout
    for line in started.stdout:
        if int(line) >= 3:
            break
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    workers = children.read_text().split() if children.exists() else []
    started.kill()
    started.wait()
    until = time.monotonic() + 20
    while any(Path(f"/proc/{each}/cmdline").exists() for each in workers) and time.monotonic() < until:
        time.sleep(0.2)
    assert [each for each in workers if Path(f"/proc/{each}/cmdline").exists()] == []
    (head,) = RunStore(tmp_path / "runs").heads()
    assert head.done >= 3
    assert not head.whole
