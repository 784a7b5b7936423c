"""assistant/evidence.py: sentences are weighed by what they share with the question, by arithmetic one can redo."""

from collections import Counter
from math import log
from pathlib import Path

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.evidence import (
    CONTEXT_SHARE,
    LONGEST_PAIR,
    OF_EACH,
    candidates,
    candidates_of_each,
    coverage,
    fits_kind,
    of_another,
    term_weights,
    with_antecedents,
)
from assistant.interaction import Match
from assistant.question import read_question
from assistant.retrieve import Found
from corpus.sentences import sentences
from corpus.types import Document, Hit
from tests import library
from tests.drafts import candidate, hit


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in with_antecedents(text, sentences(text))]


def test_pronoun_is_quoted_with_the_sentence_before_it() -> None:
    assert quoted("Lyon met in May. It banned noise. Ghent did not.") == [
        "Lyon met in May.",
        "Lyon met in May. It banned noise.",
        "Ghent did not.",
    ]


@pytest.mark.parametrize("second", ["These fell.", "Such rules hold.", "Their cost fell.", "it fell.", "Cela suffit."])
def test_words_that_point_back(second: str) -> None:
    spans = with_antecedents(f"Lyon met. {second}", [(0, 9), (10, 10 + len(second))])
    assert spans == [(0, 9), (0, 10 + len(second))]


@pytest.mark.parametrize("second", ["Items fell.", "Theirs fell.", "Thistles grow.", "Celamine is made."])
def test_words_that_only_begin_like_one_stand_alone(second: str) -> None:
    assert quoted(f"Lyon met. {second}") == ["Lyon met.", second]


def test_pronoun_leans_on_the_next_sentence_only_and_not_on_a_chain() -> None:
    assert quoted("Lyon met. It spoke. It left.") == ["Lyon met.", "Lyon met. It spoke.", "It spoke. It left."]


def test_first_sentence_has_none_before_it() -> None:
    assert quoted("It fell. Lyon met.") == ["It fell.", "Lyon met."]


def test_nothing_is_joined_over_what_cannot_be_quoted() -> None:
    text = "Lyon met. Why? It banned noise."
    assert with_antecedents(text, [(0, 9), (15, 31)]) == [(0, 9), (15, 31)]


def test_pair_that_is_too_long_is_not_joined() -> None:
    fits, too_long = (f"{'a' * (LONGEST_PAIR - 10 + more)}. It fell." for more in (0, 1))
    assert quoted(fits)[1] == fits
    assert quoted(too_long)[1] == "It fell."


def test_sentence_is_as_near_as_its_own_tokens_and_those_above_it(tmp_path: Path) -> None:
    text = "Lyon banned loud music at night. Ghent plants young trees along streets."
    index = library.write(tmp_path, towns=text)
    (passage,) = index.passages_of("towns")
    # Two tokens are asked; one is of the title, one of the first sentence, one ends with the second.
    nearness = np.array([[0.2, 0.9, 0.1], [0.3, 0.1, 0.7]], dtype=np.float32)
    match = Match(nearness, np.array([-1, 10, len(text) - 1], dtype=np.int16))
    towns = Hit(passage, index.documents["towns"], rank=1, score=1.0, parts={})
    found = Found(read_question("What is it?"), (towns,), {"towns:0": match})
    near = {each.text: each.nearness.mean for each in candidates(found, index)}
    assert near == {
        "Lyon banned loud music at night.": pytest.approx((0.9 + 0.3) / 2),
        "Ghent plants young trees along streets.": pytest.approx((0.2 + 0.7) / 2),
    }
    assert next(iter(near)) == "Lyon banned loud music at night."


def test_nothing_found_has_no_candidates(tmp_path: Path) -> None:
    index = library.write(tmp_path, other="nothing of note")
    nothing = Found(read_question(""), (), {})
    assert candidates(nothing, index) == candidates_of_each(nothing, index, lambda each: False) == []


def test_coverage_weighs_terms_and_counts_headings_in_part() -> None:
    weights = {"rare": 2.0, "noise": 1.0, "lyon": 1.0}
    assert coverage(weights, frozenset({"rare"}), frozenset({"lyon", "rare"})) == (2 + CONTEXT_SHARE * 1) / 4
    assert coverage(weights, frozenset(weights), frozenset()) == 1
    assert coverage(weights, frozenset({"other"}), frozenset()) == 0
    assert coverage({}, frozenset({"rare"}), frozenset()) == 0


