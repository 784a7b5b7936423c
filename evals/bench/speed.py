"""Measure the commands as processes of their own, and the encoder alone on the passages that they embedded."""

import json
from dataclasses import dataclass
from pathlib import Path

from corpus.encoders import Encoder
from corpus.index import Index
from evals.bench.processes import CommandFailed, Run, roundtable
from evals.bench.timing import Took, timed

QUESTION = "What do the documents say about results and performance?"


@dataclass(frozen=True, slots=True)
class Used:
    """One process from start to exit: wall time, processor time and peak memory, None where a system has no count."""

    seconds: float
    processor_seconds: float | None
    peak_bytes: int | None


@dataclass(frozen=True, slots=True)
class Commands:
    """The same folder ingested twice into one fresh index, then questions asked. Times are wall time unless named so.

    `within`, `reading` and `embedding` are of the first ingest as it reports them: from its first file to the
    published index; the readers' time, added up over all that ran at once; embedding, with the loading of the model.
    """

    documents: int
    failed: int
    duplicates: int
    pages: int
    passages: int
    ingest: Used
    within_seconds: float
    reading_seconds: float
    embedding_seconds: float
    second_ingest: Used
    asks: tuple[Used, ...]


def run_commands(folder: Path, scratch: Path, asks: int) -> Commands:
    """Leaves the index in `scratch`/index. Raises `CommandFailed` if nothing can be read."""
    _unpack_model(scratch)
    index = str(scratch / "index")
    # 1: some files failed; 2: nothing could be done, which is said below.
    first = roundtable("ingest", str(folder), "--index", index, "--json", accepted=(0, 1, 2))
    report = json.loads(first.output)
    if not report["passages"]:
        raise CommandFailed(f"{folder}: holds no document with text; give a folder of documents")
    second = roundtable("ingest", str(folder), "--index", index, "--json")
    if json.loads(second.output)["passages"]:
        raise CommandFailed(f"{folder}: the files changed between the two ingests; measure again")
    return Commands(
        documents=len(report["added"]),
        failed=len(report["failed"]),
        duplicates=len(report["duplicates"]),
        pages=report["pages"],
        passages=report["passages"],
        ingest=_used(first),
        within_seconds=report["seconds"],
        reading_seconds=report["reading_seconds"],
        embedding_seconds=report["embedding_seconds"],
        second_ingest=_used(second),
        asks=tuple(_used(roundtable("ask", QUESTION, "--index", index)) for _ in range(asks)),
    )


def encoder_alone(index: Index, encoder: Encoder) -> Took:
    """What the encoder takes for all passages of the index, as an ingest gives them to it."""
    from ingest.pipeline import in_context

    texts = [
        "\n".join(in_context(document, passage))
        for document in index.documents.values()
        for passage in index.passages_of(document.id)
    ]
    encoder.encode_passages(texts[:1])
    return timed(lambda: encoder.encode_passages(texts))


def _unpack_model(scratch: Path) -> None:
    """The very first ingest on a computer unpacks the embedding model; that is no part of reading documents."""
    note = scratch / "note.txt"
    note.write_text("A note that makes the program load its embedding model.", encoding="utf-8")
    roundtable("ingest", str(note), "--index", str(scratch / "first"))


def _used(run: Run) -> Used:
    return Used(run.seconds, run.processor_seconds, run.peak_bytes)
