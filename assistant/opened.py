"""Open a document at a page, with the quoted words found on it: in its text, and on its picture."""

import re
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import RoundtableError
from corpus.index import Index
from corpus.originals import OriginalGone, Originals
from corpus.page_image import Box, NoPicture, boxes, size
from corpus.types import Document, Page

BEFORE = 60  # characters before a quote that tell it from the same words elsewhere on the page


class NoSuchPage(RoundtableError):
    """The collection has no such document, or the document no such page."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One page of a document. `mark` is where the quoted words stand in its text, and `boxes` where on its picture.

    `count` is how many pages the document has, `size` the width and height of the page in points; it is None where
    there is no picture: for formats without pages, and where the file is gone or has changed since it was read.
    """

    document: Document
    page: Page
    count: int
    mark: tuple[int, int] | None = None
    boxes: tuple[Box, ...] = ()
    size: tuple[float, float] | None = None


def document_named(index: Index, name: str) -> Document:
    """The document with that id or source. Raises `NoSuchPage`."""
    for document in index.documents.values():
        if name in (document.id, document.source):
            return document
    raise NoSuchPage(f"{name}: the collection has no such document")


def open_page(index: Index, originals: Originals, name: str, number: int, quote: str = "", start: int = 0) -> Opened:
    """The page of that number, from 1, of the document with that id or source.

    `quote` are words to be found on it; where they stand more than once, those nearest to character `start` of the
    text count. Raises `NoSuchPage`.
    """
    document = document_named(index, name)
    page = index.page(document.id, number)
    if page is None:
        raise NoSuchPage(f"{document.source}: has no page {number}")
    count = index.page_counts().get(document.id, 1)
    mark = find(quote, page.text, start)
    if not document.paged:
        return Opened(document, page, count, mark)
    try:
        path = originals.path_of(index, document.id)
        return Opened(document, page, count, mark, _boxes(path, page, quote, mark), size(path, number))
    except (OriginalGone, NoPicture):
        return Opened(document, page, count, mark)


def find(quote: str, text: str, near: int = 0) -> tuple[int, int] | None:
    """Where the words of the quote stand in the text, whatever the spaces between them; None if they do not."""
    words = quote.split()
    if not words:
        return None
    found = [match.span() for match in re.finditer(r"\s+".join(map(re.escape, words)), text)]
    return min(found, key=lambda span: abs(span[0] - near), default=None)


def _boxes(path: Path, page: Page, quote: str, mark: tuple[int, int] | None) -> tuple[Box, ...]:
    """Where on the picture the words stand that are marked in the text, also where the page says them twice."""
    if not quote.strip():
        return ()
    start = mark[0] if mark else 0
    before = page.text[max(0, start - BEFORE) : start]
    return boxes(path, page.number, quote, at=start / max(1, len(page.text)), before=before)
