"""corpus/digests/layout.py and blocks.py: a digest on paper, as its reader and our own PDF reader see it."""

from io import BytesIO

import pypdf
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from corpus.digests.blocks import address_lines, column_widths
from corpus.digests.layout import page_label, to_pdf, written_date
from corpus.digests.source import parse_digest
from corpus.digests.types import Table
from tests.corpus.digests.small import SMALL, changed

LONG = "\n\n".join(
    f"Sentence number {number} is about the costs of help points in the town [1]." for number in range(90)
)


@pytest.fixture(scope="module")
def pdf() -> pypdf.PdfReader:
    text = changed("It spent\nmore later [2].", f"It spent more later [2].\n\n{LONG}")
    return pypdf.PdfReader(BytesIO(to_pdf(parse_digest(text, "small.md"))))


def texts(pdf: pypdf.PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def test_front_pages_have_roman_labels_and_the_body_counts_from_one(pdf: pypdf.PdfReader) -> None:
    assert pdf.page_labels[:4] == ["i", "ii", "1", "2"]
    assert pdf.page_labels == ["i", "ii", *map(str, range(1, len(pdf.pages) - 1))]


def test_label_is_printed_at_the_foot_of_its_page(pdf: pypdf.PdfReader) -> None:
    for label, page in zip(pdf.page_labels, pdf.pages, strict=True):
        lines = page.extract_text().strip().split("\n")
        assert label in (lines[0], lines[-1])


def test_first_page_says_that_it_is_no_oecd_text(pdf: pypdf.PdfReader) -> None:
    first = texts(pdf)[0]
    assert "Digest of public sources" in first
    assert "It is not an OECD text." in first
    assert "CC BY 4.0" in first
    assert "July 2019" in first


def test_contents_name_the_page_on_which_each_heading_stands(pdf: pypdf.PdfReader) -> None:
    pages = dict(zip(pdf.page_labels, texts(pdf), strict=True))
    contents = pages["ii"]
    labels = {}
    for title in ("Costs", "In detail", "Sources"):
        labels[title] = contents.split(f"{title} ", 1)[1].lstrip(". ").split()[0]
        assert title in pages[labels[title]]
    assert int(labels["In detail"]) > int(labels["Costs"]) == 1


def test_no_word_is_lost(pdf: pypdf.PdfReader) -> None:
    whole = " ".join(texts(pdf))
    for words in (
        "The town spent 3 & not < 3 euros a head [1].", "Sentence number 89 is about", "Another [2].",
        "Table 1. Costs by year", "Town council, budget (2020)", "https://example.org/budget?year=2020&page=1",
    ):  # fmt: skip
        assert words in whole


def test_every_marker_leads_to_the_page_of_its_source_and_every_address_to_its_place(pdf: pypdf.PdfReader) -> None:
    links = [(page, note.get_object()) for page in pdf.pages for note in page.get("/Annots", [])]
    body = [link for page, link in links if page.page_number and page.page_number > 1]
    targets = {link["/Dest"][0].get_object() == pdf.pages[-1] for link in body if "/Dest" in link}
    assert targets == {True}
    assert len([link for link in body if "/Dest" in link]) == 6 + 90
    assert [link["/A"]["/URI"] for link in body if "/A" in link] == [
        "https://example.org/plan", "https://example.org/budget?year=2020&page=1",
    ]  # fmt: skip


def test_headings_are_bookmarks(pdf: pypdf.PdfReader) -> None:
    titles = [str(item.title) for item in _flat(pdf.outline)]
    assert titles == ["Help points: a digest", "Contents", "About this digest", "Costs", "In detail", "Sources"]


def _flat(outline: list) -> list:
    return [item for part in outline for item in (_flat(part) if isinstance(part, list) else [part])]


def test_pdf_says_of_itself_what_the_front_matter_says(pdf: pypdf.PdfReader) -> None:
    about = pdf.metadata
    assert about is not None
    assert (about.title, about.author, about.subject) == (
        "Help points: a digest", "Test press", "Help points & what they cost",
    )  # fmt: skip
    assert (about["/CreationDate"], about["/Keywords"]) == ("D:201907", "help, skills, Paris, France")


def test_pdf_without_a_date_claims_none() -> None:
    pdf = to_pdf(parse_digest(changed("date: 2019-07", "date:"), "small.md"))
    about = pypdf.PdfReader(BytesIO(pdf)).metadata
    assert about is not None
    assert about["/CreationDate"] == ""


def test_same_digest_gives_the_same_bytes() -> None:
    assert to_pdf(parse_digest(SMALL, "small.md")) == to_pdf(parse_digest(SMALL, "other.md"))


@pytest.mark.parametrize(
    ("page", "body", "label"), [(1, None, "i"), (4, None, "iv"), (2, 3, "ii"), (3, 3, "1"), (12, 3, "10")]
)
def test_page_label(page: int, body: int | None, label: str) -> None:
    assert page_label(page, body) == label


@pytest.mark.parametrize(
    ("iso", "written"), [("2020", "2020"), ("2020-12", "December 2020"), ("2020-12-03", "3 December 2020")]
)
def test_date_as_one_reads_it(iso: str, written: str) -> None:
    assert written_date(iso) == written


def test_long_address_is_broken_without_a_loss_and_never_behind_a_hyphen() -> None:
    address = "https://example.org/a-long-path/with_many-parts/and.more?key=value&other=" + "x" * 20
    parts = address_lines(address, 120, "Helvetica", 9.5)
    assert "".join(parts) == address
    assert len(parts) > 2
    assert not any(part.endswith("-") for part in parts)


def test_columns_fill_the_width_and_hold_their_longest_word() -> None:
    table = Table("", ("Year", "What happened", "Source"), (("2019", "A long text " * 30, "[1][2]"),))
    widths = column_widths(table, 450)
    assert sum(widths) == pytest.approx(450)
    assert widths[1] == max(widths)
    for width, words in zip(widths, ("Year", "happened", "[1][2]"), strict=True):
        assert width >= stringWidth(words, "Helvetica-Bold", 9)


def test_columns_too_narrow_for_their_words_share_what_there_is() -> None:
    widths = column_widths(Table("", ("x" * 100, "y" * 50), ()), 100)
    assert sum(widths) == pytest.approx(100)
    assert widths[0] > widths[1]
