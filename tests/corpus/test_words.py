"""corpus/words.py: which words a text is found by, whatever its case, accents, inflection or language."""

import pytest

from corpus.words import Remembered, is_stop_word, plain, terms, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Data-driven Cities", ["data", "driven", "cities"]),
        ("1,000 and 1,234,567 euros", ["1000", "and", "1234567", "euros"]),
        ("a,b 3,14 1,0000", ["a", "b", "3", "14", "1", "0000"]),
        ("version 2.5.", ["version", "2.5"]),
        ("The U.S. and the E.U.", ["the", "us", "and", "the", "eu"]),
        ("snake_case it's", ["snake", "case", "it", "s"]),
        ("ﬁnance ２０２０", ["finance", "2020"]),
        ("ZÜRICH São Paulo", ["zürich", "são", "paulo"]),
        ("서울 東京", ["서울", "東京"]),
        (" \n—…!", []),
    ],
)
def test_words_and_numbers_of_a_text(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "digital services for residents", "The resident's digital service"),
        ("en", "measuring Zürich", "measures in Zurich"),
        ("fr", "les données ouvertes", "la donnée ouverte"),
        ("fr", "été européen", "Européens"),
        ("de", "offene Städte", "offenen Stadten"),
        ("es", "datos abiertos", "Dato abierto"),
    ],
)
def test_texts_that_say_the_same_have_the_same_terms(language: str, one: str, other: str) -> None:
    assert sorted(terms(one, language)) == sorted(terms(other, language))


def test_language_without_a_stemmer_keeps_its_words() -> None:
    assert terms("Kaupungin palvelut ja é", "fi") == ["kaupungin", "palvelut", "ja", "e"]


def test_stop_words_are_those_of_the_language() -> None:
    assert terms("What is the city of the future?") == terms("city future")
    assert is_stop_word("même", "fr")
    assert not is_stop_word("même", "en")
    assert is_stop_word("the", "en")
    assert not is_stop_word("the", "fr")


def test_question_of_stop_words_alone_has_no_terms() -> None:
    assert terms("Who is it?") == []


def test_plain_names_compare_as_people_type_them() -> None:
    assert plain("SÃO Paulo") == plain("sao paulo") == "sao paulo"


def test_more_words_than_are_remembered_have_their_terms_too() -> None:
    remembered = Remembered("en", most=2)
    assert [remembered[word] for word in ("cities", "the", "sensors", "cities")] == ["citi", None, "sensor", "citi"]
    assert len(remembered) <= 2
