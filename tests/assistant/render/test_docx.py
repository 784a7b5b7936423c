"""assistant/render/docx.py: a Word document with real footnotes, read back as Word would read it."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import docx
import pytest
from docx.oxml.ns import nsmap, qn
from lxml import etree

from assistant.render.docx import paper_docx
from assistant.render.paper import Footnote, Heading, Paper, Paragraph, Run, Table
from tests.assistant.render.papers import CONTROLS, NASTY, PAPER, PLACES, paper_of


def part(file: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return etree.fromstring(parts.read(name))


def read(file: bytes) -> Any:
    return docx.Document(io.BytesIO(file))


def found(element: Any, path: str) -> list[Any]:
    return list(element.xpath(path, namespaces=nsmap))


def words(element: Any) -> str:
    return "".join(found(element, ".//w:t/text()"))


def test_blocks_come_in_their_styles() -> None:
    document = read(paper_docx(PAPER))
    assert [(each.style.name, each.text) for each in document.paragraphs] == [
        ("Title", "Trees of the harbour"),
        ("Subtitle", "Exported on 28 November 2026"),
        ("Heading 1", "How many trees?"),
        ("Aside", "Asked at noon"),
        ("Normal", "It planted 90 trees., In Amber.1 Et après."),
        ("Warning", "It is not certain."),
        ("List Bullet", "oak"),
        ("List Bullet", "elm"),
        ("Quote", "The harbour is old."),
        ("Quote Source", "— A note"),
        ("Heading 2", "By year"),
        ("Caption", "Planted"),
        ("Table Text", ""),
        ("Heading 1", "Sources"),
        ("Bibliography", "Harbour Office. Port Amber"),
        ("Bibliography", "A note. (n.d.)."),
        ("Closing Line", "State of the collection: abc."),
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["year", "trees"], ["2020", "90"]]
    assert document.paragraphs[6].runs[0].bold
    assert document.paragraphs[7].runs[0].italic


def test_footnotes_are_notes_of_word_with_their_separators() -> None:
    file = paper_docx(PAPER)
    notes = part(file, "word/footnotes.xml")
    assert [(note.get(qn("w:id")), note.get(qn("w:type")), words(note)) for note in notes] == [
        ("-1", "separator", ""),
        ("0", "continuationSeparator", ""),
        ("1", None, " “90 trees” Port Amber. reports/amber.pdf"),
        ("2", None, " “ninety” https://a.example/x?b=1&copy=2"),
        ("3", None, " third note"),
    ]
    body = part(file, "word/document.xml")
    assert found(body, ".//w:footnoteReference/@w:id") == ["1", "2", "3"]
    assert found(part(file, "word/settings.xml"), "./w:footnotePr/w:footnote/@w:id") == ["-1", "0"]
    types = part(file, "[Content_Types].xml")
    assert [each.get("ContentType") for each in types if each.get("PartName") == "/word/footnotes.xml"] == [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    ]
    relations = part(file, "word/_rels/document.xml.rels")
    assert [each.get("Target") for each in relations if each.get("Type").endswith("/footnotes")] == ["footnotes.xml"]


def test_styles_that_the_text_names_are_there_under_the_names_that_word_knows() -> None:
    file = paper_docx(PAPER)
    styles = part(file, "word/styles.xml")
    known = dict(zip(found(styles, "./w:style/@w:styleId"), found(styles, "./w:style/w:name/@w:val"), strict=True))
    named = {
        style
        for name in ("word/document.xml", "word/footnotes.xml")
        for style in found(part(file, name), ".//w:pStyle/@w:val | .//w:rStyle/@w:val | .//w:tblStyle/@w:val")
    }
    assert named <= set(known)
    assert (known["FootnoteText"], known["FootnoteReference"]) == ("footnote text", "footnote reference")


def test_note_that_is_named_again_refers_to_the_first_mark() -> None:
    body = part(paper_docx(PAPER), "word/document.xml")
    assert found(body, ".//w:instrText/text()") == [" NOTEREF _RefNote1 \\f \\h "]
    assert found(
        body, ".//w:bookmarkStart[@w:name='_RefNote1']/following-sibling::w:r[1]/w:footnoteReference/@w:id"
    ) == ["1"]


def test_settings_come_in_the_order_that_word_asks_for() -> None:
    names = [each.tag for each in part(paper_docx(PAPER), "word/settings.xml")]
    assert names.index(qn("w:characterSpacingControl")) < names.index(qn("w:footnotePr")) < names.index(qn("w:compat"))


def test_address_of_a_footnote_can_be_followed() -> None:
    file = paper_docx(PAPER)
    link = found(part(file, "word/footnotes.xml"), ".//w:hyperlink")[0]
    relations = {each.get("Id"): each for each in part(file, "word/_rels/footnotes.xml.rels")}
    relation = relations[link.get(qn("r:id"))]
    assert (relation.get("Target"), relation.get("TargetMode")) == ("https://a.example/x?b=1&copy=2", "External")


def test_link_leads_to_the_web_or_nowhere() -> None:
    paper = Paper("T", "en", "N", "S", blocks=(Paragraph((Run("here", url="javascript:alert(1)"),)),))
    file = paper_docx(paper)
    assert b"javascript" not in b"".join(zipfile.ZipFile(io.BytesIO(file)).read(each) for each in names_of(file))
    assert "here" in read(file).paragraphs[1].text


def names_of(file: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(file)).namelist()


def test_file_says_its_title_time_and_language_and_nothing_of_its_template() -> None:
    about = read(paper_docx(replace(PAPER, language="fr"))).core_properties
    assert (about.title, about.author, about.language) == ("Trees of the harbour", "Roundtable Assistant", "fr")
    assert about.comments == ""
    assert about.created.replace(tzinfo=None) == datetime(2026, 11, 28, 16, 5)
    undated = part(paper_docx(replace(PAPER, made=None)), "docProps/core.xml")
    assert not found(undated, ".//*[contains(local-name(), 'created') or contains(local-name(), 'modified')]")
    styles = part(paper_docx(replace(PAPER, language="fr")), "word/styles.xml")
    assert found(styles, "./w:docDefaults//w:lang/@w:val") == ["fr"]


def test_words_of_another_language_are_marked_as_such() -> None:
    quote = read(paper_docx(PAPER)).paragraphs[8]
    assert quote._p.xpath(".//w:lang/@w:val") == ["fr"]


@pytest.mark.parametrize(
    ("text", "shown"), [(CONTROLS, "abc".replace("bc", "b c") + "d e\ufffdfgh"), (NASTY, NASTY), ("x" * 300, "x" * 300)]
)
def test_any_words_are_shown_as_they_are_and_break_nothing(text: str, shown: str) -> None:
    file = paper_docx(paper_of(text))
    everything = words(part(file, "word/document.xml")) + words(part(file, "word/footnotes.xml"))
    assert everything.count(shown) == PLACES


def test_two_notes_at_one_place_do_not_read_as_one_number() -> None:
    paper = Paper(
        "T",
        "en",
        "N",
        "S",
        blocks=(Paragraph((Run("Trees.", (1, 2)),)),),
        footnotes=(Footnote(1, (Run("a"),)), Footnote(2, (Run("b"),))),
    )
    assert read(paper_docx(paper)).paragraphs[1].text == "Trees.,"


def test_paper_without_notes_has_no_part_for_them() -> None:
    assert "word/footnotes.xml" not in names_of(paper_docx(Paper("T", "en", "Notes", "Sources")))


CELL = (Run("a"),)
LISTED = replace(PAPER, contents="Contents")


def test_contents_list_the_headings_and_each_entry_leads_to_its_own() -> None:
    body = part(paper_docx(LISTED), "word/document.xml")
    (listed,) = found(body, ".//w:sdt")
    assert found(listed, ".//w:docPartGallery/@w:val") == ["Table of Contents"]
    assert [
        (each.find(qn("w:pPr")).find(qn("w:pStyle")).get(qn("w:val")), words(each)) for each in found(listed, ".//w:p")
    ] == [
        ("TOCHeading", "Contents"),
        ("TOC1", "How many trees?"),
        ("TOC2", "By year"),
        ("TOC1", "Sources"),
    ]
    anchors = found(listed, ".//w:hyperlink/@w:anchor")
    for anchor, text in zip(anchors, ("How many trees?", "By year", "Sources"), strict=True):
        assert words(found(body, f".//w:bookmarkStart[@w:name='{anchor}']/..")[0]) == text
    ids = found(body, ".//w:bookmarkStart/@w:id")
    assert len(set(ids)) == len(ids) == 6, "three headings and three footnotes"
    assert sorted(ids) == sorted(found(body, ".//w:bookmarkEnd/@w:id"))


def test_contents_are_a_whole_field_that_word_can_renew_without_being_asked_to() -> None:
    file = paper_docx(LISTED)
    listed = found(part(file, "word/document.xml"), ".//w:sdt")[0]
    assert found(listed, ".//w:instrText/text()") == [' TOC \\o "1-2" \\h \\z \\u ']
    assert found(listed, ".//w:fldChar/@w:fldCharType") == ["begin", "separate", "end"]
    assert found(part(file, "word/settings.xml"), "./w:updateFields") == [], "Word would ask the reader first"


def test_contents_stand_between_the_lines_below_the_title_and_the_text() -> None:
    body = part(paper_docx(LISTED), "word/document.xml")[0]
    kinds = [each.tag.rpartition("}")[2] if each.tag != qn("w:p") else words(each) for each in body][:4]
    assert kinds == ["Trees of the harbour", "Exported on 28 November 2026", "sdt", "How many trees?"]


def test_paper_without_contents_has_no_field_for_them() -> None:
    body = part(paper_docx(PAPER), "word/document.xml")
    assert found(body, ".//w:sdt") == []
    assert [each for each in found(body, ".//w:bookmarkStart/@w:name") if each.startswith("_Toc")] == []
    empty = part(paper_docx(Paper("T", "en", "N", "S", contents="Contents")), "word/document.xml")
    assert found(empty, ".//w:fldChar") == []


def test_header_of_a_table_comes_again_on_every_page_and_columns_are_as_wide_as_the_paper_says() -> None:
    table = Table((CELL, CELL), ((CELL, CELL), ((Run("x" * 701),), CELL)), widths=(0.25, 0.75))
    document = read(paper_docx(Paper("T", "en", "N", "S", blocks=(table,))))
    header, short, long = document.tables[0].rows
    assert [each.tag for each in header._tr.trPr] == [qn("w:cantSplit"), qn("w:tblHeader")]
    assert [each.tag for each in short._tr.trPr] == [qn("w:cantSplit")]
    assert long._tr.trPr is None or len(long._tr.trPr) == 0, "a row longer than a page must be parted"
    room = 160 * 36000
    assert [cell.width for cell in short.cells] == pytest.approx([room / 4, room * 3 / 4], rel=0.01)
    assert [column.width for column in document.tables[0].columns] == [cell.width for cell in short.cells]
    assert header.cells[0].paragraphs[0].runs[0].bold
    assert not short.cells[0].paragraphs[0].runs[0].bold


def test_footnotes_in_cells_are_notes_of_word_row_by_row_and_a_break_is_a_new_line() -> None:
    cells = ((Run("a", (1,)), Run("", breaks=True), Run("b", (2,))), (Run("c", (3,)),))
    table = Table((CELL, CELL), (cells, ((Run("d", (4,)),), CELL)))
    notes = tuple(Footnote(n, (Run("x"),)) for n in range(1, 5))
    file = paper_docx(Paper("T", "en", "N", "S", blocks=(table,), footnotes=notes))
    assert found(part(file, "word/document.xml"), ".//w:tbl//w:footnoteReference/@w:id") == ["1", "2", "3", "4"]
    assert read(file).tables[0].rows[1].cells[0].text == "a\nb"


def test_lead_and_headings_stay_with_what_follows_and_a_footnote_is_not_parted() -> None:
    blocks = (Heading("H"), Paragraph((Run("by the harbour"),), "lead"), Paragraph((Run("words"),)))
    styles = read(paper_docx(Paper("T", "en", "N", "S", blocks=blocks))).styles
    assert [styles[name].paragraph_format.keep_with_next for name in ("Heading 1", "Lead", "Normal")] == [
        True,
        True,
        None,
    ]
    assert styles["footnote text"].paragraph_format.keep_together
