"""Read a PDF: the text from one engine, the rest from pypdf, and the other engine where the first fails."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from corpus.errors import UnreadableDocument
from ingest.readers.pdf_blocks import read_pages
from ingest.readers.pdf_lines import RawPage, pages_by_pdfium
from ingest.readers.pdf_structure import Structure, pages_by_pypdf, read_structure
from ingest.types import ReadDocument

# The signature must stand in the first kilobyte (PDF 32000-1, annex H.3); some mailers put bytes before it.
SIGNATURE_WITHIN = 1024


def read_pdf(path: Path, engine: Literal["pdfium", "pypdf"] | str = "pdfium") -> ReadDocument:
    """The pages of a PDF with labels, headings and blocks. Raises `UnreadableDocument` with one clear line."""
    _check_is_pdf(path)
    structure = read_structure(path)
    raw, problems = _text(path, engine, structure)
    if not raw:
        raise UnreadableDocument(f"{path.name}: the PDF has no pages")
    # pdfium and pypdf can disagree on damaged files; labels that do not fit are worse than none.
    labels: Sequence[str | None] = structure.labels if len(structure.labels) == len(raw) else [None] * len(raw)
    pages = read_pages(raw, labels, structure.outline)
    return ReadDocument(pages, True, structure.metadata, (*structure.problems, *problems))


def _check_is_pdf(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(SIGNATURE_WITHIN)
    if not start.strip(b"\x00\r\n\t "):
        raise UnreadableDocument(f"{path.name}: the file is empty")
    if b"%PDF-" not in start:
        kind = "an HTML page" if b"<html" in start.lower() or b"<!doctype" in start.lower() else "no PDF"
        raise UnreadableDocument(f"{path.name}: this is {kind}, whatever its name says; give it its own suffix")


def _text(path: Path, engine: str, structure: Structure) -> tuple[list[RawPage], list[str]]:
    if engine == "pypdf" and structure.pages:
        return list(pages_by_pypdf(path)), []
    try:
        pages = pages_by_pdfium(path)
    except UnreadableDocument:
        if not structure.pages:
            raise UnreadableDocument(f"{path.name}: damaged or cut short; get a new copy of the file") from None
        return list(pages_by_pypdf(path)), ["the layout could not be read; text is from the second reader, pypdf"]
    unread = [number for number, page in enumerate(pages) if page is None]
    if not unread:
        return [page for page in pages if page is not None], []
    again = iter(pages_by_pypdf(path, unread) if structure.pages else [RawPage(())] * len(unread))
    whole = [page if page is not None else replace(next(again)) for page in pages]
    return whole, [f"{len(unread)} page(s) could not be read by pdfium; their text is from pypdf"]
