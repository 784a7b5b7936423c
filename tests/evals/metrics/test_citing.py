"""About evals/metrics/citing.py: ALCE's definitions on worked cases, over a real index."""

from dataclasses import replace

import pytest

from assistant.assistant import Assistant
from assistant.types import Answer, Citation
from evals.metrics.cited import cited_sentences, judging
from evals.metrics.citing import citing
from evals.testsets.types import KeyPoint, Place, Question
from tests.evals.metrics.records import answer, cite

HELP = "Harbourview opened 14 digital help points for older residents in 2021."
COURSES = "Oberwald trained 2 500 adults in basic digital skills in 2022."
BOTH = "Harbourview opened 14 digital help points for older residents in 2021, and Oberwald trained 2 500 adults."
PORTAL = "The portal of Quellstadt is run by the city library."
WRONG = "Harbourview opened 19 digital help points for older residents in 2021."
NO_QUESTION = Question("q", "?")


@pytest.fixture
def sources(assistant: Assistant) -> dict[str, Citation]:
    return {
        "help": cite(assistant.index, 1, "harbourview.pdf", HELP, 3),
        "courses": cite(assistant.index, 2, "slides.pptx", COURSES, 1),
        "portal": cite(assistant.index, 3, "quellstadt.html", PORTAL),
        "help again": cite(assistant.index, 4, "harbourview.pdf", "Harbourview opened 14 digital help points", 3),
    }


def scored(assistant: Assistant, given: Answer, question: Question = NO_QUESTION) -> dict[str, float | None]:
    sentences = cited_sentences(given, assistant.index)
    return citing(question, given, sentences, assistant.index, judging(assistant.encoder))


def alce(assistant: Assistant, sources: dict[str, Citation], *said: tuple[str, tuple[int, ...]]) -> list[float | None]:
    found = scored(assistant, answer(*said, citations=[*sources.values()]))
    return [found["citation_recall"], found["citation_precision"]]


def test_supported_sentence(assistant: Assistant, sources: dict[str, Citation]) -> None:
    assert alce(assistant, sources, (HELP, (1,))) == [1, 1]


def test_unsupported_sentence_has_no_recall_and_its_citation_no_precision(
    assistant: Assistant, sources: dict[str, Citation]
) -> None:
    assert alce(assistant, sources, (WRONG, (1,))) == [0, 0]


def test_sentence_without_citation_has_no_recall_and_weighs_on_no_precision(
    assistant: Assistant, sources: dict[str, Citation]
) -> None:
    assert alce(assistant, sources, (HELP, (1,)), (COURSES, ())) == [1 / 2, 1]


def test_irrelevant_citation_beside_one_that_is_enough(assistant: Assistant, sources: dict[str, Citation]) -> None:
    assert alce(assistant, sources, (HELP, (1, 3))) == [1, 1 / 2]


def test_two_citations_that_are_each_enough_are_both_precise(
    assistant: Assistant, sources: dict[str, Citation]
) -> None:
    assert alce(assistant, sources, (HELP, (1, 4))) == [1, 1]


def test_two_citations_that_are_needed_together_are_both_precise(
    assistant: Assistant, sources: dict[str, Citation]
) -> None:
    assert alce(assistant, sources, (BOTH, (1,))) == [0, 0]
    assert alce(assistant, sources, (BOTH, (1, 2))) == [1, 1]
    assert alce(assistant, sources, (BOTH, (1, 2, 3))) == [1, 2 / 3]


def test_precision_counts_citations_and_not_sentences(assistant: Assistant, sources: dict[str, Citation]) -> None:
    # Of HELP one of two is of use, COURSES has one of use, WRONG has one and is not supported: 2 of 4.
    assert alce(assistant, sources, (HELP, (1, 3)), (COURSES, (2,)), (WRONG, (1,))) == [2 / 3, 2 / 4]


def test_shuffled_citations_support_nothing(assistant: Assistant, sources: dict[str, Citation]) -> None:
    assert alce(assistant, sources, (HELP, (2,)), (COURSES, (3,)), (PORTAL, (1,))) == [0, 0]


def test_number_of_no_citation_is_a_citation_that_supports_nothing(
    assistant: Assistant, sources: dict[str, Citation]
) -> None:
    assert alce(assistant, sources, (HELP, (1, 9))) == [1, 1 / 2]


