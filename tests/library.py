"""An embedding model of eight numbers and documents of a line or two, for tests that need an index and no model."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.encoders import Asked, Embedded, Vectors, packed
from corpus.index import Index
from corpus.ledger import FileRecord
from corpus.types import Document, Page, Passage, Span
from corpus.writer import IndexWriter


class Eight:
    """Gives every text its own vector, always the same; texts of like meaning are not near each other."""

    name = "eight"
    dimensions = 8
    unrelated = 0.0

    def embed(self, passages: Sequence[tuple[str, str]]) -> list[Embedded]:
        """One token a passage, which stands for all of it."""
        vectors = self.encode_passages([f"{context}\n{text}" if context else text for context, text in passages])
        return [
            Embedded(vector, packed(vector[None]), np.array([len(text) - 1], dtype=np.int16))
            for vector, (_, text) in zip(vectors, passages, strict=True)
        ]

    def encode_question(self, text: str) -> Asked:
        """One token, which stands for all of it."""
        vectors = self.encode_queries([text])
        return Asked(vectors[0], vectors, (len(text) - 1,))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        digests = [hashlib.sha256(text.encode()).digest()[:8] for text in texts]
        rows = np.array([list(digest) for digest in digests], dtype=np.float32).reshape(-1, 8) - 127.5
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    encode_queries = encode_passages

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """A mark, one token which stands for all of the text, and a mark."""
        (mark,) = self.encode_passages([""])
        return [np.stack([mark, row, mark]) for row in self.encode_passages(texts)]


def add(writer: IndexWriter, document: Document, *texts: str) -> list[Passage]:
    """Add a document, one page and one passage for each text, and the file it lay in."""
    pages = [Page(number, str(number), text) for number, text in enumerate(texts, start=1)]
    passages = [
        Passage(f"{document.id}:{place}", document.id, text, (Span(place + 1, 0, len(text)),), ("Part",))
        for place, text in enumerate(texts)
    ]
    writer.add(document, pages, passages, Eight().embed([("", text) for text in texts]))
    writer.record_file(FileRecord(f"/files/{document.source}", document.id, "made once"))
    return passages


def write(folder: Path, **documents: str) -> Index:
    """An index of one-page documents, by name and text; further calls add to it."""
    with IndexWriter(folder, Eight.name) as writer:
        for name, text in documents.items():
            add(writer, Document(name, f"{name}.txt", name.capitalize()), text)
        writer.publish()
    return Index(folder)


def texts(index: Index) -> list[str]:
    return sorted(passage.text for document in index.documents for passage in index.passages_of(document))
