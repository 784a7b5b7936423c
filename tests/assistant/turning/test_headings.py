"""assistant/turning/headings.py: headings and names become what can be asked about."""

import pytest

from assistant.turning.headings import names_of, question_of_heading, thing_of_heading


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("How the Smart Aarhus partnership began", "How did the Smart Aarhus partnership begin?"),
        ("What the evaluation of 2018 found", "What did the evaluation of 2018 find?"),
        ("What the Smart City Rwanda Masterplan contains", "What does the Smart City Rwanda Masterplan contain?"),
        ("Who wrote the masterplan", "Who wrote the masterplan?"),
        ("Who wrote the strategy and when", ""),
        ("The municipal broadband network", ""),
        ("What", ""),
        ("", ""),
    ],
)
def test_heading_that_asks_becomes_a_question(heading: str, question: str) -> None:
    assert question_of_heading(heading) == question


@pytest.mark.parametrize(
    ("heading", "thing"),
    [
        ("The municipal broadband network", "the municipal broadband network"),
        ("Boti on WhatsApp", "Boti on WhatsApp"),
        ("Three keywords and a shared national base", ""),
        ("A spread-out city that depended on the car", ""),
        ("About the documents", ""),
        ("1.2 Services", ""),
        ("Introduction", ""),
    ],
)
def test_heading_that_names_a_thing_gives_it(heading: str, thing: str) -> None:
    assert thing_of_heading(heading, lambda words: words.startswith("Boti")) == thing


def test_names_within_sentences_are_found_whole_or_not_at_all() -> None:
    text = "He won the Civic Innovation Challenge in May 2019, and in S-Map, with the Chief Digital Officer."
    assert names_of(text) == ["Civic Innovation Challenge", "S-Map"]
    assert names_of("It cites the Recommendation on Enhancing Access to and Sharing of Data.") == []
    assert names_of("Occupational Safety and Health Administration is an agency.") == []
