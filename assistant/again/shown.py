"""Take a saved claim as its reader sees it, where somebody edited the text that the reader sees."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from xml.parsers import expat

from assistant.again.nearly import nearest
from assistant.again.same import evened, has
from assistant.again.types import Statement
from assistant.quotable import without_markers
from corpus.words import language_of

LARGEST = 64_000_000  # bytes of the text of a Word document, unpacked
_PART = "word/document.xml"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "


class _NotWords(Exception):
    """The part is none that a word processor writes."""


def as_shown(statements: Iterable[Statement], text: str) -> tuple[Statement, ...]:
    """The statements; behind one that the text has in other words, another with these, which somebody chose: they are
    what is believed."""
    return tuple(shown for each in statements for shown in _as_shown(each, text))


def text_of_docx(content: bytes) -> str:
    """What a Word document says, a line for each paragraph, without footnotes and what a reviewer struck out; "" where
    that cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive, archive.open(_PART) as file:
            raw = file.read(LARGEST + 1)
        return _text(raw) if len(raw) <= LARGEST else ""
    except (_NotWords, expat.ExpatError, KeyError):
        return ""
    # What zipfile raises for a damaged archive, for one with a password and for a way of packing that it lacks.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return ""


def _as_shown(statement: Statement, text: str) -> Iterator[Statement]:
    yield statement
    if statement.a_claim and not has(text, statement.text):
        near = nearest(statement.text, text, language_of(statement.text))
        if near:
            yield replace(statement, text=without_markers(evened(text[near.start : near.end])), worded=True)


def _text(raw: bytes) -> str:
    parts: list[str] = []
    inside = False

    def start(name: str, _: object) -> None:
        nonlocal inside
        inside = name == f"{_WORD}t"
        if name in (f"{_WORD}tab", f"{_WORD}br"):
            parts.append(" ")

    def end(name: str) -> None:
        nonlocal inside
        inside = False
        if name == f"{_WORD}p":
            parts.append("\n\n")

    def characters(text: str) -> None:
        if inside:
            parts.append(text)

    def refuse(*_: object) -> None:
        raise _NotWords  # a type of document brings entities, which can be made to grow without end

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(raw, True)
    return "".join(parts)
