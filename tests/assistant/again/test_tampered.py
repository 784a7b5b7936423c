"""assistant/again: a saved briefing that somebody edited is not taken at its word."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.again import Statement
from assistant.briefing.types import Claim
from corpus.index import Index
from tests.assistant.again.town import OPENED, SENSORS, again, cited, claim, town_in


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return town_in(tmp_path).read()


def test_claim_that_was_edited_is_not_supported_though_its_quote_is_there(index: Index) -> None:
    checked = again(index, claim(index, OPENED, OPENED.replace("14", "40")))
    assert (checked.standing, checked.supported) == ("there", False)


def test_name_with_another_figure_in_it_is_not_in_the_words_of_its_source(tmp_path: Path) -> None:
    town = town_in(tmp_path)
    words = "The Dokk1 library opened with open data."
    town.note(f"Minutes\n\n{words}\n")
    index = town.read()
    assert again(index, claim(index, words)).fine
    checked = again(index, claim(index, words, words.replace("Dokk1", "Dokk2")))
    assert (checked.standing, checked.supported) == ("there", False)


@pytest.mark.parametrize(
    ("words", "standing"),
    [
        (OPENED.replace("14", "40"), "changed"),
        ("Harbourview was named the best city of the year by everyone who came.", "gone"),
        ("", "gone"),
    ],
)
def test_quote_that_was_edited_is_never_there(index: Index, words: str, standing: str) -> None:
    original = cited(index, OPENED)
    checked = again(index, Claim(words or OPENED, (replace(original, quote=words),), 1.0))
    assert (checked.standing, checked.supported) == (standing, False)
    assert checked.quotes[0].same_file


@pytest.mark.parametrize("words", ["8 noise sensors on lamp posts.", "mber of the council was paid for the meetings."])
def test_quote_cut_out_of_a_word_or_a_figure_is_not_there(index: Index, words: str) -> None:
    assert again(index, claim(index, words)).standing != "there"


def test_quote_cut_off_behind_a_negation_does_not_carry_the_claim(index: Index) -> None:
    words = "member of the council was paid for the meetings."
    checked = again(index, claim(index, words))
    assert (checked.standing, checked.supported) == ("there", False)
    assert checked.support
    assert [each.kind for each in checked.support.reasons] == ["negation"]


def test_quote_of_another_document_of_the_collection_is_found_there(index: Index) -> None:
    borrowed = replace(cited(index, OPENED), quote=SENSORS)
    checked = again(index, Claim(SENSORS, (borrowed,), 1.0))
    assert (checked.standing, checked.quotes[0].now and checked.quotes[0].now.document.source) == (
        "moved",
        "minutes.txt",
    )


def test_claim_that_cites_nothing_is_not_supported(index: Index) -> None:
    checked = again(index, Claim(OPENED, (), 1.0))
    assert (checked.standing, checked.supported) == ("gone", False)


CAVEAT = "The sensors save money, but only if the council sells the old ones."
ROW = "However, the tram fare is 3 euros."


@pytest.mark.parametrize(
    ("quote", "text", "supported"),
    [
        (CAVEAT, CAVEAT, True),
        (CAVEAT, "The sensors save money.", False),
        (CAVEAT[:22], "The sensors save money.", False),
        (CAVEAT[24:], "but only if the council sells the old ones.", False),
        (f"{CAVEAT} {ROW}", CAVEAT, True),
        (f"{CAVEAT} {ROW}", f"{CAVEAT} {ROW}", True),
        (ROW, "The tram fare is 3 euros.", True),
        (ROW, "The tram fare.", False),
    ],
)
def test_claim_in_the_words_of_its_source_is_whole_sentences_of_it(
    tmp_path: Path, quote: str, text: str, supported: bool
) -> None:
    town = town_in(tmp_path)
    town.note(f"Minutes of the council\n\nIt met in May. {CAVEAT} {ROW} It was late.\n")
    checked = again(town.read(), claim(town.read(), quote, text))
    assert (checked.standing, checked.supported) == ("there", supported)
    if not supported:
        assert checked.support
        assert checked.support.reasons[0].text.startswith("It is not whole sentences of its source")


def test_cut_sentence_that_somebody_worded_is_asked_for_its_support_alone(tmp_path: Path) -> None:
    town = town_in(tmp_path)
    town.note(f"Minutes of the council\n\nIt met in May. {CAVEAT}\n")
    index = town.read()
    assert again(index, Statement("The council sells the old ones.", (cited(index, CAVEAT),), worded=True)).supported
