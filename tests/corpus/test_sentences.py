"""Sentences are found where a reader sees them end, and every place is one in the text as given."""

import pytest

from corpus.sentences import is_row, row_cells, sentences


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


def test_a_row_has_the_narrower_lines_in_which_its_cells_go_on():
    text = "City   What it did, and where   Cost\nLyon   Sensors on lamp posts   1.5\nin the old town\nGhent   None   2"
    assert found(text) == [
        "City   What it did, and where   Cost",
        "Lyon   Sensors on lamp posts   1.5\nin the old town",
        "Ghent   None   2",
    ]


def test_bullets_in_a_cell_that_goes_on_are_no_items():
    text = "Lyon   Sensors on lamp posts   1.5\n• in the port\n• at school\n\nAfter."
    assert found(text) == ["Lyon   Sensors on lamp posts   1.5\n• in the port\n• at school", "After."]


@pytest.mark.parametrize(
    "after",
    [
        "Sources: city council.",
        "Note: in euros.",
        "Table 2. Costs",
        "This line is as wide as the row is.",
        "\nAfter it.",
    ],
)
def test_what_is_no_cell_does_not_go_on_a_row(after):
    row = "Lyon   Sensors on lamp posts   1.5"
    assert found(f"{row}\n{after}")[0] == row


def test_a_cell_goes_on_for_eight_lines_at_most():
    row = "Lyon   Sensors on lamp posts   1.5"
    lines = [f"cell {number}" for number in range(10)]
    assert found("\n".join([row, *lines])) == ["\n".join([row, *lines[:8]]), "cell 8\ncell 9"]


def test_a_row_is_known_by_its_first_line_and_read_by_its_cells():
    assert is_row("• Lyon | 48 sensors")
    assert is_row("Lyon   1.5\nin the old town")
    assert not is_row("The city of Lyon\nLyon   1.5")
    assert not is_row("Lyon  opened |its data.")
    assert row_cells("| Lyon |  | 1.5   2 |") == ["Lyon", "", "1.5", "2"]


def test_places_count_characters_and_not_bytes():
    text = "Ça coûte 3 €. À l’été, l’État paie 😀. “Oui.” Fin."
    assert found(text, "fr") == ["Ça coûte 3 €.", "À l’été, l’État paie 😀.", "“Oui.”", "Fin."]


def test_nothing_but_white_space_is_left_out():
    text = "  First one. \n\n • \n\n Second: costs fell, by 3 %.\n * third\n"
    covered = "".join(found(text)).replace(" ", "")
    assert covered == "Firstone.Second:costsfell,by3%.*third"


def test_an_empty_text_has_no_sentences():
    assert sentences("") == [] == sentences(" \n ")
