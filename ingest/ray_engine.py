"""Read files and embed their passages on the machines of a Ray cluster, or in the processes of this one."""

import logging
import os
import pickle
import re
import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from socket import create_connection
from typing import Any

from corpus.encoders import Embedded, Encoder
from corpus.errors import RoundtableError
from ingest.elsewhere import Readers
from ingest.ray_kept import Kept
from ingest.work import Finished, Job, Reading, contexts

PASSAGES_AT_ONCE = 64  # a part of a document: about two seconds of one processor
FILES_AT_ONCE = 10_000  # in one Ray job, which must know all of its files when it begins
ANSWERS_WITHIN = 5.0  # seconds, of which Ray itself would take minutes
TRIES = 3  # for a file or a part of it whose worker ends: a machine may have gone, or the file made it crash
# Of a processor. Together less than one: where models took all of it, nothing would ever be read for them.
TO_READ, TO_EMBED = 0.2, 0.8
# Ray and Ray Data write dozens of lines about themselves to the terminal, some to standard output, where our JSON is.
# They read these variables when they are imported or start; whoever sets one of them has wanted it so.
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_DATA_LOG_LEVEL": "CRITICAL",
    "RAY_DEDUP_LOGS_SKIP_REGEX": r"[\s\S]*",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
MISSING = "--engine ray: Ray is not installed; pip install 'roundtable-assistant[ray]'"


class RayUnavailable(RoundtableError):
    """Ray is not installed, or no cluster answers at its address."""


class RayEngine:
    """An `ingest.work.Engine` on Ray Data: Ray spreads the work, tries again what a dead worker had, and reads no
    further ahead than there is room for.

    `load` gives the embedding model, in each worker its own; `model` is its name. Files have the same paths on all
    machines. `address` is that of a cluster ("auto", HOST:PORT, ray://HOST:PORT); without one, and without the variable
    RAY_ADDRESS, Ray runs on this computer as long as it is needed. Documents come in any order, and are kept in the
    file `unfinished` until the index is published; `taken` counts those that an ingest before had kept.

    Raises `RayUnavailable`, and what a worker raises.
    """

    def __init__(self, load: Callable[[], Encoder], model: str, unfinished: Path, address: str | None = None) -> None:
        self._load = load
        self._model = model
        self._unfinished = unfinished
        self._address = address
        self._kept: Kept | None = None
        self.taken = 0

    def finished(self, jobs: Iterable[Job]) -> Generator[Finished, None, None]:
        with ExitStack() as stack:
            waiting: list[Job] = []
            for job in jobs:
                if self._kept is None:
                    self._kept = Kept(self._unfinished, self._model)
                if kept := self._kept.get(job):
                    self.taken += 1
                    yield kept
                    continue
                waiting.append(job)
                if len(waiting) == FILES_AT_ONCE:
                    yield from self._made(waiting, stack)
                    waiting = []
            if waiting:
                yield from self._made(waiting, stack)

    def published(self) -> None:
        if self._kept:
            self._kept.delete()
            self._kept = None

    def _made(self, jobs: list[Job], stack: ExitStack) -> Iterator[Finished]:
        stack.enter_context(session(self._address))
        waiting = {number: _Parts() for number in range(len(jobs))}
        for row in _rows(jobs, self._load):
            if row["error"]:
                raise pickle.loads(row["error"])  # noqa: S301 from workers of ours, on machines that run this program
            number = row["number"]
            if number not in waiting:  # made twice, because its machine was lost after it
                continue
            waiting[number].add(row)
            if finished := waiting[number].finished(jobs[number]):
                del waiting[number]
                if finished.reading.document and self._kept:
                    self._kept.put(finished)
                yield finished
        for number in waiting:
            failure = f"its worker process ended {TRIES} times; leave the file out, or repair it"
            yield Finished(Reading(jobs[number], failure=failure))


@dataclass(slots=True)
class _Parts:
    """What has come of a document; its parts come in any order."""

    reading: bytes = b""
    embedded: dict[int, bytes] = field(default_factory=dict)
    seconds: float = 0.0

    def add(self, row: dict[str, Any]) -> None:
        self.reading = row["reading"] or self.reading
        self.embedded[row["part"]] = row["embedded"]
        self.seconds += row["seconds"]

    def finished(self, job: Job) -> Finished | None:
        """The document, if it is whole."""
        if not self.reading:
            return None
        reading: Reading = pickle.loads(self.reading)  # noqa: S301 from workers of ours, on machines that run this program
        if len(self.embedded) < _parts_of(reading):
            return None
        embedded: list[Embedded] = [one for part in sorted(self.embedded) for one in pickle.loads(self.embedded[part])]  # noqa: S301 from workers of ours, on machines that run this program
        assert reading.job == job
        return Finished(reading, embedded, self.seconds)


