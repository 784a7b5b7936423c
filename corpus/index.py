"""The index: open it, ask it by meaning or by words, read its documents, pages and passages."""

import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache, partial
from pathlib import Path
from queue import Empty, SimpleQueue

import numpy as np
from numpy.typing import NDArray

from corpus import generations
from corpus.acronyms import KnownAcronyms
from corpus.chroma_server import ChromaServer
from corpus.damage import REBUILD, all_there, look, noticed
from corpus.disk import writing
from corpus.encoders import Vectors, unpacked_each
from corpus.errors import DamagedIndex, IndexMismatch
from corpus.filters import matching
from corpus.ledger import FileRecord, Ledger
from corpus.lexical import WordIndex
from corpus.meaning import COLLECTION, MeaningStore
from corpus.types import Document, Filters, Page, Passage
from corpus.within import Within

FORMAT = "4"
LEDGER = "library.sqlite"
VECTORS = "chroma"
WORDS = "words"
SPARE = 20  # vectors asked for beyond what is wanted, where some may be of another state of the collection


class Index:
    """One published state of the collection, for reading; it never changes. `newest` is the one that counts now.

    Threads may share it. It is closed when nobody holds it any more: a question under way keeps the state that it
    began with, and what no question needs takes no room.
    """

    def __init__(
        self,
        folder: Path,
        server: ChromaServer | None = None,
        left: "SimpleQueue[MeaningStore] | None" = None,
    ) -> None:
        """`server` is that of the vectors. Raises `NoIndex`, `IndexMismatch`, `DamagedIndex` or `ServerFailed`."""
        self.folder, self._server = folder, server
        self._left: SimpleQueue[MeaningStore] = left or SimpleQueue()
        self._generation, hold = generations.hold_current(folder)
        with ExitStack() as opened:
            opened.callback(hold.close)
            look(self._generation)
            self._ledger = Ledger(self._generation / LEDGER)
            opened.callback(self._ledger.close)
            if self._ledger.about("format") != FORMAT:
                raise IndexMismatch(f"{folder}: made by another version of this program; {REBUILD}")
            collection = collection_of(self._ledger, folder, server)
            with writing(folder, "cannot be opened, as Chroma writes even where it only reads"), noticed(folder):
                self._words = WordIndex(self._generation / WORDS)
                self._meaning = MeaningStore(server or self._generation / VECTORS, collection)
            # Chroma is closed by `newest`: garbage is found at any moment, even while this thread holds the lock in
            # Chroma that its `close` waits for.
            opened.callback(self._left.put, self._meaning)
            self.documents: dict[str, Document] = {each.id: each for each in self._ledger.documents()}
            self.acronyms = KnownAcronyms(self._ledger.acronyms())
            self._numbers = self._ledger.document_numbers()
            self._within = Within(self._meaning, self._ledger)
            self._counts = {table: self._ledger.count(table) for table in ("documents", "pages", "passages")}
            if server is None:
                with writing(folder, "cannot be read, as Chroma writes even where it only reads"), noticed(folder):
                    all_there(self._generation / VECTORS, self._meaning.count(), self._counts["passages"])
            documents = self.documents.values()
            self.languages: tuple[str, ...] = tuple(sorted({document.language for document in documents}))
            # The places that the documents are about, by name.
            self.places: tuple[str, ...] = tuple(sorted({place for document in documents for place in document.places}))
            # The roundtables that documents are marked with, None among them if some are of none.
            self.roundtables: frozenset[int | None] = frozenset(document.roundtable for document in documents)
            # What questions ask for again and again; nothing of it can change.
            self._page = lru_cache(maxsize=200)(self._ledger.page)
            self._passages_with = lru_cache(maxsize=20_000)(self._words.count_with)
            self._matching = lru_cache(maxsize=8)(partial(_ids_of, self.documents.values()))
            self._documents_with = lru_cache(maxsize=20_000)(self._words.documents_with)
            self._close = weakref.finalize(self, opened.pop_all().close)
            self._close.atexit = False

    def newest(self) -> "Index":
        """The state that counts now: this one, or another that was published since. Raises what opening raises."""
        while not self._left.empty():
            with suppress(Empty):  # another thread was faster
                self._left.get_nowait().close()
        if generations.current(self.folder) == self._generation:
            return self
        newest = Index(self.folder, self._server, self._left)
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

    def counts(self) -> dict[str, int]:
        return dict(self._counts)

    def vector_count(self) -> int:
        """How many passages have a vector: as many as there are, or the index is damaged."""
        with self._reading():
            return self._meaning.held(list(self._ledger.all_vectors())) if self._server else self._meaning.count()

    def word_count(self) -> int:
        """How many passages can be found by their words: as many as there are, or the index is damaged."""
        return self._words.count()

    def files(self) -> list[FileRecord]:
        return self._ledger.files()

    def page(self, document: str, number: int) -> Page | None:
        return self._page(document, number)

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
        allowed = self._allowed(filters)
        numbers = None if allowed is None else [self._numbers[document] for document in allowed]
        found = self._words.search(terms, limit, numbers)
        ids = self._ledger.passage_ids(found)
        return {ids[number]: score for number, score in found.items()}

    def word_scores(self, terms: Sequence[str], ids: Iterable[str]) -> dict[str, float]:
        """BM25 scores of the given passages; one that holds none of the terms is left out."""
        numbers = self._ledger.passage_numbers(ids)
        names = {number: id_ for id_, number in numbers.items()}
        found = self._words.score(terms, list(names))
        return {names[number]: score for number, score in found.items()}

    def by_meaning(self, vector: Vectors, limit: int, filters: Filters | None = None) -> dict[str, float]:
        """The passages nearest to a question's vector: id to cosine similarity, best first."""
        allowed = self._allowed(filters)
        with self._reading():
            if allowed is not None and self._within.are_few(allowed):
                return self._within.compared(vector, limit, allowed)
            if self._server:
                return self._on_server(vector, limit, allowed)
            if allowed is None:
                return self._meaning.nearest(vector, limit, None)
            return self._within.among_all(vector, limit, allowed)

    def _on_server(self, vector: Vectors, limit: int, allowed: Sequence[str] | None) -> dict[str, float]:
        """Among the vectors there are those of other states of the collection too: more is asked for until enough of
        this one is found."""
        wanted = limit + SPARE
        while True:
            found = self._meaning.nearest(vector, wanted, allowed)
            ids = self._ledger.ids_of_vectors(list(found))
            if len(ids) >= limit or len(found) < wanted:
                own = [(ids[name], score) for name, score in found.items() if name in ids]
                return dict(own[:limit])
            wanted *= 4

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Those of the passages that there are."""
        return dict(zip(*self._ledger.vectors("id", ids), strict=True))

    def tokens(self, ids: Sequence[str]) -> dict[str, tuple[Vectors, NDArray[np.int16]]]:
        """The token vectors of passages, rows of length 1, and the character of the passage at which each token ends;
        a negative one is of the title and headings above it."""
        read = list(self._ledger.tokens(ids))
        each = unpacked_each([rows for _, rows, _ in read])
        return {id_: (rows, ends) for (id_, _, ends), rows in zip(read, each, strict=True)}

    def share_with(self, term: str, document: str) -> float:
        """The share of a document's passages that hold the term: what a document is about, much of it says."""
        total = self._within.passages.get(document, 0)
        return self._words.passages_of_with(self._numbers[document], term) / total if total else 0.0

    def documents_with_phrase(self, terms: Sequence[str]) -> int:
        """In how many documents the terms stand side by side: many for the boilerplate of a publisher."""
        return self._documents_with(" ".join(terms)) if terms else 0

    def passages_with(self, terms: Iterable[str]) -> dict[str, int]:
        """How many passages hold each term."""
        return {term: self._passages_with(term) for term in dict.fromkeys(terms)}

    def close(self) -> None:
        """At once, by who opened it and shares it with nobody."""
        self._close()
        self._meaning.close()

    def _allowed(self, filters: Filters | None) -> tuple[str, ...] | None:
        if not filters:
            return None
        return self._matching(filters)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            with noticed(self.folder):
                yield
        except OSError as error:
            # Chroma opens its files again and again, and fails once somebody has deleted the folder.
            raise DamagedIndex(
                f"{self.folder}: the index cannot be read any more ({error}); ask again, or ingest again if its "
                "folder was deleted"
            ) from error


def _ids_of(documents: Iterable[Document], filters: Filters) -> tuple[str, ...]:
    return tuple(document.id for document in matching(documents, filters))


def collection_of(ledger: Ledger, folder: Path, server: ChromaServer | None) -> str:
    """The Chroma collection that holds the vectors of a ledger. Raises `IndexMismatch` where it is said to be in the
    folder and is on a server, or the other way round."""
    collection = ledger.about("collection") or COLLECTION
    if (collection == COLLECTION) == (server is None):
        return collection
    if server is None:
        raise IndexMismatch(f"{folder}: its vectors are on a Chroma server; name it in the setting `chroma`")
    raise IndexMismatch(
        f"{folder}: its vectors are in this folder, and the setting `chroma` names a server; leave that unset, or "
        "ingest into another folder"
    )
