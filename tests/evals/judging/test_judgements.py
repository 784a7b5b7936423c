"""evals/judging/judgements.py: what a reviewer thinks of an answer stays with it, in whichever run it stands."""

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.kept import UnusableFile
from evals.judging.judgements import BadJudgement, Judgements, key_of
from tests.evals.comparing.by_hand import OTHER, REPORT, KeyPoint, Tags, not_asked, question, record, run


@pytest.fixture
def kept(tmp_path: Path) -> Judgements:
    return Judgements(tmp_path / "judgements.sqlite")


def test_judgement_is_kept_as_it_was_given(kept: Judgements) -> None:
    given = kept.give(record(), " Ana  ", (True, None), (False,), 4, "Good,\nbut short.\n")
    assert kept.of_record(record()) == [given]
    assert (given.reviewer, given.question, given.points, given.sentences) == ("Ana", "q1", (True, None), (False,))
    assert (given.usefulness, given.note, given.by_model) == (4, "Good,\nbut short.", False)


def test_later_judgement_of_the_same_reviewer_takes_the_place_of_the_first(kept: Judgements) -> None:
    kept.give(record(), "Ana", (True, True), (True,), 5)
    kept.give(record(), "Ben", (True, True), (True,), 3)
    kept.give(record(), "Ana", (False, True))
    assert [(each.reviewer, each.points, each.usefulness) for each in kept.of_record(record())] == [
        ("Ana", (False, True), None),
        ("Ben", (True, True), 3),
    ]
    assert kept.reviewers() == {"Ana": 1, "Ben": 1}


def test_same_answer_in_another_run_keeps_its_judgement(kept: Judgements) -> None:
    kept.give(record(), "Ana", usefulness=4)
    again = run(
        [record(scores={"support": 0.5}, found=[OTHER, REPORT], of=question(tags=Tags("staff")))], "a later run"
    )
    assert [each.usefulness for each in kept.of_run(again)] == [4]


@pytest.mark.parametrize(
    "other",
    [
        record(said=[("The library lends 41 tablets.", 0.9)]),
        record(cites=[OTHER]),
        record(status="partial"),
        record(of=question(question="How many laptops?")),
        record(of=question(earlier=("What is lent?",))),
        record(of=question(key_points=(KeyPoint("lends 40 tablets"), KeyPoint("for free", "okay")))),
    ],
)
def test_other_answer_or_question_has_no_judgement_yet(other: Any, kept: Judgements) -> None:
    kept.give(record(), "Ana", usefulness=4)
    assert kept.of_record(other) == []


def test_judgements_of_a_run_are_in_the_order_of_its_records(kept: Judgements) -> None:
    records = [record(id_, of=question(id_, question=f"What of {id_}?")) for id_ in ("c", "a", "b")]
    for each in records:
        kept.give(each, "Ben", usefulness=1)
        kept.give(each, "Ana", usefulness=2)
    found = kept.of_run(run([records[2], records[0], records[2]]))
    assert [(each.question, each.reviewer) for each in found] == [
        ("b", "Ana"),
        ("b", "Ben"),
        ("c", "Ana"),
        ("c", "Ben"),
    ]
    assert [each.question for each in kept.of_reviewer("Ana")] == ["b", "a", "c"]
    assert kept.of_reviewer("Eve") == []


def test_withdrawn_judgement_is_gone_and_that_of_others_stays(kept: Judgements) -> None:
    kept.give(record(), "Ana", usefulness=2)
    kept.give(record(), "Ben", usefulness=3)
    kept.withdraw(record(), "Ana")
    kept.withdraw(record(), "Eve")
    assert [each.reviewer for each in kept.of_record(record())] == ["Ben"]


