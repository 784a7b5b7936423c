"""Text from a document, or typed by a reader, stays text: no element, no script, no dialog."""

import pytest
from playwright.sync_api import expect

from tests.e2e.reader import Reader

pytestmark = pytest.mark.browser


def test_markup_in_title_text_and_question_stays_text(reader: Reader) -> None:
    question = "How many posters did the council of Evilton print <img src=x onerror=alert(5)>?"
    answer = reader.ask(question)
    expect(reader.page.locator(".question p")).to_have_text(question)
    expect(answer).to_contain_text("<script>alert(2)</script>")
    answer.locator(".marker").first.click()
    expect(reader.open_source.locator("h3 cite")).to_have_text("<img src=x onerror=alert(1)> Evilton")
    expect(reader.open_source.locator("blockquote mark")).to_contain_text("<script>alert(2)</script>")
    reader.open_filters()
    reader.choose("place", "<b>Evilton</b>")
    reader.choose("document", "<img src=x onerror=alert(1)> Evilton")
    expect(reader.ask(question).locator(".searched")).to_contain_text("<b>Evilton</b>")
    assert reader.page.locator("main :is(img, script, b)").count() == 0
