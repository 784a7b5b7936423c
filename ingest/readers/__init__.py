"""One reader for each file format, found by the file's suffix."""

from collections.abc import Callable
from pathlib import Path

from corpus.errors import UnreadableDocument
from ingest.types import ReadDocument


def _pdf(path: Path, pdf_engine: str) -> ReadDocument:
    from ingest.readers.pdf import read_pdf

    return read_pdf(path, engine=pdf_engine)


def _docx(path: Path, pdf_engine: str) -> ReadDocument:
    from ingest.readers.docx import read_docx

    return read_docx(path)


def _pptx(path: Path, pdf_engine: str) -> ReadDocument:
    from ingest.readers.pptx import read_pptx

    return read_pptx(path)


def _html(path: Path, pdf_engine: str) -> ReadDocument:
    from ingest.readers.html import read_html

    return read_html(path)


def _markdown(path: Path, pdf_engine: str) -> ReadDocument:
    from ingest.readers.markdown import read_markdown

    return read_markdown(path)


def _text(path: Path, pdf_engine: str) -> ReadDocument:
    from ingest.readers.text import read_text

    return read_text(path)


READERS: dict[str, Callable[[Path, str], ReadDocument]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".pptx": _pptx,
    ".html": _html,
    ".htm": _html,
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": _text,
}


def read(path: Path, *, pdf_engine: str = "pdfium") -> ReadDocument:
    """Read one file with the reader of its suffix. Raises `UnreadableDocument` with one clear line."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableDocument(
            f"{path.name}: files of this kind cannot be read; the kinds are {', '.join(sorted(READERS))}"
        )
    return reader(path, pdf_engine)
