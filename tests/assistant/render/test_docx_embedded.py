"""assistant/render/docx_embedded.py: data inside a Word document, and files that are no such document."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import nsmap
from lxml import etree

from assistant.render.docx import paper_docx
from assistant.render.docx_embedded import LARGEST, NAMESPACE, BrokenDocument, embedded_in
from tests.assistant.render.papers import PAPER

OURS = f'<briefing xmlns="{NAMESPACE}">{{}}</briefing>'


def parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("text", ['{"a": "é < & ]]> \\" 漢 😀"}', '{\n  "a": 1\n}\n', "{}" * 100_000])
def test_text_comes_back_as_it_went_in(text: str) -> None:
    assert embedded_in(paper_docx(PAPER, text)) == text


def test_characters_that_xml_refuses_come_back_as_the_same_json() -> None:
    text = json.dumps({"a": "x\x01\x0b\ud800\uffff\ry"}, ensure_ascii=False)
    carried = embedded_in(paper_docx(PAPER, text.replace("\\u0001", "\x01")))
    assert carried is not None
    assert json.loads(carried) == {"a": "x\x01\x0b\ud800\uffff\ry"}


def test_document_without_data_has_none_and_no_part_for_it() -> None:
    plain = paper_docx(PAPER)
    assert embedded_in(plain) is None
    assert not any(NAMESPACE.encode() in content for content in parts(plain).values())


def test_part_is_one_that_word_keeps() -> None:
    """It belongs to the document's main part, and has properties with an id of its own."""
    found = parts(paper_docx(PAPER, "{}"))
    relations = etree.fromstring(found["word/_rels/document.xml.rels"])
    targets = [each.get("Target") for each in relations if each.get("Type").endswith("/relationships/customXml")]
    assert "../customXml/item2.xml" in targets
    assert found["customXml/item2.xml"].endswith(OURS.encode())
    (about,) = etree.fromstring(found["customXml/_rels/item2.xml.rels"])
    assert about.get("Target") == "itemProps2.xml"
    props: Any = etree.fromstring(found["customXml/itemProps2.xml"])
    ids = [etree.fromstring(found[f"customXml/itemProps{n}.xml"]).values()[0] for n in (1, 2)]
    assert ids[0] != ids[1]
    assert props.xpath("//ds:schemaRef/@ds:uri", namespaces={"ds": props.nsmap["ds"]}) == [NAMESPACE]
    types: Any = etree.fromstring(found["[Content_Types].xml"])
    assert [each.get("ContentType") for each in types if each.get("PartName") == "/customXml/itemProps2.xml"] == [
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    ]
    assert nsmap["w"] in found["word/document.xml"].decode()


def test_document_that_somebody_edited_and_saved_still_has_it() -> None:
    document = Document(io.BytesIO(paper_docx(PAPER, '{"a": 1}')))
    document.add_paragraph("A remark of mine.")
    saved = io.BytesIO()
    document.save(saved)
    assert embedded_in(saved.getvalue()) == '{"a": 1}'


@pytest.mark.parametrize(
    "other",
    [
        "<briefing>of another program</briefing>",
        "no xml",
        b"\xff\xfe\x00\x01",
        "",
        f'<!DOCTYPE briefing [<!ENTITY a "aaaa">]><briefing xmlns="{NAMESPACE}">&a;</briefing>',
        f'<!DOCTYPE briefing SYSTEM "file:///etc/passwd"><briefing xmlns="{NAMESPACE}"/>',
    ],
    ids=["other root", "no xml", "no text", "empty", "entities", "outside"],
)
def test_parts_of_others_are_passed_over(other: str | bytes) -> None:
    assert embedded_in(zipped({"customXml/item1.xml": other})) is None
    assert embedded_in(zipped({"customXml/item1.xml": other, "customXml/item2.xml": OURS})) == "{}"


def test_elements_inside_ours_are_not_ours() -> None:
    inside = f'<briefing xmlns="{NAMESPACE}">{{<b xmlns="">}}</b></briefing>'
    assert embedded_in(zipped({"customXml/item1.xml": inside})) is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", paper_docx(PAPER, "{}")[:-200]])
def test_file_that_is_no_whole_document_says_so_in_one_line(content: bytes) -> None:
    with pytest.raises(BrokenDocument, match=r"^this is no whole Word document \(.+\); export the briefing again$"):
        embedded_in(content)


def test_damaged_bytes_inside_are_found() -> None:
    content = zipped({"customXml/item1.xml": OURS * 50})
    place = content.index(b"item1.xml") + 20
    with pytest.raises(BrokenDocument):
        embedded_in(content[:place] + bytes(30) + content[place + 30 :])


def test_part_that_ends_too_early_is_damaged() -> None:
    with pytest.raises(BrokenDocument, match="damaged or too long"):
        embedded_in(zipped({"customXml/item1.xml": OURS[:-5]}))


def test_small_file_that_unpacks_to_more_than_we_ever_put_in_is_refused() -> None:
    bomb = zipped({"customXml/item1.xml": OURS.replace("{}", " " * (LARGEST + 1))})
    assert len(bomb) < 100_000
    with pytest.raises(BrokenDocument, match="damaged or too long"):
        embedded_in(bomb)


def test_only_so_many_parts_are_looked_at() -> None:
    others = {f"customXml/item{n}.xml": "<a/>" for n in range(1, 51)}
    assert embedded_in(zipped({**others, "customXml/item51.xml": OURS})) is None
