"""Read files in other processes: several at once, and one that makes its reader crash costs only itself."""

import pickle
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType

from corpus.limits import Limits, keep_to, lift_memory_limit, too_long, too_much
from corpus.walled import BrokeOff, Walled, serve_with
from ingest.told import Told, from_bytes, to_bytes
from ingest.work import Job, Reading, read_job

LIMITS = Limits()
AHEAD = 4  # files for each process that may be read before somebody takes them: what memory holds of them is bounded
NONSENSE = "what its reader told of it makes no sense; leave the file out, or repair it"


def read_ahead(jobs: Iterable[Job], processes: int, limits: Limits = LIMITS) -> Iterator[Reading]:
    """What the jobs give, in their order, read by as many processes; these end with the iterator. A file that takes
    more than the limits is a failure."""
    with Readers(limits) as readers:
        yield from readers.ahead(jobs, processes)


class Readers:
    """Processes that read, started as they are needed; a context manager that ends them.

    They are told by pickle, and tell in plain data, of which each piece is looked at: what a file made of its reader
    has no way out of it.
    """

    def __init__(self, limits: Limits = LIMITS, module: str = __name__) -> None:
        self._limits = limits
        self._walled = Walled(module)

    def __enter__(self) -> "Readers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._walled.close()

    def ahead(self, jobs: Iterable[Job], processes: int) -> Iterator[Reading]:
        """What the jobs give, in their order, read by as many processes."""
        with ThreadPoolExecutor(processes, "reading") as threads:
            ahead: deque[Future[Reading]] = deque()
            try:
                for job in jobs:
                    ahead.append(threads.submit(self.read, job))
                    if len(ahead) >= AHEAD * processes:
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
            except BaseException:
                self._walled.kill()  # or the threads would be waited for
                raise

    def read(self, job: Job) -> Reading:
        """What a process makes of the job; a failure if it ends meanwhile, tells nonsense, or makes a mistake."""
        seconds = self._limits.seconds_for(job.size)
        request, most = pickle.dumps((job, self._limits)), self._limits.answer_for(job.size)
        try:
            return self._walled.ask(request, most, self._limits.patience * seconds, partial(from_bytes, job=job))
        except BrokeOff as error:
            return Reading(job, failure=_why(error, seconds))


def serve() -> None:
    """Reads each job that comes in at standard input, and gives back what it gives, until there is none."""
    serve_with(_answer)


def _why(error: BrokeOff, seconds: float) -> str:
    if error.babbled:
        return NONSENSE
    if error.was_late:
        return too_long(seconds)
    return f"reading broke off (exit code {error.code}); leave the file out, or repair it"


def _answer(request: bytes) -> bytes:
    job, limits = pickle.loads(request)  # noqa: S301 from the program that started this one
    try:
        keep_to(limits, job.size)
        return to_bytes(read_job(job))
    except MemoryError:
        lift_memory_limit()  # or there is none for the answer either
        return to_bytes(Told(failure=too_much(limits.memory_for(job.size))))
    except Exception as error:  # a mistake of ours
        at = traceback.extract_tb(error.__traceback__)[-1]
        return to_bytes(Told(mistake=f"{type(error).__name__}: {error} ({Path(at.filename).name}, line {at.lineno})"))
