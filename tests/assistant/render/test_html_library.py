"""assistant/render/html_library.py: what the page of the collection shows of its documents."""

from bs4 import BeautifulSoup

from assistant.phrases import ENGLISH_PAGE, page_phrases
from assistant.render.html_library import LISTED, document_html, documents_html, overview_html
from corpus.types import Document, Page

A = Document("a", "a.md", "Amber", kind="case-study", roundtable=2, date="2019-07", places=("Zell",), paged=False)
B = Document("b", "b & c.pdf", "<b>Beryl</b>", kind="report", date="2021", places=("Aachen", "Zell"))
C = Document("c", "c.pdf", "Coral", kind="report")


def parsed(markup: str) -> BeautifulSoup:
    return BeautifulSoup(markup, "html.parser")


def rows(markup: str, field: str) -> list[tuple[str, str]]:
    """Value and number of each bar that chooses by that field."""
    bars = parsed(markup).select(f"[data-field={field}]")
    return [(str(bar["data-value"]), bar.select(".number")[0].get_text()) for bar in bars]


def test_charts_count_documents_by_roundtable_year_place_and_kind() -> None:
    shown = overview_html([A, B, C], 12, ENGLISH_PAGE)
    assert "It holds 3 documents with 12 pages." in shown
    assert rows(shown, "roundtable") == [("2", "1")]
    assert rows(shown, "year") == [("2019", "1"), ("2020", ""), ("2021", "1")]
    assert rows(shown, "place") == [("Zell", "2"), ("Aachen", "1")]
    assert rows(shown, "kind") == [("report", "2"), ("case-study", "1")]
    assert "Undated: 1" in shown


def test_empty_collection_has_no_charts() -> None:
    shown = parsed(overview_html([], 0, ENGLISH_PAGE))
    assert shown.get_text() == "The collectionIt holds 0 documents with 0 pages."


def test_year_without_a_document_cannot_be_chosen() -> None:
    shown = parsed(overview_html([A, B], 2, ENGLISH_PAGE))
    assert [button["data-value"] for button in shown.select(".year[disabled]")] == ["2020"]


def test_many_places_are_a_click_away() -> None:
    documents = [Document(str(n), f"{n}.md", f"{n}", places=(f"Place {n:02}",)) for n in range(20)]
    shown = parsed(overview_html(documents, 0, ENGLISH_PAGE))
    assert shown.select(".rest summary")[0].get_text() == "All 20 places"
    assert len(shown.select("[data-field=place]")) == 20


def test_titles_are_text_and_links_lead_to_the_document() -> None:
    shown = parsed(documents_html([B], {"b": 7}, "b", ENGLISH_PAGE))
    (link,) = shown.select("a")
    assert link.get_text() == "<b>Beryl</b>"
    assert link["href"] == "collection?document=b+%26+c.pdf"
    assert link["aria-current"] == "true"
    assert shown.select("li .about")[0].get_text() == "report · 2021 · Aachen, Zell · 7 pages"


def test_very_many_documents_are_listed_in_part_and_the_rest_is_counted() -> None:
    documents = [Document(str(n), f"{n}.md", f"{n}") for n in range(LISTED + 5)]
    shown = parsed(documents_html(documents, {}, "", ENGLISH_PAGE))
    assert len(shown.select("li")) == LISTED
    assert shown.select(".hint")[0].get_text() == "And 5 more: find them by their words or with the filters."


def test_no_document_says_so() -> None:
    assert parsed(documents_html([], {}, "", page_phrases("fr"))).get_text() == "Aucun document ne correspond."


def test_opened_document_tells_what_is_known_and_where_its_sections_begin() -> None:
    pages = [Page(1, "i", "One", ("Preface",)), Page(2, "1", "Two", ("Help", "<i>Costs</i>"))]
    shown = parsed(document_html(B, pages, 2, "9 300", ENGLISH_PAGE))
    assert shown.select("h2")[0].get_text() == "<b>Beryl</b>"
    facts = dict(
        zip(
            (each.get_text() for each in shown.select("dt")),
            (each.get_text() for each in shown.select("dd")),
            strict=True,
        )
    )
    assert facts == {
        "Date": "2021",
        "Places": "Aachen, Zell",
        "Language": "en",
        "Length": "2 pages",
        "File": "b & c.pdf",
    }
    assert [(each["data-page"], each.get_text()) for each in shown.select(".section")] == [
        ("1", "Prefacei"), ("2", "Help1"), ("2", "<i>Costs</i>1"),
    ]  # fmt: skip
    (view,) = shown.select(".page-view")
    assert (view["data-document"], view["data-page"], view["data-quote"]) == ("b", "2", "9 300")
    assert shown.select(".ask-about")[0]["href"] == "./?document=b+%26+c.pdf"
