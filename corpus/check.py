"""Look the collection over: is the catalogue sound, are its documents there, is the index in step with the files?"""

import hashlib
import shlex
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus import generations
from corpus.catalogue import Catalogue, read_catalogue
from corpus.chroma_server import ChromaServer
from corpus.damage import REBUILD, look
from corpus.errors import BadCatalogue, RoundtableError
from corpus.index import Index
from corpus.ledger import FileRecord


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, in one line each, and a line for everything that is wrong: what, where, what to do."""

    looked_at: tuple[str, ...]
    findings: tuple[str, ...]


def check(catalogue: Path, materials: Path, index: Path, model: str, server: ChromaServer | None = None) -> Check:
    """Look over a catalogue, the documents that lie beside it, and the index that `model` should have made."""
    looked_at: list[str] = []
    findings: list[str] = []
    known = None
    try:
        known = read_catalogue(catalogue)
        looked_at.append(
            f"Catalogue: {len(known.ours)} documents that come with the program, {len(known.public)} public"
        )
        findings += _catalogue_findings(known, materials)
    except BadCatalogue as error:
        findings.append(str(error))
    generation = generations.current(index)
    if generation is None and not (index / generations.POINTER).exists():
        return Check(
            tuple(looked_at), (*findings, f"{index}: there is no index here yet; make one with: roundtable ingest")
        )
    try:
        if generation:
            look(generation, thorough=True)
        opened = Index(index, server)
        counts = opened.counts()
        looked_at.append(
            f"Index: {counts['documents']} documents, {counts['pages']} pages, {counts['passages']} passages"
        )
        findings += _index_findings(opened, model)
        if known:
            findings += _shipped_findings(opened, known, materials)
        opened.close()
    except (RoundtableError, sqlite3.DatabaseError) as error:
        findings.append(f"the index cannot be read: {error}")
    return Check(tuple(looked_at), tuple(findings))


def content_id(path: Path) -> str:
    """The id of the document that a file with these bytes becomes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:20]


def _catalogue_findings(catalogue: Catalogue, materials: Path) -> Iterator[str]:
    listed = {entry.file for entry in catalogue.ours}
    for entry in catalogue.ours:
        if not (materials / str(entry.file)).is_file():
            yield f"{entry.id}: the file {entry.file} is missing from {materials}; install the program again"
    for path in sorted(materials.rglob("*")):
        name = path.relative_to(materials).as_posix()
        if path.is_file() and not path.name.startswith(".") and name not in listed:
            yield f"{name}: lies in {materials} and is not in the catalogue; add an entry to {catalogue.path.name}"


def _index_findings(index: Index, model: str) -> Iterator[str]:
    if index.model != model:
        yield (
            f"{index.folder}: made with the embedding model {index.model!r}, and the settings name {model!r}; "
            f"use another --index, or {REBUILD}"
        )
    passages, vectors = index.counts()["passages"], index.vector_count()
    if passages != vectors:
        yield (f"{index.folder}: the ledger holds {passages} passages and Chroma {vectors}; {REBUILD}")
    if passages != index.word_count():
        yield (
            f"{index.folder}: the ledger holds {passages} passages and the index of words {index.word_count()}; "
            f"{REBUILD}"
        )
    for file in index.files():
        path = Path(file.origin)
        if not path.is_file():
            yield (
                f"{file.origin}: the file is gone and its document is kept; ingest its folder with --prune, or: "
                f"roundtable corpus remove {shlex.quote(_source(index, file))}"
            )
        elif content_id(path) != file.document:
            yield f"{file.origin}: changed since it was ingested; ingest its folder again"


def _shipped_findings(index: Index, catalogue: Catalogue, materials: Path) -> Iterator[str]:
    """Shipped documents that the index lacks: only where it holds others, for a collection may do without them."""
    origins = {file.origin for file in index.files()}
    paths = {str(entry.file): materials / str(entry.file) for entry in catalogue.ours}
    there = {name: path.resolve() for name, path in paths.items() if path.is_file()}
    held = {name for name, path in there.items() if content_id(path) in index.documents or str(path) in origins}
    for name in there:
        if held and name not in held:
            yield f"{name}: comes with the program and is not in the index; add it with: roundtable ingest"


def _source(index: Index, file: FileRecord) -> str:
    return index.documents[file.document].source if file.document in index.documents else file.document
