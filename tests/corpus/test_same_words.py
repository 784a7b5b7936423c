"""corpus/same_words.py: quoted words are found among a page's letters, and never where they do not stand."""

import pytest

from corpus.same_words import LONGEST, find, letters_of, printed

# pdfium's marks for a hyphen at a line's end are U+FFFE and U+0002.
PAGE = "The ﬁrst pro\ufffegramme\r\nof the City³ of Zürich be\u0002gan in 2015."


def found(page: str, quote: str, at: float = 0.0, before: str = "") -> list[str]:
    """The parts of the page that were found, as they stand there."""
    letters = letters_of(page)
    ranges = find(letters, quote, at, before)
    return [page[letters.places[start] : letters.places[end - 1] + 1] for start, end in ranges]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("The first programme of the City3", "The ﬁrst pro\ufffegramme\r\nof the City³"),
        ("of Zu\u0308rich began", "of Zürich be\u0002gan"),
        ("OF ZÜRICH — began, in 2015", "of Zürich be\u0002gan in 2015"),
        ("2015", "2015"),
    ],
)
def test_words_are_the_same_however_they_are_set(quote: str, expected: str) -> None:
    assert found(PAGE, quote) == [expected]


@pytest.mark.parametrize(
    "quote", ["", " … ", "gram", "first programme of the county council", "015", "x" * (LONGEST + 1)]
)
def test_words_that_do_not_stand_there_are_not_found(quote: str) -> None:
    assert found(PAGE, quote) == []


def test_long_run_is_found_where_the_page_lacks_its_spaces() -> None:
    page = "See alsothe element in the documents of the cityandmore."
    assert found(page, "the element in the documents of the city") == ["the element in the documents of the city"]
    assert found(page, "the city") == []


REPEATED = "Lyon: 90 trees were planted. Ghent: 90 trees were planted. Porto: 90 trees were planted."


@pytest.mark.parametrize(
    ("at", "before", "place"),
    [(0.0, "", 6), (0.4, "", 36), (1.0, "", 66), (1.0, "Ghent: ", 36), (0.0, "were planted.\nPorto:", 66)],
)
def test_words_that_stand_three_times_are_taken_where_they_are_meant(at: float, before: str, place: int) -> None:
    letters = letters_of(REPEATED)
    ((start, _),) = find(letters, "90 trees were planted.", at, before)
    assert letters.places[start] == place


def test_letter_that_agrees_by_chance_decides_nothing() -> None:
    page = "In 2010 Performance indicators follow. In 2018 Performance indicators follow."
    letters = letters_of(page)
    ((start, _),) = find(letters, "indicators follow", 0.9, "in the year 0: Performance")
    assert letters.places[start] == page.rindex("indicators")


def test_note_between_the_columns_is_left_out() -> None:
    page = (
        "The council agreed on a common licence for Page 7 of the yearly report all data of the city, and it "
        "named a person who looks after it."
    )
    quote = "The council agreed on a common licence for all data of the city."
    assert found(page, quote) == ["The council agreed on a common licence for", "all data of the city"]


def test_columns_in_the_other_order() -> None:
    page = "in most of the quarters along the river. Then again, trees were planted by the people"
    quote = "Trees were planted by the people in most of the quarters along the river."
    assert found(page, quote) == ["trees were planted by the people", "in most of the quarters along the river"]


def test_leftover_word_beside_a_note_number() -> None:
    page = "In the second year every quarter of the city planted trees7 everywhere. Costs fell everywhere."
    quote = "In the second year every quarter of the city planted trees everywhere."
    assert found(page, quote) == ["In the second year every quarter of the city planted trees", "everywhere"]


def test_less_than_most_of_a_quote_is_nothing() -> None:
    page = "The council agreed on a common licence. Nothing else is said of it."
    assert found(page, "The council agreed on a common licence which allows commercial use in every case.") == []


def test_three_common_words_far_away_are_no_part() -> None:
    page = (
        "one of the many. "
        + "Other things are said here. " * 30
        + "The harbour was dredged in the summer of 2012 by order of the council"
    )
    quote = "One of the many sayings: the harbour was dredged in the summer of 2012 by order of the council"
    assert found(page, quote) == ["The harbour was dredged in the summer of 2012 by order of the council"]


def test_quote_of_nothing_but_repeated_letters_is_soon_answered() -> None:
    assert found("a b " * 3000, "a a b " * 1300) == []


@pytest.mark.parametrize(
    ("quote", "expected"),
    [("(63% of it).", "(63%ofit)."), ("63% of it", "63%ofit"), ("“63% of it)", "63%ofit)"), ("63% of it.", "63%ofit")],
)
def test_marks_around_the_words_are_theirs_where_the_quote_has_them(quote: str, expected: str) -> None:
    page = list("a (63% of\ufffe it). More")
    assert "".join(page[place] for place in printed(page, (3, 13), quote)) == expected
