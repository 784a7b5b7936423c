"""assistant/render/text.py: an answer and its sources as a terminal shows them."""

from dataclasses import replace

import pytest

from assistant.render.text import answer_text, answer_with_sources, hit_text, hits_text, page_text, wrapped
from assistant.types import Answer, Citation, Sentence, Withheld
from corpus.types import Document, Hit, Passage

REPORT = Document("d1", "reports/amber.pdf", "Port Amber", date="2020-12")
NOTE = Document("d2", "note.txt", "A note", paged=False)
PASSAGE = Passage("d1:0", "d1", "Port Amber\nplanted 90 trees.", ())
ANSWER = Answer(
    question="How many trees?",
    status="answered",
    sentences=(Sentence("It planted 90 trees.", (1, 2), 1.0), Sentence("The harbour is old", (2,), 0.9)),
    citations=(
        Citation(1, REPORT, 5, "iii", "planted 90 trees", "d1:0", 0, 16),
        Citation(2, NOTE, None, None, "90 trees; the harbour is old", "d2:0", 0, 28),
    ),
    paragraphs=((0,), (1,)),
)


WITHHELD = (Withheld("It has 9 trees.", ("The source has 90.",)),)


def hit(text: str = PASSAGE.text) -> Hit:
    return Hit(Passage("d1:0", "d1", text, ()), REPORT, 1, 0.5, {}, 5, "iii")


def test_markers_stand_before_the_full_stop_and_paragraphs_apart() -> None:
    assert answer_text(ANSWER) == "It planted 90 trees [1][2].\n\nThe harbour is old [2]"


def test_what_the_assistant_says_itself_comes_last_and_alone_in_a_refusal() -> None:
    assert answer_text(Answer("Why?", "refused", note="The collection does not say.")) == "The collection does not say."
    partial = Answer("Why?", "partial", ANSWER.sentences[:1], paragraphs=((0,),), note="Nothing is said of 2024.")
    assert answer_text(partial) == "It planted 90 trees [1][2].\n\nNothing is said of 2024."


@pytest.mark.parametrize(
    ("page", "label", "text"),
    [
        (5, "iii", "page iii (page 5 of the file)"),
        (5, "5", "page 5"),
        (5, None, "page 5"),
        (None, None, ""),
    ],
)
def test_page_is_called_as_it_is_printed(page: int | None, label: str | None, text: str) -> None:
    assert page_text(page, label) == text


def test_sources_stand_below_with_date_page_quote_and_file() -> None:
    assert answer_with_sources(ANSWER).splitlines()[4:] == [
        "Sources",
        "[1] Port Amber (2020-12), page iii (page 5 of the file)",
        "    “planted 90 trees”",
        "    reports/amber.pdf",
        "[2] A note",
        "    “90 trees; the harbour is old”",
        "    note.txt",
    ]


def test_question_that_a_follow_up_was_taken_for_stands_first_and_choices_below_the_answer() -> None:
    answer = replace(
        ANSWER, status="clarify", searched_for="How many trees has Amber?", choices=("How many trees has Port Amber?",)
    )
    shown = answer_with_sources(answer).splitlines()
    assert shown[:2] == ["Searched for: How many trees has Amber?", ""]
    assert shown[shown.index("Did you mean") + 1] == "    How many trees has Port Amber?"
    assert shown.index("Did you mean") < shown.index("Sources")


def test_nearest_passages_are_not_called_sources() -> None:
    refusal = Answer("Why?", "refused", note="The collection does not say.", nearest=(hit(),))
    assert answer_with_sources(refusal).splitlines() == [
        "The collection does not say.",
        "",
        "Nearest passages (not an answer)",
        "1. Port Amber, page iii (page 5 of the file)",
        "    Port Amber planted 90 trees.",
        "    reports/amber.pdf",
    ]


def test_what_stands_above_a_french_answer_is_french() -> None:
    asked = replace(ANSWER, question="Et Ambre ?", searched_for="Où est le port ?", choices=("Où ?",), nearest=(hit(),))
    shown = answer_with_sources(asked).splitlines()
    assert shown[0] == "Question recherchée : Où est le port ?"
    assert {"Vouliez-vous dire", "Passages les plus proches (pas une réponse)"} <= set(shown)


def test_problem_of_a_model_and_how_much_was_withheld_stand_between_the_answer_and_its_sources() -> None:
    answer = replace(ANSWER, model="openai:small", problem="It broke off.", withheld=WITHHELD)
    assert answer_with_sources(answer).splitlines()[2:11] == [
        "The harbour is old [2]",
        "",
        "It broke off.",
        "",
        "1 sentence of the language model was left out, because the documents do not carry it.",
        "",
        "Worded by openai:small; every sentence was checked against the documents.",
        "",
        "Sources",
    ]
    assert "9 trees" not in answer_with_sources(answer)


def test_withheld_sentences_are_shown_last_with_their_reasons_if_asked_for() -> None:
    shown = answer_with_sources(replace(ANSWER, withheld=WITHHELD), withheld=True).splitlines()
    assert shown[-4:] == ["", "Not supported by the documents", "  - It has 9 trees.", "    The source has 90."]
    assert answer_with_sources(ANSWER, withheld=True) == answer_with_sources(ANSWER)


def test_pages_of_a_french_answer_are_named_in_french() -> None:
    shown = answer_with_sources(replace(ANSWER, question="Combien y a-t-il d'arbres ?"))
    assert "[1] Port Amber (2020-12), page iii (page 5 du fichier)" in shown


def test_long_passage_ends_after_a_whole_word() -> None:
    shown = hit_text(hit("tree " * 100)).splitlines()[1]
    assert shown.endswith(" tree …")
    assert len(shown) <= 4 + 300 + 2
    assert hits_text([]) == ""


def test_lines_are_broken_between_words_and_keep_their_indent() -> None:
    assert wrapped("one two three four five six\n    seven eight nine ten", 20) == (
        "one two three four\nfive six\n    seven eight nine\n    ten"
    )


def test_title_of_a_source_goes_on_above_its_quote() -> None:
    assert wrapped("[1] Port Amber, page iii of it", 20) == "[1] Port Amber, page\n    iii of it"
    assert wrapped("10. Port Amber, page iii", 20) == "10. Port Amber, page\n    iii"


def test_word_longer_than_the_line_stays_whole_to_be_copied() -> None:
    assert wrapped("    case-studies/the-city-of-port-amber.md", 20) == "    case-studies/the-city-of-port-amber.md"


def test_lines_for_another_program_stay_whole() -> None:
    assert wrapped("word " * 100, None) == "word " * 100
