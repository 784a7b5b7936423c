"""A conversation on paper: answers with the words they quote and where these stand, and nothing to be clicked."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.reader import Reader

pytestmark = pytest.mark.browser


def test_printed_answer_carries_its_quotes_and_pages(reader: Reader) -> None:
    page = reader.page
    answer = reader.ask("How many digital help points did Harbourview open?")
    quotes = answer.locator(".cited ol.quotes")
    expect(quotes).to_be_hidden()  # on the screen the panel has them
    page.emulate_media(media="print")
    expect(quotes.locator("li").first).to_have_text(
        re.compile(
            "“Harbourview opened 14 digital help points for older residents in 2021.” Digital help in Harbourview, "
            r"\d{4}-\d\d-\d\d, page 1 \(page 3 of the file\), harbourview.pdf"
        )
    )
    for part in ("#ask", "#panel", "#filters", "#head nav", ".tools", "#conversations"):
        expect(page.locator(part).first).to_be_hidden()
    # The conversations leave no empty column, once Gradio has drawn them in.
    page.wait_for_function("document.querySelector('#current .answer').getBoundingClientRect().left < 60")
