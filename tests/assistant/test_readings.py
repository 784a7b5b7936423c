"""assistant/readings.py: what "the roundtable" and "the report" may mean, and when they mean only one thing."""

from collections.abc import Sequence

import pytest

from assistant.evidence import Candidate
from assistant.question import read_question
from assistant.readings import (
    all_numbered,
    asking_for_the_theme,
    numbered_by_year,
    of_documents,
    of_other_roundtables,
    of_places,
    of_roundtables,
    roundtable_of_no_year,
)
from corpus.types import NO_FILTERS, Document, Filters
from tests.drafts import candidate, hit

FIRST, SECOND = (
    Document(name, f"{name}.pdf", f"{name} roundtable", "roundtable", number, date)
    for name, number, date in (("First", 1, "2019-07-09"), ("Second", 2, "2020-12"))
)
PORTS = Document("ports", "ports.pdf", "Ports: a digest", "report")
NOISE = Document("noise", "noise.pdf", "Noise (2021)", "report")
NOTE = Document("note", "note.txt", "A note")
ALL = (FIRST, SECOND, PORTS, NOISE, NOTE)


def meetings(text: str, documents: tuple[Document, ...] = ALL, filters: Filters = NO_FILTERS) -> list[str]:
    return [reading.text for reading in of_roundtables(read_question(text), documents, filters)]


def reports(
    text: str,
    documents: tuple[Document, ...] = ALL,
    filters: Filters = NO_FILTERS,
    chosen: Sequence[Candidate] = (),
) -> list[str]:
    hits = [hit("a", NOTE), hit("b", NOISE)]
    return [reading.text for reading in of_documents(read_question(text), documents, hits, chosen, filters)]


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("When was the roundtable held?", "When was the 2nd roundtable held?"),
        ("When was the roundtable?", "When was the 2nd roundtable?"),
        ("Who spoke at the OECD Roundtable?", "Who spoke at the 2nd roundtable?"),
        (
            "When did the OECD Roundtable on Smart Cities and Inclusive Growth take place?",
            "When did the 2nd roundtable take place?",
        ),
        ("Quand la table ronde a-t-elle eu lieu ?", "Quand la 2e table ronde a-t-elle eu lieu ?"),
    ],
)
def test_meeting_without_a_number_may_be_any_and_the_latest_comes_first(text: str, latest: str) -> None:
    assert meetings(text)[0] == latest
    assert len(meetings(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "What is the mission of the Roundtable?",
        "When was the Roundtable programme held?",
        "Why was the roundtable?",
        "What kinds of participants come to the OECD roundtable?",
        "When was the second roundtable held?",
        "Who spoke at the roundtable in 2020?",
        "When were the roundtables held?",
        "When was the portal opened?",
    ],
)
def test_programme_a_numbered_meeting_or_none_is_not_ambiguous(text: str) -> None:
    assert meetings(text) == []


def test_one_roundtable_or_a_filter_for_one_leaves_nothing_to_choose() -> None:
    assert meetings("When was the roundtable held?", (FIRST, PORTS)) == []
    assert meetings("When was the roundtable held?", filters=Filters(roundtable=(1,))) == []


def test_report_without_a_name_may_be_any_and_the_nearest_comes_first() -> None:
    assert reports("What does the report recommend?") == [
        "What does the report “Noise” recommend?",
        "What does the report “Ports” recommend?",
    ]
    assert reports("Que dit le rapport ?")[0] == "Que dit le rapport « Noise » ?"


def test_reports_whose_short_titles_are_the_same_are_told_apart_by_their_full_ones() -> None:
    years = (Document(year, f"{year}.pdf", f"Annual report: {year}", "report") for year in ("2019", "2020"))
    assert reports("What does the report recommend?", (*years, PORTS)) == [
        "What does the report “Annual report: 2019” recommend?",
        "What does the report “Annual report: 2020” recommend?",
        "What does the report “Ports” recommend?",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "What does the report on noise say?",
        "What does the paper by the council say?",
        "What does the 2021 report say?",
        'What does the report "Ports" say?',
        "What do the reports say?",
        "What obstacles to using city data does the OECD paper list?",
    ],
)
def test_report_that_is_told_apart_is_not_ambiguous(text: str) -> None:
    assert reports(text) == []


def test_report_of_some_kind_may_be_any_that_the_sentences_are_from() -> None:
    of_both = [candidate(hit("a", PORTS)), candidate(hit("b", NOISE))]
    assert reports("Summarise the yellow report.", chosen=of_both)[1] == "Summarise the yellow report “Ports”."
    assert reports("Summarise the yellow report.", chosen=of_both[:1]) == []
    assert reports("Summarise the latest report.", chosen=of_both) == []


def test_one_report_or_a_filter_for_a_document_leaves_nothing_to_choose() -> None:
    assert reports("What does the report recommend?", (PORTS, NOTE)) == []
    assert reports("What does the report recommend?", filters=Filters(document=("ports.pdf",))) == []


