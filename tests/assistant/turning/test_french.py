"""assistant/turning/french.py: questions in French, of French sentences and of the names in English ones."""

import pytest

from assistant.turning.french import questions_of

PLACES = frozenset({"vienna", "seoul"})


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("La plateforme de Lyon a été lancée en mars 2019.", "Quand la plateforme de Lyon a-t-elle été lancée ?"),
        ("En 2020, les capteurs de Lyon ont été retirés.", "Quand les capteurs de Lyon ont-ils été retirés ?"),
        ("Le plan de Lyon a été rédigé par la Métropole.", "Par qui le plan de Lyon a-t-il été rédigé ?"),
        ("Le réseau de Lyon compte 48 antennes.", "Combien d'antennes compte le réseau de Lyon ?"),
        ("Airparif est une association agréée.", "Qu'est-ce qu'Airparif ?"),
        ("Le laboratoire de Nantes est situé dans le port.", "Où se trouve le laboratoire de Nantes ?"),
    ],
)
def test_french_sentence_becomes_the_question_that_it_answers(sentence: str, question: str) -> None:
    assert questions_of(sentence, "fr", lambda words: True) == [question]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("S-Map is a twin of all of Seoul.", "Qu'est-ce que S-Map ?"),
        ("The Smart City Challenge was launched in 2015.", "Quand a été lancé « Smart City Challenge » ?"),
        (
            "Mathias Spaliviero supervised the Smart City Rwanda Masterplan.",
            "Qui a supervisé « Smart City Rwanda Masterplan » ?",
        ),
    ],
)
def test_what_an_english_sentence_says_of_a_name_is_asked_in_french(sentence: str, question: str) -> None:
    assert questions_of(sentence, "en", lambda words: not words.startswith("The"), PLACES) == [question]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Elle a été lancée en 2019.", "fr"),  # what?
        ("La plateforme a été lancée en 2019.", "fr"),  # whose?
        ("Cette plateforme a été lancée en 2019.", "fr"),
        ("Vienna was founded in 1137.", "en"),  # in French "Vienne"
        ("Mid-sized cities sent 78 applications to the challenge.", "en"),  # no name to ask about
        ("S-Map ist ein Zwilling der Stadt.", "de"),
    ],
)
def test_sentence_that_cannot_be_asked_about_in_french_makes_no_question(sentence: str, language: str) -> None:
    assert questions_of(sentence, language, lambda words: True, PLACES) == []
