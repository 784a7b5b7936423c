"""The index: open it, ask it by meaning or by words, read its documents, pages and passages."""

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import generations, lexical
from corpus.disk import writing
from corpus.encoders import Vectors, unpacked
from corpus.errors import IndexMismatch, NoIndex
from corpus.filters import matching
from corpus.ledger import FileRecord, Ledger
from corpus.meaning import MeaningStore
from corpus.types import Document, Filters, Page, Passage

FORMAT = "2"
LEDGER = "library.sqlite"
VECTORS = "chroma"


class Index:
    """One published state of the collection, for reading. `refresh` moves on to a newer one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._open()

    def _open(self) -> None:
        generation = generations.current(self.folder)
        if generation is None:
            raise NoIndex(
                f"{self.folder}: there is no index here yet; make one with: roundtable ingest PATH (or without PATH, "
                "of the documents that come with the program)"
            )
        ledger = Ledger(generation / LEDGER)
        if ledger.about("format") != FORMAT:
            raise IndexMismatch(
                f"{self.folder}: made by another version of this program; delete the folder and ingest again"
            )
        with writing(self.folder, "cannot be opened, as Chroma writes even where it only reads"):
            meaning = MeaningStore(generation / VECTORS)
        # Only now, and all at once: if one of them fails, what was open before stays so.
        self._generation, self._ledger, self._meaning = generation, ledger, meaning
        self.documents: dict[str, Document] = {document.id: document for document in ledger.documents()}
        self.acronyms: list[tuple[str, str]] = ledger.acronyms()

    def refresh(self) -> bool:
        """Open the newest published state if there is one; true if the collection changed."""
        with self._lock:
            newest = generations.current(self.folder)
            if newest is None or newest == self._generation:
                return False
            # What was open is left to the garbage collector: another thread may be reading from it.
            self._open()
            return True

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
        return self._meaning.nearest(vector, limit, self._allowed(filters))

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
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
        self._ledger.close()
        self._meaning.close()

    def _allowed(self, filters: Filters | None) -> list[str] | None:
        if not filters:
            return None
        return [document.id for document in matching(self.documents.values(), filters)]
