"""Kinds of question, asked through the one door: lists, change, differing figures, follow-ups, ambiguity, refusals."""

import pytest

from assistant.assistant import Assistant
from assistant.build import run_ingest
from assistant.phrases import DOES_NOT_SAY
from assistant.settings import Settings
from assistant.types import Answer
from corpus.encoders import Encoder
from corpus.filters import parse_filters
from corpus.index import Index
from tests.meetings import write_meetings

FIRST = "When was the first roundtable held?"


@pytest.fixture(scope="module")
def meetings(own_folders: None, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = tmp_path_factory.mktemp("index")
    folder = write_meetings(tmp_path_factory.mktemp("meetings"))
    run_ingest([folder], Settings(index=index), prune=False, on_progress=lambda progress: None)
    return Assistant(Index(index), encoder)


def sources(answer: Answer) -> list[str]:
    return [citation.document.source for citation in answer.citations]


def text(answer: Answer) -> str:
    return " ".join(sentence.text for sentence in answer.sentences)


def test_list_has_a_sentence_of_each_document_with_an_item_and_says_of_how_many(meetings: Assistant) -> None:
    answer = meetings.ask("Which towns run electric night buses?")
    assert answer.status == "answered"
    assert sorted(sources(answer)) == ["oberwald.md", "quellstadt.md"]
    assert answer.note == "Found in 2 documents, the best sentence of each; there may be more."
    assert answer.paragraphs == ((0,), (1,))


def test_question_for_things_of_one_town_is_no_list_of_documents(meetings: Assistant) -> None:
    answer = meetings.ask("What buses does Oberwald run?")
    assert sources(answer)[:1] == ["oberwald.md"]
    assert "documents name" not in answer.note


def test_roundtables_set_against_each_other_are_answered_each_from_its_own_document(meetings: Assistant) -> None:
    answer = meetings.ask("What did the second roundtable say about measuring noise against the first?")
    assert answer.status == "answered"
    assert sources(answer)[0] == "roundtable-1.md"
    assert set(sources(answer)) == {"roundtable-1.md", "roundtable-2.md"}
    assert text(answer).index("telephones") < text(answer).index("lamp posts")


def test_roundtables_as_a_whole_are_answered_one_after_the_other(meetings: Assistant) -> None:
    answer = meetings.ask("When were the roundtables held?")
    assert answer.searched_for == "When were the 1st and 2nd roundtables held?"
    assert text(answer).index("9 July 2019") < text(answer).index("3 December 2020")


def test_list_of_what_no_document_names_is_refused(meetings: Assistant) -> None:
    assert meetings.ask("Which towns use facial recognition in airports?").status == "refused"


def test_roundtable_that_the_collection_lacks_is_named_beside_the_one_it_has(meetings: Assistant) -> None:
    answer = meetings.ask("What did the first roundtable say about measuring noise against the seventh?")
    assert (answer.status, answer.note) == ("partial", "The collection does not say this of the 7th roundtable.")
    assert set(sources(answer)) == {"roundtable-1.md"}


def test_change_between_two_years_goes_from_one_to_the_other(meetings: Assistant) -> None:
    answer = meetings.ask("How did the passengers of the ferries of Lindenau change between 2022 and 2017?")
    assert answer.status == "answered"
    assert text(answer).index("20 000") < text(answer).index("55 000")


def test_year_of_which_nothing_is_said_is_named(meetings: Assistant) -> None:
    answer = meetings.ask("How did the passengers of the ferries of Lindenau change between 2017 and 1995?")
    assert (answer.status, answer.note) == ("partial", "The collection does not say this of 1995.")
    assert "55 000" not in text(answer)


def test_sources_that_differ_on_a_figure_are_both_shown_with_their_dates(meetings: Assistant) -> None:
    answer = meetings.ask("How many lakes does Lindenau have?")
    assert {(figure.text, figure.date) for figure in answer.differing} == {("31 lakes", None), ("28 lakes", "2021")}
    assert answer.note.startswith("The sources differ: ")
    for figure in answer.differing:
        assert figure.text in answer.citations[figure.citation - 1].quote


def test_two_questions_in_one_are_both_answered(meetings: Assistant) -> None:
    answer = meetings.ask("When was the first roundtable held and who organised it?")
    assert answer.status == "answered"
    assert "9 July 2019" in text(answer)
    assert "harbour council of Marisol" in text(answer)


def test_half_of_a_question_that_is_not_answered_is_named(meetings: Assistant) -> None:
    answer = meetings.ask("How many lakes does Lindenau have, and who won the football world cup in 1998?")
    assert answer.status == "partial"
    assert answer.note.endswith("The collection does not answer this part: Who won the football world cup in 1998?")


def test_meeting_without_a_number_is_taken_for_the_latest_and_the_others_are_offered(meetings: Assistant) -> None:
    answer = meetings.ask("When was the roundtable held?")
    assert answer.status == "clarify"
    assert "3 December 2020" in text(answer)
    assert "the 2nd roundtable, the latest" in answer.note
    assert answer.choices == ("When was the 1st roundtable held?",)
    (choice,) = answer.choices
    assert "9 July 2019" in text(meetings.ask(choice))


def test_filter_for_one_roundtable_leaves_no_doubt_which_is_meant(meetings: Assistant) -> None:
    answer = meetings.ask("When was the roundtable held?", parse_filters(["roundtable=1"]))
    assert (answer.status, answer.choices) == ("answered", ())
    assert "9 July 2019" in text(answer)


@pytest.mark.parametrize(
    ("earlier", "question", "searched_for", "words"),
    [
        ([FIRST], "And the second one?", "When was the second roundtable held?", "2020"),
        ([FIRST], "Who organised it?", "Who organised the first roundtable?", "council"),
        (["How many lakes does Quellstadt have?"], "and Lindenau?", "How many lakes does Lindenau have?", "31 lakes"),
    ],
)  # fmt: skip
def test_follow_up_is_answered_as_the_question_it_stands_for_and_says_which(
    meetings: Assistant, earlier: list[str], question: str, searched_for: str, words: str
) -> None:
    answer = meetings.ask(question, earlier=earlier)
    assert (answer.question, answer.searched_for) == (question, searched_for)
    assert words in text(answer)


def test_question_that_stands_alone_is_searched_as_it_is(meetings: Assistant) -> None:
    assert meetings.ask("How many lakes does Lindenau have?", earlier=[FIRST]).searched_for == ""


def test_roundtable_called_by_its_year_is_the_one_of_that_year(meetings: Assistant) -> None:
    answer = meetings.ask("Where was the 2019 roundtable held?")
    assert answer.searched_for == "Where was the 1st roundtable held?"
    assert "Marisol" in text(answer)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ('What does the report "Noise at Sea" say about lakes?', "The collection has no document “Noise at Sea”."),
        ("What does the 2034 report say about lakes?", "The collection has no document “2034 report”."),
        ("Where was the 2027 roundtable held?", "The collection has nothing on the 2027 roundtable."),
        ("What did the 7th roundtable say about noise?", "The collection has nothing on the 7th roundtable."),
    ],
)
def test_source_that_does_not_exist_is_refused_by_name(meetings: Assistant, question: str, reason: str) -> None:
    answer = meetings.ask(question)
    assert (answer.status, answer.sentences) == ("refused", ())
    assert answer.note.startswith(f"{DOES_NOT_SAY} {reason} Searched: ")


