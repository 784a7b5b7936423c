"""Ask a test set of the assistant, in processes of their own, and keep every answer as it comes."""

import os
import random
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.build import open_index
from assistant.confidence import THRESHOLD
from assistant.one_line import one_line
from evals.broken import AS_IT_IS
from evals.metrics import figures
from evals.runs.processes import RunBroke, asked_by, processes
from evals.runs.store import RunHead, RunStore
from evals.runs.types import Run
from evals.testsets.tags import NAMES, values_of
from evals.testsets.types import Question, TestSet
from evals.versions import versions

if TYPE_CHECKING:
    from assistant.settings import Settings

SEED = 7  # of a sample
AHEAD = 2  # questions that wait for each process, so that none waits for a question


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `done` of `count` questions, `failed` of which could not be asked; `question` was the last.
    The last progress of a run has it whole in `run`."""

    run_id: str
    done: int
    count: int
    failed: int
    question: str = ""
    run: Run | None = None


def running(
    test_set: TestSet,
    settings: "Settings",
    store: RunStore,
    name: str = "",
    workers: int = 0,
    only: Sequence[str] = (),
    resume: str = "",
    assistant: str = AS_IT_IS,
    sample: int = 0,
) -> Generator[Progress, None, None]:
    """Asks every question that is no draft; `only` those that have all of the tags, such as "kind=number", and of these
    a `sample`, always the same one of a set.

    To stop, close the generator: what was answered is kept, and a run with its id as `resume` goes on from there. That
    needs the same set, settings, program and collection, so that its figures are those of one run; which questions it
    asks stands in the run. `workers` is a number of processes, 0 for what this machine bears. `assistant` may be one of
    `evals.broken`. Raises `RunBroke` and `NoRun`.
    """
    if resume:
        begun = store.head(resume).about["settings"]
        only, sample, assistant = begun["only"], begun["sample"], begun["assistant"]
    questions = chosen(test_set, only, sample)
    about = about_now(test_set, settings, only, assistant, len(questions) if sample else 0)
    id_ = _resumed(store.head(resume), about) if resume else store.begin(one_line(name), about, len(questions))
    with store.held(id_):
        yield from _whole_of(id_, questions, about, settings, store, workers, assistant)


def _whole_of(
    id_: str,
    questions: Sequence[Question],
    about: Mapping[str, Any],
    settings: "Settings",
    store: RunStore,
    workers: int,
    assistant: str,
) -> Generator[Progress, None, None]:
    """Asks what is not answered yet, and finishes the run."""
    done = store.so_far(id_)
    left = [question for question in questions if question.id not in done]
    failed = sum(bool(record.error) for record, _ in done.values())
    yield Progress(id_, len(done), len(questions), failed)
    count = min(workers or _bearable(settings), max(1, len(left)))
    with processes(settings, assistant, count) as pool:
        last = time.perf_counter()
        for record, took in asked_by(pool, left, AHEAD * count):
            if record.answer and record.answer["corpus"] != about["collection"]["state"]:
                raise RunBroke(f"run {id_}: the collection was changed during the run; start it again")
            now = time.perf_counter()
            store.add(id_, record, took, now - last)
            last = now
            done[record.question.id] = (record, took)
            failed += bool(record.error)
            yield Progress(id_, len(done), len(questions), failed, record.question.question)
    records, times = zip(*(done[question.id] for question in questions), strict=True)
    run = Run(id_, store.head(id_).name, records=records, took=times, **about)
    store.finish(run, figures(records, times))
    yield Progress(id_, len(done), len(questions), failed, run=store.load(id_))


def whole(steps: Generator[Progress, None, None]) -> Run:
    """The run at the end of the steps."""
    *_, last = steps
    if last.run is None:
        raise RunBroke(f"run {last.run_id}: ended at {last.done} of {last.count} questions")
    return last.run


def chosen(test_set: TestSet, only: Sequence[str] = (), sample: int = 0) -> list[Question]:
    """The questions of a set that are asked, in its order; all of them if `sample` is 0.

    Raises `RunBroke` if there is none, or `only` is not understood.
    """
    wanted = [_tag(text) for text in only]
    questions = [
        question
        for question in test_set.questions
        if not question.draft and all(value in values_of(question)[name] for name, value in wanted)
    ]
    if not questions:
        drafts = sum(question.draft for question in test_set.questions)
        why = f"all {drafts} are drafts that nobody has accepted" if drafts else "it has none"
        raise RunBroke(f"{test_set.name}: no question to ask ({'no question has these tags' if wanted else why})")
    if not 0 < sample < len(questions):
        return questions
    drawn = set(random.Random(SEED).sample(range(len(questions)), sample))
    return [question for place, question in enumerate(questions) if place in drawn]


def about_now(
    test_set: TestSet, settings: "Settings", only: Sequence[str], assistant: str, sample: int = 0
) -> dict[str, Any]:
    """What the figures of a run depend on, as `Run` has it. Raises `NoIndex`."""

    index = open_index(settings)
    try:
        collection = {"state": index.state, **index.counts()}
    finally:
        index.close()
    made = {
        "assistant": assistant,
        "embedding_model": settings.embedding_model,
        "model": settings.model,
        "model_context": settings.model_context,
        "only": sorted(only),
        "sample": sample,
        "threshold": THRESHOLD,
    }
    return {
        "set_name": one_line(test_set.name),
        "set_digest": test_set.digest,
        "settings": made,
        "versions": versions(),
        "collection": collection,
    }


def _tag(text: str) -> tuple[str, str]:
    name, sign, value = (part.strip() for part in text.partition("="))
    if not sign or name not in NAMES:
        raise RunBroke(f"{text!r:.80}: expected TAG=VALUE with one of {', '.join(NAMES)}")
    return name, value


def _resumed(head: RunHead, about: Mapping[str, Any]) -> str:
    if head.whole:
        raise RunBroke(f"run {head.id}: is whole already; start a new one")
    for what, now in about.items():
        before = head.about.get(what)
        if before != now:
            named = {"set_name": "test set", "set_digest": "test set"}.get(what, what)
            parts = [name for name in now if now[name] != before.get(name)] if isinstance(before, Mapping) else []
            which = f" ({', '.join(parts)})" if parts else ""
            raise RunBroke(f"run {head.id}: its {named}{which} changed since it began; start a new one")
    return head.id


def _bearable(settings: "Settings") -> int:
    """A language model on this machine answers one at a time; everything else is bound by the processors."""
    return 1 if settings.model else max(1, min(4, os.cpu_count() or 1))
