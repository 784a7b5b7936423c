"""evals/comparing/look_first.py and clusters.py: the few lines that tell where to look, the worst first."""

import re
from dataclasses import replace

import pytest

from evals.comparing.clusters import Cluster, Concentration, clusters, concentration
from evals.comparing.compared import compared
from evals.comparing.look_first import look_first
from evals.comparing.look_words import LOOK_WORDS
from evals.testsets.types import Tags
from tests.evals.comparing.by_hand import (
    LOSS,
    OTHER,
    SCORE,
    Place,
    filler,
    metrics,
    not_asked,
    question,
    record,
    run,
    scoring,
)

REFUSE = {"expected": "refuse", "evidence": (), "key_points": ()}


def test_nothing_stands_out_in_a_run_that_is_well() -> None:
    assert look_first(run([record()])) == []
    assert look_first(run([])) == []


def test_question_that_could_not_be_asked_comes_first() -> None:
    bare = record("q2", made=(False, False), of=question("q2"))
    assert look_first(run([bare, not_asked()])) == [
        "Questions that could not be asked: 1 (q1)",
        "Answers without a single vital key point: 1 (q2)",
    ]


def test_drop_is_told_with_the_kind_where_it_lies() -> None:
    kinds = ["table"] * 10 + ["date"] * 30
    comparison = compared(
        scoring(*[1.0] * 40, kinds=kinds), scoring(*[0.0] * 10, *[1.0] * 30, kinds=kinds), metrics(SCORE)
    )
    assert look_first(comparison.other, comparison)[0] == (
        "Score fell from 1.000 to 0.750 (p = 0.002); most in kind “table”: −1.000 over 10 of 40 questions"
    )


def test_rise_of_what_should_be_low_is_told_as_worse() -> None:
    comparison = compared(scoring(*[0.0] * 40), scoring(*[1.0] * 40), metrics(LOSS))
    (line,) = look_first(comparison.other, comparison)
    assert line == "Loss rose from 0.000 to 1.000 (p < 0.001), and lower is better"


def test_drops_of_one_family_are_told_once() -> None:
    other = replace(SCORE, name="other", title="Other")
    comparison = compared(scoring(*[1.0] * 40), scoring(*[0.5] * 40), metrics(SCORE, other))
    assert len(look_first(comparison.other, comparison)) == 1
    apart = compared(scoring(*[1.0] * 40), scoring(*[0.5] * 40), metrics(SCORE, replace(other, family="finding")))
    assert len(look_first(apart.other, apart)) == 2


def test_gain_and_chance_are_not_told() -> None:
    for after in (scoring(*[1.0] * 40), scoring(*[0.5] * 39, 0.0)):
        comparison = compared(scoring(*[0.5] * 40), after, metrics(SCORE))
        assert look_first(after, comparison) == []


def test_questions_that_came_out_worse_are_counted_by_reason() -> None:
    one = run([record("a", of=question("a")), record("b", of=question("b"))])
    other = run([
        record("a", status="refused", made=(False, False), of=question("a")),
        record("b", found=filler(20), made=(True, True), of=question("b")),
    ])  # fmt: skip
    lines = look_first(other, compared(one, other))
    assert lines[0] == "Questions that came out worse: 1 (refused by one run only: 1); better: 1"


def test_forbidden_claims_are_told_all_of_a_run_and_only_new_ones_of_a_comparison() -> None:
    asked = question(forbidden=("lends 400 laptops",))
    bad = record(of=asked, said=[("The library lends 400 laptops.", 0.9)])
    assert look_first(run([bad])) == ["Answers that make a forbidden claim: 1 (q1)"]
    assert look_first(run([bad]), compared(run([bad]), run([bad]))) == []
    good = record(of=asked)
    assert "Answers that make a forbidden claim which they did not make before: 1 (q1)" in look_first(
        run([bad]), compared(run([good]), run([bad]))
    )


def test_question_that_lost_every_vital_point_is_told() -> None:
    one, other = run([record()]), run([record(made=(False, True))])
    assert "Questions that lost every vital key point: 1 (q1)" in look_first(other, compared(one, other))
    assert look_first(other, compared(other, other)) == []


def test_question_without_key_points_cannot_lack_them() -> None:
    assert look_first(run([record(made=(), of=question(key_points=()))])) == []


def test_unsupported_sentences_are_told_with_the_worst_answer_first() -> None:
    weak = ("It is so.", 0.2)
    of = [record("a", said=[weak], of=question("a")), record("b", said=[weak, weak], of=question("b"))]
    (line,) = look_first(run(of))
    assert line == "Sentences that what they cite does not support: 3, in 2 answers (b, a)"


