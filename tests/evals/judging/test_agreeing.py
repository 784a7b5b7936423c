"""evals/judging/agreeing.py: who agrees with whom, and what people agree on where they do not."""

from pathlib import Path

import pytest

from evals.judging.agreeing import PROGRAM, among_people, consensus, model_with_people, program_with_people
from evals.judging.judgements import Judgement, Judgements
from evals.judging.kappa import NOTHING_SHARED, kappa
from tests.evals.comparing.by_hand import question, record, run


def judgement(answer: str, reviewer: str, points: tuple[bool | None, ...] = (), useful: int | None = None) -> Judgement:
    return Judgement(answer, reviewer, "q", points, (), useful)


def test_two_people_have_one_figure_for_each_part() -> None:
    of = [
        *(judgement("a", "Ana", (True, False), 5), judgement("b", "Ana", (True,), 1)),
        *(judgement("a", "Ben", (True, True), 4), judgement("b", "Ben", (False,), 1)),
    ]
    found = among_people(of)
    assert [(each.part, each.names) for each in found] == [
        ("points", ("Ana", "Ben")),
        ("support", ("Ana", "Ben")),
        ("usefulness", ("Ana", "Ben")),
    ]
    points, support, usefulness = (each.agreement for each in found)
    assert points.kappa is not None
    assert points.kappa.value == pytest.approx(kappa([1, 0, 1], [1, 1, 0]))
    assert (support.kappa, support.reason) == (None, NOTHING_SHARED)
    assert usefulness.kappa is not None
    assert usefulness.kappa.value == pytest.approx(kappa([5, 1], [4, 1], "quadratic", (1, 2, 3, 4, 5)))


def test_three_people_have_one_figure_for_all_and_one_for_every_two() -> None:
    of = [judgement("a", name, (True, False)) for name in ("Ana", "Ben", "Cid")]
    assert [each.names for each in among_people(of) if each.part == "points"] == [
        ("Ana", "Ben", "Cid"),
        ("Ana", "Ben"),
        ("Ana", "Cid"),
        ("Ben", "Cid"),
    ]


def test_model_is_none_of_the_people() -> None:
    of = [judgement("a", "Ana", (True, False)), judgement("a", "model:m", (True, True))]
    assert {each.names for each in among_people(of)} == {("Ana",)}
    assert among_people([]) == []


def test_most_people_count_and_an_even_split_does_not() -> None:
    of = [
        *(
            judgement("a", "Ana", (True, True)),
            judgement("a", "Ben", (True, False)),
            judgement("a", "Cid", (False, None)),
        ),
        judgement("a", "model:m", (False, False)),
    ]
    assert consensus(of, "points") == {("a", 0): 1}


def test_program_is_held_against_people(tmp_path: Path) -> None:
    """It finds the first point of two and takes one sentence of two for supported; the reviewer says the opposite of
    the first answer's points, and of its sentences."""
    said = [("The library lends 40 tablets.", 0.9), ("It is new.", 0.2)]
    first = record(said=said)
    second = record("q2", said=said, of=question("q2", question="And now?"))
    of, kept = run([first, second]), Judgements(tmp_path / "j.sqlite")
    kept.give(first, "Ana", (False, True), (False, True))
    kept.give(second, "Ana", (True, False), (True, False))
    kept.give(second, "model:m", (True, True), (False, True), by_model=True)
    points, support = program_with_people(of, kept.of_run(of))
    assert (points.part, points.names) == ("points", (PROGRAM, "Ana"))
    for each in (points, support):
        assert each.agreement.kappa is not None
        assert (each.agreement.kappa.value, each.agreement.count) == (pytest.approx(0.0), 4)
    of_model, _ = model_with_people(kept.of_run(of), "model:m")
    assert of_model.names == ("model:m", "Ana")
    assert (of_model.agreement.count, of_model.agreement.same) == (2, 0.5)


def test_without_people_nothing_is_held_against_them() -> None:
    for each in program_with_people(run([record()]), []):
        assert (each.agreement.kappa, each.agreement.reason) == (None, NOTHING_SHARED)
