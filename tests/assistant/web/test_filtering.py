"""assistant/web/filtering.py: the filters that are set, in view, and how to take one back."""

import pytest
from bs4 import BeautifulSoup

from assistant.phrases import ENGLISH_PAGE, page_phrases
from assistant.web.choices import filters_from
from assistant.web.filtering import active_html, chosen_of, cleared
from corpus.types import Document, Filters

A = Document("a", "a.md", "<b>Amber</b>", kind="case-study", roundtable=2, date="2020-12-03", places=("Zell",))
B = Document("b", "b.md", "Beryl", kind="report", roundtable=3, date="2023")
NOTHING = [[], [], [], [], [], "", ""]


def parsed(chosen: list) -> BeautifulSoup:
    return BeautifulSoup(active_html(chosen, [A, B], ENGLISH_PAGE), "html.parser")


def test_nothing_set_shows_nothing() -> None:
    assert active_html(NOTHING, [A, B], ENGLISH_PAGE) == ""


def test_each_value_is_named_and_counted_and_can_be_taken_back() -> None:
    shown = parsed([["2", "3"], ["case-study"], ["Zell"], [], ["a.md"], "2020", "2020-12"])
    names = [chip.contents[0] for chip in shown.select(".chip")]
    assert names == [
        "Roundtable 2", "Roundtable 3", "case study", "Zell", "<b>Amber</b>", "from 2020", "until 2020-12",
    ]  # fmt: skip
    assert shown.select(".count")[0].get_text() == "1 document"
    button = shown.select("button.unset")[0]
    assert (button["data-field"], button["data-value"]) == ("roundtable", "2")
    assert button["aria-label"] == "Remove the filter Roundtable 2"
    assert shown.select(".clear-all")[0].get_text() == "Clear all filters"


def test_filters_that_nothing_matches_say_so() -> None:
    shown = parsed([[], [], [], [], [], "", "1990"])
    assert "No document matches these filters, so nothing can be found." in shown.get_text()
    assert shown.select(".active.none")


def test_date_that_is_none_is_explained() -> None:
    shown = active_html([[], [], [], [], [], "yesterday", ""], [A], page_phrases("fr"))
    assert "écrivez une date comme 2020" in shown


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        ("roundtable", "2", [["3"], ["report"], [], [], [], "2020", ""]),
        ("since", "2020", [["2", "3"], ["report"], [], [], [], "", ""]),
        ("", "", NOTHING),
        ("colour", "red", [["2", "3"], ["report"], [], [], [], "2020", ""]),
    ],
)
def test_one_is_taken_back_or_all(field: str, value: str, left: list) -> None:
    assert cleared([["2", "3"], ["report"], [], [], [], "2020", ""], field, value) == left


def test_fields_hold_what_the_filters_were() -> None:
    filters = Filters(roundtable=(2,), kind=("report",), place=("Zell",), document=("a.md",), since="2020")
    assert filters_from(*chosen_of(filters)) == filters
    assert filters_from(*chosen_of(Filters())) == Filters()


def test_markup_in_a_value_stays_text() -> None:
    evil = '"><img src=x onerror=alert(1)>'
    shown = parsed([[], [], [evil], [], [evil], "", ""])
    assert shown.select("img") == []
    assert [button["data-value"] for button in shown.select("button.unset")] == [evil, evil]


def test_filters_are_named_in_french() -> None:
    shown = active_html([["2"], ["report"], [], [], [], "2020", ""], [A, B], page_phrases("fr"))
    chips = BeautifulSoup(shown, "html.parser").select(".chip")
    assert [chip.contents[0] for chip in chips] == ["Table ronde 2", "rapport", "depuis 2020"]
