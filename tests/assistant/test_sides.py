"""assistant/sides.py: what a question with several sides asks of each."""

import pytest

from assistant.period import Period
from assistant.question import read_question
from assistant.sides import MOST_SIDES, Side, sides_named, sides_of


def sides(text: str) -> tuple[Side, ...]:
    return sides_of(read_question(text, places=("Lyon",)), ("Lyon",))


@pytest.mark.parametrize(
    ("text", "each"),
    [
        (
            "What did the 4th roundtable say about data against the 2nd?",
            {2: "What did the 2nd roundtable say about data ?", 4: "What did the 4th roundtable say about data ?"},
        ),
        (
            "What did the first and third roundtables decide?",
            {1: "What did the 1st roundtable decide?", 3: "What did the 3rd roundtable decide?"},
        ),
        (
            "Compare Roundtables 2, 3 and 4 on noise",
            {number: f"Compare the {nth} roundtable on noise" for number, nth in ((2, "2nd"), (3, "3rd"), (4, "4th"))},
        ),
        (
            "Que disent les tables rondes 1 et 2 du bruit ?",
            {1: "Que disent la 1re table ronde du bruit ?", 2: "Que disent la 2e table ronde du bruit ?"},
        ),
    ],
)
def test_roundtables_are_sides_in_the_order_of_time(text: str, each: dict[int, str]) -> None:
    found = sides(text)
    assert [(side.roundtable, side.text) for side in found] == sorted(each.items())
    assert {side.shape for side in found} == {"roundtable"}


def test_roundtables_compared_on_nothing_are_asked_what_they_were_about() -> None:
    first, second = sides("What did the 2nd roundtable say against the 4th?")
    assert first.text == "What were the theme and the main topics of the 2nd roundtable?"
    assert (second.name, second.roundtable) == ("the 4th roundtable", 4)


def test_change_between_years_is_a_side_for_each_without_the_word_for_change() -> None:
    assert sides("How did spending in Lyon change between 2017 and 2022?") == (
        Side("period", "2017", "How did spending in Lyon in 2017?", period=Period(2017, 2017)),
        Side("period", "2022", "How did spending in Lyon in 2022?", period=Period(2022, 2022)),
    )


def test_years_compared_are_sides_and_years_only_named_are_none() -> None:
    assert [side.name for side in sides("Compare spending in 2020 with 2019")] == ["2019", "2020"]
    assert [side.name for side in sides("What was spent in 2020 against 2019?")] == ["2019", "2020"]
    assert sides("What did Lyon plan for 2017 and 2022?") == ()


def test_reason_for_a_change_is_not_asked_year_by_year() -> None:
    assert sides("What explains the fall in noise from 2014 to 2015?") == ()


def test_change_since_a_year_is_one_side_of_that_time() -> None:
    assert sides("What changed in Lyon since 2020?") == (
        Side("period", "the time since 2020", "What changed in Lyon since 2020?", period=Period(2020)),
    )
    assert sides("Who has run the portal since 2020?") == ()
    assert [side.period for side in sides("How did the budget change over time?")] == [Period(0)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "When was the first roundtable held and who organised it?",
            [
                ("When was the first roundtable held?", "When was the first roundtable held?"),
                ("Who organised it?", "Who organised the first roundtable?"),
            ],
        ),
        (
            "Who runs the portal of Lyon? And when did it open?",
            [
                ("Who runs the portal of Lyon?", "Who runs the portal of Lyon?"),
                ("When did it open?", "When did the portal of Lyon open?"),
            ],
        ),
        (
            "How many sensors had Lyon in 2018 and how many in 2024?",
            [
                ("How many sensors had Lyon in 2018?", "How many sensors had Lyon in 2018?"),
                ("In 2024?", "How many sensors had Lyon in 2024?"),
            ],
        ),
        (
            "Where is Lyon, and how many sensors does Ghent have?",
            [
                ("Where is Lyon?", "Where is Lyon?"),
                ("How many sensors does Ghent have?", "How many sensors does Ghent have?"),
            ],
        ),
        (
            "Quand la 1re table ronde a-t-elle eu lieu et qui l'a organisée ?",
            [
                ("Quand la 1re table ronde a-t-elle eu lieu ?", "Quand la 1re table ronde a-t-elle eu lieu ?"),
                ("Qui l'a organisée ?", "Qui a organisée la 1re table ronde ?"),
            ],
        ),
    ],
)
def test_two_questions_in_one_are_two_that_stand_alone(text: str, parts: list[tuple[str, str]]) -> None:
    assert [(side.name, side.text) for side in sides(text)] == parts


@pytest.mark.parametrize(
    "text",
    [
        "Who pays, and when?",
        "What do cities do when and where people fail?",
        "What did the second roundtable decide?",
        "Noise and heat in Lyon",
        "",
        "?",
    ],
)
def test_question_with_one_side_has_none(text: str) -> None:
    assert sides(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Compare the trams of TownA, TownB, TownC, TownD, TownE, TownF, TownG and Lyon.",
        "Compare roundtables 1, 2, 3, 4, 5, 6, 7 and 8 on noise",
        "Compare spending in 2011, 2012, 2013, 2014, 2015, 2016, 2017 and 2018",
    ],
)
def test_of_very_many_sides_the_first_are_kept_and_all_are_counted(text: str) -> None:
    question = read_question(text)
    kept = sides_of(question)
    assert (len(kept), sides_named(question, kept)) == (MOST_SIDES, 8)


def test_two_sides_are_all_that_are_named() -> None:
    question = read_question("Compare Lyon and Ghent")
    assert sides_named(question, sides_of(question)) == 2
    parts = read_question("Who runs the portal of Lyon? And when did it open?")
    assert sides_named(parts, sides_of(parts)) == 2
