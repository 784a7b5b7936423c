"""Documents of the collection and their pages as JSON, for HTTP and MCP."""

from collections.abc import Sequence
from typing import Any

from assistant.assistant import Assistant
from assistant.opened import NoSuchPage, document_named
from assistant.render.json import document_json
from corpus.filters import matching, parse_filters
from corpus.index import Index
from corpus.types import Document, Page


def documents_json(
    assistant: Assistant, filters: Sequence[str], start: int, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """So many of the documents that the filters allow, after the first `start`, and how many they allow in all.
    Raises `BadFilter`."""
    found = matching(assistant.documents(), parse_filters(filters))
    return [document_json(document) for document in found[start : start + limit]], len(found)


def document_with_pages_json(index: Index, name: str) -> dict[str, Any]:
    """The document of that id or source, with a line on each page. Raises `NoSuchPage`."""
    document = document_named(index, name)
    pages = [
        {"number": page.number}
        | _numbered(document, page)
        | {"headings": list(page.headings), "characters": len(page.text)}
        for page in index.pages(document.id)
    ]
    return document_json(document) | {"pages": pages}


def page_json(index: Index, name: str, number: int) -> dict[str, Any]:
    """One page with its text; `pages` says how many the document has. Raises `NoSuchPage`."""
    document = document_named(index, name)
    page = index.page(document.id, number)
    if page is None:
        raise NoSuchPage(f"{document.source}: has no page {number}")
    return (
        {"document": document.source, "title": document.title, "id": document.id}
        | _numbered(document, page)
        | {
            "pages": index.page_counts().get(document.id, 1),
            "headings": list(page.headings),
            "text": page.text,
        }
    )


def _numbered(document: Document, page: Page) -> dict[str, Any]:
    """As in a citation: formats without pages have no numbers to show."""
    if not document.paged:
        return {"page": None, "page_label": None}
    return {"page": page.number, "page_label": page.label}
