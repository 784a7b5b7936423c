"""assistant/period.py: sentences of a year, by what they say or by the date of their document."""

import pytest

from assistant.evidence import Candidate
from assistant.period import Period, first_year, of_period
from corpus.types import Document
from tests.drafts import candidate, hit

Y2020 = Period(2020, 2020)


def said(text: str, date: str | None = None) -> Candidate:
    return candidate(hit(text, Document("a", "a.txt", "A", date=date)))


@pytest.mark.parametrize(
    ("sentence", "is_of_2020"),
    [
        (said("It cost 5 euros in 2020."), True),
        (said("It cost 5 euros in 2020 and 6 in 2021."), True),
        (said("It cost 5 euros in 2021.", "2020"), False),
        (said("It cost 5 euros [2020].", "2019"), False),
        (said("It cost 5 euros.", "2020-07"), True),
        (said("It cost 5 euros."), False),
        (said("It cost 2020.5 euros."), True),
    ],
)
def test_sentence_is_of_a_year_that_it_names_or_without_any_of_that_of_its_document(
    sentence: Candidate, is_of_2020: bool
) -> None:
    assert of_period(sentence, Y2020) is is_of_2020


def test_date_of_a_document_does_not_put_all_it_says_into_a_span_of_years() -> None:
    assert of_period(said("It grew in 2023."), Period(2020))
    assert not of_period(said("It grew.", "2023"), Period(2020))
    assert not of_period(said("It grew in 2019."), Period(2020))


def test_first_year_of_the_period_orders_sentences() -> None:
    assert first_year(said("From 2017 to 2022, not 2025."), Period(2020)) == 2022
    assert first_year(said("No year."), Y2020) == 2020
