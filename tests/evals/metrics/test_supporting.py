"""About evals/metrics/supporting.py: what the quotes carry of sentences, numbers and names."""

from dataclasses import replace

import pytest

from assistant.assistant import Assistant
from assistant.types import Answer
from evals.metrics.cited import cited_sentences, judging
from evals.metrics.supporting import supporting
from tests.evals.metrics.records import answer, cite

HELP = "Harbourview opened 14 digital help points for older residents in 2021."


def scored(assistant: Assistant, *texts: str, page: int = 3, quote: str = HELP) -> dict[str, float | None]:
    """Sentences that all cite the help points of Harbourview."""
    cited = cite(assistant.index, 1, "harbourview.pdf", quote, page)
    given = answer(*((text, (1,)) for text in texts), citations=[cited])
    return supporting(cited_sentences(given, assistant.index), judging(assistant.encoder))


def test_words_of_the_quote(assistant: Assistant) -> None:
    assert scored(assistant, HELP) == {"support": 1, "supported": 1, "number_fidelity": 1, "name_fidelity": 1}


def test_one_number_of_two_changed(assistant: Assistant) -> None:
    found = scored(assistant, HELP.replace("14", "19"))
    assert (found["number_fidelity"], found["name_fidelity"], found["supported"]) == (1 / 2, 1, 0)
    assert 0 <= (found["support"] or 0) < 0.5


def test_numbers_are_counted_over_all_sentences(assistant: Assistant) -> None:
    # 14 and 2021 in the first, 7 in the second: two of three.
    found = scored(assistant, HELP, "Harbourview closed 7 of them.")
    assert found["number_fidelity"] == pytest.approx(2 / 3)
    assert found["supported"] == 1 / 2


def test_name_that_only_another_city_has(assistant: Assistant) -> None:
    found = scored(assistant, HELP.replace("Harbourview", "Oberwald"))
    assert (found["number_fidelity"], found["name_fidelity"]) == (1, 0)


def test_title_supplies_names_and_no_figures(assistant: Assistant) -> None:
    quote = "The city of Marisol mounted 48 noise sensors on lamp posts in 2019"
    cited = cite(assistant.index, 1, "case-studies/marisol.md", quote)
    shorter = replace(cited, quote="lamp posts in 2019", start=0, end=0)
    given = answer(("Marisol has lamp posts, 48 of them.", (1,)), citations=[shorter])
    found = supporting(cited_sentences(given, assistant.index), judging(None))
    assert (found["name_fidelity"], found["number_fidelity"]) == (1, 0)


def test_sentence_without_numbers_and_names_is_not_scored_for_them(assistant: Assistant) -> None:
    found = scored(assistant, "Help points were opened for residents.")
    assert (found["number_fidelity"], found["name_fidelity"]) == (None, None)


def test_quote_that_does_not_stand_on_its_page_carries_nothing(assistant: Assistant) -> None:
    found = scored(assistant, HELP, page=4)
    assert found == {"support": 0, "supported": 0, "number_fidelity": 0, "name_fidelity": 0}


def test_uncited_sentence_weighs_on_the_mean(assistant: Assistant) -> None:
    cited = cite(assistant.index, 1, "harbourview.pdf", HELP, 3)
    given = answer((HELP, (1,)), ("Words.", ()), citations=[cited])
    found = supporting(cited_sentences(given, assistant.index), judging(assistant.encoder))
    assert (found["support"], found["supported"]) == (1 / 2, 1 / 2)


def test_refusal_is_not_scored(assistant: Assistant) -> None:
    found = supporting(cited_sentences(Answer("?", "refused"), assistant.index), judging(assistant.encoder))
    assert set(found.values()) == {None}
