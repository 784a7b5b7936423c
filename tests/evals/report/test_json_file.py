import json

from evals.comparing.compared import compared
from evals.report.json_file import json_report, json_text
from evals.runs.types import Took
from tests.evals.report.runs import answer, asked, failing_record, record, run


def test_figures_have_value_interval_and_count() -> None:
    of = run(*[record(asked(id=f"q{n}"), scores={"right": float(n < 3)}) for n in range(4)])
    right = json_report(of)["figures"]["right"]
    assert (right["value"], right["count"], right["family"], right["better"]) == (0.75, 4, "answering", "higher")
    assert 0 <= right["low"] < 0.75 < right["high"] <= 1
    split = json_report(of)["splits"]["group"]["city staff"]["right"]
    assert (split["value"], split["count"]) == (0.75, 4)


def test_what_could_not_be_scored_is_null_and_not_zero() -> None:
    data = json_report(run(record(scores={"support": None}), took=(Took(5.0),)))
    assert data["figures"]["page_recall"]["value"] is None
    assert data["splits"]["language"]["en"]["page_recall"] is None
    assert data["questions"][0]["scores"]["support"] is None
    assert data["questions"][0]["took"]["cost"] is None


def test_question_with_all_that_was_said_of_it() -> None:
    question = json_report(run(failing_record()))["questions"][0]
    assert question["failed"] == ["forbidden", "vital", "unsupported"]
    assert question["key_points"] == [{"text": "Lumen has 7 buses", "weight": "vital", "made": False}]
    assert question["claims"] == [{"text": "Lumen has 9 buses", "made": True}]
    assert [found["evidence"] for found in question["retrieved"]] == [False, True]
    assert question["answer"]["sentences"][0]["text"] == "Lumen has 9 buses."


def test_any_run_is_json_that_is_read_back_the_same() -> None:
    odd = record(scores={"of_old": float("inf")}, confidence=float("nan"))
    for of in (run(), run(odd), run(record(said={}, error="no index", made=())), run(record(), took=())):
        data = json_report(of)
        assert json.loads(json_text(data)) == data
    assert json_report(run(odd))["questions"][0]["confidence"] is None


def test_half_characters_are_no_trouble_to_who_reads_it() -> None:
    text = json_text(json_report(run(record(asked("half \ud83d")))))
    assert json.loads(text.encode())["questions"][0]["question"] == "half \ufffd"


def test_comparison_has_differences_and_the_questions_that_changed() -> None:
    after = run(failing_record())
    before = run(record(failing_record().question, answer("Lumen has 7 buses."), (True,)), id="r0")
    data = json_report(after, compared(before, after))["comparison"]
    assert (data["before"], data["after"], data["compared"]) == ("r0", "r1", 1)
    assert {key: data["changed"][0][key] for key in ("id", "way", "reason")} == {
        "id": "lumen-2",
        "way": "worse",
        "reason": "selection",
    }
    behaviour = data["figures"]["behaviour"]
    assert (behaviour["before"]["value"], behaviour["after"]["value"], behaviour["difference"]["value"]) == (1, 1, 0)
    assert "comparison" not in json_report(after)
