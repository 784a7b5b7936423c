"""Read the text of PDF pages with pdfium, line by line, with the size, weight and place of each line."""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_int, create_string_buffer
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableDocument


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page. `size` is the height of its first letter's font in points, 0 if not known; `top`
    and `bottom` count in points from the top of the page, `left` and `right` from its left side."""

    text: str
    size: float = 0.0
    bold: bool = False
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class RawPage:
    """The lines of one page and its height in points (0 if not known)."""

    lines: tuple[Line, ...]
    height: float = 0.0


@contextmanager
def opened(path: Path, password: str | None = None) -> Iterator[Any]:
    """The document, open in pdfium. Raises `UnreadableDocument` if pdfium cannot open it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(str(path), password=password)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(f"{path.name}: cannot be opened as a PDF ({error})") from error
    try:
        yield document
    finally:
        document.close()


def pages_by_pdfium(path: Path, password: str | None = None) -> list[RawPage | None]:
    """The pages in order; None for one that pdfium cannot read. Raises `UnreadableDocument`."""
    with opened(path, password) as document:
        return [_page(document, number) for number in range(len(document))]


def _page(document: Any, number: int) -> RawPage | None:
    import pypdfium2

    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        return None
    try:
        text = text_page.get_text_range(errors="replace")
        height = page.get_height()
        lines = []
        place = 0
        for raw in text.split("\r\n"):
            if raw.strip():
                lines.append(_line(text_page.raw, raw, place, height))
            else:
                lines.append(Line(raw))
            place += len(raw) + 2
        return RawPage(tuple(lines), height)
    finally:
        text_page.close()
        page.close()


def _line(raw_page: Any, text: str, place: int, height: float) -> Line:
    """The line with the box of its first and last letters; bold if both are."""
    first = place + len(text) - len(text.lstrip())
    last = place + len(text.rstrip()) - 1
    start, end = _box(raw_page, first), _box(raw_page, last)
    if start is None or end is None:
        return Line(text)
    return Line(
        text,
        size=round(start[3] - start[1], 1),
        bold=_is_bold(raw_page, first) and _is_bold(raw_page, last),
        left=start[0],
        right=end[2],
        top=height - start[3],
        bottom=height - start[1],
    )


def _box(raw_page: Any, place: int) -> tuple[float, float, float, float] | None:
    """Left, bottom, right, top of a letter's cell; the cell's height follows the font's size on the page."""
    import pypdfium2.raw as pdfium

    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(raw_page, place, byref(rect)):
        return None
    return rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top)


def _is_bold(raw_page: Any, place: int) -> bool:
    import pypdfium2.raw as pdfium

    if pdfium.FPDFText_GetFontWeight(raw_page, place) >= 600:
        return True
    name = create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(raw_page, place, name, 128, byref(c_int()))
    return b"bold" in name.value.lower() or b"black" in name.value.lower()
