"""assistant/subject.py: the thing a question is about, as it names it."""

import pytest

from assistant.subject import names_in, places_in, subject_of

PLACES = ("Seoul", "Songdo", "Toronto")


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("When was the first OECD Roundtable held?", "the first OECD Roundtable"),
        ("Quand la 2e table ronde a-t-elle eu lieu ?", "la 2e table ronde"),
        ("Who runs the open data portal of Quellstadt?", "the open data portal of Quellstadt"),
        ("Why was Sidewalk Labs’ project in Toronto given up?", "Sidewalk Labs’ project in Toronto"),
        ("What is the Barcelona Digital City Plan?", "the Barcelona Digital City Plan"),
        ("What is a smart city?", "a smart city"),
        ("What is the size of Songdo?", "Songdo"),
        ("What is the size of a city?", "the size of a city"),
        ("How does Seoul use data?", "Seoul"),
        ("How many people live in Songdo?", "Songdo"),
        ("What did Torrevieja Alta decide about cameras?", "Torrevieja Alta"),
        ("Which cities take part in the ISCN?", "the ISCN"),
        ("Quand le projet de Toronto a-t-il été abandonné ?", "le projet de Toronto"),
        ("Qu'est-ce que le plan de Lyon ?", "le plan de Lyon"),
        ("Which cities use digital twins?", ""),
        ("Compare Seoul and Toronto", ""),
        ("Why?", ""),
        ("", ""),
    ],
)
def test_subject_is_a_name_or_a_thing_with_its_article(question: str, subject: str) -> None:
    assert subject_of(question, PLACES) == subject


def test_counted_things_are_the_subject_for_a_plural() -> None:
    question = "How many digital help points did Harbourview open?"
    assert subject_of(question) == "Harbourview"
    assert subject_of(question, plural=True) == "the digital help points of Harbourview"


def test_names_that_stand_everywhere_tell_no_subject() -> None:
    assert names_in("What does the OECD say of the Roundtable in New York?") == ["New York"]


def test_places_are_found_as_typed_and_once() -> None:
    assert places_in("seoul, Songdo and seoul", PLACES) == ["seoul", "Songdo"]
    assert places_in("Seoul", ()) == []
