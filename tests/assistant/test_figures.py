"""assistant/figures.py: figures and dates that sources give differently are seen, those that agree are not."""

import pytest

from assistant.evidence import Candidate
from assistant.figures import differ, differing, differing_text, values_in
from assistant.question import read_question
from assistant.types import Figure
from corpus.types import Document
from tests.drafts import candidate, hit

SENSORS = read_question("How many noise sensors did Lyon mount?")
OPENED = read_question("When was the portal of Lyon opened?")


def said(text: str, document: str = "", date: str | None = None, covered: str = "lyon nois sensor mount") -> Candidate:
    source = Document(document or text, "a.txt", "A", date=date)
    return candidate(hit(text, source), covered=covered)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lyon mounted 48 noise sensors in 2019 [3].", ["48 noise sensors"]),
        ("Lyon has 2 300 members and 48 sensors.", ["48 sensors"]),  # members were not asked for
        ("None at all, in version 2.", []),
    ],
)
def test_numbers_with_what_they_count_are_figures_and_years_days_and_notes_are_not(text: str, words: list[str]) -> None:
    assert [value.words for value in values_in(text, SENSORS)] == words


def test_where_no_thing_is_counted_every_number_with_a_unit_is_a_figure() -> None:
    text = "It cost $1.5 million, EUR 20 or 12% of 1,200.5 hectares on 9 July 2019."
    values = values_in(text, read_question("What is the cost of the harbour of Lyon?"))
    assert [value.words for value in values] == ["$1.5 million", "EUR 20", "12%", "1,200.5 hectares"]
    assert [value.value for value in values] == [1_500_000, 20, 12, 1200.5]


def test_french_figures_have_a_comma_and_their_sign_behind() -> None:
    text = "Cela a coûté 12,5 millions d’euros, 3 millions de dollars, 7,25 % ou 12 € par an, et 1 200 à Lyon."
    values = values_in(text, read_question("Quel est le coût du port de Lyon ?"))
    assert [value.words for value in values] == ["12,5 millions d’euros", "3 millions de dollars", "7,25 %", "12 €"]
    assert [value.value for value in values] == [12_500_000, 3_000_000, 7.25, 12]
    assert [value.unit for value in values] == ["euros", "dollars", "per cent", "euros"]


def test_dates_are_as_exact_as_they_are_written() -> None:
    values = values_in("Opened on 9 July 2019, in juillet 2019 and in 2020.", OPENED)
    assert [value.value for value in values] == [(2019, 7, 9), (2019, 7, 0), (2020, 0, 0)]
    assert values_in("Opened on 9 July 2019.", read_question("Why was it opened?")) == []


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("Lyon mounted 48 noise sensors.", "Lyon mounted 50 noise sensors.", ("48 noise sensors", "50 noise sensors")),
        ("Lyon mounted 48 noise sensors.", "Noise: Lyon mounted 48 sensors.", None),
        ("Lyon mounted 48 noise sensors.", "Lyon mounted 50 noise sensors, not 48 noise sensors.", None),
        ("Lyon mounted 48 noise sensors.", "Ghent has 50 noise sensors.", None),
        ("Lyon mounted 48 noise sensors.", "Lyon mounted noise sensors on 50 posts.", None),
    ],
)
def test_figures_differ_if_two_sources_count_the_same_thing_and_none_agrees(
    one: str, other: str, words: tuple[str, str] | None
) -> None:
    found = differ(SENSORS, said(one), said(other))
    assert (tuple(value.words for value in found) if found else None) == words


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("The portal of Lyon opened on 9 July 2019.", "The portal of Lyon opened on 12 July 2019.", True),
        ("The portal of Lyon opened on 9 July 2019.", "The portal of Lyon opened in July 2019.", False),
        ("The portal of Lyon opened on 9 July 2019.", "The portal of Lyon opened in 2018.", True),
        ("The portal of Lyon opened in 2019.", "The portal of Lyon was planned in 2018.", False),
    ],
)
def test_dates_differ_unless_one_is_the_other_said_less_exactly(one: str, other: str, differs: bool) -> None:
    covered = "portal lyon open"
    assert (differ(OPENED, said(one, covered=covered), said(other, covered=covered)) is not None) is differs


@pytest.mark.parametrize(
    "other",
    [
        "The paper on the portal of Lyon that opened is of August 2020.",
        "The portal of Lyon opened on 12 July 2019 and closed in 2020.",
        "The portal that opened in 2018 must not be confused with the portal of Lyon.",
        "The second portal of Lyon opened in 2018.",
        "The portal of Lyon opened; the budget is of 2018.",
    ],
)
def test_dates_of_two_things_are_no_difference(other: str) -> None:
    opened = said("The portal of Lyon opened on 9 July 2019.", covered="portal lyon open")
    assert differ(OPENED, opened, said(other, covered="portal lyon open")) is None


def test_figure_of_another_clause_is_not_of_what_is_asked() -> None:
    cost = read_question("What is the cost of the harbour of Lyon?")
    one = said("The harbour of Lyon cost 3 million euros.", covered="cost harbour lyon")
    other = said("The harbour of Lyon cost little; a ferry there needs 5 million euros.", covered="cost harbour lyon")
    assert differ(cost, one, other) is None


def test_meetings_of_two_numbers_have_two_dates() -> None:
    question = read_question("When was the roundtable of Lyon?")
    dates = [
        candidate(hit(text, Document(text, "a.txt", "A", roundtable=number)), covered="roundtabl lyon")
        for text, number in (("The roundtable of Lyon met in 2019.", 1), ("The roundtable of Lyon met in 2024.", 4))
    ]
    assert differ(question, dates[0], dates[1]) is None


def test_sentences_of_one_document_differ_only_by_year_or_by_source_note() -> None:
    one = said("Lyon mounted 48 noise sensors.", "a")
    assert differ(SENSORS, one, said("Lyon mounted 50 noise sensors.", "a")) is None
    noted = said("Lyon mounted 48 noise sensors [1].", "a"), said("Lyon mounted 50 noise sensors [2].", "a")
    assert differ(SENSORS, *noted) is not None
    dated = (
        said("In 2019 Lyon mounted 48 noise sensors [1].", "a"),
        said("In 2021 Lyon mounted 50 noise sensors [1].", "a"),
    )
    assert differ(SENSORS, *dated) is not None


def test_dates_of_one_document_are_of_several_things() -> None:
    opened = said("The portal of Lyon was opened on 9 July 2019 [1].", "a", covered="portal lyon open")
    paper = said("The paper on the portal that Lyon opened is of 4 August 2020 [2].", "a", covered="portal lyon open")
    assert differ(OPENED, opened, paper) is None


def test_each_differing_figure_comes_with_its_citation_and_date() -> None:
    chosen = [
        said("In 2021 Lyon mounted 48 noise sensors.", date="2024"),
        said("Lyon is quiet.", date="2023"),
        said("Lyon mounted 50 noise sensors.", date="2020-05"),
    ]
    figures = differing(SENSORS, chosen, [1, 3, 4])
    assert figures == (Figure("48 noise sensors", 1, "2021"), Figure("50 noise sensors", 4, "2020-05"))
    assert differing_text(figures, "en") == (
        "The sources differ: 48 noise sensors [1] (2021) and 50 noise sensors [4] (2020-05)."
    )
    assert differing_text(figures, "fr").startswith("Les sources divergent : ")


def test_agreeing_sentences_have_nothing_to_say() -> None:
    assert differing(SENSORS, [said("Lyon mounted 48 noise sensors.")], [1]) == ()
    assert differing_text((), "en") == ""
