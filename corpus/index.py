"""The index: open it, ask it by meaning or by words, read its documents, pages and passages."""

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue

import numpy as np
from numpy.typing import NDArray

from corpus import generations, lexical
from corpus.disk import writing
from corpus.encoders import Vectors, unpacked
from corpus.errors import DamagedIndex, IndexMismatch, NoIndex
from corpus.filters import matching
from corpus.ledger import FileRecord, Ledger
from corpus.meaning import MeaningStore
from corpus.types import Document, Filters, Page, Passage

FORMAT = "2"
LEDGER = "library.sqlite"
VECTORS = "chroma"


class Index:
    """One published state of the collection, for reading; it never changes. `newest` is the one that counts now.

    Threads may share it. It is closed when nobody holds it any more: a question under way keeps the state that it
    began with, and what no question needs takes no room.
    """

    def __init__(self, folder: Path, left: "SimpleQueue[MeaningStore] | None" = None) -> None:
        self.folder = folder
        self._left: SimpleQueue[MeaningStore] = left or SimpleQueue()
        self._generation, hold = _held(folder)
        with ExitStack() as opened:
            opened.callback(hold.close)
            self._ledger = Ledger(self._generation / LEDGER)
            opened.callback(self._ledger.close)
            if self._ledger.about("format") != FORMAT:
                raise IndexMismatch(
                    f"{folder}: made by another version of this program; delete the folder and ingest again"
                )
            with writing(folder, "cannot be opened, as Chroma writes even where it only reads"):
                self._meaning = MeaningStore(self._generation / VECTORS)
            # Chroma is closed by `newest`: garbage is found at any moment, even while this thread holds the lock in
            # Chroma that its `close` waits for.
            opened.callback(self._left.put, self._meaning)
            self.documents: dict[str, Document] = {each.id: each for each in self._ledger.documents()}
            self.acronyms: list[tuple[str, str]] = self._ledger.acronyms()
            self._close = weakref.finalize(self, opened.pop_all().close)
            self._close.atexit = False

    def newest(self) -> "Index":
        """The state that counts now: this one, or another that was published since. Raises what opening raises."""
        while not self._left.empty():
            with suppress(Empty):  # another thread was faster
                self._left.get_nowait().close()
        if generations.current(self.folder) == self._generation:
            return self
        newest = Index(self.folder, self._left)
        if newest.model != self.model:
            raise IndexMismatch(
                f"{self.folder}: made anew with the embedding model {newest.model!r}, and this program has loaded "
                f"{self.model!r}; stop it and start it again"
            )
        return newest

    @property
    def model(self) -> str:
        """The name of the embedding model whose vectors the index holds."""
        return self._ledger.about("model") or ""

    @property
    def state(self) -> str:
        """A short name for exactly this collection: equal states hold equal documents."""
        return self._ledger.about("state") or ""

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted({document.language for document in self.documents.values()}))

    @property
    def places(self) -> tuple[str, ...]:
        """The places that the documents are about, by name."""
        return tuple(sorted({place for document in self.documents.values() for place in document.places}))

    def counts(self) -> dict[str, int]:
        return {table: self._ledger.count(table) for table in ("documents", "pages", "passages")}

    def vector_count(self) -> int:
        """How many passages have a vector: as many as there are, or the index is damaged."""
        with self._reading():
            return self._meaning.count()

    def files(self) -> list[FileRecord]:
        return self._ledger.files()

    def page(self, document: str, number: int) -> Page | None:
        return self._ledger.page(document, number)

    def pages(self, document: str) -> list[Page]:
        return self._ledger.pages(document)

    def page_counts(self) -> dict[str, int]:
        """How many pages each document has, by its id."""
        return self._ledger.page_counts()

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        return self._ledger.passages(ids)

    def passages_of(self, document: str) -> list[Passage]:
        return self._ledger.passages_of(document)

    def by_words(self, terms: Sequence[str], limit: int, filters: Filters | None = None) -> dict[str, float]:
        """Passages that hold any of the terms (see `corpus.words.terms`): id to BM25 score, best first.

        A term of several stems with spaces between them is held where these stand side by side.
        """
        found = lexical.search(self._ledger.db, terms, limit, self._allowed(filters))
        ids = self._ledger.passage_ids(found)
        return {ids[number]: score for number, score in found.items()}

    def word_scores(self, terms: Sequence[str], ids: Iterable[str]) -> dict[str, float]:
        """BM25 scores of the given passages; one that holds none of the terms is left out."""
        numbers = self._ledger.passage_numbers(ids)
        names = {number: id_ for id_, number in numbers.items()}
        found = lexical.score(self._ledger.db, terms, list(names))
        return {names[number]: score for number, score in found.items()}

    def by_meaning(self, vector: Vectors, limit: int, filters: Filters | None = None) -> dict[str, float]:
        """The passages nearest to a question's vector: id to cosine similarity, best first."""
        with self._reading():
            return self._meaning.nearest(vector, limit, self._allowed(filters))

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        with self._reading():
            return self._meaning.vectors(ids)

    def tokens(self, ids: Sequence[str]) -> dict[str, tuple[Vectors, NDArray[np.int16]]]:
        """The token vectors of passages, rows of length 1, and the character of the passage at which each token ends;
        a negative one is of the title and headings above it."""
        return {id_: (unpacked(rows), ends) for id_, rows, ends in self._ledger.tokens(ids)}

    def share_with(self, term: str, document: str) -> float:
        """The share of a document's passages that hold the term: what a document is about, much of it says."""
        return lexical.share_with(self._ledger.db, term, document)

    def documents_with_phrase(self, terms: Sequence[str]) -> int:
        """In how many documents the terms stand side by side: many for the boilerplate of a publisher."""
        return lexical.documents_with_phrase(self._ledger.db, terms)

    def passages_with(self, terms: Iterable[str]) -> dict[str, int]:
        """How many passages hold each term."""
        return lexical.passages_with(self._ledger.db, terms)

    def close(self) -> None:
        """At once, by who opened it and shares it with nobody."""
        self._close()
        self._meaning.close()

    def _allowed(self, filters: Filters | None) -> list[str] | None:
        if not filters:
            return None
        return [document.id for document in matching(self.documents.values(), filters)]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            # Chroma opens its files again and again, and fails once somebody has deleted the folder.
            raise DamagedIndex(
                f"{self.folder}: the index cannot be read any more ({error}); ask again, or ingest again if its "
                "folder was deleted"
            ) from error


def _held(folder: Path) -> tuple[Path, sqlite3.Connection]:
    """The generation that counts, and the hold on it. Raises `NoIndex`, `IndexNotWritable`."""
    for _ in range(10):  # another ingest may sweep it out between our reading its name and holding it
        generation = generations.current(folder)
        if generation is None:
            break
        with writing(folder, "cannot be opened, as every reader leaves a mark there"):
            hold = generations.hold(generation)
        if hold is not None:
            return generation, hold
    raise NoIndex(
        f"{folder}: there is no index here yet; make one with: roundtable ingest PATH (or without PATH, "
        "of the documents that come with the program)"
    )