def towns(text: str, *places: str, filters: Filters = NO_FILTERS) -> list[str]:
    chosen = [candidate(hit("a", Document(place, f"{place}.md", place, places=(place,)))) for place in places]
    return [reading.text for reading in of_places(read_question(text), chosen, filters)]


def test_mayor_of_no_town_may_be_that_of_any_that_the_sentences_are_about() -> None:
    assert towns("Who is the mayor?", "Lyon", "Ghent", "Lyon") == [
        "Who is the mayor (Lyon)?",
        "Who is the mayor (Ghent)?",
    ]
    assert towns("Qui est le maire ?", "Lyon", "Ghent")[0] == "Qui est le maire (Lyon) ?"


@pytest.mark.parametrize(
    "text",
    [
        "Who is the mayor of Oberwald?",
        "Who was the mayor in 2019?",
        "What is the digital divide?",
        "Which mayors met?",
        "Who runs the Roundtable?",
    ],
)
def test_question_that_says_whose_or_asks_of_none_is_not_ambiguous(text: str) -> None:
    assert towns(text, "Lyon", "Ghent") == []


def test_one_town_a_filter_or_the_place_of_a_meeting_leaves_no_choice_of_towns() -> None:
    assert towns("Who is the mayor?", "Lyon") == []
    assert towns("Who is the mayor?", "Lyon", "Ghent", filters=Filters(place=("Lyon",))) == []
    met = Document("met", "met.pdf", "Met", "roundtable", 1, places=("Paris",))
    chosen = [candidate(hit("a", met)), candidate(hit("b", Document("b", "b.md", "B", places=("Lyon",))))]
    assert of_places(read_question("Who is the mayor?"), chosen, NO_FILTERS) == ()


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("Where was the 2020 roundtable held?", "Where was the 2nd roundtable held?"),
        ("Where was the Roundtable of 2019?", "Where was the 1st roundtable?"),
        ("Où était la table ronde de 2019 ?", "Où était la 1re table ronde ?"),
        ("Where was the 2027 roundtable held?", "Where was the 2027 roundtable held?"),
        ("What happened in 2020?", "What happened in 2020?"),
    ],
)
def test_roundtable_of_a_year_is_the_one_of_that_year(text: str, numbered: str) -> None:
    assert numbered_by_year(text, ALL) == numbered


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("What did the roundtables cover?", "What did the 1st and 2nd roundtables cover?"),
        ("List the dates of the two OECD Roundtables.", "List the dates of the 1st and 2nd roundtables."),
        ("Compare all roundtables", "Compare the 1st and 2nd roundtables"),
        ("Que disent les tables rondes ?", "Que disent les 1re et 2e tables rondes ?"),
        ("What did the four roundtables cover?", "What did the four roundtables cover?"),
        ("What did the roundtable cover?", "What did the roundtable cover?"),
        ("What do the roundtables of mayors cover?", "What do the roundtables of mayors cover?"),
    ],
)
def test_roundtables_as_a_whole_are_each_of_them(text: str, numbered: str) -> None:
    assert all_numbered(text, ALL) == numbered
    assert all_numbered(text, (FIRST, NOTE)) == text


def test_roundtable_that_no_document_is_about_leaves_the_others_to_ask_for() -> None:
    def others(text: str) -> list[str]:
        return [reading.text for reading in of_other_roundtables(read_question(text), ALL)]

    assert others("Tell me about the 7th OECD roundtable.") == [
        "Tell me about the 2nd roundtable.",
        "Tell me about the 1st roundtable.",
    ]
    assert others("When was the seventh roundtable held?")[0] == "When was the 2nd roundtable held?"
    assert others("What did the 7th roundtable decide?") == []  # what it decided, no mention of it says
    assert others("Tell me about the 2nd roundtable.") == []
    assert others("Tell me about the roundtable.") == []


def test_two_roundtables_in_one_year_are_not_told_apart_by_it() -> None:
    again = Document("Third", "third.pdf", "Third", "roundtable", 3, "2020-12-20")
    assert numbered_by_year("the 2020 roundtable", (*ALL, again)) == "the 2020 roundtable"


def test_roundtable_of_a_year_without_one_is_named() -> None:
    assert roundtable_of_no_year("Where was the 2027 roundtable held?", ALL) == "the 2027 roundtable"
    assert roundtable_of_no_year("Where was the 2020 roundtable held?", ALL) == ""
    assert roundtable_of_no_year("Where was the 2027 roundtable held?", (PORTS,)) == ""


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("What was the 3rd roundtable about?", "What was the theme of the 3rd roundtable?"),
        ("what is the fourth OECD Roundtable all about", "what is the theme of the fourth OECD Roundtable?"),
        ("What was said about the 3rd roundtable?", None),
        ("What is the digital plan about?", None),
        ("What was decided at the 3rd roundtable about data?", None),
        ("What was the 3rd roundtable about, and who spoke?", None),
    ],
)
def test_what_a_roundtable_was_about_is_its_theme(asked: str, meant: str | None) -> None:
    assert asking_for_the_theme(asked) == (meant or asked)
