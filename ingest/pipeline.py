"""Keep the index in step with the files: read what is new or changed, leave the rest, report everything."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from corpus.encoders import Encoder
from corpus.errors import UnreadableDocument
from corpus.ledger import FileRecord
from corpus.writer import IndexWriter
from ingest.behind import Do, behind
from ingest.discover import Found, discover
from ingest.local import LocalEngine
from ingest.look import Looked, Metadata, look_at
from ingest.readers import READERS
from ingest.standing import Left, Standing
from ingest.work import Engine, Finished, Job, in_context, no_access

__all__ = ["IngestReport", "Progress", "in_context", "ingest"]

UNFINISHED = "unfinished.sqlite"
ROOM = 1_024  # passages that may wait to be written


@dataclass(frozen=True, slots=True)
class Progress:
    """What the ingest is doing: file `done` + 1 of `total`, and passages embedded so far."""

    done: int
    total: int
    source: str
    passages: int


@dataclass(slots=True)
class IngestReport:
    """What an ingest did. Lists hold sources or whole sentences about one file; `seconds` is wall time."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    pages: int = 0
    passages: int = 0
    seconds: float = 0.0
    reading_seconds: float = 0.0
    embedding_seconds: float = 0.0


def ingest(
    paths: Sequence[Path | Found],
    writer: IndexWriter,
    encoder: Callable[[], Encoder],
    *,
    metadata: Metadata = lambda found: {},
    prune: bool = False,
    pdf_engine: str = "pdfium",
    limit_bytes: int = 500_000_000,
    again: bool = False,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    report: IngestReport | None = None,
    engine: Engine | None = None,
) -> IngestReport:
    """Read the files, put them into the writer's index and publish it; one bad file never stops the rest.

    `encoder` is called only if something has to be embedded. `metadata` gives what a catalogue knows of a
    file. `prune` also removes documents of the given folders whose files are gone. `again` reads files that have not
    changed too. `report` is the one to fill, for who wants to know how far an ingest came that failed. `engine` reads
    and embeds in place of this computer and `encoder`.
    """
    started = time.monotonic()
    report = IngestReport() if report is None else report
    discovery = discover(paths, READERS)
    report.failed += [f"{path}: no such file or folder" for path in discovery.missing]
    report.failed += [
        f"{found.source}: its file is gone ({found.path}) and the document is kept; put the file back, or remove the "
        "document from the collection"
        for found in discovery.gone
    ]
    report.skipped += [found.source for found in discovery.skipped]
    report.problems += [
        f"{found.source}: is a link out of the folder and was not followed; give the file's own path to have it read"
        for found in discovery.outside
    ]
    engine = LocalEngine(encoder, writer.folder / UNFINISHED) if engine is None else engine
    look = partial(look_at, metadata=metadata, pdf_engine=pdf_engine, limit_bytes=limit_bytes)
    with behind(ROOM) as later:
        run = _Run(discovery.files, writer, later, report, on_progress)
        looked: Iterable[Looked] = run.look_at_all(look)
        while looked:
            with closing(engine.finished(run.jobs(looked, pdf_engine, again))) as all_finished:
                for finished in all_finished:
                    run.take(finished)
            looked = run.put_off_until_now(look)
    _drop_missing(paths, {str(found.path) for found in discovery.files}, writer, report, prune)
    writer.publish()
    engine.published()
    on_progress(Progress(len(discovery.files), len(discovery.files), "", report.passages))
    report.seconds = time.monotonic() - started
    return report


