"""assistant/again/nearly.py: words that are nearly the quote's, and what is different in them."""

from time import process_time

import pytest

from assistant.again import Change
from assistant.again.nearly import changes, nearest

NINETEEN = "The city mounted 48 sensors in 2019."
TWO = f"{NINETEEN} Residents may read them on a map."
TEXT = f"Noise\n\n{TWO} The sensors were cheap."


def found(quote: str, text: str = TEXT) -> str:
    near = nearest(quote, text, "en")
    return text[near.start : near.end] if near else ""


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("The city mounted 52 sensors in 2021.", NINETEEN),
        (
            "The city mounted 52 sensors in 2021. Residents may read them.",
            f"{NINETEEN} Residents may read them on a map.",
        ),
        ("The city mounted 52 sensors in May of 2021.", NINETEEN),
        ("The city bought a tram line for the residents of the old town.", ""),
        ("Sensors", ""),
        ("", ""),
        ("…", ""),
    ],
)
def test_nearest_are_whole_sentences_if_they_are_near_enough(quote: str, words: str) -> None:
    assert found(quote) == words


def test_text_without_a_sentence_has_none_near() -> None:
    assert (found("The city mounted 48 sensors.", ""), found("The city mounted 48 sensors.", " \n")) == ("", "")


def test_quote_of_thousands_of_words_is_not_compared() -> None:
    assert found("sensors " * 5000, "sensors " * 5000) == ""


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("It has 48 trams.", "It has 52 trams.", [("48", "52")]),
        ("It cost 120 000 euros.", "It cost 1,120,000 euros.", [("120 000", "1,120,000")]),
        ("It cost 120 000 euros.", "It cost 120,000 euros [3].", []),
        ("It cost 1,5 euros.", "It cost 15 euros.", [("1,5", "15")]),
        ("It fell by 5% in May.", "It fell by 5 % in June.", [("May", "June")]),
        ("Trams run.", "No trams run today.", [("", "No"), ("", "today")]),
        ("Old trams run daily.", "Trams run.", [("Old", ""), ("daily", "")]),
        ("The “old” trams", "the old trams", []),
    ],
)
def test_changes_are_named_in_the_order_of_the_text(was: str, now: str, expected: list[tuple[str, str]]) -> None:
    assert changes(was, now) == tuple(Change(*each) for each in expected)


def test_thousands_of_paragraphs_without_a_word_are_soon_read() -> None:
    text = f"{NINETEEN}\n\n" + "…\n\n" * 5000
    began = process_time()
    assert found("The city mounted 48 sensors in 2021 on posts.", text) == NINETEEN
    assert process_time() - began < 2


def test_text_is_taken_apart_once_for_all_its_quotes() -> None:
    text = "\n\n".join(f"The town number {number} has put sensors into its streets." for number in range(3000))
    began = process_time()
    found("The town number 1 has closed its streets.", text)
    first = process_time() - began
    for number in range(2, 6):
        found(f"The town number {number} has closed its streets.", text)
    assert process_time() - began < 4 * first
