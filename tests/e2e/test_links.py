"""Addresses that lead into the chat, filters that are always in view, two languages, and a program that was stopped."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.reader import Reader
from tests.e2e.server import ROUNDTABLE, Chat, free_port, opened

pytestmark = pytest.mark.browser

HELP_POINTS = "How many digital help points did Harbourview open?"
SENSORS = "How many noise sensors did Marisol mount?"
GONE = "This conversation does not exist, or it is not yours."
OFFLINE = "The program cannot be reached. What you see stays; what you asked waits in the box until it is back."


def chips(reader: Reader) -> Locator:
    return reader.page.locator("#active .chip")


def test_link_to_a_document_asks_that_document_alone(tab: Callable[..., Reader], chat: Chat) -> None:
    reader = tab(chat, at="?document=harbourview.pdf")
    expect(chips(reader)).to_have_text([re.compile("Digital help in Harbourview")])
    expect(reader.page.locator("#active .count")).to_have_text("1 document")
    expect(reader.page.get_by_role("button", name="Filter the documents (1 set)")).to_be_visible()
    assert reader.ask(SENSORS).locator(".sentence").count() == 0
    expect(reader.ask(HELP_POINTS)).to_contain_text("14 digital help points")


def test_link_to_a_document_that_is_not_there_filters_nothing(tab: Callable[..., Reader], chat: Chat) -> None:
    reader = tab(chat, at="?document=%3Cb%3Enothing%3C/b%3E.pdf")
    expect(chips(reader)).to_have_count(0)
    expect(reader.ask(SENSORS)).to_contain_text("48 noise sensors")


@pytest.mark.parametrize("name", ["nobody-has-it", "%3Cimg%20src=x%20onerror=alert(6)%3E", "%F0%9F%8C%8D"])
def test_link_to_a_conversation_of_nobody_says_so(tab: Callable[..., Reader], chat: Chat, name: str) -> None:
    reader = tab(chat, at=f"?conversation={name}")
    expect(reader.page.get_by_role("alert")).to_have_text(GONE)
    expect(reader.ask(SENSORS)).to_contain_text("48 noise sensors")
    expect(reader.page.get_by_role("alert")).to_have_count(0)


def test_question_in_the_address_is_typed_and_not_asked(tab: Callable[..., Reader], chat: Chat) -> None:
    reader = tab(chat, at="?question=Who%20runs%20%3Cb%3Eit%3C/b%3E%3F")
    expect(reader.box).to_have_value("Who runs <b>it</b>?")
    expect(reader.page.locator(".question")).to_have_count(0)


def test_language_in_the_address_counts_more_than_that_of_the_browser(tab: Callable[..., Reader], chat: Chat) -> None:
    reader = tab(chat, at="?language=fr")
    expect(reader.page.locator("html")).to_have_attribute("lang", "fr")
    expect(reader.box).to_have_attribute("placeholder", "Posez une question")
    other = tab(chat, at="?language=xx")
    expect(other.box).to_have_attribute("placeholder", "Ask a question")


def test_language_is_changed_and_the_conversation_goes_on(reader: Reader) -> None:
    page = reader.page
    reader.ask(HELP_POINTS)
    expect(page).to_have_url(re.compile("conversation="))
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(".question p")).to_have_text([HELP_POINTS])
    expect(page.get_by_role("button", name="Bonne réponse")).to_be_visible()
    reader.ask("Combien de capteurs de bruit Marisol a-t-elle installés ?")
    expect(page.locator("#listed a.conversation")).to_have_count(1)
    page.goto(reader.address)
    expect(page.locator("html")).to_have_attribute("lang", "fr")  # it is remembered
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_filters_are_counted_shown_and_taken_back(reader: Reader) -> None:
    page, active = reader.page, reader.page.locator("#active")
    reader.open_filters()
    page.locator("#filter-kind input").click()
    expect(page.get_by_role("option").filter(has_text="Case study (2)")).to_be_visible()
    page.get_by_role("option").filter(has_text="Case study (2)").click()
    page.locator("#filter-kind input").press("Escape")
    expect(active.locator(".count")).to_have_text("2 documents")
    reader.choose("roundtable", "Roundtable 2")
    expect(active.locator(".count")).to_have_text("1 document")
    reader.dates(since="2020-12-04")
    expect(active.locator(".none .count")).to_have_text(
        "No document matches these filters, so nothing can be found."
    )  # before anything is asked
    expect(page.locator(".question")).to_have_count(0)
    active.get_by_role("button", name="Remove the filter from 2020-12-04").click()
    expect(active.locator(".count")).to_have_text("1 document")
    expect(page.get_by_label("From", exact=True)).to_have_value("")
    active.get_by_role("button", name="Remove the filter Roundtable 2").click()
    expect(chips(reader)).to_have_text([re.compile("case study")])
    expect(page.get_by_role("button", name="Filter the documents (1 set)")).to_be_visible()
    reader.dates(until="2019")
    expect(chips(reader)).to_have_count(2)
    active.get_by_role("button", name="Clear all filters").click()
    expect(chips(reader)).to_have_count(0)
    expect(page.locator("#filters > button")).to_have_text(re.compile(r"^Filter the documents\W*$"))
    answer = reader.ask(SENSORS)
    expect(answer).to_contain_text("48 noise sensors")
    expect(answer.locator(".searched")).to_have_count(0)


def test_date_that_is_none_is_named_before_anything_is_asked(reader: Reader) -> None:
    reader.open_filters()
    reader.dates(since="last year")
    expect(reader.page.locator("#active")).to_contain_text("write a date as 2020, 2020-12 or 2020-12-03")
    reader.dates()
    expect(reader.page.locator("#active")).to_have_text("")


def test_stopped_program_is_noticed_and_welcomed_back(browser: Browser, chat_index: Path, tmp_path: Path) -> None:
    command = [ROUNDTABLE, "chat", "--index", chat_index, "--port", str(free_port())]
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.clock.install()  # so that the page's ten seconds need not be waited for
    with opened(command, tmp_path / "log") as chat:
        reader = Reader(page, chat.address)
        reader.ask(HELP_POINTS)
        word = page.locator("#head .offline")
        page.clock.fast_forward(11_000)
        expect(word).to_be_hidden()
    page.clock.fast_forward(11_000)
    expect(word).to_be_visible()
    expect(word).to_have_text(OFFLINE)
    expect(word).to_be_in_viewport()
    expect(reader.answers.last).to_contain_text("14 digital help points")
    reader.answers.last.locator(".marker").first.click()  # what was loaded can still be read
    expect(reader.open_source.locator("blockquote mark")).to_be_visible()
    reader.type(SENSORS)  # nobody is there to answer it
    page.evaluate("window.before = true")
    with opened(command, tmp_path / "log again"):
        page.wait_for_function("!window.before")  # Gradio loads a page anew once another server answers
        page.clock.fast_forward(11_000)
        expect(word).to_be_hidden()
        expect(page.locator(".question p")).to_have_text([HELP_POINTS])
        expect(reader.box).to_have_value(SENSORS)
        reader.box.press("Enter")
        expect(page.locator(".question p")).to_have_text([HELP_POINTS, SENSORS])
        expect(reader.answered(1)).to_contain_text("48 noise sensors")
        reader.forgive_absence()
        assert reader.complaints == []
    context.close()


def test_question_that_was_typed_outlives_a_reload(reader: Reader) -> None:
    reader.ask(HELP_POINTS)
    reader.box.fill(SENSORS)
    reader.page.reload()
    expect(reader.page.locator(".question p")).to_have_text([HELP_POINTS])
    expect(reader.box).to_have_value(SENSORS)
    reader.box.fill("")
    reader.page.reload()
    expect(reader.page.locator(".question p")).to_have_text([HELP_POINTS])
    expect(reader.page.locator("#listed a.conversation")).to_have_count(1)
    expect(reader.box).to_have_value("")
