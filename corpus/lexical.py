"""Search by words: the stems of the passages in a tantivy index, ranked by BM25.

SQLite's FTS5 stood here first: it ranks as well, and shares a transaction with the ledger. But it counts and scores
every passage that holds any word of the question: at 100,000 passages a query took tens of milliseconds where tantivy,
which passes over what cannot come among the best, takes under one (`evals/bench/lexical.py`). An index is
published whole, so that nothing is lost with the shared transaction: a crash leaves a draft that nobody reads.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from corpus.damage import damaged, noticed

FIELD = "words"  # all that stands in a passage and above it, weighed together
BODY = "body"  # what stands in the passage itself
LEAST_RARITY = 1e-6  # of a word that most passages hold, as in FTS5: it is found, and counts for nothing
_HEAP_BYTES = 60_000_000
_MOST_SEEN = 100_000  # passages with one phrase, among which its documents are counted


class WordIndex:
    """A tantivy index in a folder, made if it is not there. What was written is found after `commit`.

    Passages go by their number, and so do documents, see `corpus.ledger`. Terms come stemmed (`corpus.words.terms`); a
    term of several stems with spaces between them is held where these stand side by side. Raises `OSError` if the disk
    does not let it read or write, and `DamagedIndex`.
    """

    _searcher: Any
    _writer: Any

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        self._query, self._occur = self._tantivy.Query, self._tantivy.Occur
        folder.mkdir(exist_ok=True)
        schema = tantivy.SchemaBuilder()
        for number in ("number", "document"):
            schema.add_unsigned_field(number, stored=False, indexed=True, fast=True)
        for text in (FIELD, BODY):
            schema.add_text_field(text, tokenizer_name="whitespace", index_option="position")
        self._schema = schema.build()
        with _disk_errors(folder):
            self._index = tantivy.Index(self._schema, path=str(folder))
            self._index.config_reader("Manual")  # else a thread looks for changes, and in one state there are none
            self._index.reload()
        self._folder, self._searcher, self._writer = folder, self._index.searcher(), None

    def add(self, document: int, rows: Iterable[tuple[int, str, str, str]]) -> None:
        """Rows of passage number and the terms of its title, section and text, each joined by spaces."""
        writer = self._writing()
        for number, title, section, body in rows:
            made = self._tantivy.Document()
            made.add_unsigned("number", number)
            made.add_unsigned("document", document)
            for text in (title, section, body):  # between two of them no words stand side by side
                made.add_text(FIELD, text)
            made.add_text(BODY, body)
            with _disk_errors(self._folder):
                writer.add_document(made)

    def remove(self, document: int) -> None:
        """Forgets the passages of a document."""
        with _disk_errors(self._folder):
            self._writing().delete_documents_by_query(self._of("document", [document]))

    def commit(self) -> None:
        if self._writer is not None:
            with _disk_errors(self._folder):
                self._writer.commit()
                self._index.reload()
            self._searcher = self._index.searcher()

    def close(self) -> None:
        """What was not committed is dropped."""
        if self._writer is not None:
            with suppress(ValueError):  # on a full disk: a draft, which is dropped
                self._writer.rollback()
                self._writer.wait_merging_threads()
            self._writer = None

    def count(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, terms: Sequence[str], limit: int, documents: Sequence[int] | None = None) -> dict[int, float]:
        """Passage numbers and BM25 scores (higher is better), best first, of passages with any of the terms."""
        within = None if documents is None else self._of("document", documents)
        return self._ranked(terms, limit, within)

    def score(self, terms: Sequence[str], numbers: Sequence[int]) -> dict[int, float]:
        """The BM25 scores of the given passages; one that has none of the terms is left out."""
        return self._ranked(terms, len(numbers), self._of("number", numbers)) if numbers else {}

    def count_with(self, term: str) -> int:
        """How many passages hold the term; 0 for one that the collection does not know."""
        return self._count(self._holding(FIELD, term))

    def passages_of_with(self, document: int, term: str) -> int:
        """How many passages of the document hold the term in their text."""
        must = self._occur.Must
        both = [(must, self._holding(BODY, term)), (must, self._of("document", [document]))]
        return self._count(self._query.boolean_query(both))

    def documents_with(self, phrase: str) -> int:
        """In how many documents the terms of the phrase stand side by side in a passage's text."""
        hits = self._searcher.search(self._holding(BODY, phrase), _MOST_SEEN, count=False).hits
        return len(set(self._searcher.fast_field_values("document", [address for _, address in hits])))

    def _ranked(self, terms: Sequence[str], limit: int, within: Any) -> dict[int, float]:
        if not terms or limit < 1:
            return {}
        should, must = self._occur.Should, self._occur.Must
        query = self._query.boolean_query([(should, self._weighed(term)) for term in dict.fromkeys(terms)])
        if within is not None:
            query = self._query.boolean_query([(must, query), (must, self._query.const_score_query(within, 0.0))])
        with _disk_errors(self._folder):
            hits = self._searcher.search(query, limit, count=False).hits
        scores = {number: float(score) for number, (score, _) in zip(self._numbers_of(hits), hits, strict=True)}
        return dict(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))

    def _numbers_of(self, hits: Sequence[tuple[Any, Any]]) -> list[int]:
        return list(self._searcher.fast_field_values("number", [address for _, address in hits]))

    def _weighed(self, term: str) -> Any:
        """The term with the rarity log((N - n + 0.5) / (n + 0.5)) of Robertson and Zaragoza 2009, never below
        `LEAST_RARITY`, in place of tantivy's log(1 + …), by which words of most passages count too."""
        theirs = sum(self._rarity(self._searcher.doc_freq(FIELD, word), 1.0) for word in term.split(" "))
        phrase = self._holding(FIELD, term)
        held = self._count(phrase) if " " in term else self._searcher.doc_freq(FIELD, term)
        return self._query.boost_query(phrase, max(self._rarity(held, 0.0), LEAST_RARITY) / theirs)

    def _rarity(self, held: int, added: float) -> float:
        every = max(self.count(), held)
        return math.log(added + (every - held + 0.5) / (held + 0.5))

    def _holding(self, field: str, term: str) -> Any:
        words = term.split(" ")
        if len(words) == 1:
            return self._query.term_query(self._schema, field, term, "freq")
        return self._query.phrase_query(self._schema, field, words)

    def _of(self, field: str, numbers: Sequence[int]) -> Any:
        return self._query.term_set_query(self._schema, field, list(numbers))

    def _count(self, query: Any) -> int:
        with _disk_errors(self._folder):
            return int(self._searcher.search(query, 1, count=True).count)

    def _writing(self) -> Any:
        if self._writer is None:
            with _disk_errors(self._folder):
                # With more threads each run would part the passages otherwise.
                self._writer = self._index.writer(_HEAP_BYTES, 1)
        return self._writer


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    """tantivy's errors, all of them `ValueError`, as what they come from."""
    try:
        with noticed(folder):
            yield
    except ValueError as error:
        told = str(error)
        why = re.search(r'message: "([^"]*)"', told)
        if re.search("corrupt|incompatible|deserializ", told, re.IGNORECASE) and not why:
            raise damaged(folder, told[:200]) from error
        raise OSError(why[1] if why else f"the index of words: {told[:200]}") from error
