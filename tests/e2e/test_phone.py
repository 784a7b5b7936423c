"""The chat on a screen 390 pixels wide: sources come in a sheet from below, and nothing sticks out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.reader import Reader
from tests.e2e.server import Chat

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(tab: Callable[..., Reader], chat: Chat) -> Reader:
    return tab(chat, width=390, height=844)


def test_source_opens_as_a_sheet_that_closes_again(phone: Reader) -> None:
    sheet = phone.page.locator("#panel")
    expect(sheet).to_be_hidden()
    assert phone.sideways() == 0
    answer = phone.ask("How many digital help points did Harbourview open?")
    expect(sheet).to_be_hidden()
    answer.locator(".marker").first.click()
    expect(phone.quoted).to_be_in_viewport()
    box = sheet.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 390, 844)
    assert phone.sideways() == 0
    phone.page.get_by_role("button", name="Close the sources").click()
    expect(sheet).to_be_hidden()
    answer.locator(".marker").last.click()
    expect(sheet).to_be_visible()
    phone.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_question_box_stays_in_view_below_a_long_conversation(phone: Reader) -> None:
    for question in ("What is the capital of Mongolia?", "Who won the football world cup in 2022?"):
        phone.ask(question)
        expect(phone.page.locator("#question textarea")).to_be_in_viewport()
    phone.page.mouse.wheel(0, 5000)
    phone.open_filters()
    assert phone.sideways() == 0
