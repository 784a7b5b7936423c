"""assistant/phrases.py: what the assistant says itself, the same in both languages."""

import re
from dataclasses import fields

import pytest

from assistant.phrases import DOES_NOT_SAY, ENGLISH, FRENCH, PHRASES, Phrases, listed, nth, phrases


@pytest.mark.parametrize("field", [field.name for field in fields(Phrases)])
def test_languages_fill_in_the_same_words(field: str) -> None:
    filled = {tuple(sorted(re.findall(r"\{\w+\}", getattr(each, field)))) for each in PHRASES.values()}
    assert len(filled) == 1


def test_other_languages_get_english() -> None:
    assert phrases("fr") is FRENCH
    assert phrases("de") is ENGLISH
    assert DOES_NOT_SAY == "The collection does not say."


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (1, "the 1st roundtable", "la 1re table ronde"),
        (2, "the 2nd roundtable", "la 2e table ronde"),
        (3, "the 3rd roundtable", "la 3e table ronde"),
        (11, "the 11th roundtable", "la 11e table ronde"),
        (21, "the 21st roundtable", "la 21e table ronde"),
    ],
)
def test_roundtables_are_called_by_number(number: int, english: str, french: str) -> None:
    assert (nth(number, "en"), nth(number, "fr")) == (english, french)


def test_names_in_one_phrase() -> None:
    assert listed([], " or ") == ""
    assert listed(["A"], " or ") == "A"
    assert listed(["A", "B", "C"], " or ") == "A, B or C"