def test_invented_citation_supports_nothing_whatever_the_answer_says_of_it(assistant: Assistant) -> None:
    true = cite(assistant.index, 1, "harbourview.pdf", HELP, 3)
    elsewhere = cite(assistant.index, 1, "slides.pptx", COURSES, 1)
    for false in (
        replace(true, page=4),
        replace(true, page=None),
        replace(true, page=99),
        replace(true, quote=WRONG),
        replace(true, quote=""),
        replace(true, passage="none"),
        replace(true, passage=elsewhere.passage),
        replace(true, document=replace(true.document, id="none")),
        replace(true, document=elsewhere.document),
    ):
        found = scored(assistant, answer((HELP, (1,)), citations=[false]))
        assert (found["citation_recall"], found["citation_precision"]) == (0, 0), false


def test_page_of_a_document_without_pages_and_none_of_one_with_pages_are_wrong(assistant: Assistant) -> None:
    courses = cite(assistant.index, 1, "slides.pptx", COURSES, 1)
    portal = cite(assistant.index, 2, "quellstadt.html", PORTAL)
    given = answer((COURSES, (1,)), (PORTAL, (2,)), citations=[replace(courses, page=None), replace(portal, page=1)])
    found = scored(assistant, given)
    assert (found["citation_recall"], found["quote_fidelity"]) == (0, 0)


def test_passage_must_be_of_the_document_and_hold_the_quote(assistant: Assistant) -> None:
    courses = cite(assistant.index, 1, "slides.pptx", "2022", 1)
    minutes = cite(assistant.index, 1, "minutes.txt", "2022")
    other_page = cite(assistant.index, 1, "slides.pptx", "Next steps", 2)
    assert other_page.passage != courses.passage
    standing = [
        cited_sentences(answer(("In 2022.", (1,)), citations=[replace(courses, passage=passage)]), assistant.index)
        for passage in (courses.passage, minutes.passage, other_page.passage)
    ]
    assert [len(sentence.standing) for (sentence,) in standing] == [1, 0, 0]


def test_evidence_without_a_page_is_any_page_of_its_document(
    assistant: Assistant, sources: dict[str, Citation]
) -> None:
    said = answer((HELP, (1,)), citations=[sources["help"]])
    for document, share in (("harbourview.pdf", 1), ("slides.pptx", 0)):
        point = KeyPoint("14 digital help points", evidence=(Place(document),))
        assert scored(assistant, said, Question("q", "?", key_points=(point,)))["exact_page"] == share


def test_renamed_document_is_cited_under_its_name_in_the_index(assistant: Assistant) -> None:
    question = Question("q", "?", key_points=(KeyPoint("14 digital help points", evidence=(Place("other.pdf", 3),)),))
    true = cite(assistant.index, 1, "harbourview.pdf", HELP, 3)
    false = replace(true, document=replace(true.document, source="other.pdf"))
    assert scored(assistant, answer((HELP, (1,)), citations=[false]), question)["exact_page"] == 0


def test_exact_page_is_asked_of_the_points_made(assistant: Assistant, sources: dict[str, Citation]) -> None:
    points = (
        KeyPoint("14 digital help points", evidence=(Place("harbourview.pdf", 3),)),
        KeyPoint("trained 2 500 adults", evidence=(Place("slides.pptx", 2),)),
        KeyPoint("run by the city library", evidence=(Place("quellstadt.html"),)),
        KeyPoint("not said", evidence=(Place("slides.pptx", 2),)),
    )
    said = ((HELP, (1,)), (COURSES, (2,)), (PORTAL, (3,)))
    found = scored(assistant, answer(*said, citations=[*sources.values()]), Question("q", "?", key_points=points))
    assert found["exact_page"] == 2 / 3


def test_quote_fidelity_asks_word_for_word_on_the_page(assistant: Assistant, sources: dict[str, Citation]) -> None:
    true = sources["help"]
    spaced = replace(true, quote=HELP.replace(" ", "\n  "))
    cut_number = replace(true, quote="4 digital help points")
    cut_word = replace(true, quote="view opened 14 digital help points")
    wrong_page = replace(true, page=4)
    one_letter = replace(true, quote=HELP.replace("residents", "resident"))
    given = answer((HELP, (1,)), citations=[true, spaced, cut_number, cut_word, wrong_page, one_letter])
    assert scored(assistant, given)["quote_fidelity"] == 2 / 6


def test_refusal_is_not_scored(assistant: Assistant) -> None:
    assert set(scored(assistant, Answer("?", "refused")).values()) == {None}