def test_roundtable_that_is_only_mentioned_is_shown_as_such_with_those_that_there_are(meetings: Assistant) -> None:
    answer = meetings.ask("Tell me about the ninth roundtable.")
    assert answer.status == "clarify"
    assert "harbour pilots" in text(answer)
    assert answer.note.startswith("The collection has nothing on the 9th roundtable itself.")
    assert answer.choices == ("Tell me about the 1st roundtable.", "Tell me about the 2nd roundtable.")
    assert meetings.ask("What did the ninth roundtable decide on sensors?").status == "refused"


@pytest.mark.parametrize("report", ["the report “Atlas of lakes”", "the atlas report"])
def test_report_named_by_its_title_or_a_word_of_it_answers_alone_and_is_named(meetings: Assistant, report: str) -> None:
    answer = meetings.ask(f"How many lakes does Lindenau have in {report}?")
    assert set(sources(answer)) == {"atlas.md"}
    assert answer.note.endswith("Searched only in “Atlas of lakes”.")


def test_comparison_with_a_town_that_is_only_like_others_is_partial(meetings: Assistant) -> None:
    answer = meetings.ask("Compare Lindenau and Masdar City")
    assert (answer.status, answer.note) == ("partial", "The collection does not say this of Masdar City.")
    assert "Lindenau" in text(answer)


def test_french_question_is_refused_in_french(meetings: Assistant) -> None:
    answer = meetings.ask("Quelle est la capitale de la Mongolie ?")
    assert answer.note.startswith("La collection ne le dit pas. Recherche dans ")
    answer = meetings.ask("Que dit le rapport « Bruit en mer » ?")
    assert "La collection ne contient aucun document « Bruit en mer »." in answer.note
