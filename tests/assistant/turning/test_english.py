"""assistant/turning/english.py: a sentence becomes a question that reads well, or none."""

import pytest

from assistant.turning.english import questions_of, reads_well


def is_name(opening: str) -> bool | None:
    """What a document of these sentences tells of how they begin."""
    first = opening.split()[0]
    if first in ("The", "A", "An", "About", "More", "Five", "Disaster", "Mid-sized"):
        return False
    return None if first == "Zlatorog" else True


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("S-Map was launched in June 2019.", "When was S-Map launched?"),
        (
            "In 2014 the City Council of Vienna adopted the first strategy.",
            "When did the City Council of Vienna adopt the first strategy?",
        ),
        (
            "On 1 April 2021 Seoul's S-Map went into full-scale operation, which includes simulation.",
            "When did Seoul's S-Map go into full-scale operation?",
        ),
        (
            "Mid-sized cities sent 78 applications to the Smart City Challenge, according to an article.",
            "How many applications did mid-sized cities send to the Smart City Challenge?",
        ),
        ("About 600,000 buildings of Seoul are covered by S-Map.", "How many buildings of Seoul are covered by S-Map?"),
        (
            "More than 40,000 people had registered on Barcelona's platform since 2016.",
            "How many people had registered on Barcelona's platform?",
        ),
        (
            "Boston's Smart City Playbook was drafted by the Mayor's Office of New Urban Mechanics.",
            "Who drafted Boston's Smart City Playbook?",
        ),
        (
            "Mathias Spaliviero supervised the Smart City Rwanda Masterplan.",
            "Who supervised the Smart City Rwanda Masterplan?",
        ),
        ("Masashi Mori was the mayor of Toyama at the time.", "Who was Masashi Mori?"),
        ("S-Map is a twin of all of Seoul.", "What is S-Map?"),
        (
            "The five strategies of Smart Columbus were access to jobs, logistics and transport.",
            "What were the five strategies of Smart Columbus?",
        ),
        (
            "Singapore's Smart Nation 2.0 has three goals: Trust, Growth and Community.",
            "What are the three goals of Singapore's Smart Nation 2.0?",
        ),
        (
            "The council of Marisol gave three reasons: noise; rules; cost.",
            "Which three reasons did the council of Marisol give?",
        ),
        (
            "The study of Gimpo concludes that the culture of innovation is important.",
            "What does the study of Gimpo conclude?",
        ),
        (
            "The DECODE project lets people in Barcelona control which data they share.",
            "What does the DECODE project let people in Barcelona do?",
        ),
        (
            "DigiTel, the residents club of Tel Aviv-Yafo, has been in operation since early 2013.",
            "Since when has DigiTel been in operation?",
        ),
        ("Copenhagen set itself the goal of becoming carbon-neutral.", "What goal did Copenhagen set itself?"),
        (
            "In 2023, 16% of households in Mexico still lacked broadband.",
            "What share of households in Mexico still lacked broadband in 2023?",
        ),
        ("The Portram line in Toyama has a length of 7.6 km.", "What is the length of the Portram line in Toyama?"),
        ("Toyama closed the line because the trains were empty.", "Why did Toyama close the line?"),
    ],
)
def test_sentence_becomes_the_question_that_it_answers(sentence: str, question: str) -> None:
    assert questions_of(sentence, is_name)[:1] == [question]


@pytest.mark.parametrize(
    "sentence",
    [
        "It was launched in 2019.",  # what?
        "The plan was adopted in 2014.",  # whose? the question would have no name
        "Although EBSA is a small agency, it watches over trillions of dollars.",
        "The figure quoted for Seoul in 2019 is wrong.",  # "quoted" is not what the figure did
        "Tallinn was a city with free WiFi from 2005.",  # nobody asks what Tallinn was
        "Zlatorog was founded in 1890.",  # a name, or the first word of a sentence?
        "This case study was prepared by the Roundtable Assistant project in 2024.",
        "Boston opened (and closed) in 2014 the office, which Lyon did not.",
        "",
        "?",
    ],
)
def test_sentence_that_would_make_a_bad_question_makes_none(sentence: str) -> None:
    assert questions_of(sentence, is_name) == []


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("When was S-Map launched?", True),
        ("How many objectives did the second roundtable have?", True),
        ("When was the plan adopted?", False),
        ("What did the same page say about Lyon?", False),
        ("Who issued its strategy in Lyon?", False),
        ("What is said about Lyon (see note 3)?", False),
        ("When did Lyon " + "very " * 20 + "well?", False),
    ],
)
def test_question_reads_well_if_it_is_short_whole_and_names_something(question: str, verdict: bool) -> None:
    assert reads_well(question) is verdict
