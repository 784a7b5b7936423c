"""assistant/kinds.py: what kind of answer a question asks for, in English and French."""

import pytest

from assistant.kinds import asks_for_many, asks_for_places, kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("When did the portal open?", "date"),
        ("In which year did it open?", "date"),
        ("How long ago was it?", "date"),
        ("How many sensors are there?", "number"),
        ("What share of residents took part?", "number"),
        ("Who runs the portal?", "person"),
        ("Where are the help points?", "place"),
        ("Which cities took part?", "place"),
        ("What is a smart city?", "definition"),
        ("What does the OECD mean by a smart city?", "definition"),
        ("What did the council mean by noise?", "definition"),
        ("Why did it fail?", "reason"),
        ("Which rules apply?", "list"),
        ("How does Lyon do it?", "other"),
        ("Quand a-t-il ouvert ?", "date"),
        ("Quelle année ?", "date"),
        ("Combien de capteurs y a-t-il ?", "number"),
        ("Quelle part des habitants ?", "number"),
        ("Qui gère le portail ?", "person"),
        ("Où se trouve la ville ?", "place"),
        ("Qu'est-ce qu'une ville intelligente ?", "definition"),
        ("Qu’est-ce qu’une ville intelligente ?", "definition"),
        ("Pourquoi ont-ils échoué ?", "reason"),
        ("Quelles villes ont participé ?", "list"),
        ("What was the date of the meeting?", "date"),
        ("What is the population of Lyon?", "number"),
        ("What is the total budget of the plan?", "number"),
        ("What is the plan of Lyon?", "definition"),
        ("Quelle est la date de la réunion ?", "date"),
        ("Quel est le budget du plan ?", "number"),
        ("Quelle est la population de Lyon ?", "number"),
        ("Dans quelle ville se trouve le portail ?", "place"),
        ("Où la réunion a-t-elle eu lieu ?", "place"),
        ("Sont-ils contents là où le secteur public innove ?", "other"),
        ("Comment la ville ou la région le fait-elle ?", "other"),
        ("Que veut dire « ouvert » ?", "definition"),
        ("Pour quelles raisons le projet a-t-il échoué ?", "reason"),
        ("Listez les villes.", "list"),
    ],
)
def test_kind_of_answer_asked_for(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What do cities do for people who are old?", "other"),
        ("Who pays, and when?", "date"),
        ("For whom was the report written?", "person"),
        ("Tell me where the council met.", "place"),
        ("Which services work when the network fails?", "list"),
        ("Quels services aident ceux qui sont isolés ?", "list"),
    ],
)
def test_question_word_asks_only_where_a_question_begins(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Which cities use digital twins?",
        "In which cities are there help points?",
        "Which case studies mention sensors?",
        "Which German cities work together?",
        "What examples of open data portals are there?",
        "Give me some examples of open data.",
        "List the cities that have an AI register.",
        "Name some risks of sensors.",
        "What digital services do cities offer?",
        "What are some risks?",
        "Quelles villes ont un plan ?",
        "Quels projets existent ?",
        "Citez des exemples de portails.",
    ],
)
def test_question_for_many_things_by_name(text: str) -> None:
    assert asks_for_many(text)


@pytest.mark.parametrize(
    "text",
    [
        "What makes a city smart?",
        "What does Seoul do?",
        "What happens in Lyon?",
        "Which roundtable was online?",
        "Which city uses sensors?",
        "Which of the two is larger?",
        "What is the status of the plan?",
        "What are the three pillars of the framework?",
        "Who runs the portals?",
        "Quelle est la ville ?",
        "",
    ],
)
def test_question_for_one_thing_or_for_no_thing_by_name(text: str) -> None:
    assert not asks_for_many(text)


def test_cities_and_countries_are_places_and_risks_are_not() -> None:
    assert asks_for_places("Which cities use sensors?")
    assert asks_for_places("Quelles villes ont un plan ?")
    assert not asks_for_places("Which risks are named?")
