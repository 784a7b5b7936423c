"""What the readers of formats without a fixed layout share: checking the file, and building a page's text."""

import re
import zipfile
import zlib
from pathlib import Path

from corpus.errors import UnreadableDocument
from ingest.types import Block, BlockKind, ReadPage

# The first bytes of files that are often given another format's suffix.
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zipped file such as DOCX, PPTX or XLSX",
    b"\xd0\xcf\x11\xe0": "an old Office file, or an Office file locked with a password",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")  # a terminal would obey some of them
_MARKED = re.compile(r"(?:[^\w\s]|\(?\w{1,3}[.)])\s")
# A small file that unpacks to more is an attack or a mistake. XML packs to a twentieth, and pictures hardly at all.
_UNPACKED_LIMIT = 1_000_000_000  # bytes
_PACKED_AT_MOST = 100  # times smaller, of what unpacks to more than `_ANY_RATIO` bytes
_ANY_RATIO = 20_000_000
_MOST_PARTS = 20_000


def read_as_text(path: Path) -> str:
    """The file's text, whatever its encoding. Raises `UnreadableDocument` if it is empty or not text."""
    raw = path.read_bytes()
    if not raw.strip():
        raise UnreadableDocument(f"{path.name}: the file is empty")
    for signature, kind in _SIGNATURES.items():
        if raw.startswith(signature):
            raise UnreadableDocument(f"{path.name}: this is {kind}, not a {path.suffix} file; give it its own suffix")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw).best()
        if best is None:
            raise UnreadableDocument(
                f"{path.name}: this is not text in any encoding known here; save it as UTF-8"
            ) from None
        text = str(best)
    if "\x00" in text:
        raise UnreadableDocument(f"{path.name}: this is not text (it holds zero bytes); give it its own suffix")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_office_file(path: Path) -> None:
    """Raises `UnreadableDocument` unless the file is a whole zip archive of a sane size."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise UnreadableDocument(f"{path.name}: the file is empty")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableDocument(
            f"{path.name}: an old Office file, or one locked with a password; save it as {path.suffix} without one"
        )
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            _check_size(path, unpacked, len(parts))
            damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise UnreadableDocument(f"{path.name}: damaged, or not a {path.suffix} file ({error})") from error
    if damaged:
        raise UnreadableDocument(f"{path.name}: damaged inside (at {damaged}); save it again and ingest the copy")


def _check_size(path: Path, unpacked: int, parts: int) -> None:
    """By what the archive says of itself; it is never unpacked further than that."""
    if unpacked > _UNPACKED_LIMIT:
        raise UnreadableDocument(f"{path.name}: unpacks to {unpacked / 1e9:.1f} GB, which no honest document does")
    if unpacked > max(_ANY_RATIO, _PACKED_AT_MOST * path.stat().st_size):
        raise UnreadableDocument(
            f"{path.name}: unpacks to {unpacked / 1e6:.0f} MB, {unpacked // path.stat().st_size} times its size, which "
            "no honest document does"
        )
    if parts > _MOST_PARTS:
        raise UnreadableDocument(f"{path.name}: has {parts} parts inside, which no honest document does")


class PageText:
    """Collects the blocks of one page, one under the other, with an empty line between them."""

    def __init__(self) -> None:
        self._text = ""
        self._blocks: list[Block] = []

    def add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        """Add one block; its lines keep their breaks, other white space becomes one space.

        An item gets the bullet that its reader sees, unless it brings its own number or sign.
        """
        lines = [" ".join(_CONTROL.sub("", line).split()) for line in text.split("\n")]
        block = "\n".join(line for line in lines if line)
        if not block:
            return
        if kind == "item" and not _MARKED.match(block):
            block = f"• {block}"
        if self._text:
            self._text += "\n\n"
        self._blocks.append(Block(kind, len(self._text), len(self._text) + len(block), level))
        self._text += block

    def add_table(self, rows: list[list[str]]) -> None:
        """Add a table: one line a row, cells side by side."""
        lines = (" | ".join(" ".join(cell.split()) for cell in row) for row in rows if any(map(str.strip, row)))
        self.add("table", "\n".join(lines))

    def page(self, number: int = 1) -> ReadPage:
        return ReadPage(number, None, self._text, tuple(self._blocks))

    @property
    def empty(self) -> bool:
        return not self._blocks
