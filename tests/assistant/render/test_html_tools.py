"""assistant/render/html_tools.py: the buttons of a turn, questions to ask next, and the list of conversations."""

import pytest
from bs4 import BeautifulSoup

from assistant.conversations import Conversation
from assistant.feedback import LONGEST_NOTE, REASONS, Feedback
from assistant.phrases import ENGLISH_PAGE, PAGES, page_phrases
from assistant.render import html_tools
from assistant.types import Answer

ANSWER = Answer("How many?", "refused", note="It does not say.")
EVIL = "\"><script>alert(1)</script>'&amp;"


def parsed(markup: str) -> BeautifulSoup:
    return BeautifulSoup(markup, "html.parser")


def given(verdict: str, reason: str = "", note: str = "") -> Feedback:
    return Feedback("me", "c", 2, verdict, reason, note, ANSWER, "2026-11-28T16:00:00+00:00")  # type: ignore[arg-type]


def pressed(markup: str) -> dict[str, str]:
    return {str(each["aria-label"]): str(each["aria-pressed"]) for each in parsed(markup).select("[aria-pressed]")}


def test_answer_that_nobody_judged_has_no_button_pressed() -> None:
    shown = html_tools.tools_html(ANSWER, 2, None, ENGLISH_PAGE)
    assert pressed(shown) == {"Good answer": "false", "Bad answer": "false"}
    assert parsed(shown).select(".thanks")[0].get_text() == ""
    assert [each["aria-label"] for each in parsed(shown).select("button.tool")] == [
        "Copy the answer", "Ask again", "Good answer", "Bad answer",
    ]  # fmt: skip
    assert {each["data-turn"] for each in parsed(shown).select("[data-turn]")} == {"2"}


def test_what_the_reader_thought_is_still_to_be_seen() -> None:
    up = html_tools.tools_html(ANSWER, 2, given("up"), ENGLISH_PAGE)
    assert pressed(up) == {"Good answer": "true", "Bad answer": "false"}
    down = html_tools.tools_html(ANSWER, 2, given("down", "incomplete", f"Why? {EVIL}"), ENGLISH_PAGE)
    assert pressed(down) == {"Good answer": "false", "Bad answer": "true"}
    assert parsed(down).select(".thanks")[0].get_text() == "Thank you, that was noted."
    assert [option["value"] for option in parsed(down).select("option[selected]")] == ["incomplete"]
    assert parsed(down).select("textarea")[0].get_text() == f"Why? {EVIL}"


@pytest.mark.parametrize("language", PAGES)
def test_every_reason_that_is_taken_is_offered(language: str) -> None:
    form = parsed(html_tools.tools_html(ANSWER, 1, None, page_phrases(language))).select("form.why")[0]
    assert [option["value"] for option in form.select("option")] == list(REASONS)
    assert len({option.get_text() for option in form.select("option")}) == len(REASONS)
    assert form.select("textarea")[0]["maxlength"] == str(LONGEST_NOTE)


def test_question_goes_back_into_the_box_as_it_was() -> None:
    (button,) = parsed(html_tools.edit_html(EVIL, 3, ENGLISH_PAGE)).select("button")
    assert (button["data-turn"], button["data-question"]) == ("3", EVIL)


def test_questions_to_ask_next_are_a_named_list() -> None:
    shown = parsed(html_tools.follow_ups_html(["Why?", EVIL], ENGLISH_PAGE))
    assert [each.get_text() for each in shown.select("li > button.choice")] == ["Why?", EVIL]
    assert shown.select("ul")[0]["aria-labelledby"] == shown.select("p")[0]["id"]
    assert html_tools.follow_ups_html([], ENGLISH_PAGE) == ""


def conversation(id_: str, title: str) -> Conversation:
    return Conversation(id_, title, "2026-11-27T10:00:00+00:00", "2026-11-28T10:00:00+00:00")


def test_conversations_are_links_with_what_can_be_done_with_each() -> None:
    listed = [conversation("a-1", "How many?"), conversation("b_2", EVIL)]
    shown = parsed(html_tools.conversations_html(listed, "b_2", False, ENGLISH_PAGE))
    links = shown.select("a.conversation")
    assert [link["href"] for link in links] == ["?conversation=a-1", "?conversation=b_2"]
    assert [link.get("aria-current") for link in links] == [None, "page"]
    assert links[1].contents[0] == EVIL
    assert [link["href"] for link in shown.select("li")[0].select(".more a")] == [
        "exports/a-1.docx", "exports/a-1.pdf", "exports/a-1.md", "exports/a-1.json",
    ]  # fmt: skip
    assert shown.select("li")[1].select("summary")[0]["aria-label"] == f"More for “{EVIL}”"
    assert shown.select("li")[1].select("input")[0]["value"] == EVIL
    assert shown.select("script") == []
    # To delete, one has to open what says so first.
    assert all(button.find_parent("details", class_="sure") for button in shown.select("button.delete"))


@pytest.mark.parametrize(
    ("searched", "said"),
    [(False, "What you ask is kept here, for you alone."), (True, "None of your conversations holds these words.")],
)
def test_empty_list_says_why(searched: bool, said: str) -> None:
    assert parsed(html_tools.conversations_html([], "", searched, ENGLISH_PAGE)).get_text() == said
