"""assistant/render/brief_file.py: every form of file holds every claim, whatever is in a briefing."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest

from assistant.briefing.saved import brief_of_text
from assistant.briefing.types import Brief
from assistant.render.brief_citing import STYLES
from assistant.render.brief_file import BRIEF_FORMS, brief_file
from tests.assistant.briefing.test_saved import BARE, EVERYTHING, REFUSED
from tests.assistant.render.briefs import EVERY_FORM, GAPS, brief_of

WHOLE = brief_of(*EVERY_FORM, gaps=GAPS)
NOW = datetime(2026, 11, 28, 16, 5, tzinfo=UTC)
BEGINS = {"docx": b"PK", "pdf": b"%PDF-", "md": b"", "json": b"{"}


def of_pdf(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    return " ".join(page.get_textpage().get_text_bounded() for page in document)


def of_docx(content: bytes) -> str:
    from docx import Document

    document = Document(io.BytesIO(content))
    texts = [each.text for each in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(texts)


READ: dict[str, Callable[[bytes], str]] = {"docx": of_docx, "pdf": of_pdf}


def test_there_are_four_forms() -> None:
    assert sorted(BRIEF_FORMS) == ["docx", "json", "md", "pdf"]


@pytest.mark.parametrize("form", BRIEF_FORMS)
def test_file_of_every_form_begins_as_such_files_do_and_holds_every_claim(form: str) -> None:
    content = brief_file(WHOLE, form, "chicago", NOW)
    assert content.startswith(BEGINS[form])
    text = " ".join(READ.get(form, bytes.decode)(content).split())
    assert WHOLE.claims
    for claim in WHOLE.claims:
        assert claim.text.rstrip(".") in text


@pytest.mark.parametrize("form", BRIEF_FORMS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("brief", [EVERYTHING, REFUSED, BARE], ids=["everything", "refused", "bare"])
def test_briefing_of_odd_words_or_of_none_is_a_file_too(form: str, style: str, brief: Brief) -> None:
    content = brief_file(brief, form, style, NOW)
    assert content.startswith(BEGINS[form])
    assert READ.get(form, bytes.decode)(content) is not None


def test_word_file_and_json_hold_the_briefing_itself() -> None:
    assert brief_of_text(brief_file(WHOLE, "json", "apa", NOW).decode()) == WHOLE
    with ZipFile(io.BytesIO(brief_file(WHOLE, "docx", "apa", NOW))) as parts:
        held = [parts.read(name) for name in parts.namelist()]
    assert any(b"d1:0" in content and b"planted 90 trees" in content for content in held)


def test_same_briefing_and_time_make_the_same_text() -> None:
    for form in ("md", "json"):
        assert brief_file(WHOLE, form, "numbered", NOW) == brief_file(WHOLE, form, "numbered", NOW)
