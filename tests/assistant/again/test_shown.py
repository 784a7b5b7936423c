"""assistant/again/shown.py: the words that a reader of a Word document sees."""

import io
import zipfile

import pytest

from assistant.again.shown import text_of_docx

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, name: str = "word/document.xml", before: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, f'{before}<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


def test_paragraphs_are_parted_and_what_a_reviewer_struck_out_is_not_seen() -> None:
    body = (
        "<w:p><w:r><w:t>It has </w:t></w:r><w:del><w:r><w:delText>48</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>52</w:t></w:r></w:ins><w:r><w:tab/><w:t>trams.</w:t></w:r></w:p>\n"
        "<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>No</w:t><w:br/><w:t>boats.</w:t></w:r></w:p>"
    )
    assert text_of_docx(docx(body)).split("\n\n") == ["It has 52 trams.", "No boats.", ""]


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
    assert text_of_docx(content) == ""
