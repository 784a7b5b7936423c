"""assistant/verify/quantities: numbers with what they count, however they are written."""

import pytest

from assistant.verify.quantities import find_quantities


def numbers(text: str) -> list[tuple[list[float], str]]:
    return [(sorted(each.readings), each.unit) for each in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("three sensors", 3),
        ("trois capteurs", 3),
        ("twenty-five cities", 25),
        ("vingt et un ans", 21),
        ("quatre-vingt-dix-neuf villes", 99),
        ("two hundred and fifty people", 250),
        ("deux cents habitants", 200),
        ("1,000 people", 1000),
        ("1 000 personnes", 1000),
        ("1\u202f000 personnes", 1000),
        ("1.000,5 points", 1000.5),
        ("3,5 fois", 3.5),
        ("5 million people", 5_000_000),
        ("five million people", 5_000_000),
        ("12 milliards d'habitants", 12_000_000_000),
        ("3.2bn visits", 3_200_000_000),
        ("the 4th roundtable", 4),
        ("the fourth roundtable", 4),
        ("la quatrième table ronde", 4),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, value: float) -> None:
    assert numbers(text)[0][0] == [value]


def test_5m_is_five_million_or_five_metres() -> None:
    assert numbers("5m people") == [([5, 5_000_000], "")]


def test_a_full_stop_between_digits_can_divide_thousands() -> None:
    assert numbers("1.000 people") == [([1, 1000], "")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5%", "per cent"),
        ("5 per cent", "per cent"),
        ("5 percent", "per cent"),
        ("5 pour cent", "per cent"),
        ("5 percentage points", "percentage points"),
        ("5 points de pourcentage", "percentage points"),
        ("$5", "dollars"),
        ("€5 million", "euros"),
        ("5 millions d'euros", "euros"),
        ("5 km", "kilometres"),
        ("5km", "kilometres"),
        ("5 miles", "miles"),
        ("a five-year plan", "years"),
        ("5 ans", "years"),
        ("10\npercentage points", "percentage points"),
        ("23 years old", ""),
        ("5 sensors", ""),
    ],
)
def test_a_unit_stands_beside_its_number(text: str, unit: str) -> None:
    assert [found for _, found in numbers(text)] == [unit]


def test_the_unit_of_a_range_is_that_of_both_numbers() -> None:
    assert numbers("from 10 to 15 per cent") == [([10], "per cent"), ([15], "per cent")]


@pytest.mark.parametrize(
    "text", ["COVID-19", "CO2 and 4G", "on 9 July 2019", "per cent", "un capteur et une ville", ""]
)
def test_what_counts_nothing_is_no_number(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("said", "true", "same"),
    [
        ("about 400", "398", True),
        ("about 400", "450", False),
        ("about 399", "400", False),
        ("400", "398", False),
        ("environ 5 millions", "4 900 000", True),
        ("nearly half", "48 per cent", True),
    ],
)
def test_only_a_sentence_that_says_so_rounds(said: str, true: str, same: bool) -> None:
    (one,), (other,) = find_quantities(said), find_quantities(true)
    assert one.same_value(other) == same
