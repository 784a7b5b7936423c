"""Ask a test set of the assistant, in processes of their own, and keep every answer as it comes."""

import os
import random
import signal
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from assistant.confidence import THRESHOLD
from corpus.errors import RoundtableError
from evals.broken import AS_IT_IS, BROKEN
from evals.metrics import figures
from evals.runs.asking import Answering, asked
from evals.runs.store import RunHead, RunStore
from evals.runs.types import Record, Run, Took
from evals.testsets.tags import NAMES, values_of
from evals.testsets.types import Question, TestSet
from evals.versions import versions

if TYPE_CHECKING:
    from assistant.settings import Settings

NICE = 5  # of 19: questions of people come first where both want the processor
SEED = 7  # of a sample
AHEAD = 2  # questions that wait for each process, so that none waits for a question


class RunBroke(RoundtableError):
    """A run cannot begin, go on or end."""


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
    needs the same set, settings, program and collection, so that its figures are those of one run. `workers` is a
    number of processes, 0 for what this machine bears. `assistant` may be one of `evals.broken`. Raises `RunBroke`,
    `NoRun` and what building the assistant raises.
    """
    questions = chosen(test_set, only, sample)
    about = about_now(test_set, settings, only, assistant, len(questions) if sample else 0)
    id_ = _resumed(store.head(resume), about) if resume else store.begin(name, about, len(questions))
    name = store.head(id_).name if resume else name
    done = store.so_far(id_)
    left = [question for question in questions if question.id not in done]
    failed = sum(bool(record.error) for record, _ in done.values())
    yield Progress(id_, len(done), len(questions), failed)
    count = min(workers or _bearable(settings), max(1, len(left)))
    with _processes(settings, assistant, count) as processes:
        last = time.perf_counter()
        for record, took in _asked(processes, left, AHEAD * count):
            if record.answer and record.answer["corpus"] != about["collection"]["state"]:
                raise RunBroke(f"run {id_}: the collection was changed during the run; start it again")
            now = time.perf_counter()
            store.add(id_, record, took, now - last)
            last = now
            done[record.question.id] = (record, took)
            failed += bool(record.error)
            yield Progress(id_, len(done), len(questions), failed, record.question.question)
    records, times = zip(*(done[question.id] for question in questions), strict=True)
    run = Run(id_, name, records=records, took=times, **about)
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
    from corpus.index import Index

    index = Index(settings.index)
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
        "set_name": test_set.name,
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
        if head.about.get(what) != now:
            named = {"set_name": "test set", "set_digest": "test set"}.get(what, what)
            raise RunBroke(f"run {head.id}: its {named} was changed since it began; start a new one")
    return head.id


def _bearable(settings: "Settings") -> int:
    """A language model on this machine answers one at a time; everything else is bound by the processors."""
    return 1 if settings.model else max(1, min(4, os.cpu_count() or 1))


@contextmanager
def _processes(settings: "Settings", assistant: str, count: int) -> Iterator[ProcessPoolExecutor]:
    # A fork would take the locks of other threads with it.
    pool = ProcessPoolExecutor(count, get_context("spawn"), _begin, (settings, assistant))
    try:
        yield pool
    finally:
        # What is under way is nobody's any more. Before Python 3.14 there is no public way to end it.
        under_way = list((pool._processes or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in under_way:
            process.terminate()


def _asked(pool: ProcessPoolExecutor, questions: Sequence[Question], ahead: int) -> Iterator[tuple[Record, Took]]:
    """As they are answered, in whatever order; `ahead` of them are handed over."""
    waiting: set[Future[tuple[Record, Took]]] = set()
    left = iter(questions)
    try:
        while True:
            for question in left:
                waiting.add(pool.submit(_ask, question))
                if len(waiting) >= ahead:
                    break
            if not waiting:
                return
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in ready:
                yield future.result()
    except BrokenProcessPool as error:
        raise RunBroke(
            "a process of the run ended before its time: most likely the memory was not enough; go on with fewer "
            "--workers and --resume"
        ) from error


_here: list[Answering] = []  # in a process of a run: the one assistant that it asks


def _begin(settings: "Settings", assistant: str) -> None:
    from assistant.build import build_assistant, silence_telemetry

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which ends this process with itself
    os.nice(NICE)
    silence_telemetry()
    _here.append(BROKEN[assistant](build_assistant(settings)))


def _ask(question: Question) -> tuple[Record, Took]:
    return asked(_here[0], question)
