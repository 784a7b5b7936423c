"""Change the index: add and remove documents in a copy, then publish it in one step."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

from corpus import generations, lexical
from corpus.acronyms import acronyms
from corpus.disk import writing
from corpus.encoders import Embedded
from corpus.errors import IndexInUse, IndexMismatch
from corpus.index import FORMAT, LEDGER, VECTORS
from corpus.ledger import FileRecord, Ledger
from corpus.meaning import MeaningStore
from corpus.types import Document, Page, Passage
from corpus.words import terms

LOCK = "ingest.lock"


class IndexWriter:
    """The only way to change an index; a context manager that holds its lock.

    Nothing is copied before the first change, and nothing a reader can see happens before `publish`.
    Raises `IndexInUse` if another ingest holds the lock, `IndexMismatch` if the index is of another model, and
    `IndexNotWritable`, then or later, if the disk is full or read-only.
    """

    def __init__(self, folder: Path, model: str) -> None:
        self.folder = folder
        self.model = model
        self._draft: Path | None = None
        self._stores = ExitStack()  # what is open of the draft

    def __enter__(self) -> "IndexWriter":
        from filelock import FileLock, Timeout

        self._lock = FileLock(self.folder / LOCK)
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire(timeout=0)
            except Timeout:  # an OSError too
                raise IndexInUse(f"{self.folder}: another ingest is running here; wait until it is done") from None
        try:
            self._files = self._read_files()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._draft:  # not published: what it changed is dropped
                self._stores.close()
                self._draft = None
                generations.sweep(self.folder, keep_previous=True)
        finally:
            self._lock.release()

    @property
    def files(self) -> dict[str, FileRecord]:
        """The files of the index by origin, as changed so far."""
        return self._files

    def sources(self) -> dict[str, str]:
        """The document that holds each source name now."""
        generation = self._draft or generations.current(self.folder)
        if generation is None:
            return {}
        ledger = self._ledger if self._draft else Ledger(generation / LEDGER)
        found = {document.source: document.id for document in ledger.documents()}
        if not self._draft:
            ledger.close()
        return found

    def add(
        self, document: Document, pages: Sequence[Page], passages: Sequence[Passage], embedded: Sequence[Embedded]
    ) -> None:
        """Store a document with what the encoder made of its passages. A document of that id or source is replaced."""
        with self._changing():
            for replaced in self._ledger.ids_of(document.id, document.source):
                self._drop(replaced)
                if replaced != document.id:
                    self._forget_files_of(replaced)
            self._store(document, pages, passages, embedded)

    def _store(
        self, document: Document, pages: Sequence[Page], passages: Sequence[Passage], embedded: Sequence[Embedded]
    ) -> None:
        self._ledger.add_document(document, pages)
        self._ledger.add_acronyms(document.id, (pair for page in pages for pair in acronyms(page.text)))
        labels = {page.number: page.label for page in pages}
        title = " ".join(terms(document.title, document.language))
        rows = []
        for passage, read in zip(passages, embedded, strict=True):
            section = " ".join(terms(" ".join(passage.section), document.language))
            body = " ".join(terms(passage.text, document.language))
            number = self._ledger.add_passage(passage)
            self._ledger.add_tokens(number, read.tokens, read.places)
            rows.append((number, title, section, body))
        lexical.add(self._ledger.db, rows)
        self._meaning.add(
            [passage.id for passage in passages],
            [read.vector for read in embedded],
            [passage.text for passage in passages],
            [_metadata(document, passage, labels) for passage in passages],
        )

    def record_file(self, record: FileRecord) -> None:
        with self._changing():
            self._files[record.origin] = record
            self._ledger.record_file(record)

    def remove_file(self, origin: str) -> None:
        """Forget a file, and its document unless another file holds the same one."""
        with self._changing():
            record = self._files.pop(origin)
            self._ledger.forget_file(origin)
            if all(other.document != record.document for other in self._files.values()):
                self._drop(record.document)

    def publish(self) -> bool:
        """Let readers see the changes; false if there were none."""
        if not self._draft:
            return False
        facts = sorted(f"{record.document} {record.fingerprint}" for record in self._files.values())
        with self._changing():
            self._ledger.set_about("state", hashlib.sha256("\n".join(facts).encode()).hexdigest()[:12])
            self._ledger.db.commit()
            self._stores.close()
            generations.publish(self.folder, self._draft)
        self._draft = None
        return True

    def _read_files(self) -> dict[str, FileRecord]:
        generation = generations.current(self.folder)
        if generation is None:
            return {}
        ledger = Ledger(generation / LEDGER)
        try:
            if ledger.about("format") != FORMAT:
                raise IndexMismatch(
                    f"{self.folder}: made by another version of this program; delete the folder and ingest again"
                )
            model = ledger.about("model")
            if model != self.model:
                raise IndexMismatch(
                    f"{self.folder}: made with the embedding model {model!r}, and the settings name "
                    f"{self.model!r}; use another --index, or delete this folder and ingest again"
                )
            return {record.origin: record for record in ledger.files()}
        finally:
            ledger.close()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """The draft, opened at the first change, and its disk's errors in our words."""
        with writing(self.folder):
            if not self._draft:
                self._draft = generations.begin(self.folder)
                self._ledger = Ledger(self._draft / LEDGER)
                self._stores.callback(self._ledger.close)
                self._meaning = MeaningStore(self._draft / VECTORS)
                self._stores.callback(self._meaning.close)
                self._ledger.set_about("format", FORMAT)
                self._ledger.set_about("model", self.model)
            yield

    def _drop(self, document: str) -> None:
        self._ledger.remove_document(document)
        self._meaning.remove_document(document)

    def _forget_files_of(self, document: str) -> None:
        for origin in [origin for origin, record in self._files.items() if record.document == document]:
            del self._files[origin]
            self._ledger.forget_file(origin)


def _metadata(document: Document, passage: Passage, labels: dict[int, str | None]) -> dict[str, str | int]:
    found: dict[str, str | int] = {"document": document.id, "source": document.source, "title": document.title}
    if not document.paged:
        return found
    return {**found, "page": passage.page, "page_label": labels.get(passage.page) or str(passage.page)}
