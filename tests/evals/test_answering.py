"""evals/answering.py: what counts as a right answer, and which questions the index can answer."""

import pytest

from assistant.assistant import Assistant
from evals.answering import Outcome, by_kind, draw, half, holds, outcome, report
from evals.passage_set import AskedQuestion, PassageSet

PASSAGES = {"a0": ("Alpha", "x"), "b0": ("Beta", "x"), "c0": ("Gamma", "x"), "a1": ("Alpha", "y")}
INSIDE, NEAR, OUTSIDE, NOWHERE = (
    AskedQuestion("1", "Who?", "a0"),
    AskedQuestion("2", "Why?", "c0", answerable=False),
    AskedQuestion("3", "When?", "b0"),
    AskedQuestion("4", "What?", "b0", answerable=False),
)


@pytest.mark.parametrize(
    ("quote", "answers", "right"),
    [
        ("Harbourview opened 14 help points.", ["14"], True),
        ("Harbourview opened 14 help points.", ["12", "14 Help Points"], True),
        ("Harbourview opened 140 help points.", ["14"], False),
        ("They opened help at 14 points.", ["14 help points"], False),
        ("It cost 9,300 euros in São Paulo.", ["9300 euros", "x"], True),
        ("It cost 9,300 euros in São Paulo.", ["sao paulo"], True),
        ("Harbourview opened it.", ["view"], False),
        ("Harbourview opened it.", [], False),
        ("", ["14"], False),
    ],
)
def test_quote_holds_an_answer_if_its_words_stand_side_by_side(quote: str, answers: list[str], right: bool) -> None:
    assert holds(quote, answers) is right


@pytest.mark.parametrize("answer", ["", "?!"])
def test_answer_without_a_word_is_held_by_nothing(answer: str) -> None:
    assert not holds("Harbourview opened it.", [answer])


def test_every_other_title_is_kept_with_all_its_passages() -> None:
    assert list(half(PassageSet(PASSAGES, ()))) == ["a0", "c0", "a1"]


def test_questions_are_answerable_near_misses_or_absent() -> None:
    asked = PassageSet(PASSAGES, (INSIDE, NEAR, OUTSIDE, NOWHERE))
    assert by_kind(asked, half(asked)) == {"answerable": [INSIDE], "near miss": [NEAR], "absent": [OUTSIDE]}


def test_draw_is_the_same_for_a_seed_and_never_more_than_there_are() -> None:
    questions = [AskedQuestion(str(number), "?", "a0") for number in range(50)]
    assert draw(questions, 5, seed=1) == draw(questions, 5, seed=1) != draw(questions, 5, seed=2)
    assert sorted(draw(questions, 99, 1), key=lambda question: int(question.id)) == questions


def test_outcome_is_right_if_a_quote_holds_the_answer_and_the_question_has_one(assistant: Assistant) -> None:
    question = AskedQuestion("1", "How many digital help points did Harbourview open?", "p", ("14",))
    found = outcome(assistant, "answerable", question)
    assert (found.kind, found.right) == ("answerable", True)
    assert found.confidence == assistant.ask(question.text).confidence > 0
    assert not outcome(assistant, "near miss", question).right
    assert not outcome(assistant, "answerable", AskedQuestion("1", question.text, "p", ("15",))).right


def test_report_has_every_figure_with_its_count(capsys: pytest.CaptureFixture[str]) -> None:
    report(
        [
            Outcome("answerable", 0.9, True, 10.0),
            Outcome("answerable", 0.7, False, 30.0),
            Outcome("answerable", 0.1, True, 20.0),
            Outcome("absent", 1.0, False, 40.0),
        ],
        threshold=0.5,
    )
    lines = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines() if "answerable" not in line)
    assert lines["absent"] == "answered 1.000 (0.207 to 1.000, n=1)"
    assert lines["confidence"] == "AUC of right answers 0.250"  # of four pairs one is in order
    assert lines["confidence 0.8 to 1.0"].startswith("says 0.95, is right 0.500 ")
    assert lines["milliseconds"] == "median 30, 95% under 40"


def test_report_says_what_could_not_be_scored(capsys: pytest.CaptureFixture[str]) -> None:
    report([Outcome("answerable", 0.1, False, 10.0)], threshold=0.5)
    printed = capsys.readouterr().out
    assert "answerable: right where answered not scored (none was answered)" in printed
    assert "AUC of right answers not scored (needs right and wrong ones)" in printed