def test_rare_term_tells_more(tmp_path: Path) -> None:
    index = library.write(tmp_path, lyon="noise fell", ghent="noise rose", busan="trees grew")
    assert term_weights(["nois", "tree", "moon"], index) == {
        "nois": log(1 + (3 - 2 + 0.5) / (2 + 0.5)),
        "tree": log(1 + (3 - 1 + 0.5) / (1 + 0.5)),
        "moon": log(1 + (3 - 0 + 0.5) / (0 + 0.5)),
    }


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("What did the fourth plan say?", "The third plan said no.", True),
        ("What did the fourth plan say?", "The 4th plan said no.", False),
        ("What did the fourth plan say?", "The third and fourth plans said no.", False),
        ("What did the fourth plan say?", "The plan said no.", False),
        ("What did the plan say?", "The third plan said no.", False),
    ],
)
def test_third_of_something_does_not_answer_for_the_fourth(question: str, text: str, another: bool) -> None:
    assert of_another(read_question(question), candidate(text)) is another


@pytest.mark.parametrize(
    ("roundtable", "text", "another"),
    [
        (2, "Cities must share data.", True),
        (2, "The fourth Roundtable will be on data.", False),
        (4, "Cities must share data.", False),
        (None, "Cities must share data.", False),
        (4, "The third Roundtable spoke of data.", True),
    ],
)
def test_document_of_another_roundtable_answers_only_where_it_names_the_one_asked_for(
    roundtable: int | None, text: str, another: bool
) -> None:
    document = Document("a", "a.pdf", "A digest", roundtable=roundtable)
    question = read_question("What did the fourth Roundtable say of data?")
    assert of_another(question, candidate(hit(text, document))) is another


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("When did it open?", "It opened on 3 May.", True),
        ("When did it open?", "It opened in spring [3].", False),
        ("How many are there?", "There are 14 of them.", True),
        ("How many are there?", "There are forty of them.", True),
        ("How many are there?", "There are many of them, in a canteen.", False),
        ("How many are there?", "There are hundreds of them.", True),
        ("How many are there?", "They came in 2021.", False),
        ("How many are there?", "They came in 2021, all 14.", True),
        ("Combien ?", "Il y en a vingt.", True),
        ("Who runs Lyon?", "In Lyon it is the Mayor.", True),
        ("Who runs Lyon?", "It is Lyon. The people run it.", False),
        ("Where is the plan of Lyon?", "It lies in Ghent.", True),
        ("Where is the plan of Lyon?", "It lies in a drawer.", False),
        ("Why did it fail?", "It was old.", True),
    ],
)
def test_text_can_hold_what_is_asked_for(question: str, text: str, fits: bool) -> None:
    assert fits_kind(read_question(question), text) is fits


def test_best_sentence_is_the_one_that_says_what_was_asked(assistant: Assistant) -> None:
    judged = assistant.judge("How many digital help points did Harbourview open?")
    scores = [each.score for each in judged.ranked]
    assert judged.ranked[0].text == "Harbourview opened 14 digital help points for older residents in 2021."
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 4
    assert all(each.nearness.weakest <= each.nearness.mean <= 1 for each in judged.ranked)


def test_labels_and_fragments_are_no_candidates(assistant: Assistant) -> None:
    ranked = assistant.judge("What are the costs of help points in Harbourview?").ranked
    assert "Costs" not in [each.text for each in ranked]
    assert all(len(each.terms) >= 4 for each in ranked)


def test_no_document_crowds_out_another_where_each_may_hold_an_item(assistant: Assistant) -> None:
    found = assistant.judge("Which cities spend euros on help points or sensors?").found
    ranked = candidates_of_each(found, assistant.index, lambda each: "bank" in each.text)
    counts = Counter(each.hit.document.source for each in ranked)
    assert {"harbourview.pdf", "case-studies/marisol.md"} <= set(counts)
    assert set(counts.values()) <= {1, OF_EACH}
    assert not any("bank" in each.text for each in ranked)
    assert [each.score for each in ranked] == sorted((each.score for each in ranked), reverse=True)
