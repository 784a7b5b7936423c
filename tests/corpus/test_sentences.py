"""Sentences are found where a reader sees them end, and every place is one in the text as given."""

import pytest

from corpus.sentences import sentences


def found(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


def test_plain_sentences():
    assert found("Lyon opened its data. Ghent did not! Why?") == [
        "Lyon opened its data.",
        "Ghent did not!",
        "Why?",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Cities use sensors, e.g. for parking.",
        "It is No. 5 on the list.",
        "The U.S. government paid for it.",
        "The plan, see p. 3, was kept.",
        "As Fig. 2 shows, costs fell.",
        "It began on Jan. 5 in Ghent.",
        "Dr. Peeters signed it.",
        "The mayor, J. Peeters, signed it.",
        "It cost 3.5 million euros.",
        "Version 2.0 of the plan, cf. Annex A, was kept.",
        "Rents rose by approx. 3 per cent.",
        "It is named in para. 12 and in Figs. 3 and 4.",
        "Ms. Peeters of Sensors Ltd. in Ghent signed.",
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence):
    assert found(f"{sentence} The rest followed.") == [sentence, "The rest followed."]


def test_a_french_abbreviation_ends_no_sentence():
    assert found("M. Dupont a lu l’art. 3 du plan no. 5. Il a dit oui.", "fr") == [
        "M. Dupont a lu l’art. 3 du plan no. 5.",
        "Il a dit oui.",
    ]


def test_a_plain_no_ends_a_sentence():
    assert found("Ghent said no. The others said yes.") == ["Ghent said no.", "The others said yes."]
    assert found("Did it help? No. The plan failed.") == ["Did it help?", "No.", "The plan failed."]


def test_an_abbreviation_at_the_end_of_a_sentence_ends_it_before_a_capital():
    assert found("They work with the U.S. The plan is new.") == [
        "They work with the U.S.",
        "The plan is new.",
    ]


def test_notes_after_the_full_stop_stay_with_their_sentence():
    assert found("It grew.[1] Then it fell. [2][3] Lyon rose. [3, 4] It ended [5].") == [
        "It grew.[1]",
        "Then it fell. [2][3]",
        "Lyon rose. [3, 4]",
        "It ended [5].",
    ]


def test_a_line_break_inside_a_paragraph_ends_nothing():
    assert found("Lyon opened\nits data. It was\nthe first.") == [
        "Lyon opened\nits data.",
        "It was\nthe first.",
    ]


def test_an_empty_line_ends_a_heading_without_full_stop():
    assert found("2 Costs\n\nGhent paid most.") == ["2 Costs", "Ghent paid most."]


def test_each_bullet_is_a_sentence_of_its_own():
    text = "The city wants\n• more sensors\n• better data. It also wants staff.\n1. First\n2. Second"
    assert found(text) == [
        "The city wants",
        "• more sensors",
        "• better data.",
        "It also wants staff.",
        "1. First",
        "2. Second",
    ]


def test_each_row_of_a_table_is_a_sentence_of_its_own():
    text = "Table 1. Costs\nCity   2019   2020\nLyon   1.5   2.5\nAfter the table. It goes on."
    assert found(text) == [
        "Table 1. Costs",
        "City   2019   2020",
        "Lyon   1.5   2.5",
        "After the table.",
        "It goes on.",
    ]


def test_places_count_characters_and_not_bytes():
    text = "Ça coûte 3 €. À l’été, l’État paie 😀. “Oui.” Fin."
    assert found(text, "fr") == ["Ça coûte 3 €.", "À l’été, l’État paie 😀.", "“Oui.”", "Fin."]


def test_nothing_but_white_space_is_left_out():
    text = "  First one. \n\n • \n\n Second: costs fell, by 3 %.\n * third\n"
    covered = "".join(found(text)).replace(" ", "")
    assert covered == "Firstone.Second:costsfell,by3%.*third"


def test_an_empty_text_has_no_sentences():
    assert sentences("") == [] == sentences(" \n ")
