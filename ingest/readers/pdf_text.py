"""Read the text of PDF pages with pdfium, line by line, with the size, weight and place of each line."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import byref, c_int, create_string_buffer
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableDocument
from ingest.readers.pdf_lines import CELL_GAP, Line, RawPage

# pdfium puts U+FFFE or U+0002 for a hyphen at the end of a line, and leaves the line break out.
_LINE = re.compile(r"[^\r\n\ufffe\u0002]*[\ufffe\u0002]?")
_WORD = re.compile(r"[^\s\ufffe\u0002]{3,}")
_SPACES = re.compile(r"[ \u00a0\t]+")
# Shares of a letter's height. Letters of a word stand up to 0.03 apart, a word space is seldom under 0.16; it
# can look like 0.04, as a slanted "f" reaches into the space after it.
WORD_GAP = 0.04
WIDEST_WORD_SPACE = 1.0


_Box = tuple[float, float, float, float]  # left, bottom, right, top as the page is turned for its reader
_Geometry = tuple[float, bool, float, float, float, float]  # the fields of Line after its text
_UNKNOWN: _Geometry = (0.0, False, 0.0, 0.0, 0.0, 0.0)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The document, open in pdfium. Raises `UnreadableDocument` if pdfium cannot open it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument(f"{path.name}: encrypted; remove the password and ingest again") from error
        raise UnreadableDocument(f"{path.name}: damaged or cut short; get a new copy of the file") from error
    try:
        yield document
    finally:
        document.close()


def pages_by_pdfium(path: Path, places: Sequence[int] | None = None) -> list[RawPage | None]:
    """The pages at the places (from 0; all if None) in order; None for one that pdfium cannot read.

    One call at a time: pdfium keeps its state in the process and is not safe with threads.
    """
    whole_words: set[str] = set()
    with opened(path) as document:
        chosen = range(len(document)) if places is None else places
        return [_page(document, place, whole_words) if place < len(document) else None for place in chosen]


def _page(document: Any, place: int, whole_words: set[str]) -> RawPage | None:
    import pypdfium2

    try:
        page = document[place]
    except pypdfium2.PdfiumError:
        return None
    try:
        text_page = page.get_textpage()
        try:
            return _PageReader(page, text_page, whole_words).read()
        finally:
            text_page.close()
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()


class _PageReader:
    """One open page. `whole_words` are words known to hold no hidden space, shared by a document's pages."""

    def __init__(self, page: Any, text_page: Any, whole_words: set[str]) -> None:
        import pypdfium2.raw

        self._pdfium = pypdfium2.raw
        self._handle = text_page.raw
        self._whole_words = whole_words
        left, bottom, right, top = page.get_cropbox()
        self._frame = (left, bottom, right, top)
        self._turn = page.get_rotation()
        self._height = page.get_height()
        # "ignore", the default, would drop half of a broken pair and shift every place after it.
        self._text = text_page.get_text_range(errors="surrogatepass")
        self._has_hidden = len(self._text) != text_page.count_chars()
        self._rect = pypdfium2.raw.FS_RECTF()
        self._font = create_string_buffer(128)

    def read(self) -> RawPage:
        found = [(match.start(), match.end()) for match in _LINE.finditer(self._text) if match.group().strip()]
        known = [self._geometry(start, end) for start, end in found]
        widths = [
            (right - left) / ((end - start) * size) if size else 0.0
            for (start, end), (size, _, left, right, _, _) in zip(found, known, strict=True)
        ]
        # The lower quarter: on a page full of tables the middle line is a row itself.
        long = sorted(width for width, (start, end) in zip(widths, found, strict=True) if end - start > 20 and width)
        usual = long[len(long) // 4] if long else 0.4
        lines = []
        for (start, end), width, geometry in zip(found, widths, known, strict=True):
            # Only a line that takes clearly more room than its letters need can have a row's gaps.
            parts = self._cells(start, end, geometry[0]) if width > 1.15 * usual else [(start, end)]
            texts = [self._with_spaces(*part, geometry[0]).strip() for part in parts]
            lines.append(Line(CELL_GAP.join(filter(None, texts)), *geometry))
        return RawPage(tuple(lines), self._height)

    def _geometry(self, start: int, end: int) -> _Geometry:
        """The box of a line from its first letter to its last; it is bold if both are."""
        text = self._text[start:end]
        first = start + len(text) - len(text.lstrip())
        last = start + len(text.rstrip(" \ufffe\u0002\u00a0\t")) - 1
        if last < first:
            return _UNKNOWN
        one, other = self._box(first), self._box(last)
        if one is None or other is None or abs(other[1] - one[1]) > 3 * (one[3] - one[1]):
            return _UNKNOWN  # such as words set upwards along the page's side
        bold = self._is_bold(first) and self._is_bold(last)
        return round(one[3] - one[1], 1), bold, one[0], other[2], self._height - one[3], self._height - one[1]

    def _box(self, place: int) -> _Box | None:
        """A letter's cell: as wide as the letter and the space it claims, as high as its font."""
        rect = self._rect
        if not self._pdfium.FPDFText_GetLooseCharBox(self._handle, self._index(place), byref(rect)):
            return None
        left, right = rect.left, rect.right
        bottom, top = min(rect.bottom, rect.top), max(rect.bottom, rect.top)
        from_left, from_bottom, to_right, to_top = self._frame
        if self._turn == 0:
            return left - from_left, bottom - from_bottom, right - from_left, top - from_bottom
        if self._turn == 90:
            return bottom - from_bottom, to_right - right, top - from_bottom, to_right - left
        if self._turn == 180:
            return to_right - right, to_top - top, to_right - left, to_top - bottom
        return to_top - top, left - from_left, to_top - bottom, right - from_left

    def _index(self, place: int) -> int:
        """pdfium counts letters that it does not print; most pages have none of them."""
        return self._pdfium.FPDFText_GetCharIndexFromTextIndex(self._handle, place) if self._has_hidden else place

    def _is_bold(self, place: int) -> bool:
        index = self._index(place)
        if self._pdfium.FPDFText_GetFontWeight(self._handle, index) >= 600:
            return True
        self._font.value = b""
        self._pdfium.FPDFText_GetFontInfo(self._handle, index, self._font, 128, byref(c_int()))
        font = self._font.value.lower()
        return b"bold" in font or b"black" in font or b"heavy" in font

    def _with_spaces(self, start: int, end: int, size: float) -> str:
        """Part of a line with the word spaces that pdfium overlooks.

        In justified lines with narrow letters it read "elementin the" where "element in the" is printed, in
        up to one word in a hundred. So each word is measured the first time it is seen.
        """
        text = self._text[start:end]
        if size and self._turn == 0:
            cuts = [
                cut - start
                for word in _WORD.finditer(text)
                if word.group() not in self._whole_words
                for cut in self._gaps(word.group(), start + word.start(), WORD_GAP * size)
            ]
            for cut in reversed(cuts):
                text = f"{text[:cut]} {text[cut:]}"
        return _SPACES.sub(" ", text)

    def _gaps(self, word: str, start: int, widest: float) -> list[int]:
        """The places of a word that stand apart from the letter before like a new word.

        None if the whole word is spaced out ("S p a c e d"), and none behind a lone first letter: that is
        the large capital of small capitals ("O ccupations").
        """
        get_box, handle, rect = self._pdfium.FPDFText_GetLooseCharBox, self._handle, self._rect
        found = []
        before = float("inf")
        for place in range(start, start + len(word)):
            get_box(handle, self._index(place), rect)
            if rect.left - before > widest:
                found.append(place)
            before = rect.right
        if not found:
            self._whole_words.add(word)
        # In spaced display type "Prog rams" can look so; the same word elsewhere shows that it is one.
        if len(found) > len(word) / 4 or "_" in word or "/" in word or word.strip(".,:;()") in self._whole_words:
            return []
        return found[1:] if found and found[0] == start + 1 and word[0] not in "aA(" else found

    def _cells(self, start: int, end: int, size: float) -> list[tuple[int, int]]:
        """The parts of a line between gaps that are wider than any word space."""
        text = self._text[start:end].rstrip()
        parts = []
        first = start
        for space in _SPACES.finditer(text):
            before, after = start + space.start() - 1, start + space.end()
            # In narrow columns the space after a full stop is stretched most.
            widest = WIDEST_WORD_SPACE * size * (2 if self._text[before] in ".,;:!?" else 1)
            if before >= start and self._distance(before, after) > widest:
                parts.append((first, before + 1))
                first = after
        return [*parts, (first, end)]

    def _distance(self, before: int, after: int) -> float:
        one, other = self._box(before), self._box(after)
        return other[0] - one[2] if one and other else 0.0
