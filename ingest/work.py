"""What reading one file takes and gives, apart from the index: so it can be done in any process, in any order."""

import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from corpus.encoders import Embedded
from corpus.errors import UnreadableDocument
from corpus.types import Document, Page, Passage
from ingest.describe import describe
from ingest.discover import Found
from ingest.readers import read
from ingest.split import split

TOO_DEEP = "is nested deeper than any honest file; leave it out, or save it anew"


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be read; what the index has to do with it is decided.

    `source` is the name that its document gets, `id` that document's, `size` is in bytes. `metadata` is what a
    catalogue knows of the file, `fingerprint` what it is made from.
    """

    found: Found
    source: str
    id: str
    fingerprint: str
    size: int
    metadata: Mapping[str, Any]
    pdf_engine: str = "pdfium"


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a job: a document with its pages and passages, or a `failure`, one line without the file's name.

    `problems` are whole sentences, with the name. `seconds` are those of one processor.
    """

    job: Job
    document: Document | None = None
    pages: tuple[Page, ...] = ()
    passages: tuple[Passage, ...] = ()
    problems: tuple[str, ...] = ()
    failure: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    """A reading with one `Embedded` for each of its passages, in their order, and the encoder's seconds for them."""

    reading: Reading
    embedded: Sequence[Embedded] = ()
    seconds: float = 0.0


class Engine(Protocol):
    """Reads files and embeds their passages, here or elsewhere.

    `finished` gives each job back once, in any order; a file that fails, or makes its reader crash, is a `Reading` with
    a `failure`. Jobs are drawn in the thread that iterates, not all at once: drawing one decides what becomes of files
    (it opens them, and asks the index). It is called again for files that had to wait for others. When the generator is
    closed before its end, what works for it ends.

    `published` is called when the index holds all of it: what was kept for an ingest that is interrupted may go.
    """

    def finished(self, jobs: Iterable[Job]) -> Generator[Finished, None, None]: ...

    def published(self) -> None: ...


def read_job(job: Job) -> Reading:
    """Reads, describes and splits the file of a job."""
    begun = time.thread_time()
    try:
        content = read(job.found.path, pdf_engine=job.pdf_engine)
        document = describe(job.id, job.source, content, job.metadata)
        pages, passages = split(document.id, content, document.title, document.language)
    except UnreadableDocument as error:
        return Reading(job, failure=_without_name(str(error), job.found), seconds=time.thread_time() - begun)
    except RecursionError:
        return Reading(job, failure=TOO_DEEP, seconds=time.thread_time() - begun)
    except OSError as error:
        return Reading(job, failure=no_access(error), seconds=time.thread_time() - begun)
    problems = [f"{job.found.source}: {problem}" for problem in content.problems]
    empty = [page.number for page in pages if not page.has_text]
    if content.paged and empty:
        problems.append(f"{job.found.source}, {_pages(empty)}: no text: needs OCR")
    failure = "holds no text; nothing to ingest" if empty and not content.paged else None
    seconds = time.thread_time() - begun
    if failure:
        return Reading(job, problems=tuple(problems), failure=failure, seconds=seconds)
    return Reading(job, document, tuple(pages), tuple(passages), tuple(problems), None, seconds)


def contexts(reading: Reading) -> list[tuple[str, str]]:
    """What the encoder sees of each of the reading's passages."""
    return [in_context(reading.document, passage) for passage in reading.passages] if reading.document else []


def in_context(document: Document, passage: Passage) -> tuple[str, str]:
    """What the encoder sees of a passage: the title and headings tell it what "it" and "the city" are."""
    return " › ".join((document.title, *passage.section)), passage.text


def no_access(error: OSError) -> str:
    """Why a file could not be opened, for its line in the report."""
    return f"cannot be read ({error.strerror or error}); check the file"


def _pages(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _without_name(message: str, found: Found) -> str:
    return " ".join(message.removeprefix(f"{found.path}: ").removeprefix(f"{found.path.name}: ").split())
