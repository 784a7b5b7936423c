"""assistant/again/word_file.py: the words that a reader of a Word document sees."""

import io
import zipfile

import pytest

from assistant.again.word_file import paragraphs_of_docx

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def docx(body: str, name: str = "word/document.xml", before: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, f'{before}<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


def test_paragraphs_are_parted_without_contents_and_what_a_reviewer_struck_out() -> None:
    body = (
        "<w:p><w:r><w:t>It has </w:t></w:r><w:del><w:r><w:delText>48</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>52</w:t></w:r></w:ins><w:r><w:tab/><w:t>trams.</w:t></w:r></w:p>\n"
        "<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>No</w:t><w:br/><w:t>boats.</w:t></w:r></w:p>"
    )
    body += '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>Trams</w:t></w:r></w:p><w:p/>'
    assert paragraphs_of_docx(docx(body)) == ("It has 52 trams.", "No boats.")


HIDDEN = [
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t> no</w:t></w:r>",
    '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3,4</w:t></w:r>',
    '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:t>12</w:t></w:r>',
    "<w:moveFrom><w:r><w:t> away</w:t></w:r></w:moveFrom>",
    "<w:del><w:r><w:t> struck</w:t></w:r></w:del>",
]
SEEN = [
    '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> no</w:t></w:r>',
    '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t> no</w:t></w:r>',
    "<w:moveTo><w:r><w:t> no</w:t></w:r></w:moveTo>",
    "<w:hyperlink><w:r><w:t> no</w:t></w:r></w:hyperlink>",
]


@pytest.mark.parametrize(
    ("between", "said"), [*((each, "It has trams.") for each in HIDDEN)] + [(each, "It has no trams.") for each in SEEN]
)
def test_hidden_words_and_raised_numbers_of_notes_are_not_read(between: str, said: str) -> None:
    body = f"<w:p><w:r><w:t>It has</w:t></w:r>{between}<w:r><w:t> trams.</w:t></w:r></w:p>"
    assert paragraphs_of_docx(docx(body)) == (said,)


def test_part_that_a_word_processor_opens_is_read_and_no_other() -> None:
    file = io.BytesIO(docx("<w:p><w:r><w:t>Nobody sees this.</w:t></w:r></w:p>"))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("_rels/.rels", f'<Relationships><Relationship Type="{kind}" Target="/a.xml"/></Relationships>')
        shown = "<w:p><w:r><w:t>Everybody sees this.</w:t></w:r></w:p>"
        archive.writestr("a.xml", f'<w:document xmlns:w="{STRICT}"><w:body>{shown}</w:body></w:document>')
    assert paragraphs_of_docx(file.getvalue()) == ("Everybody sees this.",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 and no more",
        docx("<w:p>"),
        docx("<w:p/>", name="word/other.xml"),
        docx("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", before='<!DOCTYPE w [<!ENTITY a "aaaa">]>'),
    ],
)
def test_what_is_no_word_document_shows_nothing(content: bytes) -> None:
    assert paragraphs_of_docx(content) == ()
