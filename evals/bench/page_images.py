"""Measure the pictures of pages: how often quoted words are boxed, how often the box holds them, and how fast.

The quotes are sentences and rows of tables from all over an index. Whether a box is right is judged by pdfium: the
letters that it finds inside the boxes must be those of the quote. It cannot tell two places of the same words apart.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.errors import RoundtableError
from corpus.index import Index
from corpus.originals import OriginalGone, Originals
from corpus.page_image import Box, PageImages, boxes
from corpus.same_words import letters_of
from corpus.sentences import is_row, sentences

FEWEST_WORDS = 4  # of a quote
WIDTH = 1200
RIGHT = 0.95  # of the letters of quote and boxes together
MOST_PICTURES = 100
_BEFORE = 60

FORMATS: dict[str, Callable[[Any, BytesIO], None]] = {
    "PNG, all colours": lambda image, file: image.save(file, "PNG", compress_level=1),
    "PNG, 256 colours": lambda image, file: image.quantize(256, method=2, dither=0).save(file, "PNG", compress_level=1),
    "JPEG, quality 90": lambda image, file: image.save(file, "JPEG", quality=90),
    "WebP, lossless": lambda image, file: image.save(file, "WEBP", lossless=True, method=2, quality=0),
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a page; `at` is how much of the page's text comes before them."""

    path: Path
    page: int
    words: str
    at: float
    before: str
    is_row: bool


