"""Data that travels inside a Word document, so that the document alone can be checked again later.

It is a custom XML part, which Word keeps when somebody edits and saves the document.
"""

import re
import zipfile
import zlib
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from corpus.errors import RoundtableError

NAMESPACE = "urn:roundtable-assistant:briefing:1"
LARGEST = 32_000_000  # bytes of the part, unpacked
MOST_PARTS = 50  # of other programs, that are looked at

_PART = re.compile(r"customXml/item(\d{1,6})\.xml")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_ABOUT_RELATION = f"{_RELATION}Props"
_ABOUT_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_ABOUT_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
# What XML 1.0 refuses, and the return that it would make a line feed.
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class BrokenDocument(RoundtableError):
    """A file that should be a Word document with a briefing in it cannot be read."""


class _NotOurs(Exception):
    """The part belongs to another program."""


def embed(document: Any, text: str) -> None:
    """Put the JSON into the document as a part of its own."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(each for each in range(1, len(taken) + 2) if f"/customXml/item{each}.xml" not in taken)
    # Outside the ASCII, JSON has nothing but its strings, where each character may also be written as its number.
    carried = _REFUSED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    item = f'<?xml version="1.0" encoding="UTF-8"?>\n<briefing xmlns="{NAMESPACE}">{escape(carried)}</briefing>'
    id_ = f"{{{uuid5(NAMESPACE_URL, NAMESPACE)}}}".upper()
    about = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<ds:datastoreItem ds:itemID={quoteattr(id_)} '
        f'xmlns:ds="{_ABOUT_NAMESPACE}"><ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs>'
        "</ds:datastoreItem>"
    )
    part = Part(PackURI(f"/customXml/item{number}.xml"), "application/xml", item.encode(), package)
    props = Part(PackURI(f"/customXml/itemProps{number}.xml"), _ABOUT_TYPE, about.encode(), package)
    part.relate_to(props, _ABOUT_RELATION)
    document.part.relate_to(part, _RELATION)


def embedded_in(content: bytes) -> str | None:
    """The JSON that the Word document carries, None if it carries none.

    Raises BrokenDocument for what is no whole Word document, or carries more than we ever put into one.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = sorted((int(found[1]), name) for name in archive.namelist() if (found := _PART.fullmatch(name)))
            for _, name in parts[:MOST_PARTS]:
                with archive.open(name) as file:
                    raw = file.read(LARGEST + 1)
                try:
                    return _carried(raw)
                except _NotOurs:
                    continue
    # What zipfile raises for a damaged archive, for one with a password and for a way of packing that it lacks.
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise BrokenDocument(f"this is no whole Word document ({error}); export the briefing again") from error
    return None


def _carried(raw: bytes) -> str:
    """The text of the part if it is ours. A part that declares a type of document, and with it entities, is not."""
    texts: list[str] = []
    depth = 0

    def start(name: str, _: object) -> None:
        nonlocal depth
        depth += 1
        if name != f"{NAMESPACE} briefing":
            raise _NotOurs

    def refuse(*_: object) -> None:
        raise _NotOurs

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.CharacterDataHandler = texts.append
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        if depth:
            raise BrokenDocument(
                f"the briefing in this Word document is damaged or too long ({error}); export it again"
            ) from error
        raise _NotOurs from error
    return "".join(texts)
