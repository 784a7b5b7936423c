"""Keep the index in step with the files: read what is new or changed, leave the rest, report everything."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.check import content_id
from corpus.encoders import Embedded, Encoder
from corpus.errors import UnreadableDocument
from corpus.ledger import FileRecord
from corpus.types import Document, Page, Passage
from corpus.vector_cache import VectorCache
from corpus.writer import IndexWriter
from ingest.describe import describe
from ingest.discover import Found, discover
from ingest.readers import READERS, read
from ingest.split import split

# Part of every file's fingerprint: raise it when reading or splitting gives other passages than before.
PIPELINE = "5"
# Passages wait for others of like length, which are padded less: 128 at a time gave the encoder 4 % more tokens.
PASSAGES_AT_ONCE = 512
KEPT_AT_ONCE = 128  # what an interruption can cost
UNFINISHED = "unfinished.sqlite"

Metadata = Callable[[Found], Mapping[str, Any]]


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
) -> IngestReport:
    """Read the files, put them into the writer's index and publish it; one bad file never stops the rest.

    `encoder` is called only if something has to be embedded. `metadata` gives what a catalogue knows of a
    file. `prune` also removes documents of the given folders whose files are gone. `again` reads files that have not
    changed too. `report` is the one to fill, for who wants to know how far an ingest came that failed.
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
    run = _Run(writer, encoder, report)
    for done, found in enumerate(discovery.files):
        on_progress(Progress(done, len(discovery.files), found.source, report.passages))
        try:
            run.take(found, dict(metadata(found)), pdf_engine, limit_bytes, again)
        except UnreadableDocument as error:
            report.failed.append(f"{found.source}: {_without_name(str(error), found)}")
        except OSError as error:
            report.failed.append(f"{found.source}: cannot be read ({error.strerror or error}); check the file")
    run.embed()
    _drop_missing(paths, {str(found.path) for found in discovery.files}, writer, report, prune)
    writer.publish()
    run.close()
    on_progress(Progress(len(discovery.files), len(discovery.files), "", report.passages))
    report.seconds = time.monotonic() - started
    return report


class _Run:
    """One ingest under way: documents that were read wait here until enough passages can be embedded."""

    def __init__(self, writer: IndexWriter, encoder: Callable[[], Encoder], report: IngestReport) -> None:
        self._writer = writer
        self._encoder = encoder
        self._report = report
        self._vectors: VectorCache | None = None
        self._waiting: list[tuple[Document, list[Page], list[Passage], FileRecord]] = []
        self._holders = {record.document: origin for origin, record in writer.files.items()}
        self._sources = writer.sources()

    def take(self, found: Found, metadata: dict[str, Any], pdf_engine: str, limit_bytes: int, again: bool) -> None:
        origin = str(found.path)
        size = found.path.stat().st_size
        if size > limit_bytes:
            raise UnreadableDocument(
                f"{size / 1e6:.0f} MB is more than the limit of {limit_bytes / 1e6:.0f} MB; split the file, or "
                "raise the setting `max_file_mb`"
            )
        id_ = content_id(found.path)
        made_from = json.dumps([PIPELINE, pdf_engine, id_, metadata], sort_keys=True, default=str)
        fingerprint = hashlib.sha256(made_from.encode()).hexdigest()[:20]
        before = self._writer.files.get(origin)
        if before and before.fingerprint == fingerprint and not again:
            self._report.unchanged.append(found.source)
            return
        holder = self._holders.get(id_)
        elsewhere = holder is not None and holder != origin and _holds(holder, id_)
        if elsewhere and not (again and before and before.document == id_):
            self._report.duplicates.append(f"{found.source}: same content as {holder}; kept once")
            if before:
                self._forget(origin)
            self._writer.record_file(FileRecord(origin, id_, fingerprint))
            return

        begun = time.monotonic()
        content = read(found.path, pdf_engine=pdf_engine)
        document = describe(id_, self._free_source(found, id_, before), content, metadata)
        pages, passages = split(document.id, content, document.title, document.language)
        self._report.reading_seconds += time.monotonic() - begun

        self._report.problems += [f"{found.source}: {problem}" for problem in content.problems]
        empty = [page.number for page in pages if not page.has_text]
        if content.paged and empty:
            self._report.problems.append(f"{found.source}, {_pages(empty)}: no text: needs OCR")
        elif empty:
            raise UnreadableDocument("holds no text; nothing to ingest")
        (self._report.changed if before else self._report.added).append(found.source)
        self._report.pages += len(pages)
        if before:
            self._forget(origin)
        if holder and holder != origin and not elsewhere:  # moved: its old place is gone or holds another
            self._forget(holder)
        self._holders[id_] = origin
        self._sources[document.source] = id_
        self._waiting.append((document, pages, passages, FileRecord(origin, id_, fingerprint)))
        if sum(len(passages) for _, _, passages, _ in self._waiting) >= PASSAGES_AT_ONCE:
            self.embed()

    def _forget(self, origin: str) -> None:
        self._writer.remove_file(origin)
        self._holders = {record.document: held for held, record in self._writer.files.items()}
        self._holders |= {document.id: record.origin for document, _, _, record in self._waiting}
        self._sources = {source: document for source, document in self._sources.items() if document in self._holders}

    def embed(self) -> None:
        """Embed and store the documents that wait; passages of several share the encoder's batches."""
        if not self._waiting:
            return
        begun = time.monotonic()
        if self._vectors is None:
            self._vectors = VectorCache(self._writer.folder / UNFINISHED, self._encoder())
        rows = self._embedded(
            self._vectors,
            [in_context(document, passage) for document, _, passages, _ in self._waiting for passage in passages],
        )
        self._report.embedding_seconds += time.monotonic() - begun
        for document, pages, passages, record in self._waiting:
            own, rows = rows[: len(passages)], rows[len(passages) :]
            self._writer.add(document, pages, passages, own)
            self._writer.record_file(record)
            self._report.passages += len(passages)
        self._waiting.clear()

    @staticmethod
    def _embedded(vectors: VectorCache, passages: Sequence[tuple[str, str]]) -> list[Embedded]:
        """One for each passage, in their order; they are embedded from the shortest to the longest."""
        by_length = sorted(range(len(passages)), key=lambda place: sum(map(len, passages[place])))
        parts = [by_length[start : start + KEPT_AT_ONCE] for start in range(0, len(passages), KEPT_AT_ONCE)]
        embedded = [one for part in parts for one in vectors.embed([passages[place] for place in part])]
        return [one for _, one in sorted(zip(by_length, embedded, strict=True), key=lambda pair: pair[0])]

    def close(self) -> None:
        if self._vectors:
            self._vectors.delete()

    def _free_source(self, found: Found, id_: str, before: FileRecord | None) -> str:
        """The file's name in the collection; with its folder's name in front if another file has it already."""
        source, folder = found.source, found.root
        while self._sources.get(source) not in (None, id_, before.document if before else None):
            source, folder = f"{folder.name or 'root'}/{source}", folder.parent
        return source


def in_context(document: Document, passage: Passage) -> tuple[str, str]:
    """What the encoder sees of a passage: the title and headings tell it what "it" and "the city" are."""
    return " › ".join((document.title, *passage.section)), passage.text


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


def _holds(origin: str, id_: str) -> bool:
    """Whether the file is still there with the content that it was ingested with."""
    path = Path(origin)
    return path.is_file() and content_id(path) == id_


def _pages(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _without_name(message: str, found: Found) -> str:
    return " ".join(message.removeprefix(f"{found.path}: ").removeprefix(f"{found.path.name}: ").split())
