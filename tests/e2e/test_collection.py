"""The page of the collection: see what is there, narrow it down, open a document and read it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.reader import Reader
from tests.e2e.server import Chat

pytestmark = pytest.mark.browser


@pytest.fixture
def shelf(tab: Callable[..., Reader], chat: Chat) -> Reader:
    reader = tab(chat)
    reader.page.get_by_role("navigation", name="Places").get_by_role("link", name="Collection").click()
    expect(reader.page.locator(".documents li")).to_have_count(8)
    return reader


def titles(reader: Reader) -> list[str]:
    return reader.page.locator(".documents .open-document").all_inner_texts()


def test_collection_says_how_much_it_holds_and_of_what(shelf: Reader) -> None:
    page = shelf.page
    expect(page.locator(".holds")).to_have_text("It holds 8 documents with 12 pages.")
    expect(page.get_by_role("button", name="Case studies 2")).to_be_visible()
    expect(page.get_by_role("button", name="2019: 1 document")).to_be_enabled()
    expect(page.get_by_role("button", name="2021: 0 documents")).to_be_disabled()
    expect(page.get_by_text("Undated: 1")).to_be_visible()


def test_bar_of_a_chart_chooses_and_chooses_no_more(shelf: Reader) -> None:
    page = shelf.page
    page.get_by_role("button", name="Roundtable 2 1").click()
    expect(page.locator(".documents li")).to_have_count(1)
    assert titles(shelf) == ["Marisol: sensors in the old town"]
    expect(page.locator("#active .chip")).to_contain_text("Roundtable 2")
    page.get_by_role("button", name="2019: 1 document").click()
    expect(page.locator("#active")).to_contain_text("No document matches these filters")
    expect(page.locator("#listed-documents")).to_have_text("No document fits.")
    page.get_by_role("button", name="2019: 1 document").click()
    page.get_by_role("button", name="Remove the filter Roundtable 2").click()
    expect(page.locator(".documents li")).to_have_count(8)
    expect(page.locator("#active .chip")).to_have_count(0)


def test_document_is_found_by_a_word_of_its_title_or_place_whatever_the_accents(shelf: Reader) -> None:
    shelf.page.get_by_label("Find a document").fill("MÁRISOL")
    expect(shelf.page.locator(".documents li")).to_have_count(1)
    shelf.page.get_by_label("Find a document").fill("nothing of the kind")
    expect(shelf.page.get_by_text("No document fits.")).to_be_visible()


def test_document_is_opened_read_and_left(shelf: Reader) -> None:
    page = shelf.page
    page.get_by_role("link", name="Digital help in Harbourview").click()
    reading = page.locator("#reading")
    expect(reading.locator("h2")).to_have_text("Digital help in Harbourview")
    expect(reading.locator("h2")).to_be_focused()
    expect(reading.locator(".place")).to_have_text("page i (page 1 of 4 of the file)")
    expect(reading.locator("img")).to_have_js_property("complete", True)
    assert reading.locator("img").evaluate("(picture) => picture.naturalWidth") == 1200
    reading.get_by_role("button", name="Next page").click()
    expect(reading.locator(".place")).to_have_text("page ii (page 2 of 4 of the file)")
    expect(reading.get_by_role("button", name="Next page")).to_be_focused()
    assert "document=harbourview.pdf" in page.url
    page.go_back()
    expect(page.locator(".documents li")).to_have_count(8)
    expect(reading.locator("h2")).to_have_count(0)


def test_link_to_a_page_and_its_words_opens_there(tab: Callable[..., Reader], chat: Chat) -> None:
    reader = tab(chat)
    page = reader.page
    page.goto(f"{reader.address}collection?document=harbourview.pdf&page=4&quote=9 300 euros a year")
    expect(page.locator("#reading .place")).to_have_text("page 2 (page 4 of 4 of the file)")
    expect(page.locator("#reading .box")).to_be_in_viewport()
    page.get_by_text("Text of the page").click()
    expect(page.locator("#reading mark")).to_have_text("9 300 euros a year")


def test_link_to_a_document_that_is_not_there_says_so(tab: Callable[..., Reader], chat: Chat) -> None:
    reader = tab(chat)
    reader.page.goto(f"{reader.address}collection?document=%3Cscript%3Ealert(9)%3C/script%3E")
    expect(reader.page.get_by_role("alert").filter(has_text="no such document")).to_be_visible()


def test_text_without_pages_is_read_as_text(shelf: Reader) -> None:
    shelf.page.get_by_role("link", name="Marisol: sensors in the old town").click()
    words = shelf.page.locator("#reading .words")
    expect(words.locator("h4").first).to_have_text("Marisol: sensors in the old town")
    expect(words).to_contain_text("48 noise sensors")
    expect(shelf.page.locator("#reading .bar button")).to_have_count(0)


def test_question_about_one_document_is_asked_of_it_alone(shelf: Reader) -> None:
    page = shelf.page
    page.get_by_role("link", name="Marisol: sensors in the old town").click()
    page.get_by_role("link", name="Ask about this document").click()
    expect(page.locator("#active .chip")).to_contain_text("Marisol: sensors in the old town")
    answer = shelf.ask("How many digital help points did Harbourview open?")
    expect(answer.locator(".sentence")).to_have_count(0)
    expect(answer.locator(".searched")).to_have_text("Searched only: Marisol: sensors in the old town")


def test_collection_is_read_on_a_phone_and_in_french(tab: Callable[..., Reader], chat: Chat) -> None:
    reader = tab(chat, width=390, height=844, locale="fr-FR")
    page = reader.page
    page.goto(f"{reader.address}collection")
    expect(page.locator("#overview h2")).to_have_text("La collection")
    assert reader.sideways() == 0
    page.get_by_role("link", name="Digital help in Harbourview").click()
    expect(page.locator("#reading img")).to_be_visible()
    expect(page.locator(".documents")).to_be_hidden()
    assert reader.sideways() == 0
    page.get_by_role("button", name="Retour à la collection").click()
    expect(page.locator(".documents")).to_be_visible()
