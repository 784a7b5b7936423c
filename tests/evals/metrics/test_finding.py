"""About evals/metrics/finding.py: ranking measures against arithmetic by hand and against other programs."""

import random
from math import log2

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

from evals.metrics.finding import finding, ranking
from evals.testsets.types import KeyPoint, Place, Question
from tests.evals.metrics.records import hit

A4, A5, TEXT = Place("a.pdf", 4), Place("a.pdf", 5), Place("c.md")


def asked(*evidence: Place, points: tuple[KeyPoint, ...] = ()) -> Question:
    return Question("q", "?", evidence=evidence, key_points=points)


def test_second_and_fourth_of_two_places() -> None:
    hits = [hit("b.pdf", 1), hit("a.pdf", 4), hit("a.pdf", 9), hit("c.md"), hit("b.pdf", 2)]
    found = finding(asked(A4, TEXT), hits)
    assert found["recall_at_1"] == 0
    assert found["recall_at_5"] == found["recall_at_10"] == 1
    assert found["mrr_at_10"] == 1 / 2
    assert found["ndcg_at_10"] == pytest.approx((1 / log2(3) + 1 / log2(5)) / (1 / log2(2) + 1 / log2(3)))


def test_two_passages_of_one_page_are_one_place() -> None:
    assert finding(asked(A5), [hit("a.pdf", 4), hit("a.pdf", 4), hit("a.pdf", 5)])["mrr_at_10"] == 1 / 2


def test_passage_over_two_pages_is_two_places_in_their_order() -> None:
    found = finding(asked(A5), [hit("a.pdf", 4, 5)])
    assert (found["recall_at_1"], found["mrr_at_10"]) == (0, 1 / 2)


def test_place_without_a_page_is_found_on_any_page_of_its_document() -> None:
    assert finding(asked(Place("a.pdf")), [hit("a.pdf", 7), hit("a.pdf", 8)])["recall_at_1"] == 1


def test_same_page_of_another_document_is_not_found() -> None:
    assert finding(asked(A4), [hit("b.pdf", 4)])["recall_at_10"] == 0


def test_nothing_found_scores_nothing() -> None:
    assert set(finding(asked(A4, points=(KeyPoint("x"),)), []).values()) == {0.0}


def test_eleventh_place_is_too_late() -> None:
    found = finding(asked(A4), [*(hit("b.pdf", page) for page in range(1, 11)), hit("a.pdf", 4)])
    assert (found["recall_at_10"], found["ndcg_at_10"], found["mrr_at_10"]) == (0, 0, 0)


def test_question_without_evidence_is_not_scored() -> None:
    assert set(finding(asked(), [hit("a.pdf", 4)]).values()) == {None}


def test_page_recall_asks_for_one_place_of_each_point_among_five_passages() -> None:
    own = KeyPoint("x", evidence=(A4, Place("z.pdf", 1)))
    late = KeyPoint("y", evidence=(TEXT,))
    of_question = KeyPoint("z")
    hits = [hit("a.pdf", 4), *(hit("b.pdf", 1) for _ in range(4)), hit("c.md")]
    assert finding(asked(Place("b.pdf", 1), points=(own, late, of_question)), hits)["page_recall"] == 2 / 3


def test_random_rankings_score_as_by_straightforward_arithmetic_and_by_scikit_learn() -> None:
    draw = random.Random(7)
    for _ in range(30):
        pages = draw.sample(range(1, 31), 30)
        wanted = set(draw.sample(range(1, 31), draw.randint(1, 12)))
        found = ranking([Place("a.pdf", page) for page in wanted], [hit("a.pdf", page) for page in pages])
        relevant = [page in wanted for page in pages]
        for depth in (1, 5, 10):
            assert found[f"recall_at_{depth}"] == pytest.approx(sum(relevant[:depth]) / len(wanted))
        first = relevant.index(True) + 1
        assert found["mrr_at_10"] == pytest.approx(1 / first if first <= 10 else 0)
        scores = np.arange(30, 0, -1)
        assert found["ndcg_at_10"] == pytest.approx(ndcg_score([np.array(relevant, int)], [scores], k=10))
