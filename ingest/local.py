"""Read files and embed their passages on this computer: reading runs ahead in other processes while one embeds."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path

from corpus.encoders import Embedded, Encoder
from corpus.processors import processors
from corpus.vector_cache import VectorCache
from ingest.elsewhere import Readers
from ingest.work import Finished, Job, Reading, contexts, read_job

# Passages wait for others of like length, which are padded less: 128 at a time gave the encoder 4 % more tokens.
PASSAGES_AT_ONCE = 512
KEPT_AT_ONCE = 128  # what an interruption can cost
ENOUGH_BYTES = 500_000  # about a second of reading: what is less is not worth the start of processes
HARMLESS = (".txt",)  # whatever else is in a file, it may be made to take all memory or all time: not of this process
MOST_PROCESSES = 8  # each takes memory, and no encoder keeps up with more of them


class LocalEngine:
    """An `ingest.work.Engine` for one computer. Documents come in the order of their jobs, so that the same files
    always give the same index. `encoder` is called once, and only if something has to be embedded; what it made is kept
    in the file `unfinished` until the index is published. `processes` read from where `enough_bytes` were read here."""

    def __init__(
        self,
        encoder: Callable[[], Encoder],
        unfinished: Path,
        processes: int | None = None,
        enough_bytes: int = ENOUGH_BYTES,
    ) -> None:
        self._encoder = encoder
        self._enough_bytes = enough_bytes
        self._unfinished = unfinished
        self._processes = min(processors(), MOST_PROCESSES) if processes is None else processes
        self._vectors: VectorCache | None = None

    def finished(self, jobs: Iterable[Job]) -> Generator[Finished, None, None]:
        waiting: list[Reading] = []
        with closing(_readings(jobs, self._processes, self._enough_bytes)) as read:
            for reading in read:
                if not reading.passages:
                    yield Finished(reading)
                    continue
                waiting.append(reading)
                if sum(len(each.passages) for each in waiting) >= PASSAGES_AT_ONCE:
                    yield from self._embedded(waiting)
                    waiting = []
            yield from self._embedded(waiting)

    def published(self) -> None:
        if self._vectors:
            self._vectors.delete()
            self._vectors = None

    def _embedded(self, readings: Sequence[Reading]) -> Iterator[Finished]:
        """Passages of several readings share the encoder's batches, from the shortest to the longest."""
        passages = [passage for reading in readings for passage in contexts(reading)]
        if not passages:
            return
        begun = time.monotonic()
        if self._vectors is None:
            self._vectors = VectorCache(self._unfinished, self._encoder())
        rows = _by_length(self._vectors, passages)
        seconds = (time.monotonic() - begun) / len(rows)
        for reading in readings:
            own, rows = rows[: len(reading.passages)], rows[len(reading.passages) :]
            yield Finished(reading, own, seconds * len(own))


def _readings(jobs: Iterable[Job], processes: int, enough_bytes: int) -> Generator[Reading, None, None]:
    """What the jobs give, in their order: the first small ones are read one by one, plain text of them here, and from
    where it is worth it as many processes read them."""
    jobs = iter(jobs)
    size = 0
    with Readers() as readers:
        for job in jobs:
            size += job.size
            if size >= enough_bytes:
                yield from readers.ahead(chain([job], jobs), max(processes, 1))
            elif job.found.path.suffix.lower() in HARMLESS:
                yield read_job(job)
            else:
                yield readers.read(job)


def _by_length(vectors: VectorCache, passages: Sequence[tuple[str, str]]) -> list[Embedded]:
    """One for each passage, in their order; they are embedded from the shortest to the longest."""
    by_length = sorted(range(len(passages)), key=lambda place: sum(map(len, passages[place])))
    parts = [by_length[start : start + KEPT_AT_ONCE] for start in range(0, len(passages), KEPT_AT_ONCE)]
    embedded = [one for part in parts for one in vectors.embed([passages[place] for place in part])]
    return [one for _, one in sorted(zip(by_length, embedded, strict=True), key=lambda pair: pair[0])]
