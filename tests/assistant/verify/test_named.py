"""assistant/verify/named: names that the source has in another form, and names that it does not have there."""

import pytest

from assistant.verify import verify


def name_reasons(sentence: str, source: str, context: str = "") -> list[str]:
    return [each.text for each in verify(sentence, [source], context=context).reasons if each.kind == "name"]


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        (
            "The OECD published a guide.",
            "The Organisation for Economic Co-operation and Development published the guide.",
        ),
        ("The Office of Personnel Management hires.", "In 2020 OPM hires people."),
        ("Busan's council met.", "Later the council of Busan met."),
        ("The Koreans met in Seoul.", "A meeting of Korea took place at Séoul."),
        ("The council met in London.", "Le conseil s'est réuni à Londres."),
        ("Residents of Lindenau met.", "In Lindenau, the residents met."),
        ("Seoul and Tokyo met Busan.", "Tokyo and Seoul met Busan."),
        ("The guide was published by Lindenau for Oberwald.", "Lindenau published the guide for Oberwald."),
    ],
)
def test_another_form_of_a_name_is_the_name(sentence: str, source: str) -> None:
    assert name_reasons(sentence, source) == []


@pytest.mark.parametrize(
    ("sentence", "source", "reason"),
    [
        (
            "Zagreb opened 14 help points.",
            "The city of Harbourview opened 14 help points.",
            "The sentence names Zagreb; the source does not.",
        ),
        (
            "The bank in Oberwald pays.",
            "The bank in Lindenau pays. Oberwald opened a school.",
            "The source names Oberwald, but says this of another.",
        ),
        (
            "Lindenau beat Oberwald in the final.",
            "Oberwald beat Lindenau in the final.",
            "The source names Lindenau, but says this of another.",
        ),
    ],
)
def test_another_name_is_found(sentence: str, source: str, reason: str) -> None:
    assert name_reasons(sentence, source)[:1] == [reason]


@pytest.mark.parametrize(
    ("sentence", "source", "language", "said"),
    [
        ("L'ONU a mesuré le bruit.", "Un capteur a mesuré le bruit.", "fr", "ONU"),
        ("Une réunion sur l'Europe a été tenue.", "Une réunion sur le bruit a eu lieu.", "fr", "Europe"),
        ("The council told the American press.", "The council told us and the press.", "en", "American"),
        ("The council of Zealand met.", "The New council of the town met.", "en", "Zealand"),
        ("Le conseil de Rome a lu le texte.", "Le conseil a lu le roman.", "fr", "Rome"),
        ("The council of Poland met.", "The council met to polish its plan.", "en", "Poland"),
    ],
)
def test_another_word_spelled_like_a_form_of_the_name_is_not_the_name(
    sentence: str, source: str, language: str, said: str
) -> None:
    found = [each.text for each in verify(sentence, [source], language).reasons if each.kind == "name"]
    assert found == [f"The sentence names {said}; the source does not."]


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("The American council met.", "The council of the US met."),
        ("The council met the United Nations.", "The council met the UN."),
        ("The council of Europe met.", "The EU council met."),
    ],
)
def test_a_short_form_in_capitals_is_the_name(sentence: str, source: str) -> None:
    assert name_reasons(sentence, source) == []


def test_title_supplies_a_name() -> None:
    sentence, source = "Marisol mounted sensors on lamp posts.", "The city mounted sensors on its lamp posts."
    assert name_reasons(sentence, source) == ["The sentence names Marisol; the source does not."]
    assert name_reasons(sentence, source, context="Marisol: sensors in the old town") == []


def test_common_word_at_the_start_is_no_name() -> None:
    assert name_reasons("Retention of recordings ends after 72 hours.", "Lindenau keeps them for 72 hours.") == []
