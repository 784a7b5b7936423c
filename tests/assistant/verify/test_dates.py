"""assistant/verify/dates: one date, in any order and in two languages."""

import pytest

from assistant.verify.dates import find_dates


def dates(text: str) -> list[tuple[int | None, int | None, int | None]]:
    return [(each.year, each.month, each.day) for each in find_dates(text)]


@pytest.mark.parametrize(
    "text", ["9 July 2019", "July 9, 2019", "July 9th 2019", "the 9th of July, 2019", "2019-07-09", "9 juillet 2019"]
)
def test_a_date_is_read_in_any_order(text: str) -> None:
    assert dates(text) == [(2019, 7, 9)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in July 2019", [(2019, 7, None)]),
        ("on 9 July", [(None, 7, 9)]),
        ("9-10 May 2020", [(2020, 5, 9), (2020, 5, 10)]),
        ("the school year 2019/20", [(2019, None, None), (2020, None, None)]),
        ("the plan for 2019-2050", [(2019, None, None), (2050, None, None)]),
        ("in May", [(None, 5, None)]),
        ("le 1er mars 2021", [(2021, 3, 1)]),
        ("They may march to the mars bar.", []),
        ("May this be so?", []),
        ("", []),
    ],
)
def test_as_much_of_a_date_as_the_text_says(text: str, found: list[tuple[int | None, int | None, int | None]]) -> None:
    assert dates(text) == found


@pytest.mark.parametrize(
    ("said", "true", "agrees"),
    [
        ("July 2019", "9 July 2019", True),
        ("9 July 2019", "July 2019", False),
        ("9 July 2019", "July 9, 2019", True),
        ("9 July 2019", "9 July 2018", False),
        ("09/07/2019", "9 July 2019", True),
        ("09/07/2019", "7 September 2019", True),
        ("09/07/2019", "9 August 2019", False),
    ],
)
def test_a_date_agrees_with_one_that_says_all_of_it(said: str, true: str, agrees: bool) -> None:
    (one,), (other,) = find_dates(said), find_dates(true)
    assert one.agrees(other) == agrees


def test_a_year_that_is_known_completes_a_date() -> None:
    (one,), (other,) = find_dates("9 July 2019"), find_dates("9 July")
    assert not one.agrees(other)
    assert one.agrees(other, frozenset({2019}))
