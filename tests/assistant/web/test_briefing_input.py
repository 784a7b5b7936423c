"""assistant/web/briefing_input.py: what the page of briefings sends is taken as it is, or refused in one line."""

import json
from typing import Any

import pytest

from assistant.briefing.types import Aspect, Order, Planned
from assistant.phrases.brief_words import brief_phrases
from assistant.saved import plain_data
from assistant.web.briefing_input import BadInput, number_from, order_from, outline_from
from corpus.errors import BadFilter
from corpus.types import Filters

SAID, DIT = brief_phrases("en"), brief_phrases("fr")
NO_CHOICE: list[Any] = [[], [], [], [], [], "", ""]
ORDER = {"topic": " trees  in towns ", "template": "issue-note", "audience": "", "pages": "2", "language": "en"}
POINTS = {
    "title": "Messages",
    "form": "points",
    "share": 1,
    "subjects": [],
    "aspects": [{"name": "trees", "question": "Which trees?", "words": ["oak"]}],
}
TABLE = {**POINTS, "title": "Towns", "form": "table", "subjects": ["Seoul", "Seoul", " "]}


def sent(*sections: Any, title: Any = "Trees", order: Any = None) -> str:
    given = plain_data(Order("trees", filters=Filters(place=("Seoul",)))) if order is None else order
    return json.dumps({"order": given, "title": title, "sections": list(sections)})


def refused(text: Any, said: Any = SAID) -> str:
    with pytest.raises(BadInput) as error:
        outline_from(text, said)
    return str(error.value)


def test_order_is_what_the_form_and_the_filters_say() -> None:
    order = order_from(ORDER | {"audience": "mayor"}, [["2"], [], ["Seoul"], [], [], "2020", ""], SAID)
    assert order == Order(
        "trees in towns", "issue-note", "mayor", 2, "en", Filters(roundtable=(2,), place=("Seoul",), since="2020")
    )


@pytest.mark.parametrize("topic", ["", "   ", "\u202e\x00"])
def test_order_without_a_topic_is_asked_for_one(topic: str) -> None:
    with pytest.raises(BadInput, match="Say in a few words"):
        order_from(ORDER | {"topic": topic}, NO_CHOICE, SAID)
    with pytest.raises(BadInput, match="Dites en quelques mots"):
        order_from(ORDER | {"topic": topic}, NO_CHOICE, DIT)


def test_what_is_too_long_is_named_with_its_length() -> None:
    with pytest.raises(BadInput, match="Topic or question: 301 characters, and there may be 300"):
        order_from(ORDER | {"topic": "x" * 301}, NO_CHOICE, SAID)
    assert refused(sent({**POINTS, "title": "x" * 201})) == "Title: 201 characters, and there may be 200."
    long = {**POINTS, "aspects": [{"question": "x" * 501}]}
    assert refused(sent(long), DIT) == "Question aux documents : 501 caractères, et il peut y en avoir 500."


def test_date_that_is_none_is_a_bad_filter() -> None:
    with pytest.raises(BadFilter):
        order_from(ORDER, [*NO_CHOICE[:-1], "yesterday"], SAID)


@pytest.mark.parametrize(
    "wrong", [{"pages": "3"}, {"pages": "-1"}, {"pages": "²"}, {"language": "de"}, {"topic": 7}, {"template": ["x"]}]
)
def test_order_that_no_form_sends_is_not_understood(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="load the page again"):
        order_from(ORDER | wrong, NO_CHOICE, SAID)
    with pytest.raises(BadInput):
        order_from("a text", NO_CHOICE, SAID)


def test_outline_comes_as_it_was_edited() -> None:
    outline = outline_from(sent(TABLE, POINTS, {**POINTS, "title": "Gaps", "form": "missing", "aspects": []}), SAID)
    trees = Aspect("trees", "Which trees?", ("oak",))
    assert outline.title == "Trees"
    assert outline.order.filters == Filters(place=("Seoul",))
    assert outline.sections == (
        Planned("Towns", "table", (trees,), ("Seoul",)),
        Planned("Messages", "points", (trees,)),
        Planned("Gaps", "missing"),
    )


def test_empty_questions_are_left_out_and_a_nameless_one_is_named_by_itself() -> None:
    outline = outline_from(sent({**POINTS, "aspects": [{"question": " "}, {"question": "Why?"}]}), SAID)
    assert outline.sections[0].aspects == (Aspect("Why?", "Why?"),)


