"""An embedding model of eight numbers and documents of a line or two, for tests that need an index and no model."""

from pathlib import Path

from corpus.index import Index
from corpus.ledger import FileRecord
from corpus.types import Document, Page, Passage, Span
from corpus.writer import IndexWriter
from evals.torture.tiny import Tiny


class Eight(Tiny):
    name = "eight"


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
