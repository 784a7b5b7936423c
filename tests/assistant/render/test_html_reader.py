"""assistant/render/html_reader.py: a page of a source, its picture or its text, and how to cite it."""

import pytest
from bs4 import BeautifulSoup

from assistant.citing import STYLES, cite
from assistant.opened import Opened
from assistant.phrases import ENGLISH_PAGE, page_phrases
from assistant.render.html_reader import citing_html, deep_link, failed_page_html, page_html, place_of
from corpus.page_image import Box
from corpus.types import Document, Page

PDF = Document("d 1", "reports/harbour.pdf", "Digital help", date="2021", publisher="Harbour press")
NOTE = Document("n1", "note.html", "A note", paged=False)
TEXT = "Help points\n\nHarbourview opened 14 help points.\n\nThey are staffed."
QUOTE = "Harbourview opened 14 help points."
MARK = (13, 47)
EVIL = "\"><script>alert(1)</script>'&amp;"


def opened(document: Document = PDF, number: int = 3, label: str | None = "1", **more) -> Opened:
    about = {"mark": MARK, "boxes": (Box(0.1, 0.2, 0.5, 0.02),), "size": (595.0, 842.0), **more}
    return Opened(document, Page(number, label, TEXT, ("Help points",)), 4, **about)


def shown(page: Opened, quote: str = QUOTE, language: str = "en", original: bool = True) -> BeautifulSoup:
    return BeautifulSoup(page_html(page, quote, page_phrases(language), original), "html.parser")


def buttons(page: BeautifulSoup) -> dict[str, bool]:
    """Whether each button of the page can be pressed."""
    return {str(button["aria-label"]): not button.has_attr("disabled") for button in page.select("button")}


def test_picture_lies_under_a_box_and_above_the_text_of_the_page() -> None:
    page = shown(opened())
    (picture,) = page.select(".paper > img")
    assert picture["src"] == "pages/d%201/3.png?width=1200"
    assert (picture["width"], picture["height"]) == ("1200", "1698")  # 1200 x 842 / 595
    assert picture["alt"] == "Page 1 of Digital help, as a picture; its text follows below"
    (box,) = page.select(".paper > .box")
    assert box["style"] == "left:10.000%;top:20.000%;width:50.000%;height:2.000%"
    assert page.select(".located")[0].get_text() == "The quoted words are boxed."
    assert [mark.get_text() for mark in page.select("details mark")] == [QUOTE]
    assert [heading.get_text() for heading in page.select("h4")] == ["Help points"]


@pytest.mark.parametrize(
    ("number", "back", "forth"), [(1, False, True), (3, True, True), (4, True, False)], ids=["first", "third", "last"]
)
def test_pages_are_turned_as_far_as_there_are_any(number: int, back: bool, forth: bool) -> None:
    assert buttons(shown(opened(number=number))) == {
        "Previous page": back, "Next page": forth, "Smaller": False, "Larger": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("number", "label", "language", "place"),
    [
        (3, "1", "en", "page 1 (page 3 of 4 of the file)"),
        (3, "3", "en", "page 3 of 4"),
        (3, None, "en", "page 3 of 4"),
        (2, "ii", "fr", "page ii (page 2 sur 4 du fichier)"),
    ],
)
def test_printed_and_counted_page_are_both_named_where_they_differ(
    number: int, label: str | None, language: str, place: str
) -> None:
    assert place_of(opened(number=number, label=label), page_phrases(language)) == place


@pytest.mark.parametrize(
    ("more", "quote", "said"),
    [
        ({"boxes": ()}, QUOTE, "could not be located on the picture"),
        ({"boxes": (), "mark": None}, QUOTE, "The quoted words are not on this page."),
        ({"boxes": (), "mark": None}, "", ""),
    ],
    ids=["in the text alone", "nowhere", "nothing quoted"],
)
def test_where_the_words_are_is_said_truly(more: dict, quote: str, said: str) -> None:
    located = shown(opened(**more), quote).select(".located")[0].get_text()
    assert said in located
    assert bool(said) == bool(located)


def test_page_without_its_file_shows_its_text_and_says_why() -> None:
    page = shown(opened(size=None, boxes=()), original=False)
    assert page.select("img, a") == []
    assert page.select(".located")[0].get_text() == ENGLISH_PAGE.reader.no_picture
    assert page.select(".text-only mark")[0].get_text() == QUOTE
    assert buttons(page) == {"Previous page": True, "Next page": True}


def test_slide_has_no_picture_and_misses_none() -> None:
    page = shown(opened(size=None, boxes=()))
    assert page.select(".located") == []
    assert [link["href"] for link in page.select("a")] == ["originals/d%201"]


def test_text_without_pages_has_no_pages_to_turn() -> None:
    page = shown(opened(NOTE, 1, None, size=None, boxes=()))
    assert page.select("button, .place, .located") == []
    assert page.select(".text-only")[0]["aria-label"] == "Text of the page"
    assert [link["href"] for link in page.select("a")] == ["originals/n1"]
    assert shown(opened(NOTE, 1, None, size=None, boxes=()), original=False).select("a, .bar, .located") == []


def test_original_of_a_pdf_opens_at_the_page() -> None:
    (link,) = shown(opened()).select("a")
    assert (link["href"], link["target"], link["rel"]) == ("originals/d%201#page=3", "_blank", ["noopener"])


def test_quote_over_two_paragraphs_is_marked_in_both() -> None:
    page = shown(opened(mark=(25, 52)))
    assert [mark.get_text() for mark in page.select("details mark")] == [TEXT[25:47], TEXT[49:52]]


def test_citation_is_offered_in_every_style() -> None:
    options = BeautifulSoup(citing_html(PDF, 3, "1", ENGLISH_PAGE), "html.parser").select("option")
    assert [option.get_text() for option in options] == ["Plain", "APA", "Chicago", "BibTeX"]
    assert [option["value"] for option in options] == [cite(PDF, 3, "1", style) for style in STYLES]


def test_link_into_the_collection_carries_page_and_words() -> None:
    assert deep_link(PDF, 3, "14 & more") == "collection?document=reports%2Fharbour.pdf&page=3&quote=14+%26+more"
    assert deep_link(NOTE, None) == "collection?document=note.html"


def test_every_word_from_outside_is_escaped() -> None:
    evil = Document(EVIL, EVIL, EVIL, EVIL, language=EVIL, publisher=EVIL)
    page = Page(1, EVIL, f"{EVIL}\n\n{EVIL}", (EVIL,))
    for size in ((595.0, 842.0), None):
        for found in (Opened(evil, page, 1, (0, 5), (), size), Opened(evil, page, 1, None, (), size)):
            markup = page_html(found, EVIL, ENGLISH_PAGE, original=True) + citing_html(evil, 1, EVIL, ENGLISH_PAGE)
            assert "<script" not in markup
            parsed = BeautifulSoup(markup, "html.parser")
            assert {name for tag in parsed.find_all() for name in tag.attrs if name.startswith("on")} == set()
            assert EVIL in parsed.get_text()


def test_page_that_there_is_not_says_so() -> None:
    assert page_phrases("fr").reader.no_document in failed_page_html(page_phrases("fr"))
