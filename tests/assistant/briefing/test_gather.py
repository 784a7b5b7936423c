"""assistant/briefing/gather.py: what the collection says on a topic, nothing twice, from the documents allowed."""

import pytest

from assistant.assistant import Assistant
from assistant.briefing.gather import (
    Statement,
    about_place,
    allowed,
    distinct,
    heard,
    holds,
    same,
    statements,
    topic_of,
)
from corpus.types import Filters
from tests.assistant.briefing.towns import LATER, LENGTH, OTHER_LENGTH, SEPARATED, SEPARATED_TOO, THEN

ALL = Filters()


def said(towns: Assistant, topic: str, filters: Filters = ALL) -> list[Statement]:
    return statements(topic_of(towns.judge_now(), topic, filters))


def sources(found: list[Statement]) -> set[str]:
    return {each.candidate.hit.document.source for each in found}


@pytest.fixture(scope="module")
def everything(towns: Assistant) -> dict[str, Statement]:
    """All that is heard on bicycle lanes, by its words."""
    return {each.text: each for each in heard(topic_of(towns.judge_now(), "bicycle lanes", ALL))}


def test_topic_in_english_is_found_though_the_collection_has_french_documents(towns: Assistant) -> None:
    assert towns.index.languages == ("en", "fr")
    assert {"alderby.md", "brackwater.md", "corvane.md", "advice.md", "risks.md"} <= sources(
        said(towns, "bicycle lanes")
    )


def test_what_is_on_something_else_is_not_gathered(towns: Assistant) -> None:
    assert "library.md" not in sources(said(towns, "bicycle lanes"))
    assert said(towns, "the price of sugar beet") == []


def test_best_comes_first(towns: Assistant) -> None:
    scores = [each.score for each in said(towns, "bicycle lanes")]
    assert scores == sorted(scores, reverse=True)


def test_same_in_other_words_is_gathered_once_and_heard_twice(
    towns: Assistant, everything: dict[str, Statement]
) -> None:
    assert {SEPARATED, SEPARATED_TOO} <= set(everything)
    assert same(everything[SEPARATED], everything[SEPARATED_TOO])
    gathered = {each.text for each in said(towns, "bicycle lanes")}
    assert len({SEPARATED, SEPARATED_TOO} & gathered) == 1


@pytest.mark.parametrize(("one", "other"), [(LENGTH, OTHER_LENGTH), (THEN, LATER)])
def test_two_that_are_alike_but_for_a_figure_are_not_the_same(
    one: str, other: str, everything: dict[str, Statement]
) -> None:
    assert not same(everything[one], everything[other])
    assert distinct([everything[one], everything[other]]) == [everything[one], everything[other]]


def test_nothing_is_distinct_from_itself(everything: dict[str, Statement]) -> None:
    each = everything[LENGTH]
    assert distinct([each, each]) == [each]
    assert distinct([each], [each]) == []


def test_filters_and_exclusions_narrow_what_is_found(towns: Assistant) -> None:
    judge = towns.judge_now()
    documents = {each.source: each.id for each in towns.documents()}
    assert sources(said(towns, "bicycle lanes", Filters(place=("Corvane",)))) == {"corvane.md", "corvane-later.md"}
    assert allowed(judge, ALL, ()) == ALL
    narrowed = allowed(judge, Filters(place=("Corvane",)), (documents["corvane.md"],))
    assert sources(said(towns, "bicycle lanes", narrowed)) == {"corvane-later.md"}
    assert said(towns, "bicycle lanes", allowed(judge, ALL, tuple(documents.values()))) == []


def test_documents_about_a_place_are_those_that_the_filters_allow(towns: Assistant) -> None:
    topic = topic_of(towns.judge_now(), "bicycle lanes", Filters(document=("alderby.md", "corvane.md")))
    documents = {each.source: each.id for each in towns.documents()}
    assert about_place(topic, "alderby").document == (documents["alderby.md"],)
    assert about_place(topic, "Brackwater").document == ("",)


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        (["recommend"], "It recommends that.", True),
        (["recommend"], "It was unrecommended.", False),
        (["recommend"], "a paper named Recommendation on Data", False),
        (["recommend"], "Recommended are wide lanes.", True),
        (["€"], "12€", True),
        (["#"], "It has 480 sensors.", True),
        (["#"], "It began in 2019.", False),
        (["#"], "It began on 3 May 2019.", False),
        (["a.c"], "abc", False),
        ([], "anything", False),
    ],
)
def test_text_holds_a_word_by_its_beginning_or_a_figure(words: list[str], text: str, expected: bool) -> None:
    assert holds(words, text) == expected