def test_refusals_of_answerable_questions_are_told_by_whether_the_page_was_found() -> None:
    def refused(id_: str, **fields: object) -> object:
        return record(id_, status="refused", made=(False, False), of=question(id_, **fields))

    of = [refused("a"), refused("c", evidence=()), record("d", of=question("d"))]
    of.append(record("b", status="clarify", found=[OTHER], made=(False, False), of=question("b")))
    (line,) = look_first(run(of))  # type: ignore[arg-type]
    assert line == (
        "Not answered, though there is an answer: 3 of 4; its pages found: 1, not found: 1, not known: 1 (a, c, b)"
    )


def test_answer_that_should_have_been_refused_is_told() -> None:
    of = [record(f"q{at}", made=(), of=question(f"q{at}", **REFUSE)) for at in range(6)]
    of.append(record("right", status="refused", made=(), of=question("right", **REFUSE)))
    (line, *_) = look_first(run(of))
    assert line == "Answered, though the answer should be refused: 6 of 7 (q0, q1, q2, q3, and 2 more)"


def test_there_are_seven_lines_at_most() -> None:
    asked = {"forbidden": ("lends 400 laptops",), "tags": Tags("staff", "table", 2, ("long",))}
    claim = ("The library lends 400 laptops.", 0.1)
    of = [record(f"q{at}", said=[claim], made=(False, False), of=question(f"q{at}", **asked)) for at in range(5)]
    of += [record(f"r{at}", made=(), of=question(f"r{at}", **REFUSE)) for at in range(5)]
    of += [record(f"s{at}", status="refused", made=(False, False), of=question(f"s{at}")) for at in range(5)]
    of += [record(f"t{at}", of=question(f"t{at}", language="fr")) for at in range(15)]
    good = [record(each.question.id, scores={"score": 1.0}, of=each.question) for each in of]
    bad = [record(each.question.id, scores={"score": 0.0}, status=each.status, made=each.made,
                  said=[claim], of=each.question) for each in of]  # fmt: skip
    comparison = compared(run(good), run([*bad, not_asked("u")]), metrics(SCORE))
    lines = look_first(comparison.other, comparison)
    assert len(lines) == 7
    assert lines[0].startswith("Questions that could not be asked")
    assert lines[1].startswith("Score fell")


def test_lines_are_french_for_french_readers() -> None:
    comparison = compared(scoring(*[1.0] * 40), scoring(*[0.75] * 40), metrics(SCORE))
    assert look_first(comparison.other, comparison, "fr", {"score": "Note"}) == [
        "Note : baisse de 1,000 à 0,750 (p < 0,001)"
    ]
    assert look_first(run([not_asked()]), language="fr") == ["Questions qui n’ont pas pu être posées : 1 (q1)"]
    assert look_first(run([not_asked()]), language="de") == look_first(run([not_asked()]))


@pytest.mark.parametrize("language", LOOK_WORDS)
def test_every_line_has_the_same_places_in_each_language(language: str) -> None:
    english, said = LOOK_WORDS["en"], LOOK_WORDS[language]
    for name in english.__slots__:
        mine, its = getattr(english, name), getattr(said, name)
        if isinstance(mine, str):
            assert set(re.findall(r"{\w+}", mine)) == set(re.findall(r"{\w+}", its)), name
        else:
            assert set(mine) == set(its), name


def test_names_from_outside_cannot_break_a_line_or_fill_it() -> None:
    long = question("a\x1b[31m\n{count}" + "x" * 200)
    (line,) = look_first(run([record(long.id, said=[("It is so.", 0.1)], of=long)]))
    assert "\x1b" not in line
    assert "\n" not in line
    assert "{count}" in line
    assert len(line) < 140


def test_cluster_is_a_tag_whose_questions_fail_more_often_than_elsewhere() -> None:
    tables = [(question(tags=Tags(kind="table")), at < 4) for at in range(5)]
    dates = [(question(tags=Tags(kind="date")), at < 2) for at in range(10)]
    assert clusters(tables + dates) == [Cluster("kind", "table", 4, 5, 2, 10)]
    assert clusters(tables) == []  # there is no elsewhere
    assert clusters([]) == []


def test_tag_of_most_questions_is_no_cluster() -> None:
    english = [(question(), at < 9) for at in range(10)]
    assert clusters(english + [(question(language="fr"), False)] * 9) == []


def test_tags_of_the_very_same_questions_are_one_cluster() -> None:
    french = [(question(language="fr", tags=Tags(kind="table", more=("hard",))), True)] * 3
    english = [(question(), False)] * 9
    assert [each.by for each in clusters(french + english)] == ["kind"]


def test_drop_that_lies_everywhere_is_concentrated_nowhere() -> None:
    of = [question(tags=Tags(kind=kind)) for kind in ("table", "date") * 5]
    assert concentration(of, [-0.5] * 10) is None
    assert concentration(of, [0.5] * 10) is None
    assert concentration([], []) is None
    assert concentration(of, [-1.0, 0.0] * 5) == Concentration("kind", "table", -1.0, 5)


def test_found_page_of_another_document_does_not_count() -> None:
    lost = record(status="refused", made=(False, False), found=[Place("else.pdf", 4)])
    assert "not found: 1" in look_first(run([lost]))[0]
