"""Draw a page of a PDF, and find words on it: in a process of its own, for the files are others'."""

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import byref, c_int
from dataclasses import astuple
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.limits import Limits, keep_to, lift_memory_limit, too_much
from corpus.page_image import REFUSED, Box, NoPicture
from corpus.page_lines import Line, joined
from corpus.same_words import find, letters_of, printed
from corpus.walled import serve_with

MOST_PIXELS = 12_000_000
PADDING = 0.12  # of a line's height, on every side of a box
_UNITS = 1_000_000  # a page's width and height, in whole numbers as pdfium's own conversion asks for them
_FAR = 1000.0  # points


def serve() -> None:
    """Answers what `corpus.page_image` asks."""
    serve_with(_answer)


def _answer(request: bytes) -> bytes:
    asked = json.loads(request)
    path, limits = Path(asked.pop("path")), Limits(*asked.pop("limits"))
    try:
        keep_to(limits, 0)
        return DO[asked.pop("do")](path, **asked)
    except MemoryError:
        lift_memory_limit()  # or there is none for the answer either
        return REFUSED + f"{path.name}: {too_much(limits.memory)}".encode()
    except NoPicture as error:
        return REFUSED + str(error).encode(errors="replace")


def picture(path: Path, number: int, width: int) -> bytes:
    """The page as a PNG."""
    return _png(_drawn(path, number, width))


def size(path: Path, number: int) -> tuple[float, float]:
    """As `corpus.page_image.size`."""
    with _opened(path, number) as page:
        return _size(page)


def boxes(path: Path, number: int, quote: str, at: float, before: str) -> tuple[Box, ...]:
    """As `corpus.page_image.boxes`."""
    with _opened(path, number) as page:
        text_page = page.get_textpage()
        try:
            characters = _characters(text_page)
            letters = letters_of(characters)
            ranges = find(letters, quote, before=before, at=at)
            if not ranges:
                return ()
            place = _Place(page, text_page)
            spans = [(letters.places[start], letters.places[end - 1] + 1) for start, end in sorted(ranges)]
            indices = [index for span in spans for index in printed(characters, span, quote)]
            lines = joined(found for index in indices if (found := place.of(index)))
            return tuple(_box(line, place.width, place.height) for line in lines)
        finally:
            text_page.close()


class _Place:
    """Turns places of letters, as pdfium gives them, into points of the open page as its reader sees it."""

    def __init__(self, page: Any, text_page: Any) -> None:
        import pypdfium2.raw

        self._pdfium, self._handle = pypdfium2.raw, text_page.raw
        self.width, self.height = _size(page)
        self._rect = pypdfium2.raw.FS_RECTF()
        # pdfium's own conversion knows how the page is turned and what is cropped off. Its results are straight
        # lines, so three points tell all of it.
        self._origin, right, up = (self._converted(page, *point) for point in ((0, 0), (_FAR, 0), (0, _FAR)))
        self._right = ((right[0] - self._origin[0]) / _FAR, (right[1] - self._origin[1]) / _FAR)
        self._up = ((up[0] - self._origin[0]) / _FAR, (up[1] - self._origin[1]) / _FAR)

    def of(self, index: int) -> Line | None:
        """A letter as a line of its own; None if it lies outside what is seen of the page."""
        rect = self._rect
        if not self._pdfium.FPDFText_GetLooseCharBox(self._handle, index, byref(rect)):
            return None
        corners = [self._seen(x, y) for x in (rect.left, rect.right) for y in (rect.bottom, rect.top)]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        top, bottom = min(y for _, y in corners), max(y for _, y in corners)
        if not (0 < left + right < 2 * self.width and 0 < top + bottom < 2 * self.height):
            return None
        angle = self._pdfium.FPDFText_GetCharAngle(self._handle, index)
        x, y = math.cos(angle), math.sin(angle)
        across, down = (abs(x * self._right[axis] + y * self._up[axis]) for axis in (0, 1))
        return Line(True, left, right, top, bottom) if across >= down else Line(False, top, bottom, left, right)

    def _converted(self, page: Any, x: float, y: float) -> tuple[float, float]:
        across, down = c_int(), c_int()
        self._pdfium.FPDF_PageToDevice(page, 0, 0, _UNITS, _UNITS, 0, x, y, byref(across), byref(down))
        return across.value / _UNITS * self.width, down.value / _UNITS * self.height

    def _seen(self, x: float, y: float) -> tuple[float, float]:
        across, down = (self._origin[axis] + x * self._right[axis] + y * self._up[axis] for axis in (0, 1))
        return across, down


def _box(line: Line, width: float, height: float) -> Box:
    """The line with a little air around it, no further than the page's edge."""
    air = PADDING * line.height
    along, over = (line.start - air, line.end + air), (line.top - air, line.bottom + air)
    across, down = (along, over) if line.is_across else (over, along)
    left, right = (min(max(edge / width, 0.0), 1.0) for edge in across)
    top, bottom = (min(max(edge / height, 0.0), 1.0) for edge in down)
    return Box(left, top, right - left, bottom - top)


def _characters(text_page: Any) -> list[str]:
    import pypdfium2.raw

    get, handle = pypdfium2.raw.FPDFText_GetUnicode, text_page.raw
    return [chr(get(handle, index)) for index in range(text_page.count_chars())]


@contextmanager
def _opened(path: Path, number: int) -> Iterator[Any]:
    """The page, open in pdfium. Raises `NoPicture`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        if "password" in str(error).lower():
            raise NoPicture(f"{path.name}: encrypted; remove the password and ingest again") from error
        raise NoPicture(f"{path.name}: not a PDF that can be read; get a new copy of the file") from error
    try:
        if not 1 <= number <= len(document):
            raise NoPicture(f"{path.name}: has no page {number}; its pages go from 1 to {len(document)}")
        # Without it, what was typed into the fields of a form would be missing from the picture.
        document.init_forms()
        page = document[number - 1]
        try:
            yield page
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise NoPicture(f"{path.name}, page {number}: damaged; get a new copy of the file") from error
    finally:
        document.close()


def _drawn(path: Path, number: int, width: int) -> Any:
    """The page as an image of PIL."""
    with _opened(path, number) as page:
        across, down = _size(page)
        if not (across > 0 and down > 0 and math.isfinite(down / across)):
            raise NoPicture(f"{path.name}, page {number}: has no size; get a new copy of the file")
        width = max(1, min(width, math.isqrt(int(MOST_PIXELS * across / down))))
        # pdfium's caller rounds up: half a pixel less gives the width that is meant.
        bitmap = page.render(scale=(width - 0.5) / across, rev_byteorder=True)
        try:
            return bitmap.to_pil()
        finally:
            bitmap.close()


def _size(page: Any) -> tuple[float, float]:
    width, height = page.get_size()
    return width, height


def _png(image: Any) -> bytes:
    """The image as a PNG of 256 colours: a third of the bytes of all colours and sooner made (see
    evals/bench/page_images.py)."""
    file = BytesIO()
    image.quantize(256, method=2, dither=0).save(file, "PNG", compress_level=1)
    return file.getvalue()


DO: dict[str, Callable[..., bytes]] = {
    "picture": picture,
    "size": lambda path, **asked: json.dumps(size(path, **asked)).encode(),
    "boxes": lambda path, **asked: json.dumps([astuple(box) for box in boxes(path, **asked)]).encode(),
}
