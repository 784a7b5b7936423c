"""The one place that turns settings into the parts that work together."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.model import ChatModel
    from assistant.settings import Settings
    from assistant.tracing import Tracer
    from assistant.usage import UsageLog
    from corpus.check import Check
    from corpus.chroma_server import ChromaServer
    from corpus.encoders import Encoder
    from corpus.index import Index
    from corpus.remove import Removal
    from corpus.types import Document
    from corpus.writer import IndexWriter
    from ingest.pipeline import IngestReport, Progress
    from ingest.ray_engine import RayEngine
    from ingest.work import Engine

# No library that the program stands on may call home.
_QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    # With these and a key in the environment langchain would send questions and passages to LangSmith.
    **dict.fromkeys(
        ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"), "false"
    ),
    "TOKENIZERS_PARALLELISM": "true",
}


def silence_telemetry() -> None:
    """Switch off the usage reports of Chroma, Gradio, Hugging Face and onnxruntime; called first by every door."""
    os.environ.update(_QUIET)


def chroma_server(settings: "Settings") -> "ChromaServer | None":
    """The Chroma server of the settings; None if vectors are in the index's folder. Raises `BadSettings`."""
    from corpus.chroma_server import ChromaServer

    return ChromaServer(settings.chroma, settings.key_of_chroma()) if settings.chroma else None


def open_index(settings: "Settings") -> "Index":
    """The index of the settings, whichever model made it. Raises `NoIndex` if nothing was ingested."""
    from corpus.index import Index

    return Index(settings.index, chroma_server(settings))


def build_encoder(settings: "Settings", threads: int | None = None) -> "Encoder":
    from corpus.encoders import load_encoder

    return load_encoder(settings.embedding_model, settings.cache, threads)


def build_model(settings: "Settings") -> "ChatModel | None":
    """The language model of the settings; None if they name none. Raises `NoModel`, `BadSettings`."""
    if not settings.model:
        return None
    from assistant.providers import load_model

    return load_model(
        settings.model, settings.model_url, settings.key_of_model(), settings.model_context, settings.model_timeout
    )


def build_usage(settings: "Settings") -> "UsageLog":
    """Where tokens, cost and time of the settings' model are recorded."""
    from assistant.usage import UsageLog

    return UsageLog(settings.usage, settings.model)


def build_tracer(settings: "Settings") -> "Tracer":
    """Traces if the settings ask for them. Raises `TracingUnavailable` if their package is missing."""
    from assistant.tracing import NO_TRACES, load_tracer

    return load_tracer() if settings.tracing else NO_TRACES


def build_assistant(
    settings: "Settings", encoder: "Encoder | None" = None, newest: "Callable[[Index], Index] | None" = None
) -> "Assistant":
    """Raises `NoIndex` if nothing was ingested, `IndexMismatch` if the index is of another model.

    `encoder` stands in place of that of the settings, and `newest` in place of `Index.newest`.
    """
    from assistant.assistant import Assistant
    from corpus.errors import IndexMismatch

    index = open_index(settings)
    if index.model != settings.embedding_model:
        raise IndexMismatch(
            f"{settings.index}: made with the embedding model {index.model!r}, and the settings name "
            f"{settings.embedding_model!r}; use another --index, or ingest again into a new folder"
        )
    encoder, model = encoder or build_encoder(settings), build_model(settings)
    tracer, newest = build_tracer(settings), newest or type(index).newest
    if model is None:
        return Assistant(index, encoder, tracer=tracer, newest=newest)
    from assistant.writing.writer import Writer

    prices = (settings.model_input_price, settings.model_output_price)
    writer = Writer(model, encoder, settings.model_timeout, prices)
    return Assistant(index, encoder, writer=writer, record=build_usage(settings).add, tracer=tracer, newest=newest)


def build_ray_engine(settings: "Settings", address: str | None = None) -> "RayEngine":
    """Reads and embeds on the Ray cluster of that address; see `RayEngine`."""
    from functools import partial

    from corpus.encoders import load_encoder
    from ingest.pipeline import UNFINISHED
    from ingest.ray_engine import RayEngine

    load = partial(load_encoder, settings.embedding_model, settings.cache, threads=1)  # a worker has one processor
    return RayEngine(load, settings.embedding_model, settings.index / UNFINISHED, address)