@dataclass(frozen=True, slots=True)
class Boxed:
    """What became of a quote: `alike` is how far the letters in its boxes are its own, None if it has no boxes."""

    quoted: Quoted
    milliseconds: float
    alike: float | None
    inside: str


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m evals.bench.page_images",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("index", type=Path, metavar="INDEX", help="an index of PDF files that lie where they lay")
    parser.add_argument("--quotes", type=int, default=600, help="how many to look for (default: %(default)s)")
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="name that many of those that are not right to the letter"
    )
    options = parser.parse_args(arguments)
    try:
        found = list(quotes_of(Index(options.index)))
        chosen = list(dict.fromkeys(found[:: max(1, len(found) // options.quotes)]))
        if not chosen:
            print(f"{options.index}: no PDF of this index is where it was; give an index of some that are")
            return 2
        for line in bench(chosen, options.show):
            print(line, flush=True)
    except RoundtableError as error:
        print(error)
        return 2
    return 0


def quotes_of(index: Index) -> Iterator[Quoted]:
    """Every sentence and row of a table that stands on one page of a PDF."""
    originals = Originals()
    for document in index.documents.values():
        try:
            path = originals.path_of(index, document.id)
        except OriginalGone as error:
            print(f"left out: {error}")
            continue
        if path.suffix.lower() != ".pdf":
            continue
        pages = {page.number: page.text for page in index.pages(document.id)}
        for passage in index.passages_of(document.id):
            for start, end in sentences(passage.text, document.language):
                parts = passage.locate_parts(start, end)
                words = passage.text[start:end].split()
                if len(parts) == 1 and len(words) >= FEWEST_WORDS:
                    text, first = pages[parts[0].page], parts[0].start
                    before = text[max(0, first - _BEFORE) : first]
                    row = is_row(passage.text[start:end])
                    yield Quoted(path, parts[0].page, " ".join(words), first / len(text), before, row)


def bench(chosen: Sequence[Quoted], shown: int) -> Iterator[str]:
    """The lines to print, each as soon as it is known."""
    places = list(dict.fromkeys((quoted.path, quoted.page) for quoted in chosen))
    files = len({path for path, _ in places})
    yield f"{len(chosen)} quotes on {len(places)} pages of {files} files"
    boxed = [look_for(quoted) for quoted in chosen]
    for name, rows in (("sentences", False), ("rows of tables", True)):
        ours = [one for one in boxed if one.quoted.is_row == rows]
        alike = [one.alike for one in ours if one.alike is not None]
        right = sum(each >= RIGHT for each in alike)
        yield (
            f"{len(ours)} {name}: {share(len(alike), len(ours))} boxed; of these {share(right, len(alike))} right "
            f"(letters {RIGHT:.0%} alike), {share(sum(each == 1 for each in alike), len(alike))} to the letter"
        )
    yield f"Boxes of a quote: {spread([one.milliseconds for one in boxed])} ms"
    yield from _pictures(places[:: len(places) // MOST_PICTURES + 1])
    wrong = [one for one in boxed if one.alike != 1]
    for one in sorted(wrong, key=lambda one: -1.0 if one.alike is None else one.alike)[:shown]:
        alike_ = "not boxed" if one.alike is None else f"{one.alike:.2f}"
        quoted = one.quoted
        yield f"  {alike_}: {quoted.path.name}, page {quoted.page}: {quoted.words!r}; in the boxes: {one.inside!r}"


def look_for(quoted: Quoted) -> Boxed:
    started = time.perf_counter()
    found = boxes(quoted.path, quoted.page, quoted.words, quoted.at, quoted.before)
    milliseconds = 1000 * (time.perf_counter() - started)
    if not found:
        return Boxed(quoted, milliseconds, None, "")
    inside = text_inside(quoted.path, quoted.page, found)
    one, other = (letters_of(text).text for text in (quoted.words, inside))
    return Boxed(quoted, milliseconds, SequenceMatcher(None, one, other, autojunk=False).ratio(), inside)


def text_inside(path: Path, page: int, found: Sequence[Box]) -> str:
    """What pdfium finds in the boxes: whatever touches the middle of a line."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        opened = document[page - 1]
        text = opened.get_textpage()
        inside = []
        for box in found:
            # Their air, which is part of them, holds bits of the letters around; so only the inner part counts.
            air = 0.15 * min(box.height * opened.get_height(), box.width * opened.get_width())
            across, down = air / opened.get_width(), air / opened.get_height()
            one = _on_page(opened, box.left + across, box.top + max(down, 0.4 * box.height))
            other = _on_page(opened, box.left + box.width - across, box.top + min(box.height - down, 0.6 * box.height))
            (left, right), (bottom, top) = (sorted(pair) for pair in zip(one, other, strict=True))
            inside.append(text.get_text_bounded(left, bottom, right, top))
        text.close()
        opened.close()
    return " ".join(inside)


def _on_page(page: Any, across: float, down: float) -> tuple[float, float]:
    """A place of the picture in the page's own points, by pdfium's own conversion."""
    from ctypes import byref, c_double

    import pypdfium2.raw

    x, y, size = c_double(), c_double(), 100_000
    pypdfium2.raw.FPDF_DeviceToPage(page, 0, 0, size, size, 0, int(across * size), int(down * size), byref(x), byref(y))
    return x.value, y.value


def _pictures(places: Sequence[tuple[Path, int]]) -> Iterator[str]:
    images = PageImages()
    cold: list[float] = []
    kept: list[float] = []
    lengths = []
    for path, page in places:
        for times in (cold, kept):
            started = time.perf_counter()
            made = images.picture(path, page, WIDTH)
            times.append(1000 * (time.perf_counter() - started))
        lengths.append(len(made) / 1000)
    yield f"Pictures of {len(places)} pages, {WIDTH} pixels wide: {spread(lengths)} kB"
    yield f"  made in {spread(cold)} ms, kept ones found in {spread(kept, 2)} ms"
    drawn = [_drawn(path, page) for path, page in places[:: len(places) // 50 + 1]]
    for name, save in FORMATS.items():
        took, lengths = [], []
        for image in drawn:
            file = BytesIO()
            started = time.perf_counter()
            save(image, file)
            took.append(1000 * (time.perf_counter() - started))
            lengths.append(len(file.getvalue()) / 1000)
        yield f"  {name}: written in {spread(took)} ms, {spread(lengths)} kB"


def _drawn(path: Path, page: int) -> Any:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        opened = document[page - 1]
        image = opened.render(scale=WIDTH / opened.get_width(), rev_byteorder=True).to_pil()
        opened.close()
    return image


def share(part: int, whole: int) -> str:
    return f"{part / whole:.1%} ({part} of {whole})" if whole else "none"


def spread(values: Sequence[float], digits: int = 0) -> str:
    ordered = sorted(values)
    middle, high = (ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] for percent in (50, 95))
    return f"p50 {middle:.{digits}f}, p95 {high:.{digits}f}"


if __name__ == "__main__":
    raise SystemExit(main())