def test_cautions_that_an_unchanged_question_asks_for_stay_with_it() -> None:
    risks = {"name": "limits", "question": "Which limits?", "words": ["limit"], "cautions": True}
    changed = {"name": "Which trees fell?", "question": "Which trees fell?", "words": [], "cautions": False}
    outline = outline_from(sent({**POINTS, "aspects": [risks, changed]}), SAID)
    assert outline.sections[0].aspects == (
        Aspect("limits", "Which limits?", ("limit",), True),
        Aspect("Which trees fell?", "Which trees fell?"),
    )
    assert refused(sent({**POINTS, "aspects": [{**risks, "cautions": "yes"}]})) == SAID.order.not_understood


def test_texts_of_the_order_come_back_as_lines_that_can_be_written() -> None:
    order = plain_data(Order("\ud800 trees\nin towns", "issue\u202e-note", "the\n mayor", excluded=("d\ud800",)))
    assert outline_from(sent(POINTS, order=order), SAID).order == Order(
        "\ufffd trees in towns", "issue-note", "the mayor", excluded=("d\ufffd",)
    )


@pytest.mark.parametrize("filters", [{"since": "xx"}, {"until": ""}, {"kind": ["nonsense"]}, {"roundtable": [-1]}])
def test_filters_that_no_form_offers_are_not_understood(filters: Any) -> None:
    assert refused(sent(POINTS, order={"topic": "trees", "filters": filters})) == SAID.order.not_understood


def test_filters_are_kept_with_the_commas_of_a_title() -> None:
    filters = Filters((2,), ("report",), ("Seoul, old town",), ("en",), ("A, B\ud800.pdf",), "2020-01", "2021")
    outline = outline_from(sent(POINTS, order=plain_data(Order("trees", filters=filters))), SAID)
    assert outline.order.filters == Filters(
        (2,), ("report",), ("Seoul, old town",), ("en",), ("A, B\ufffd.pdf",), "2020-01", "2021"
    )


@pytest.mark.parametrize("chosen", [[["two"]], [[], ["nonsense"]], [None]])
def test_choice_that_no_field_offers_is_not_understood(chosen: list[Any]) -> None:
    with pytest.raises(BadInput, match="load the page again"):
        order_from(ORDER, [*chosen, *NO_CHOICE[len(chosen) :]], SAID)


def test_outline_without_a_title_has_that_of_its_topic() -> None:
    assert outline_from(sent(POINTS, title=" "), SAID).title == "trees"


@pytest.mark.parametrize(
    ("sections", "line"),
    [
        ([], "An outline needs at least one section."),
        ([POINTS] * 21, "21 sections, and there may be 20."),
        ([{**POINTS, "aspects": []}], "Messages: this section needs a question."),
        ([{**POINTS, "aspects": POINTS["aspects"] * 13}], "Messages: 13 questions, and there may be 12."),
        ([{**TABLE, "subjects": []}], "Towns: name the rows of the table, such as cities."),
        ([{**TABLE, "subjects": list("abcdefghi")}], "Towns: 9 rows, and there may be 8."),
    ],
)
def test_outline_that_cannot_be_written_says_why(sections: list[Any], line: str) -> None:
    assert refused(sent(*sections)) == line


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "[" * 100_000,
        json.dumps({"sections": [POINTS]}),
        sent(POINTS, order={"topic": 1}),
        sent(POINTS, order={"topic": "x", "pages": 3}),
        sent(POINTS, order={"topic": "x" * 301}),
        sent(POINTS, order={"topic": " "}),
        sent("section"),
        sent({**POINTS, "form": "poem"}),
        sent({**POINTS, "share": True}),
        sent({**POINTS, "share": -1}),
        sent({**POINTS, "share": 1e9}),
        sent({**POINTS, "aspects": "which?"}),
        sent({**POINTS, "aspects": ["which?"]}),
        sent({**POINTS, "aspects": [{"question": "which?", "words": [str(each) for each in range(300)]}]}),
        sent(POINTS, title="x" * 200_001),
        7,
    ],
)
def test_what_no_page_of_ours_sends_is_not_understood(text: Any) -> None:
    assert refused(text) == SAID.order.not_understood


@pytest.mark.parametrize(
    ("sent_number", "number"),
    [("3", 3), (3, 3), ("-1", -1), ("", -1), (None, -1), ("1e3", -1), ("٣", -1), ("9" * 9, -1)],
)
def test_number_that_is_none_is_no_place(sent_number: Any, number: int) -> None:
    assert number_from(sent_number) == number
