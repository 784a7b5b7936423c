"""evals/alterations and evals/altering: exactly one thing is changed, always the same by one seed, and counted."""

import random
from pathlib import Path

import pytest

from corpus.index import Index
from evals.alterations import PARAPHRASES, Outcomes, measure, measure_sentences, paraphrases, sourced_sentences
from evals.altering import CHANGES, alterations, names_in
from evals.sourced import Sourced

SOURCED = Sourced(
    "The council of Harbourview opened 14 help points on 9 July 2019, which is 30% more than in Lindenau.",
    "The council of Harbourview opened 14 help points on 9 July 2019, which is 30% more than in Lindenau. In 2021 "
    "it did not open the 25 schools of Oberwald, which cost 3 million euros.",
)
FRENCH = Sourced(
    "La ville de Lindenau a ouvert 14 écoles le 9 juillet 2019.",
    "La ville de Lindenau a ouvert 14 écoles le 9 juillet 2019. Oberwald en a 25.",
    language="fr",
)


def changed(sourced: Sourced) -> dict[tuple[str, str], str]:
    made = alterations(sourced, ["Zagreb"], random.Random(1))
    return {(each.part, each.change): each.sentence for each in made}


def test_each_alteration_changes_one_stretch_of_the_sentence() -> None:
    original = SOURCED.sentence.split()
    for sentence in changed(SOURCED).values():
        words = sentence.split()
        before = next(place for place, word in enumerate(original) if words[place] != word)
        after = next(place for place in range(1, len(original)) if words[-place] != original[-place])
        assert len(original) - after - before <= 1, sentence


def test_every_kind_of_change_that_fits_is_made() -> None:
    assert {part for part, _ in changed(SOURCED)} == {"number", "unit", "date", "name", "negation"}
    assert ("name", "one from elsewhere") in changed(SOURCED)
    assert "Zagreb" in changed(SOURCED)["name", "one from elsewhere"]


def test_french_is_altered_in_french() -> None:
    made = changed(FRENCH)
    assert made["negation", "put in"] == "La ville de Lindenau n’a pas ouvert 14 écoles le 9 juillet 2019."
    assert "juillet" not in made["date", "another month"]


def test_one_seed_gives_the_same_changes() -> None:
    assert changed(SOURCED) == changed(SOURCED)


@pytest.mark.parametrize("text", ["", "It is so."])
def test_where_nothing_fits_nothing_is_changed(text: str) -> None:
    parts = {part for part, _ in changed(Sourced(text, text))}
    assert parts <= {"negation"}


def test_words_written_small_elsewhere_are_no_names() -> None:
    assert names_in("The forum in Harbourview is called the Forum.") == ["Harbourview"]


def test_kinds_of_change_are_those_of_the_outcomes() -> None:
    outcomes = measure_sentences([SOURCED], sentences=1)
    assert set(outcomes.caught) == {"number", "unit", "date", "name", "negation"}
    assert set(outcomes.caught_by_change) <= {f"{part}: {change}" for part, change in CHANGES}
    assert outcomes.passed == [True]
    assert all(all(caught) for caught in outcomes.caught.values())


def test_the_sentences_of_an_index_pass_as_they_are(small_index: Path) -> None:
    index = Index(small_index)
    assert "Quellstadt published 310 data sets on its open data portal by May 2023." in [
        each.sentence for each in sourced_sentences(index)
    ]
    outcomes = measure(index, sentences=0)
    assert isinstance(outcomes, Outcomes)
    assert all(outcomes.passed)
    assert sum(each.support.supported for each in outcomes.altered) <= 0.05 * len(outcomes.altered)


def test_honest_rewordings_pass_by_words_alone_where_the_language_is_one() -> None:
    checked = paraphrases()
    english = [each for each in checked if each.sourced.language == "en"]
    assert len(english) >= 60
    assert PARAPHRASES.is_file()
    assert [each.sentence for each in english if each.sentence == each.sourced.sentence] == []
    assert sum(each.support.supported for each in english) >= 0.9 * len(english)
