"""assistant/opened.py: a document opened at a page, with the quoted words found in its text and on its picture."""

from pathlib import Path

import pytest

from assistant.build import run_ingest
from assistant.opened import NoSuchPage, document_named, find, open_page
from assistant.settings import Settings
from corpus.index import Index
from corpus.originals import Originals
from tests import pdfs
from tests.collection import report_pdf, slides_pptx

QUOTE = "Harbourview opened 14 digital help points for older residents in 2021."


@pytest.fixture
def shelf(own_folders: None, tmp_path: Path) -> tuple[Index, Path]:
    """An index of one PDF of four pages, of slides and of a text, and the folder that these lie in."""
    folder = tmp_path / "documents"
    folder.mkdir()
    report_pdf(folder)
    slides_pptx(folder / "slides.pptx")
    (folder / "minutes.txt").write_text("Minutes of Torrevieja\n\nThe council met twice. The council met.\n", "utf-8")
    run_ingest([folder], Settings(index=tmp_path / "index"), prune=False, on_progress=lambda progress: None)
    return Index(tmp_path / "index"), folder


def test_page_is_opened_with_its_words_marked_and_boxed(shelf: tuple[Index, Path]) -> None:
    index, _ = shelf
    found = open_page(index, Originals(), "harbourview.pdf", 3, QUOTE)
    assert (found.document.title, found.page.number, found.page.label, found.count) == (
        "Digital help in Harbourview", 3, "1", 4,
    )  # fmt: skip
    assert found.mark is not None
    assert found.page.text[slice(*found.mark)] == QUOTE
    assert found.size == (595, 842)
    (box,) = found.boxes
    # reportlab draws the third line of a page 2 x 14 points below the first, which begins 72 and 780 points off.
    assert (box.left, 1 - box.top) == pytest.approx((72 / 595, (780 - 2 * 14 + 10) / 842), abs=0.01)


def test_document_is_named_by_its_source_or_id(shelf: tuple[Index, Path]) -> None:
    index, _ = shelf
    document = document_named(index, "harbourview.pdf")
    assert document_named(index, document.id) == document
    for name in ("", "harbourview", "../harbourview.pdf", "nothing.pdf"):
        with pytest.raises(NoSuchPage, match="no such document"):
            document_named(index, name)


@pytest.mark.parametrize("number", [0, -1, 5])
def test_page_that_the_document_does_not_have_is_refused(shelf: tuple[Index, Path], number: int) -> None:
    with pytest.raises(NoSuchPage, match=rf"harbourview\.pdf: has no page {number}"):
        open_page(shelf[0], Originals(), "harbourview.pdf", number)


def test_words_that_the_page_does_not_say_are_nowhere(shelf: tuple[Index, Path]) -> None:
    found = open_page(shelf[0], Originals(), "harbourview.pdf", 4, QUOTE)
    assert (found.mark, found.boxes) == (None, ())
    assert found.size is not None


@pytest.mark.parametrize(("source", "count"), [("minutes.txt", 1), ("slides.pptx", 2)])
def test_what_has_no_picture_is_opened_as_text(shelf: tuple[Index, Path], source: str, count: int) -> None:
    found = open_page(shelf[0], Originals(), source, 1)
    assert (found.count, found.size, found.boxes) == (count, None, ())
    assert found.page.has_text


@pytest.mark.parametrize("change", ["gone", "another content"])
def test_file_that_is_gone_or_has_changed_gives_its_text_and_no_picture(shelf: tuple[Index, Path], change: str) -> None:
    index, folder = shelf
    if change == "gone":
        (folder / "harbourview.pdf").unlink()
    else:
        pdfs.paragraphs(folder, ["1", "2", f"3 {QUOTE}", "4"], "harbourview.pdf")
    found = open_page(index, Originals(), "harbourview.pdf", 3, QUOTE)
    assert (found.size, found.boxes) == (None, ())
    assert found.mark is not None
    assert found.page.text[slice(*found.mark)] == QUOTE


@pytest.mark.parametrize(
    ("quote", "near", "span"),
    [
        ("The council met", 0, (0, 15)),
        ("The council met", 20, (23, 38)),
        ("The  council\nmet", 38, (23, 38)),
        ("The council met.", 0, (23, 39)),
        ("the council", 0, None),
        ("met. The", 0, None),
        (" ", 0, None),
    ],
)
def test_words_are_found_nearest_to_where_they_were(quote: str, near: int, span: tuple[int, int] | None) -> None:
    assert find(quote, "The council met twice. The council met.", near) == span


def test_signs_in_a_quote_are_no_pattern() -> None:
    assert find("(a+b)* [1]", "see (a+b)*   [1].") == (4, 16)
