"""Read plain text: paragraphs are what empty lines divide."""

import re
from pathlib import Path

from ingest.readers.plain_pages import PageText, read_as_text
from ingest.types import ReadDocument


def read_text(path: Path) -> ReadDocument:
    """The file as one page. Raises `UnreadableDocument` if it is empty or not text."""
    page = PageText()
    for paragraph in re.split(r"\n[ \t\f]*\n", read_as_text(path)):
        page.add("text", paragraph)
    return ReadDocument((page.page(),), paged=False)
