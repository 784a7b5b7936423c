"""Read a Word document: paragraphs, headings by their styles, lists and tables in their order."""

import re
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableDocument
from ingest.readers.plain_pages import PageText, check_office_file
from ingest.types import ReadDocument

_HEADING = re.compile(r"^(?:heading|titre|überschrift)\s*(\d)", re.IGNORECASE)


def read_docx(path: Path) -> ReadDocument:
    """The text as one page: Word decides on page breaks only when it shows a file, so there are none here."""
    import docx
    from docx.table import Table

    check_office_file(path)
    try:
        document = docx.Document(str(path))
        page = PageText()
        for part in document.iter_inner_content():
            if isinstance(part, Table):
                page.add_table([[cell.text for cell in _cells(row)] for row in part.rows])
            else:
                _add_paragraph(page, part)
        metadata = office_metadata(document.core_properties)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # where an element is of another kind than it should be, AttributeError comes out too
        raise UnreadableDocument(
            f"{path.name}: damaged, or not a Word document ({str(error)[:100]}); open it in Word and save it again"
        ) from error
    return ReadDocument((page.page(),), False, metadata)


def office_metadata(properties: Any) -> dict[str, Any]:
    """What an Office file says about itself."""
    created = properties.created
    return {
        "title": properties.title,
        "language": properties.language,
        "date": created.date().isoformat() if created and created.year > 1990 else None,
        "publisher": properties.author if properties.author not in ("python-docx", "Steve Canny") else None,
    }


def _add_paragraph(page: PageText, paragraph: Any) -> None:
    style = paragraph.style.name if paragraph.style is not None else ""
    heading = _HEADING.match(style)
    if style == "Title":
        page.add("heading", paragraph.text, 1)
    elif heading:
        page.add("heading", paragraph.text, int(heading.group(1)))
    else:
        page.add("item" if style.startswith("List") else "text", paragraph.text)


def _cells(row: Any) -> list[Any]:
    """The cells of a row; one that spans several columns is given once for each, so repeats are left out."""
    cells: list[Any] = []
    for cell in row.cells:
        if not cells or cell._tc is not cells[-1]._tc:
            cells.append(cell)
    return cells
