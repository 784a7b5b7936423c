"""Read slides: one page a slide, the slide's title as its heading. Speaker notes are not on the slide."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableDocument
from ingest.readers.docx import office_metadata
from ingest.readers.plain_pages import PageText, check_office_file
from ingest.types import ReadDocument, ReadPage


def read_pptx(path: Path) -> ReadDocument:
    """The slides in their order; one without text is an empty page."""
    import pptx

    check_office_file(path)
    try:
        presentation = pptx.Presentation(str(path))
        pages = [_slide(number, slide) for number, slide in enumerate(presentation.slides, start=1)]
        metadata = office_metadata(presentation.core_properties)
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # where an element is of another kind than it should be, AttributeError comes out too
        raise UnreadableDocument(
            f"{path.name}: damaged, or not a presentation ({str(error)[:100]}); open it in PowerPoint and save it again"
        ) from error
    if not pages:
        raise UnreadableDocument(f"{path.name}: the presentation has no slides")
    return ReadDocument(tuple(pages), True, metadata)


def _slide(number: int, slide: Any) -> ReadPage:
    page = PageText()
    title = slide.shapes.title
    if title is not None:
        page.add("heading", title.text_frame.text.replace("\n", " "), 1)
    for shape in _shapes(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if shape.has_text_frame:
            for paragraph in shape.text_frame.paragraphs:
                page.add("item", paragraph.text.replace("\v", " "))
        elif getattr(shape, "has_table", False) and shape.has_table:
            page.add_table([[cell.text for cell in row.cells] for row in shape.table.rows])
    return page.page(number)


def _shapes(shapes: Iterable[Any]) -> Iterable[Any]:
    """The shapes of a slide, with those inside groups."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape
