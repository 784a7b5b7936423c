"""Change the index: add and remove documents in a copy, then publish it in one step."""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

from corpus import generations
from corpus.acronyms import acronyms
from corpus.chroma_server import ChromaServer
from corpus.damage import REBUILD, look
from corpus.disk import writing
from corpus.encoders import Embedded
from corpus.errors import IndexInUse, IndexMismatch
from corpus.index import FORMAT, LEDGER, VECTORS, WORDS, collection_of
from corpus.ledger import FileRecord, Ledger
from corpus.lexical import WordIndex
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

    def __init__(self, folder: Path, model: str, server: ChromaServer | None = None, fresh: bool = False) -> None:
        """With `fresh` it begins with nothing, whatever is there, and what is there stays until the new state is
        published. With a `server` that is where the vectors go: each under a name of this ingest's own, which counts
        once the ledger that names it is published. What an ingest that broke off left there is removed by the next."""
        self.folder = folder
        self.model = model
        self._server = server
        self._fresh = fresh
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
        generation = self._draft or (None if self._fresh else generations.current(self.folder))
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
        number_of_document = self._ledger.add_document(document, pages)
        self._ledger.add_acronyms(document.id, (pair for page in pages for pair in acronyms(page.text)))
        labels = {page.number: page.label for page in pages}
        title = " ".join(terms(document.title, document.language))
        rows, names = [], [self._name_of(passage) for passage in passages]
        for passage, name, read in zip(passages, names, embedded, strict=True):
            section = " ".join(terms(" ".join(passage.section), document.language))
            body = " ".join(terms(passage.text, document.language))
            number = self._ledger.add_passage(passage, name)
            self._ledger.add_embedded(number, read)
            rows.append((number, title, section, body))
        self._words.add(number_of_document, rows)
        self._meaning.add(
            names,
            [read.vector for read in embedded],
            [passage.text for passage in passages],
            [self._made | _metadata(document, passage, labels) for passage in passages],
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
            self._words.commit()
            self._meaning.flush()
            self._ledger.db.commit()
            self._stores.close()
            generations.publish(self.folder, self._draft)
        self._draft = None
        return True

    def _read_files(self) -> dict[str, FileRecord]:
        generation = None if self._fresh else generations.current(self.folder)
        if generation is None:
            return {}
        look(generation)
        ledger = Ledger(generation / LEDGER)
        try:
            if ledger.about("format") != FORMAT:
                raise IndexMismatch(f"{self.folder}: made by another version of this program; {REBUILD}")
            model = ledger.about("model")
            if model != self.model:
                raise IndexMismatch(
                    f"{self.folder}: made with the embedding model {model!r}, and the settings name "
                    f"{self.model!r}; use another --index, or {REBUILD}"
                )
            files = {record.origin: record for record in ledger.files()}
            if files:
                collection_of(ledger, self.folder, self._server)
            return files
        finally:
            ledger.close()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """The draft, opened at the first change, and its disk's errors in our words."""
        with writing(self.folder):
            if not self._draft:
                self._begin()
            yield

    def _begin(self) -> None:
        self._draft = draft = generations.begin(self.folder, self._fresh)
        self._ledger = Ledger(draft / LEDGER)
        self._stores.callback(self._ledger.close)
        self._words = WordIndex(draft / WORDS)
        self._stores.callback(self._words.close)
        if self._server and not self._files and not self._ledger.about("collection"):
            self._ledger.set_about("collection", f"roundtable-{secrets.token_hex(8)}")
        collection = collection_of(self._ledger, self.folder, self._server)
        self._meaning = MeaningStore(self._server or draft / VECTORS, collection)
        self._stores.callback(self._meaning.close)
        self._ledger.set_about("format", FORMAT)
        self._ledger.set_about("model", self.model)
        if self._server:
            self._sweep_server()

    def _sweep_server(self) -> None:
        """Removes the vectors of ingests that broke off, and those that no state of the collection has any more."""
        there = generations.all_of(self.folder)
        states = [_made_in(generation / LEDGER) for generation in there if generation != self._draft]
        self._meaning.remove_where_not("made", sorted({name for names in states for name in names}))
        if len(there) <= 2:  # this one, and the one that it is a copy of
            self._meaning.remove(self._ledger.gone())
            self._ledger.forget_gone()

    def _name_of(self, passage: Passage) -> str:
        """Of its vector in Chroma: in a folder each state of the collection has its own, on a server all share one."""
        return f"{passage.id}@{self._draft.name}" if self._server and self._draft else passage.id

    @property
    def _made(self) -> dict[str, str | int]:
        return {"made": self._draft.name} if self._server and self._draft else {}

    def _drop(self, document: str) -> None:
        if self._server:
            names = self._ledger.vectors_of_document(document)
            own = [name for name in names if self._draft and name.endswith(f"@{self._draft.name}")]
            self._meaning.remove(own)  # nobody has seen them, and the same names may come again
            # Readers of the state before this one still need the others.
            self._ledger.add_gone(sorted({*names} - {*own}))
        else:
            self._meaning.remove_where("document", document)
        number = self._ledger.document_number(document)
        if number is not None:
            self._words.remove(number)
        self._ledger.remove_document(document)

    def _forget_files_of(self, document: str) -> None:
        for origin in [origin for origin, record in self._files.items() if record.document == document]:
            del self._files[origin]
            self._ledger.forget_file(origin)


def _made_in(ledger: Path) -> list[str]:
    """The ingests that made what the state with that ledger holds."""
    opened = Ledger(ledger)
    try:
        return opened.made_in()
    finally:
        opened.close()


def _metadata(document: Document, passage: Passage, labels: dict[int, str | None]) -> dict[str, str | int]:
    found: dict[str, str | int] = {"document": document.id, "source": document.source, "title": document.title}
    if not document.paged:
        return found
    return {**found, "page": passage.page, "page_label": labels.get(passage.page) or str(passage.page)}