def test_next_is_what_most_others_have_judged_and_then_in_an_order_that_stays(kept: Judgements) -> None:
    records = [record(f"q{at}", of=question(f"q{at}", question=f"What of {at}?")) for at in range(6)]
    of = run(records)
    by_key = sorted(records, key=key_of)
    assert kept.next_for(of, "Ana") == by_key[0]
    kept.give(by_key[5], "Ben", usefulness=3)
    kept.give(by_key[5], "Cid", usefulness=3)
    kept.give(by_key[3], "Ben", usefulness=3)
    kept.give(by_key[4], "model:scripted:model", usefulness=3, by_model=True)
    order = []
    while (each := kept.next_for(of, "Ana")) is not None:
        order.append(each)
        kept.give(each, "Ana", usefulness=1)
    assert order == [by_key[5], by_key[3], by_key[0], by_key[1], by_key[2], by_key[4]]
    assert kept.next_for(run(list(reversed(records))), "Ben") == by_key[0]


def test_skipped_answers_and_those_that_could_not_be_asked_are_not_next(kept: Judgements) -> None:
    assert kept.next_for(run([record(), not_asked("q2")]), "Ana", {key_of(record())}) is None
    assert kept.next_for(run([]), "Ana") is None


def test_looking_makes_no_file(kept: Judgements) -> None:
    assert (kept.of_run(run([record()])), kept.of_reviewer("Ana"), kept.reviewers()) == ([], [], {})
    assert not kept.path.exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"reviewer": " \n"}, "needs the name of its reviewer"),
        ({"reviewer": "x" * 81}, "may have 80 characters, this one has 81"),
        ({"reviewer": "Model:gpt"}, "are those of language models"),
        ({"reviewer": "gpt", "by_model": True}, "a model judges under a name that begins with 'model:'"),
        ({"points": (True,)}, "1 key points are judged, and there are 2"),
        ({"sentences": (True, False)}, "2 sentences are judged, and there are 1"),
        ({"points": (True, "yes")}, "key points: each is judged yes, no"),
        ({"points": (True, 0.0)}, "key points: each is judged yes, no"),
        ({"usefulness": 0}, "usefulness 0: it goes from 1 to 5"),
        ({"usefulness": 6}, "usefulness 6"),
        ({"usefulness": True}, "usefulness True"),
        ({"usefulness": 3.0}, "usefulness 3.0"),
        ({"note": "x" * 2001}, "may have 2,000 characters, this one has 2,001"),
    ],
)
def test_judgement_that_cannot_be_one_is_refused(given: dict[str, Any], message: str, kept: Judgements) -> None:
    with pytest.raises(BadJudgement, match=message):
        kept.give(record(), **({"reviewer": "Ana"} | given))
    assert kept.of_record(record()) == []


def test_question_that_could_not_be_asked_has_no_answer_to_judge(kept: Judgements) -> None:
    with pytest.raises(BadJudgement, match="there is no answer to judge"):
        kept.give(not_asked(), "Ana", usefulness=1)


def test_names_and_notes_hold_nothing_that_moves_a_cursor(kept: Judgements) -> None:
    given = kept.give(record(), "A\x1bna\nB", note="a\x1b[2J\nb'); DROP TABLE judgements; --")
    assert (given.reviewer, given.note) == ("Ana B", "a[2J\nb'); DROP TABLE judgements; --")
    assert kept.of_reviewer("Ana B") == [given]


def test_refusal_is_judged_by_its_usefulness_alone(kept: Judgements) -> None:
    refused = replace(record(status="refused", made=()), question=question(key_points=()))
    assert kept.give(refused, "Ana", usefulness=5).sentences == ()


def test_half_characters_of_an_answer_can_be_judged(kept: Judgements) -> None:
    odd = record(said=[("Half a \ud83d character.", 0.9)])
    kept.give(odd, "Ana", usefulness=1)
    assert len(kept.of_record(odd)) == 1


def test_file_of_another_program_is_left_as_it_is(kept: Judgements) -> None:
    with sqlite3.connect(kept.path) as db:
        db.execute("CREATE TABLE other (a)")
    with pytest.raises(UnusableFile, match="another program's file"):
        kept.give(record(), "Ana", usefulness=1)
    with pytest.raises(UnusableFile, match="another program's file"):
        kept.of_run(run([record()]))