def _rows(jobs: list[Job], load: Callable[[], Encoder]) -> Iterator[dict[str, Any]]:
    """What workers make of the jobs, part by part. What Ray gives up is left out."""
    import ray
    from ray.data import ActorPoolStrategy, DataContext

    processors = max(1, int(ray.cluster_resources().get("CPU", 1)))
    # One at a time: what waits at a worker that dies could be counted as tried, though it was not begun.
    sizes: dict[str, Any] = {"min_size": 1, "max_size": processors, "initial_size": processors}
    models = ActorPoolStrategy(**sizes, max_tasks_in_flight_per_actor=1)
    with warnings.catch_warnings():
        # Ray 2.64 is to take `max_retries` from tasks and tell what comes in its place; unset, it tries for ever.
        warnings.simplefilter("ignore", DeprecationWarning)
        context = DataContext.get_current().copy()
    context.enable_progress_bars = context.print_on_execution_start = False
    context.max_errored_blocks = -1  # a file that makes its worker crash is named at the end, and the rest goes on
    context.target_max_block_size = 1  # byte: each row by itself, so that parts of one document go to several models
    with DataContext.current(context), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        numbered = [{"number": number, "job": pickle.dumps(job)} for number, job in enumerate(jobs)]
        files = ray.data.from_items(numbered, override_num_blocks=len(jobs))
        parts = files.flat_map(_read, num_cpus=TO_READ, max_retries=TRIES - 1)
        embed: Any = _Embed  # a class of which each worker makes one, which the annotations of `map` do not know
        tries: dict[str, Any] = {"max_restarts": -1, "max_task_retries": TRIES - 1}
        embedded = parts.map(embed, fn_constructor_args=(load,), num_cpus=TO_EMBED, compute=models, **tries)
    yield from embedded.iter_rows()


def _read(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Runs in a worker: a row for each part of the document, the first of them with all that was read."""
    job: Job = pickle.loads(row["job"])  # noqa: S301 from workers of ours, on machines that run this program
    try:
        reading = _readers().read(job)
    except Exception as error:  # a mistake of ours, to be seen where the ingest runs
        return [_row(row["number"], error=pickle.dumps(error))]
    passages = contexts(reading)
    cuts = [passages[PASSAGES_AT_ONCE * part :][:PASSAGES_AT_ONCE] for part in range(_parts_of(reading))]
    return [
        _row(row["number"], part, b"" if part else pickle.dumps(reading), pickle.dumps(cut))
        for part, cut in enumerate(cuts)
    ]


@cache
def _readers() -> Readers:
    """Those of a worker, and end with it: others use it too, so that it cannot have a reader's limits itself."""
    return Readers()


def _row(number: int, part: int = 0, reading: bytes = b"", passages: bytes = b"", error: bytes = b"") -> dict[str, Any]:
    return {"number": number, "part": part, "reading": reading, "passages": passages, "error": error}


def _parts_of(reading: Reading) -> int:
    return max(1, -(-len(reading.passages) // PASSAGES_AT_ONCE))


class _Embed:
    """Lives in a worker with its own embedding model, loaded when the first passages come."""

    def __init__(self, load: Callable[[], Encoder]) -> None:
        self._load = load
        self._encoder: Encoder | None = None

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        passages, made, begun = row.pop("passages"), b"", time.monotonic()
        try:
            if passages := pickle.loads(passages) if passages else []:  # noqa: S301 from workers of ours, on machines that run this program
                self._encoder = self._encoder or self._load()
                begun = time.monotonic()
                made = pickle.dumps(self._encoder.embed(passages))
        except Exception as error:  # that of a model that cannot be loaded is for the user
            row["error"] = pickle.dumps(error)
        return {**row, "embedded": made or pickle.dumps([]), "seconds": time.monotonic() - begun}


@contextmanager
def session(address: str | None) -> Iterator[None]:
    """Ray, started or joined; left or ended at the end, unless it was there before."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.data  # needs pyarrow, which Ray alone does not bring
    except ImportError:
        raise RayUnavailable(MISSING) from None
    if ray.is_initialized():
        yield
        return
    # Without a word Ray joins what it finds in its temporary folder, and waits long for what is gone.
    wanted = address or os.environ.get("RAY_ADDRESS") or "local"
    try:
        if found := re.fullmatch(r"(?:ray://)?([\w.-]+):(\d{1,5})", wanted):
            create_connection((found[1], int(found[2])), ANSWERS_WITHIN).close()
        # Ray's workers look for modules in the folder that it is started from, which may be one of documents.
        with chdir(Path(__file__).parents[1]), _native_lines_aside():
            ray.init(wanted, include_dashboard=False, log_to_driver=False, logging_level=logging.CRITICAL)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        why = " ".join(str(error).split())[:200]
        raise RayUnavailable(
            f"{wanted}: Ray does not answer ({why}); check --ray-address, or leave it out to run Ray here"
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def _native_lines_aside() -> Iterator[None]:
    """What is written past Python to standard error goes nowhere: Ray tells there which log level it was set to."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
