"""Have all programs read one set of documents and answer its questions, side by side, whichever of them fails."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import rmtree
from statistics import median

from corpus.errors import RoundtableError
from evals.bench.peers.asked import DEPTHS, Set, copied, page_recall
from evals.bench.peers.encoders import Model
from evals.bench.peers.environments import Environment
from evals.bench.peers.measuring import OUR_ANSWERS, PROGRAMS, Ingested, Job, Program, Reply, Search, ingest, turns

WARM_UP = 3  # questions before the clock counts
NOTE = "A note that makes a program load its libraries and its embedding model, before the clock counts."


@dataclass(slots=True)
class Measured:
    """What one program took and found; `failed` says why it has no figures, "" if it has."""

    program: Program
    failed: str = ""
    ingests: list[Ingested] = field(default_factory=list)
    index_bytes: int = 0
    cold_seconds: list[float] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    search_peak_bytes: int | None = None
    recall: dict[int, list[float]] = field(default_factory=dict)  # by depth, a value a question

    @property
    def length(self) -> float | None:
        """Characters of a passage found, the middle one."""
        lengths = [found.length for reply in self.replies for found in reply.found if found.length]
        return median(lengths) if lengths else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All programs on one set with one encoder, by name."""

    asked: Set
    model: Model
    measured: Mapping[str, Measured]


def compare(
    asked: Set,
    model: Model,
    environments: Mapping[str, Environment | RoundtableError],
    rounds: int,
    say: Callable[[str], None],
) -> Comparison:
    """Each reads the documents `rounds` times and starts cold as often, in turns; then each question goes to all.

    A program that fails is out of what comes after, and its `failed` says why.
    """
    measured = {program.name: Measured(program) for program in PROGRAMS}
    with tempfile.TemporaryDirectory(prefix="roundtable-peers-") as name:
        scratch = Path(name)
        documents, note = scratch / "documents", scratch / "note"
        copied(asked.files, asked.folder, documents)
        note.mkdir()
        (note / "note.txt").write_text(NOTE, encoding="utf-8")
        jobs: dict[str, Job] = {}
        for one in measured.values():
            environment = environments[one.program.stack]
            if isinstance(environment, RoundtableError):
                one.failed = str(environment)
                continue
            index = scratch / (one.program.index or one.program.name)
            jobs[one.program.name] = Job(one.program, environment.python, documents, index, model)
        for place in range(-1, rounds):
            for job in _still(jobs, measured):
                if not job.program.index:
                    say(f"{asked.name}, {model.name}: {job.program.name} {'reads' if place >= 0 else 'warms up'}")
                    _read(job, measured[job.program.name], place, note)
        for job in _still(jobs, measured):
            if job.program.index:
                measured[job.program.name].failed = measured[job.program.index].failed
        for _ in range(rounds):
            for job in _still(jobs, measured):
                _start_cold(job, measured[job.program.name], asked.asked[0].text)
        say(f"{asked.name}, {model.name}: {len(asked.asked)} questions, each to all programs in turn")
        _ask_all(_still(jobs, measured), measured, asked)
    return Comparison(asked, model, measured)


def _still(jobs: Mapping[str, Job], measured: Mapping[str, Measured]) -> list[Job]:
    return [job for name, job in jobs.items() if not measured[name].failed]


def _read(job: Job, one: Measured, place: int, note: Path) -> None:
    """Into a fresh index each time; the last one is asked. The round -1 is the note, and does not count."""
    try:
        if place < 0:
            ingest(replace(job, folder=note, index=job.index.with_name(f"{job.index.name} note")))
            return
        rmtree(job.index, ignore_errors=True)
        one.ingests.append(ingest(job))
    except RoundtableError as error:
        one.failed = str(error)
        return
    one.index_bytes = sum(path.stat().st_size for path in job.index.rglob("*") if path.is_file())


def _start_cold(job: Job, one: Measured, question: str) -> None:
    try:
        with Search(job) as search:
            one.cold_seconds.append(search.ask(question).at - search.started)
    except RoundtableError as error:
        one.failed = str(error)


def _ask_all(jobs: Sequence[Job], measured: Mapping[str, Measured], asked: Set) -> None:
    with ExitStack() as stack:
        open_: list[tuple[Measured, Search]] = []
        for job in jobs:
            try:
                open_.append((measured[job.program.name], stack.enter_context(Search(job))))
            except RoundtableError as error:
                measured[job.program.name].failed = str(error)
        warm_up = asked.asked[:WARM_UP]
        for place, question in enumerate((*warm_up, *asked.asked)):
            for turn in turns(len(open_), place):
                one, search = open_[turn]
                if one.failed:
                    continue
                try:
                    reply = search.ask(question.text)
                except RoundtableError as error:
                    one.failed = str(error)
                    continue
                if place >= len(warm_up):
                    one.replies.append(reply)
        for one, search in open_:
            one.search_peak_bytes = search.close()
    for one, _ in open_:
        if not one.failed and one.program.name != OUR_ANSWERS:
            for depth in DEPTHS:
                pairs = zip(asked.asked, one.replies, strict=True)
                one.recall[depth] = [page_recall(each.points, reply.found, depth) for each, reply in pairs]
