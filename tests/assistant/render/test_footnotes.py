"""assistant/render/footnotes.py: numbers for citations, in the order in which a text comes to them."""

from assistant.render.footnotes import Footnotes
from tests.assistant.render.briefs import COST, PORT, TREES


def test_citation_has_one_note_in_a_part_and_a_new_one_in_the_next() -> None:
    footnotes = Footnotes("en")
    assert [footnotes.number(each) for each in (TREES, COST, TREES)] == [1, 2, 1]
    footnotes.begin_part()
    assert [footnotes.number(each) for each in (TREES, TREES)] == [3, 3]
    assert footnotes.citations == [TREES, COST, TREES]
    assert list(footnotes.documents) == ["d1"]


def test_part_that_looks_back_names_the_last_note_of_a_citation_and_adds_only_what_has_none() -> None:
    footnotes = Footnotes("en")
    footnotes.number(TREES)
    footnotes.begin_part()
    footnotes.number(TREES)
    footnotes.begin_part()
    assert [footnotes.known(each) for each in (TREES, PORT, PORT)] == [2, 3, 3]


def test_notes_in_plain_words_quote_and_name_the_page() -> None:
    footnotes = Footnotes("en")
    footnotes.number(TREES)
    (note,) = footnotes.written
    assert (note.number, "".join(run.text for run in note.runs)) == (
        1,
        "“planted 90 trees” Trees for Port Amber. Harbour Office, 3 December 2020, page iii (page 5 of the file). "
        "https://amber.example/trees",
    )
