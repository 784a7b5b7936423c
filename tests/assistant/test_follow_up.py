"""assistant/follow_up.py: what a question leaves to the one before it is put in, and nothing else is touched."""

import pytest

from assistant.follow_up import standalone

PLACES = ("Barcelona", "Harbourview", "Japan", "Korea", "New York", "Seoul", "Songdo", "Toronto")
FIRST = "When was the first roundtable held?"
SEOUL = "How does Seoul use data?"
HELP_POINTS = "How many digital help points did Harbourview open?"
PREMIERE = "Quand la première table ronde a-t-elle eu lieu ?"


@pytest.mark.parametrize(
    ("before", "text", "whole"),
    [
        (SEOUL, "and in Korea?", "How does Korea use data?"),
        (SEOUL, "What about Barcelona?", "How does Barcelona use data?"),
        (SEOUL, "And Zagreb?", "How does Zagreb use data?"),
        ("How does Zagreb use data?", "And Seoul?", "How does Seoul use data?"),
        (SEOUL, "New York?", "How does New York use data?"),
        ("Which cities use digital twins?", "And in Japan?", "Which cities use digital twins in Japan?"),
        (FIRST, "And the fourth one?", "When was the fourth roundtable held?"),
        ("When was the roundtable held?", "The second one", "When was the second roundtable held?"),
        ("Who spoke at the fourth roundtable?", "And at the third?", "Who spoke at the third roundtable?"),
        ("How many points did it open in 2021?", "And in 2022?", "How many points did it open in 2022?"),
        (SEOUL, "In 2020?", "How does Seoul use data in 2020?"),
        ("What did the 2nd roundtable say on data?", "And on climate?", "What did the 2nd roundtable say on climate?"),
        ("Comment Seoul le fait-elle ?", "Et à Barcelona ?", "Comment Barcelona le fait-elle ?"),
        (PREMIERE, "Et la quatrième ?", "Quand la quatrième table ronde a-t-elle eu lieu ?"),
    ],
)  # fmt: skip
def test_other_place_roundtable_year_or_topic_takes_the_place_of_the_one_before(
    before: str, text: str, whole: str
) -> None:
    assert standalone(text, [before], PLACES) == whole


@pytest.mark.parametrize(
    ("before", "text", "whole"),
    [
        (FIRST, "who organised it?", "Who organised the first roundtable?"),
        (FIRST, "And where was it held?", "Where was the first roundtable held?"),
        (FIRST, "And how many people attended?", "How many people attended (the first roundtable)?"),
        (FIRST, "and the speakers?", "What about the speakers of the first roundtable?"),
        (HELP_POINTS, "What did they cost?", "What did the digital help points of Harbourview cost?"),
        ("Where is Songdo?", "What is its budget?", "What is the budget of Songdo?"),
        ("What is the size of Songdo?", "And its budget?", "What is the budget of Songdo?"),
        ("Quelle est la taille de Songdo ?", "Et son budget ?", "Quel est le budget de Songdo ?"),
        ("What is the mission of the Roundtable?", "Who organises it?", "Who organises the Roundtable?"),
        ("Where is Songdo?", "What did its first mayor plan?", "What did Songdo’s first mayor plan?"),
        (SEOUL, "And what are the risks?", "What are the risks (Seoul)?"),
        (PREMIERE, "Qui l'a organisée ?", "Qui a organisée la première table ronde ?"),
        (PREMIERE, "Où a-t-elle eu lieu ?", "Où la première table ronde a-t-elle eu lieu ?"),
        (PREMIERE, "Et les intervenants ?", "Les intervenants de la première table ronde ?"),
    ],
)
def test_it_and_its_stand_for_the_subject_of_the_question_before(before: str, text: str, whole: str) -> None:
    assert standalone(text, [before], PLACES) == whole


@pytest.mark.parametrize(
    ("before", "text", "whole"),
    [
        ("Was the project of Toronto given up?", "Why?", "Why was the project of Toronto given up?"),
        (FIRST, "Where?", "Where was the first roundtable held?"),
        (HELP_POINTS, "When?", "When did Harbourview open digital help points?"),
        (SEOUL, "And since when?", "Since when does Seoul use data?"),
        ("Comment Seoul utilise-t-elle les données ?", "Pourquoi ?", "Pourquoi Seoul utilise-t-elle les données ?"),
    ],
)
def test_single_question_word_asks_the_question_before_in_another_way(before: str, text: str, whole: str) -> None:
    assert standalone(text, [before], PLACES) == whole


