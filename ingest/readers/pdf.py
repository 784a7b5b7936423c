"""Read a PDF: the text from one engine, the other where the first fails, labels and bookmarks from pypdf."""

from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.errors import UnreadableDocument
from ingest.readers.pdf_blocks import read_pages, too_small
from ingest.readers.pdf_lines import RawPage
from ingest.readers.pdf_structure import pages_by_pypdf, read_structure
from ingest.readers.pdf_text import pages_by_pdfium
from ingest.types import ReadDocument

# Each gives the pages at the places (from 0; all if None), and None for a page it cannot read.
ENGINES: dict[str, Callable[[Path, Sequence[int] | None], list[RawPage | None]]] = {
    "pdfium": pages_by_pdfium,
    "pypdf": pages_by_pypdf,
}
# The signature must stand in the first kilobyte (PDF 32000-1, annex H.3); some mailers put bytes before it.
SIGNATURE_WITHIN = 1024
LIMIT_BYTES = 500_000_000


def read_pdf(path: Path, *, engine: str = "pdfium", limit_bytes: int = LIMIT_BYTES) -> ReadDocument:
    """The pages of a PDF with labels, headings and blocks.

    A page without text (a scan) has the text "". Raises `UnreadableDocument` with one clear line.
    """
    _check_is_pdf(path, limit_bytes)
    structure = read_structure(path)
    if structure.pages == 0:
        raise UnreadableDocument(f"{path.name}: the PDF has no pages; get a new copy of the file")
    raw, problems = _text(path, engine)
    # pdfium and pypdf can disagree on damaged files; labels that do not fit are worse than none.
    labels: Sequence[str | None] = structure.labels if len(structure.labels) == len(raw) else [None] * len(raw)
    if structure.labels and structure.labels is not labels:
        problems.append("the page labels do not fit the pages; pages are cited by their number")
    small = sum(too_small(line) for page in raw for line in page.lines)
    if small:
        problems.append(f"{small} line(s) are too small to be seen (under 2 points) and were left out")
    pages = read_pages(raw, labels, structure.outline)
    return ReadDocument(pages, True, structure.metadata, (*structure.problems, *problems))


def _check_is_pdf(path: Path, limit_bytes: int) -> None:
    size = path.stat().st_size
    if size > limit_bytes:
        raise UnreadableDocument(
            f"{path.name}: {size / 1e6:.1f} MB is more than the limit of {limit_bytes / 1e6:.1f} MB; "
            "split the file, or raise the limit"
        )
    with path.open("rb") as file:
        start = file.read(SIGNATURE_WITHIN)
    if not start.strip(b"\x00\r\n\t "):
        raise UnreadableDocument(f"{path.name}: the file is empty; get a new copy of it")
    if b"%PDF-" not in start:
        kind = "an HTML page" if b"<html" in start.lower() or b"<!doctype" in start.lower() else "no PDF"
        raise UnreadableDocument(f"{path.name}: this is {kind}, whatever its name says; give it its own suffix")


def _text(path: Path, engine: str) -> tuple[list[RawPage], list[str]]:
    """The pages, and sentences on what had to be read with the other engine."""
    other = next(name for name in ENGINES if name != engine)
    try:
        pages = ENGINES[engine](path, None)
    except UnreadableDocument as error:
        pages = _by_other(path, other, error)
        return [page or RawPage(()) for page in pages], [f"{engine} could not read it; the text is from {other}"]
    unread = [place for place, page in enumerate(pages) if page is None]
    if not unread:
        return [page for page in pages if page], []
    try:
        again = dict(zip(unread, ENGINES[other](path, unread), strict=True))
    except UnreadableDocument:
        again = {}
    numbers = ", ".join(str(place + 1) for place in unread[:10])
    found = [page or again.get(place) or RawPage(()) for place, page in enumerate(pages)]
    return found, [f"{engine} could not read page(s) {numbers}; their text is from {other}, where it could"]


def _by_other(path: Path, other: str, error: UnreadableDocument) -> list[RawPage | None]:
    try:
        pages = ENGINES[other](path, None)
    except UnreadableDocument:
        raise error from None
    if not pages:
        raise error
    return pages
