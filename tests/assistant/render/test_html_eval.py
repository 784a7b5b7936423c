"""assistant/render/html_eval.py: figures for people, and answers as they were kept."""

import re

import pytest

from assistant.phrases import ENGLISH_PAGE
from assistant.phrases.eval_words import eval_phrases
from assistant.render.html_eval import (
    Figure,
    answer_html,
    feedback_html,
    figure_html,
    fresh_html,
    number_text,
    place_html,
    quote_html,
)

SAID = eval_phrases("en")
EVIL = '<img src=x onerror=alert(1)>"'


@pytest.mark.parametrize(
    ("value", "unit", "language", "expected"),
    [
        (0.8333, "", "en", "0.83"),
        (0.8333, "", "fr", "0,83"),
        (1, "", "en", "1.00"),
        (-0.001, "", "en", "0.00"),
        (1234.5, "ms", "en", "1234 ms"),
        (2.345, "ms", "fr", "2,35 ms"),
        (99.99, "ms", "en", "100 ms"),
    ],
)
def test_figure_has_the_digits_that_people_need(value: float, unit: str, language: str, expected: str) -> None:
    assert number_text(value, unit, language) == expected


def test_figure_stands_with_its_range() -> None:
    shown = figure_html(Figure(0.5, 0.25, 0.75, 8), "", SAID)
    assert "<strong>0.50</strong>" in shown
    assert "0.25 – 0.75" in shown
    assert "--low:25.0%;--high:75.0%;--value:50.0%" in shown


def test_what_could_not_be_scored_is_not_zero() -> None:
    shown = figure_html(None, "", SAID)
    assert SAID.read.not_scored in shown
    assert "0.00" not in shown


@pytest.mark.parametrize(("value", "shown"), [(0.1, "+0.10"), (-0.1, "-0.10"), (0.0, "0.00"), (0.001, "0.00")])
def test_difference_has_a_sign_where_there_is_one(value: float, shown: str) -> None:
    assert f"<strong>{shown}</strong>" in figure_html(Figure(value, -0.2, 0.2, 8), "", SAID, signed=True)


def test_answer_shows_its_sentences_with_what_they_quote() -> None:
    answer = {
        "sentences": [{"text": "Lumen has 42 trams.", "citations": [1]}],
        "citations": [{"n": 1, "document": "a b.pdf", "title": "Trams", "page": 4, "quote": "42 trams"}],
    }
    shown = answer_html(answer, SAID)
    assert "<p>Lumen has 42 trams. <sup>[1]</sup></p>" in shown
    assert '<a href="collection?document=a+b.pdf&amp;page=4&amp;quote=42+trams">Trams</a>, page 4' in shown
    assert "<blockquote>42 trams</blockquote>" in shown


def test_answer_without_sentences_shows_its_text_and_one_without_any_says_so() -> None:
    assert "<p>Nothing on this.</p>" in answer_html({"text": "Nothing on this.", "sentences": []}, SAID)
    assert SAID.read.no_answer in answer_html({}, SAID)


def test_nothing_of_an_answer_becomes_html() -> None:
    answer = {
        "text": EVIL,
        "sentences": [{"text": EVIL, "citations": [EVIL]}],
        "choices": [EVIL],
        "citations": [{"n": 1, "document": EVIL, "title": EVIL, "page": EVIL, "quote": EVIL}],
    }
    for shown in (answer_html(answer, SAID), quote_html({"n": EVIL}, SAID), place_html(EVIL, EVIL, SAID, EVIL, EVIL)):
        assert "<img" not in shown
        assert re.findall(r'="[^"]*onerror=alert', shown) == []


def test_half_a_character_in_a_name_makes_a_link_all_the_same() -> None:
    assert "collection?document=%3F.pdf" in place_html("\ud800.pdf", None, SAID)


def test_form_of_another_answer_is_another_element() -> None:
    one, same, other = (fresh_html("<form></form>", of) for of in ("a", "a", "b"))
    assert one == same != other
    assert re.fullmatch(r'<(of-[0-9a-f]{12}) class="fresh"><form></form></\1>', one)


def test_feedback_is_counted_and_its_file_offered_to_those_who_may() -> None:
    given = {("up", ""): 3, ("down", "incomplete"): 1, ("down", "wrong"): 1}
    shown = feedback_html(given, True, ENGLISH_PAGE, SAID)
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(\d+)</td>', shown)
    assert rows == [
        ("Good answer", "3"),
        ("Bad answer", "2"),
        ("Bad answer: Something is missing", "1"),
        ("Bad answer: It is wrong", "1"),
    ]
    assert 'href="feedback.jsonl"' in shown
    assert 'href="feedback.jsonl"' not in feedback_html(given, False, ENGLISH_PAGE, SAID)
    assert ENGLISH_PAGE.library.no_feedback in feedback_html({}, True, ENGLISH_PAGE, SAID)