@pytest.mark.parametrize(
    "text",
    [
        "What is open data?",
        "What is the mission of the Roundtable?",
        "And what is the mission of the Roundtable?",
        "And how does Tallinn use X-Road?",
        "What examples of open data portals are there?",
        "How long does it take to build a smart city?",
        "Is it true that Songdo failed?",
        "When was the first roundtable and who organised it?",
        "What do cities do when they fail?",
        "What does the council do if it fails?",
        "Which city says it was the first to use WhatsApp?",
        "Are people happier with their city where the public sector innovates more?",
        "What did it cost Seoul to build S-Map?",
        "On which municipal data did Boston test generative AI?",
        "Combien de principes l'OCDE a-t-elle énoncés ?",
        "Pourquoi deux sources donnent-elles des horaires différents ?",
        "Combien de villes avaient achevé tous leurs projets ?",
        "Seoul",
        "Thanks!",
        "Tell me more",
        "9 July 2019",
        "",
        "?",
    ],
)
def test_question_that_says_all_itself_is_left_alone(text: str) -> None:
    assert standalone(text, [SEOUL], PLACES) == text


def test_why_after_what_something_is_stays_alone() -> None:
    assert standalone("Why?", ["What is open data?"], PLACES) == "Why?"


def test_without_an_earlier_question_nothing_is_put_in() -> None:
    assert standalone("And in Korea?", [], PLACES) == "And in Korea?"
    assert standalone("And in Korea?", ["  "], PLACES) == "And in Korea?"


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("Compare Seoul and Toronto", "And Barcelona?"),  # in whose place?
        ("Hello", "And the fourth one?"),
        ("Which cities use sensors?", "Who made it?"),
    ],
)
def test_where_it_cannot_be_told_what_is_meant_the_question_stays(before: str, text: str) -> None:
    assert standalone(text, [before], PLACES) == text


def test_follow_up_of_a_follow_up_goes_back_to_the_whole_question() -> None:
    assert standalone("And Japan?", [SEOUL, "And Korea?"], PLACES) == "How does Japan use data?"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Et le budget ?", "Le budget du portail de Lyon ?"),
        ("Et son budget ?", "Quel est le budget du portail de Lyon ?"),
        ("Et sa taille ?", "Quelle est la taille du portail de Lyon ?"),
        ("Et ses objectifs ?", "Quels sont les objectifs du portail de Lyon ?"),
        ("Et son objectif ?", "Quel est l'objectif du portail de Lyon ?"),
        ("Quelle est sa taille ?", "Quelle est la taille du portail de Lyon ?"),
        ("Et l'OCDE ?", "Que fait le portail de l'OCDE ?"),
        ("Et le Japon ?", "Que fait le portail du Japon ?"),
        ("Et Évry ?", "Que fait le portail d'Évry ?"),
    ],
)
def test_french_question_is_worded_with_the_right_articles(text: str, asked: str) -> None:
    assert standalone(text, ["Que fait le portail de Lyon ?"], ("Lyon", "Japon")) == asked


def test_name_takes_the_article_that_it_was_typed_with() -> None:
    assert standalone("And the UK?", ["How does Seoul use data?"], PLACES) == "How does the UK use data?"
    assert standalone("And Seoul?", ["How does the UK use data?"], (*PLACES, "UK")) == "How does Seoul use data?"


def test_town_that_begins_like_an_article_keeps_its_letters() -> None:
    assert standalone("And Lagos?", ["How does Seoul use data?"], (*PLACES, "Lagos")) == "How does Lagos use data?"


def test_of_two_questions_in_one_the_first_names_what_it_is() -> None:
    before = "Why did Toronto's Quayside fail and who was chosen as developer?"
    asked = standalone("What did critics say about it?", [before], ("Toronto",))
    assert asked == "What did critics say about Toronto's Quayside?"


def test_name_with_a_backslash_is_only_a_name() -> None:
    size = "What is the size of Seoul?"
    assert standalone(r"and Foo\1?", [size], PLACES) == r"What is the size of Foo\1?"


@pytest.mark.parametrize("text", ["and?", "And what about?", "Et ?"])
def test_lead_without_a_word_after_it_is_left_alone(text: str) -> None:
    assert standalone(text, ["What is the size of Seoul?"], PLACES) == text
