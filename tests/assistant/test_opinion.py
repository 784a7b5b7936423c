"""Questions that ask the program what it thinks, and those that only sound so."""

import pytest

from assistant.assistant import Assistant
from assistant.opinion import asks_for_an_opinion


@pytest.mark.parametrize(
    "question",
    [
        "Do you think that open data pays off?",
        "And do you really believe this works?",
        "What do you think of digital twins?",
        "What do you personally think about tolls?",
        "Which of the two cities would you recommend?",
        "In your honest opinion, is 5G worth it?",
        "What is your view on facial recognition?",
        "What's your favourite smart city?",
        "Are you for or against road pricing?",
        "Who should we vote for?",
        "Pensez-vous que Lyon fait mieux que Gand ?",
        "Est-ce que tu penses que c'est utile ?",
        "Que nous conseillez-vous ?",
        "Selon vous, quelle ville est la meilleure ?",
        "Quel est votre avis sur la 5G ?",
        "Pour qui les habitants devraient-ils voter ?",
    ],
)
def test_question_for_an_opinion_is_known(question: str) -> None:
    assert asks_for_an_opinion(question)


@pytest.mark.parametrize(
    "question",
    [
        "How many cities do you think took part?",
        "What do residents think of the sensors?",
        "What does the report recommend to cities?",
        "What should cities do for older people?",
        "Can you tell me what the mayor thinks?",
        "Would you list the objectives?",
        "Do you have figures on broadband?",
        "Which cities let residents vote online?",
        "Should citizens be allowed to vote online?",
        "What views did the speakers hold on privacy?",
        "Que pensent les habitants des capteurs ?",
        "Que faites-vous pour vous adapter ?",
        "Que recommande le rapport aux villes ?",
        "Combien d'habitants ont pu voter en ligne ?",
        "Faut-il laisser voter les habitants en ligne ?",
        "Où trouvez-vous les chiffres ?",
    ],
)
def test_question_on_what_documents_say_is_none(question: str) -> None:
    assert not asks_for_an_opinion(question)


@pytest.mark.parametrize(
    ("question", "because"),
    [
        ("Do you think Marisol mounted too many noise sensors?", "This program has no opinion of its own"),
        ("Pensez-vous que Marisol a trop de capteurs de bruit ?", "Ce programme n'a pas d'avis"),
    ],
)
def test_opinion_is_refused_and_the_nearest_passages_are_shown(
    assistant: Assistant, question: str, because: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.confidence) == ("refused", 0.0)
    assert because in answer.note
    assert "Marisol" in answer.nearest[0].passage.text
    assert assistant.ask("How many noise sensors did Marisol mount?").status == "answered"
