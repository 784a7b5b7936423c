"""assistant/phrases: what the assistant and its page say themselves, the same in both languages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args

import pytest

from assistant.model import Trouble
from assistant.phrases import (
    DOES_NOT_SAY,
    ENGLISH,
    FRENCH,
    PAGES,
    PHRASES,
    counted,
    listed,
    nth,
    page_phrases,
    phrases,
    withheld_text,
)
from assistant.phrases.types import PagePhrases, Phrases
from assistant.types import Withheld
from corpus.filters import FIELDS
from corpus.types import KINDS


def texts(phrase: Any) -> Iterator[str]:
    """Every text of a phrase, which may have two forms, or several parts by name."""
    if isinstance(phrase, str):
        yield phrase
    elif is_dataclass(phrase):
        for field in fields(phrase):
            yield from texts(getattr(phrase, field.name))
    else:
        for each in phrase.values() if isinstance(phrase, Mapping) else phrase:
            yield from texts(each)


@pytest.mark.parametrize("field", [field.name for field in fields(Phrases)])
def test_languages_fill_in_the_same_words(field: str) -> None:
    compare([getattr(each, field) for each in PHRASES.values()])


@pytest.mark.parametrize("field", [field.name for field in fields(PagePhrases)])
def test_pages_fill_in_the_same_words(field: str) -> None:
    compare([getattr(each, field) for each in PAGES.values()])


def compare(each: list[Any]) -> None:
    filled = {tuple(tuple(sorted(re.findall(r"\{\w*\}", text))) for text in texts(phrase)) for phrase in each}
    assert len(filled) == 1
    assert all(text.strip() for phrase in each for text in texts(phrase))
    assert len({tuple(phrase) for phrase in each if isinstance(phrase, Mapping)}) <= 1


@pytest.mark.parametrize("language", PHRASES)
def test_every_trouble_kind_and_filter_has_its_words(language: str) -> None:
    assert set(phrases(language).troubles) == {*get_args(Trouble), "formless", "cut"}
    assert set(phrases(language).kinds) == set(KINDS)
    assert tuple(page_phrases(language).fields) == FIELDS


def test_other_languages_get_english() -> None:
    assert phrases("fr") is FRENCH
    assert phrases("de") is ENGLISH
    assert page_phrases("de") is PAGES["en"]
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


@pytest.mark.parametrize(
    ("count", "english", "french"), [(0, "0 cities", "0 city"), (1, "1 city", "1 city"), (2, "2 cities", "2 cities")]
)
def test_none_is_several_in_english_and_one_in_french(count: int, english: str, french: str) -> None:
    forms = ("{count} city", "{count} cities")
    assert (counted(count, forms, "en"), counted(count, forms, "fr")) == (english, french)


def test_what_was_withheld_is_counted_with_what_stands_in_its_place() -> None:
    nothing, quote, anew = (Withheld("It has 9.", (), instead) for instead in ("nothing", "quote", "rewritten"))
    assert withheld_text((), "en") == ""
    assert withheld_text((nothing,), "en") == (
        "1 sentence of the language model was left out, because the documents do not carry it."
    )
    assert withheld_text((nothing, quote, quote, anew), "en") == (
        "4 sentences of the language model were left out, because the documents do not carry them (2 replaced by the "
        "documents' own words, 1 worded anew and checked)."
    )
    assert withheld_text((quote,), "fr") == (
        "1 phrase du modèle de langage a été écartée, car les documents ne l'étayent pas (1 remplacée par les mots "
        "mêmes des documents)."
    )