class _Run:
    """One ingest under way: decides what becomes of each file, and has the index follow."""

    def __init__(
        self,
        files: Sequence[Found],
        writer: IndexWriter,
        later: Do,
        report: IngestReport,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self._files = files
        self._writer = writer
        self._later = later
        self._report = report
        self._on_progress = on_progress
        self._now = Progress(0, len(files), "", 0)
        self._standing = Standing(writer.files.values(), writer.sources())
        self._put_off: list[Looked] = []
        self._displaced: set[str] = set()

    def look_at_all(self, look: Callable[[Found], Looked]) -> Iterator[Looked]:
        for done, found in enumerate(self._files):
            self._now = replace(self._now, done=done, source=found.source)
            self._on_progress(self._now)
            yield from self._look_at(found, look)

    def put_off_until_now(self, look: Callable[[Found], Looked]) -> list[Looked]:
        """Files that were left as they were and whose document then lost its place; those that `jobs` passed over."""
        lost: list[Looked] = []
        for found in [found for found in self._files if self._displaced and str(found.path) in self._displaced]:
            if found.source in self._report.unchanged:
                self._report.unchanged.remove(found.source)
                lost += self._look_at(found, look)
        looked = lost + self._put_off
        self._displaced, self._put_off = set(), []
        return looked

    def jobs(self, looked: Iterable[Looked], pdf_engine: str, again: bool) -> Iterator[Job]:
        """The files that have to be read, as they are asked for; what becomes of the others is settled on the way.

        A file that has to do with one before it, by content or by name, is put off until that is settled: the outcome
        is as if they were read one after another, whatever the order in which they are finished.
        """
        touched: set[str] = set()
        for each in looked:
            touches = self._standing.touches(each)
            if not touched.isdisjoint(touches):
                self._put_off.append(each)
            elif not self._is_settled(each, again):
                source = self._standing.free_source(each)
                yield Job(each.found, source, each.id, each.fingerprint, each.size, each.metadata, pdf_engine)
            else:
                continue
            touched |= touches

    def take(self, finished: Finished) -> None:
        """Puts what was read into the index, or its failure into the report."""
        reading, report = finished.reading, self._report
        found = reading.job.found
        report.reading_seconds += reading.seconds
        report.embedding_seconds += finished.seconds
        report.problems += reading.problems
        if reading.document is None:
            report.failed.append(f"{found.source}: {reading.failure}")
            return
        record = FileRecord(str(found.path), reading.document.id, reading.job.fingerprint)
        before = self._standing.file(record.origin)
        left = self._standing.take(record, reading.document.source)
        self._displaced.update(left.displaced)
        (report.changed if before else report.added).append(found.source)
        report.pages += len(reading.pages)
        report.passages += len(reading.passages)
        self._later(partial(_write, self._writer, left, finished, record), len(reading.passages) + 1)
        self._now = replace(self._now, passages=report.passages)
        if found.source != self._now.source:  # nobody is told of one file twice
            self._on_progress(self._now)

    def _look_at(self, found: Found, look: Callable[[Found], Looked]) -> list[Looked]:
        try:
            return [look(found)]
        except UnreadableDocument as error:
            self._report.failed.append(f"{found.source}: {error}")
        except OSError as error:
            self._report.failed.append(f"{found.source}: {no_access(error)}")
        return []

    def _is_settled(self, looked: Looked, again: bool) -> bool:
        """Whether the file need not be read: it is as it was, or another has the same content."""
        before = self._standing.file(looked.origin)
        if before and before.fingerprint == looked.fingerprint and not again:
            self._report.unchanged.append(looked.found.source)
            return True
        twin = self._standing.twin(looked)
        if twin is None or (again and before and before.document == looked.id):
            return False
        self._report.duplicates.append(f"{looked.found.source}: same content as {twin}; kept once")
        if before:
            self._standing.forget(looked.origin)
            self._later(partial(self._writer.remove_file, looked.origin), 1)
        self._standing.record(looked.record)
        self._later(partial(self._writer.record_file, looked.record), 1)
        return True


def _write(writer: IndexWriter, left: Left, finished: Finished, record: FileRecord) -> None:
    document = finished.reading.document
    assert document is not None
    for origin in left.forgotten:
        writer.remove_file(origin)
    writer.add(document, finished.reading.pages, finished.reading.passages, finished.embedded)
    writer.record_file(record)


def _drop_missing(
    paths: Sequence[Path | Found], seen: set[str], writer: IndexWriter, report: IngestReport, prune: bool
) -> None:
    roots = [path.expanduser().resolve() for path in paths if isinstance(path, Path) and path.exists()]
    for origin in sorted(set(writer.files) - seen):
        path = Path(origin)
        if path.exists() or not any(path == root or root in path.parents for root in roots):
            continue
        if prune:
            writer.remove_file(origin)
        (report.removed if prune else report.gone).append(origin)
