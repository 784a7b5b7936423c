"""Files made to harm whoever reads them, each by its name: built here, so that none of them has to be shipped."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

DOCUMENT = (
    '<?xml version="1.0"?>{doctype}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHING = f'<!DOCTYPE lolz [<!ENTITY l0 "ha">{LAUGHS}]>'
STEALING = '<!DOCTYPE x [<!ENTITY stolen SYSTEM "file:///etc/passwd">]>'
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s>> >>"
)
CATALOG = b"<< /Type /Catalog /Pages 2 0 R %s>>"


def stream(content: bytes, about: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), about, content)


TEXT = stream(b"BT /F1 12 Tf 72 700 Td (A city of trams.) Tj ET")
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(
    catalog: bytes = b"",
    kids: bytes = b"3 0 R",
    count: int = 1,
    page: bytes = b"",
    content: bytes = TEXT,
    more: tuple[bytes, ...] = (),
) -> bytes:
    """A PDF of one page and what is said beside it; `more` are the objects from number 6 on."""
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    body, places = b"%PDF-1.7\n", []
    for number, told in enumerate((CATALOG % catalog, pages, PAGE % page, content, FONT, *more), start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, told)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    return b"%sxref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        *(body, size, table, size, len(body)),
    )


def kids_of_kids() -> bytes:
    """Nine levels of pages, each of them ten times the next: a billion pages in two kilobytes."""
    levels = [
        b"<< /Type /Pages /Parent %d 0 R /Kids [%s] /Count %d >>"
        % (max(2, 5 + level), b" ".join([b"%d 0 R" % (7 + level if level < 8 else 3)] * 10), 10 ** (9 - level))
        for level in range(9)
    ]
    return pdf(kids=b"6 0 R", count=10**9, more=tuple(levels))


def many_pages(count: int) -> bytes:
    numbers = b" ".join(b"%d 0 R" % (6 + number) for number in range(count))
    return pdf(kids=numbers, count=count, more=(PAGE % b"",) * count)


def zeros(megabytes: int) -> bytes:
    packing = zlib.compressobj(1)
    return b"".join(packing.compress(bytes(1 << 20)) for _ in range(megabytes)) + packing.flush()


def docx(document: str, **more: bytes) -> bytes:
    """A Word file with this document.xml; further parts by name, with two underscores for a slash."""
    import docx as python_docx

    return replaced(python_docx.Document(), {"word/document.xml": document.encode()}, more)


def of_no_kind(suffix: str, part: str) -> bytes:
    """A sound office file but for one part inside, whose elements are of no kind that is known."""
    import docx as python_docx
    import pptx

    document = python_docx.Document() if suffix == ".docx" else pptx.Presentation()
    return replaced(document, {part: b"<Relationships><Relationship/></Relationships>"})


def replaced(document: Any, parts: Mapping[str, bytes], more: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    plain, made = io.BytesIO(), io.BytesIO()
    document.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, parts.get(name) or source.read(name))
        for name, content in more.items():
            target.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def said(text: str, doctype: str = "") -> str:
    return DOCUMENT.format(text=text, doctype=doctype)


def of_parts(count: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for number in range(count):
            target.writestr(f"{number}.xml", b"")
    return made.getvalue()


def lying(name: str = "word/document.xml") -> bytes:
    """A Word file with a part of which its list says that it is a hundred bytes long, and that is fifty megabytes."""
    made = bytearray(docx(said("A city."), word__media__a=bytes(50_000_000)))
    place = made.index(b"word/media/a", made.index(b"PK\x01\x02"))
    made[place - 22 : place - 18] = (100).to_bytes(4, "little")
    return bytes(made)


def packed_objects(megabytes: int) -> bytes:
    """A PDF whose objects stand in a packed stream of so many megabytes."""
    about = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"
    return pdf(page=b"/X 7 0 R ", more=(stream(zeros(megabytes), about),))


def aliases() -> bytes:
    """Ten levels of YAML, each of them ten times the one before."""
    lines = [f"k{n}: &k{n} [{', '.join(['x' if n == 0 else f'*k{n - 1}'] * 10)}]" for n in range(9)]
    return "\n".join(["---", *lines, "title: *k8", "---", "A city of trams."]).encode()
