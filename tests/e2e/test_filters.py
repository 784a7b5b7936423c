"""Filters in the chat: they narrow what is searched, and the answer says that they did."""

import pytest
from playwright.sync_api import expect

from tests.e2e.reader import Reader

pytestmark = pytest.mark.browser

SENSORS = "How many noise sensors did Marisol mount?"  # Marisol: a case study of Roundtable 2, of December 2020


def titles(reader: Reader) -> set[str]:
    return set(reader.page.locator("#newest-sources .turn").locator("cite").all_text_contents())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("kind", "Report", "Searched only: report"), ("roundtable", "Roundtable 3", "Searched only: Roundtable 3")],
)
def test_filter_leaves_only_its_documents(reader: Reader, name: str, value: str, said: str) -> None:
    expect(reader.ask(SENSORS)).to_contain_text("48 noise sensors")
    reader.open_filters()
    reader.choose(name, value)
    expect(reader.page.get_by_role("button", name="Filter the documents (1 set)")).to_be_visible()
    answer = reader.ask(SENSORS)
    expect(answer.locator(".searched")).to_have_text(said)
    expect(answer).not_to_contain_text("48 noise sensors")
    assert titles(reader) <= {"<img src=x onerror=alert(1)> Evilton"}


def test_dates_include_their_own_day_and_can_be_taken_back(reader: Reader) -> None:
    reader.open_filters()
    reader.dates(since="2020-12-03", until="2020")
    answer = reader.ask(SENSORS)
    expect(answer).to_contain_text("48 noise sensors")
    expect(answer.locator(".searched")).to_have_text("Searched only: from 2020-12-03 · until 2020")
    reader.dates(since="2020-12-04")
    expect(reader.ask(SENSORS)).not_to_contain_text("48 noise sensors")
    reader.dates()
    again = reader.ask(SENSORS)
    expect(again).to_contain_text("48 noise sensors")
    expect(again.locator(".searched")).to_have_count(0)


def test_filters_that_no_document_matches_say_so(reader: Reader) -> None:
    reader.open_filters()
    reader.dates(until="1990")
    answer = reader.ask(SENSORS)
    expect(answer.get_by_text("No document of the collection matches these filters.")).to_be_visible()
    expect(answer.locator(".searched")).to_have_text("Searched only: until 1990")


def test_date_that_is_none_gives_one_line_and_keeps_the_question(reader: Reader) -> None:
    reader.open_filters()
    reader.dates(since="<img src=x onerror=alert(4)>")
    box = reader.page.locator("#question textarea")
    box.fill(SENSORS)
    box.press("Enter")
    expect(reader.page.get_by_role("alert")).to_contain_text("write a date as 2020, 2020-12 or 2020-12-03")
    expect(box).to_have_value(SENSORS)
    expect(reader.page.locator("#conversation img")).to_have_count(0)
