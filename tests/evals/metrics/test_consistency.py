"""About evals/metrics/consistency.py: the same question in other words."""

from evals.metrics import METRICS
from evals.runs.types import Record
from tests.evals.metrics.records import record


def values(name: str, *records: Record) -> list[float | None]:
    return list(METRICS[name].values(records, ()))


def test_two_wordings_that_share_one_place_of_three() -> None:
    one = record("a", cites=[("x.pdf", 1), ("x.pdf", 2), ("x.pdf", 2)])
    other = record("b", cites=[("x.pdf", 2), ("y.md", None)], same_as="a")
    assert values("same_places", one, other) == [1 / 3, 1 / 3]


def test_same_page_of_two_documents_is_not_the_same_place() -> None:
    one, other = record("a", cites=[("x.pdf", 1)]), record("b", cites=[("y.pdf", 1)], same_as="a")
    assert values("same_places", one, other) == [0, 0]


def test_both_refused_and_one_refused() -> None:
    both = record("a", status="refused"), record("b", status="refused", same_as="a")
    assert values("same_places", *both) == [1, 1]
    one = record("a", status="refused"), record("b", cites=[("x.pdf", 1)], same_as="a")
    assert values("same_places", *one) == values("same_behaviour", *one) == [0, 0]


def test_three_wordings_each_with_the_mean_over_its_two_pairs() -> None:
    three = (
        record("a", cites=[("x.pdf", 1)]),
        record("b", cites=[("x.pdf", 1)], same_as="a"),
        record("c", status="refused", same_as="a"),
    )
    assert values("same_places", *three) == [1 / 2, 1 / 2, 0]
    assert values("same_behaviour", *three) == [1 / 2, 1 / 2, 0]


def test_partial_answer_behaves_as_an_answer() -> None:
    pair = record("a", status="partial"), record("b", same_as="a")
    assert values("same_behaviour", *pair) == [1, 1]


def test_wording_of_a_wording_and_two_of_a_question_that_was_not_asked_belong_together() -> None:
    chain = record("a"), record("b", same_as="a"), record("c", same_as="b")
    assert values("same_behaviour", *chain) == [1, 1, 1]
    siblings = record("b", same_as="a"), record("c", same_as="a")
    assert values("same_behaviour", *siblings) == [1, 1]


def test_questions_that_reword_each_other_in_a_ring_belong_together() -> None:
    ring = record("a", same_as="b"), record("b", same_as="a"), record("c", same_as="b"), record("d", same_as="d")
    assert values("same_behaviour", *ring) == [1, 1, 1, None]


def test_question_that_nothing_rewords_is_not_scored() -> None:
    assert values("same_places", record("a"), record("b")) == [None, None]


def test_question_that_could_not_be_asked_is_no_pair() -> None:
    assert values("same_behaviour", record("a"), record("b", same_as="a", status="error")) == [None, None]
