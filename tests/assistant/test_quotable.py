"""assistant/quotable.py: what of a passage can stand in an answer, and how it reads there."""

import pytest

from assistant.quotable import LONGEST_LIST, as_said, is_back_matter, quotable_spans, without_markers
from corpus.types import Passage, Span


def quotable(text: str, *headings: str, section: tuple[str, ...] = ()) -> list[str]:
    passage = Passage("a:0", "a", text, (Span(1, 0, len(text)),), section)
    return [text[start:end] for start, end in quotable_spans(passage, headings, "en")]


@pytest.mark.parametrize(
    "heading",
    [
        "Sources", "References", "2. References", "IV. Bibliography", "REFERENCES:", "Endnotes", "List of figures",
        "Table of  contents", "Acknowledgements", "Sources and references", "Références bibliographiques", "Sommaire",
    ],
)  # fmt: skip
def test_lists_of_sources_and_contents_are_back_matter(heading: str) -> None:
    assert is_back_matter(["Report", heading])
    assert quotable("Lyon opened its data.", section=("Report", heading)) == []


@pytest.mark.parametrize(
    "heading", ["Sources of finance", "Reference architecture", "Contents of the plan", "Notes to mayors", ""]
)
def test_headings_that_only_begin_like_them_are_not(heading: str) -> None:
    assert not is_back_matter([heading])
    assert quotable("Lyon opened its data.", section=(heading,)) == ["Lyon opened its data."]


def test_sentences_are_quotable_and_headings_captions_and_questions_are_not() -> None:
    text = (
        "2 Costs\n\nLyon paid most. Why so? The rest was shared.\n\nTable 2. Costs\n\nTableau IV : coûts\n\nGhent paid."
    )
    assert quotable(text, "2 Costs") == ["Lyon paid most.", "The rest was shared.", "Ghent paid."]


def test_heading_is_known_however_its_spaces_are_set() -> None:
    assert quotable("Costs of\n the  city\n\nLyon paid.", "Costs of the city") == ["Lyon paid."]


def test_caption_is_one_by_its_number() -> None:
    assert quotable("Table A.1 Costs\n\nFigure 3: growth\n\nMap of Lyon.\n\nTables were bought.") == [
        "Map of Lyon.",
        "Tables were bought.",
    ]


def test_what_is_mostly_an_address_is_left_out() -> None:
    text = "See the plan: https://example.org/a/long/address\n\nwww.example.org/plan\n\nThe plan of the city is on https://ex.org."
    assert quotable(text) == ["The plan of the city is on https://ex.org."]


def test_rows_are_quotable_and_the_header_row_of_each_table_is_not() -> None:
    text = "City   Cost\nLyon   3\nGhent   4\n\nThe second table follows.\n\nYear | Cost\n2019 | 5"
    assert quotable(text) == ["Lyon   3", "Ghent   4", "The second table follows.", "2019 | 5"]


def test_list_is_one_with_the_line_that_introduces_it() -> None:
    text = "The council gave two reasons:\n\n- noise;\n- cost.\n\nThen it stopped."
    assert quotable(text) == ["The council gave two reasons:\n\n- noise;\n- cost.", "Then it stopped."]


def test_numbered_list_is_one_with_its_line_too() -> None:
    text = "It has aims:\n1. Less noise\n2. More trees\nLyon agreed."
    assert quotable(text)[0].startswith("It has aims:\n1. Less noise\n2. More trees")


def test_sentence_after_a_colon_is_no_item() -> None:
    assert quotable("Lyon says this:\n\nNoise was measured. It fell.") == [
        "Lyon says this:",
        "Noise was measured.",
        "It fell.",
    ]


def test_long_list_is_quoted_as_far_as_it_is_short() -> None:
    item = f"- {'noise ' * 30}ends;"
    first, *rest = quotable("Lyon wants:\n" + "\n".join([item] * 4))
    assert first == "Lyon wants:\n" + "\n".join([item] * 2)
    assert len(first) <= LONGEST_LIST < len(first) + len(item)
    assert rest == [item] * 2


@pytest.mark.parametrize(
    ("quoted", "said"),
    [
        ("Noise fell [3], as planned [4, 5][6] .", "Noise fell, as planned."),
        ("Noise\n  fell .", "Noise fell."),
        ("• noise fell", "noise fell"),
        ("(2) Noise fell", "Noise fell"),
        ("1. Noise fell in 3.5 years.", "Noise fell in 3.5 years."),
        ("Lyon   48 sensors   2019 [1]", "Lyon: 48 sensors; 2019"),
        ("| Lyon | 48 | 2019 |", "Lyon: 48; 2019"),
        ("Year:   2019", "Year: 2019"),
        ("Two reasons: \n\n- noise;\n- cost [2].", "Two reasons: noise; cost."),
        ("Aims:\n1. Less noise.\n2. More trees.", "Aims: Less noise; More trees."),
        ("It said: nothing.", "It said: nothing."),
    ],
)
def test_quoted_words_as_one_would_say_them(quoted: str, said: str) -> None:
    assert as_said(quoted) == said


def test_note_markers_are_not_the_only_brackets() -> None:
    assert without_markers("Noise [1] fell [2–4] by [many] 3 [5,6].") == "Noise fell by [many] 3."