def run_ingest(
    paths: Sequence[Path],
    settings: "Settings",
    prune: bool,
    on_progress: Callable[["Progress"], None],
    engine: "Engine | None" = None,
) -> "IngestReport":
    """Bring the index in step with the paths; without any, with the documents that come with the program.

    `engine` reads and embeds in place of this computer. What it did is kept beside the index. Raises `IndexInUse` or
    `IndexMismatch`, and what the engine raises.
    """
    from corpus.catalogue import materials_folder
    from ingest.catalogued import metadata_from_catalogues
    from ingest.pipeline import ingest

    with _writer(settings) as writer, recorded_ingest(settings.index) as report:
        return ingest(
            paths or [materials_folder()],
            writer,
            lambda: build_encoder(settings),
            metadata=metadata_from_catalogues(settings.fetched),
            prune=prune,
            pdf_engine=settings.pdf_engine,
            limit_bytes=settings.max_file_mb * 1_000_000,
            on_progress=on_progress,
            report=report,
            engine=engine,
        )


def run_reread(
    sources: Sequence[str] | None, settings: "Settings", on_progress: Callable[["Progress"], None]
) -> "IngestReport":
    """Read the files of documents again, named by source, or of all of them; also those that have not changed.

    A document whose file is gone is kept and reported. Raises `NoIndex`, `IndexInUse` or `IndexMismatch`.
    """
    from corpus import generations
    from corpus.errors import NoIndex
    from ingest.again import files_of, metadata_as_before
    from ingest.catalogued import metadata_from_catalogues
    from ingest.pipeline import ingest

    if generations.current(settings.index) is None:
        raise NoIndex(f"{settings.index}: there is no index here, so there is nothing to read again")
    with _writer(settings) as writer, recorded_ingest(settings.index) as report:
        files, report.failed[:] = files_of(sources, writer.sources(), list(writer.files.values()))
        return ingest(
            files,
            writer,
            lambda: build_encoder(settings),
            metadata=metadata_as_before(metadata_from_catalogues(settings.fetched)),
            pdf_engine=settings.pdf_engine,
            limit_bytes=settings.max_file_mb * 1_000_000,
            again=True,
            on_progress=on_progress,
            report=report,
        )


def _writer(settings: "Settings") -> "IndexWriter":
    from corpus.writer import IndexWriter

    return IndexWriter(settings.index, settings.embedding_model, chroma_server(settings))


@contextmanager
def recorded_ingest(index: Path) -> "Iterator[IngestReport]":
    """A report for an ingest to fill, which is kept beside the index however the ingest ends."""
    from corpus.errors import RoundtableError
    from corpus.last_ingest import done_now, keep
    from ingest.pipeline import IngestReport

    report = IngestReport()
    try:
        yield report
    except BaseException as error:
        why = str(error) if isinstance(error, RoundtableError) else f"it was stopped ({type(error).__name__})"
        with suppress(OSError):  # on a full disk both fail, and the first error is the one to tell
            keep(done_now(asdict(report), why), index)
        raise
    try:
        keep(done_now(asdict(report)), index)
    except OSError as error:
        report.problems.append(f"{index}: what this ingest did cannot be kept there ({error.strerror or error})")


def readable_suffixes() -> tuple[str, ...]:
    """The suffixes of files that can be read, in small letters: ".pdf" and others."""
    from ingest.readers import READERS

    return tuple(READERS)


def indexed_documents(settings: "Settings") -> "list[Document]":
    """The documents of the index, by source, whichever model made it. Raises `NoIndex`."""
    index = open_index(settings)
    try:
        return sorted(index.documents.values(), key=lambda document: document.source)
    finally:
        index.close()


def run_remove(names: Sequence[str], settings: "Settings") -> "Removal":
    """Take documents out of the index by source or id. Raises `NoIndex`, `IndexInUse` or `IndexMismatch`."""
    from corpus.remove import remove

    return remove(names, settings.index, settings.embedding_model, chroma_server(settings))


def run_check(settings: "Settings") -> "Check":
    """What is wrong with the catalogue that ships, its documents, or the index."""
    from corpus.catalogue import materials_folder
    from corpus.check import check

    materials = materials_folder()
    server = chroma_server(settings)
    return check(materials.parent / "catalog.yaml", materials, settings.index, settings.embedding_model, server)
