"""A conversation in the browser: ask, read the answer, open its sources, ask again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from assistant.phrases import DOES_NOT_SAY
from tests.e2e.reader import Reader
from tests.e2e.server import Chat

pytestmark = pytest.mark.browser

HELP_POINTS = "How many digital help points did Harbourview open?"
QUOTE = "Harbourview opened 14 digital help points for older residents in 2021."


def test_typed_question_is_answered_with_numbered_markers(reader: Reader) -> None:
    answer = reader.ask(HELP_POINTS)
    expect(reader.page.locator(".question p")).to_have_text(HELP_POINTS)
    expect(answer).to_contain_text("14 digital help points")
    assert all(sentence.locator(".marker").count() for sentence in answer.locator(".sentence").all())
    numbers = [int(number) for number in answer.locator(".marker").all_inner_texts()]
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1))
    expect(reader.page.locator("#question textarea")).to_have_value("")


def test_example_is_asked_by_a_click_and_makes_room_for_the_answer(reader: Reader) -> None:
    examples = reader.page.locator("#examples .gallery-item")
    expect(examples).to_have_text(["What is the Barcelona Digital City Plan?"])
    examples.click()
    expect(reader.answered(0)).to_contain_text("17 districts")
    expect(examples).to_be_hidden()
    reader.page.get_by_role("button", name="New conversation").click()
    expect(reader.page.locator(".question")).to_have_count(0)
    expect(examples).to_be_visible()


def test_marker_opens_the_page_with_the_quoted_words_marked(reader: Reader) -> None:
    answer = reader.ask(HELP_POINTS)
    answer.locator(".marker").first.click()
    source = reader.open_source
    expect(source.locator("h3 cite")).to_have_text("Digital help in Harbourview")
    expect(source.locator(".where")).to_have_text("page 1 (page 3 of the file)")  # what is printed there is "1"
    expect(source.locator("blockquote mark")).to_have_text(QUOTE)
    expect(reader.quoted).to_be_in_viewport()
    expect(source.locator(".place")).to_have_text("page 1 (page 3 of 4 of the file)")
    source.get_by_text("Text of the page").click()
    expect(source.locator(".words mark")).to_be_visible()
    expect(source.locator(".words")).to_contain_text("staffed by two trained volunteers")


def test_card_of_a_source_opens_without_its_marker(reader: Reader) -> None:
    reader.ask(HELP_POINTS)
    card = reader.page.locator(".source").first
    expect(card.locator("mark")).to_be_visible()
    expect(card.locator(".around").first).to_be_hidden()
    card.get_by_role("button", name="Show the whole passage").click()
    expect(reader.quoted).to_be_in_viewport()


def test_sources_are_reached_and_left_by_keyboard(reader: Reader) -> None:
    reader.ask(HELP_POINTS)
    keyboard, focused = reader.page.keyboard, reader.page.locator(":focus")
    for _ in range(10):  # from the question box backwards, through the answer
        keyboard.press("Shift+Tab")
        if "marker" in (focused.get_attribute("class") or ""):
            break
    marker = focused.get_attribute("data-source")
    keyboard.press("Enter")
    expect(focused).to_have_attribute("id", str(marker))
    expect(reader.quoted).to_be_visible()
    keyboard.press("Escape")
    expect(focused).to_have_attribute("data-source", str(marker))
    keyboard.press("Tab")
    expect(focused).not_to_have_attribute("data-source", str(marker))


def test_refusal_is_shown_as_such_with_the_nearest_passages(reader: Reader) -> None:
    answer = reader.ask("What is the capital of Mongolia?")
    expect(answer.locator(".note")).to_contain_text(DOES_NOT_SAY)
    expect(answer.locator(".sentence")).to_have_count(0)
    expect(answer.get_by_text("Nearest passages", exact=True)).to_be_visible()
    nearest = answer.locator("button.passage").first
    nearest.click()
    expect(reader.open_source).to_be_visible()
    expect(reader.open_source.locator("mark")).to_have_count(0)  # nothing there answers the question


def test_marker_of_an_earlier_turn_shows_the_sources_of_that_turn(reader: Reader) -> None:
    first = reader.ask(HELP_POINTS)
    first_marker = reader.page.locator(".marker").first
    reader.ask("Who runs the open data portal of Quellstadt?")
    expect(first).to_be_visible()
    newest = reader.page.locator("#newest-sources .turn")
    expect(newest.locator("cite").first).to_have_text("Quellstadt opens its data")
    expect(newest).to_be_visible()
    first_marker.click()
    expect(reader.open_source.locator("blockquote mark")).to_have_text(QUOTE)
    expect(newest).to_be_hidden()


def test_two_tabs_hold_two_conversations(tab: Callable[..., Reader], chat: Chat) -> None:
    one, other = tab(chat), tab(chat)
    one.ask(HELP_POINTS)
    other.ask("Who runs the open data portal of Quellstadt?")
    one.ask("When does Lindenau delete the recordings of its traffic cameras?")
    expect(one.page.locator(".question")).to_have_count(2)
    expect(other.page.locator(".question")).to_have_count(1)
    expect(other.page.locator("#conversation")).not_to_contain_text("Harbourview")
    expect(one.page.locator("#conversation")).not_to_contain_text("Quellstadt")


def test_empty_question_is_ignored(reader: Reader) -> None:
    reader.page.locator("#question textarea").fill("   ")
    reader.page.get_by_role("button", name="Ask", exact=True).click()
    reader.page.locator("#examples .gallery-item").click()  # while an event runs, Gradio drops a second one of its kind
    reader.answered(0)
    expect(reader.page.locator(".question")).to_have_count(1)


def test_long_question_is_answered_and_a_longer_one_stays_typed(reader: Reader) -> None:
    longest = (HELP_POINTS + " I ask because of the harbour." * 70)[:2000]
    reader.ask(longest)
    expect(reader.page.locator(".question p")).to_have_text(longest)
    box = reader.page.locator("#question textarea")
    box.fill(longest + "12345")
    box.press("Enter")
    expect(reader.page.get_by_role("alert")).to_have_text(
        "A question may have 2000 characters, this one has 2005; shorten it and ask again."
    )
    expect(reader.page.get_by_role("alert")).to_be_in_viewport()
    expect(box).to_have_value(longest + "12345")
    expect(reader.page.locator(".question")).to_have_count(1)
    assert reader.sideways() == 0
