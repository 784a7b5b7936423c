"""assistant/web/evaluation_judging.py and evaluation_drafts.py: answers are judged by hand; use becomes drafts."""

import json
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.phrases import ENGLISH_PAGE
from assistant.phrases.eval_words import eval_phrases
from assistant.web.desk import Desk
from assistant.web.evaluation_drafts import drafts_of, shown_drafts
from assistant.web.evaluation_judging import judged, judgements_of, next_one
from assistant.web.evaluation_places import at
from assistant.web.routes import routes
from evals.judging.judgements import key_of
from evals.runs.store import RunStore
from evals.testsets.reading import read_test_set
from tests.assistant.web.evaluated import desk_with, kept, shown, two_answers

PAGE, SAID = ENGLISH_PAGE, eval_phrases("en")
MAY, MAY_NOT = True, False


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Desk:
    return desk_with(desk, tmp_path / "evaluations")


def keys(desk: Desk, id_: str) -> list[str]:
    return [key_of(each) for each in RunStore(desk.settings.evaluations).load(id_).records]


def judgement(id_: str, answer: str, reviewer: str = "Ana", **said: object) -> str:
    given = {"run": id_, "reviewer": reviewer, "answer": answer, "skipped": [], "note": ""}
    return json.dumps(given | {"points": ["yes"], "sentences": ["yes"], "usefulness": "4"} | said)


def test_reviewer_is_asked_for_and_then_has_one_answer_at_a_time(desk: Desk) -> None:
    id_ = kept(desk, two_answers())
    seen = at(desk, PAGE, MAY, {"run": id_, "judge": "yes"})
    assert SAID.judge.reviewer in shown(seen)
    assert SAID.judge.nothing_judged in shown(seen)
    assert seen.place == f"run={id_}&judge=yes"
    assert SAID.judge.reviewer_missing in shown(next_one(desk, PAGE, MAY, json.dumps({"run": id_, "reviewer": " "})))
    asked = shown(next_one(desk, PAGE, MAY, json.dumps({"run": id_, "reviewer": " Ana  B. "})))
    assert "0 of 2 judged by Ana B." in asked
    assert asked.count('data-of="usefulness"') == 1
    assert "checked" not in asked
    assert "42 trams run in Lumen." in asked  # the quote stands beside its sentence


def test_judgement_is_kept_and_the_next_answer_comes_until_there_is_none(desk: Desk) -> None:
    id_ = kept(desk, two_answers())
    first, second = keys(desk, id_)
    seen = judged(desk, PAGE, MAY, judgement(id_, first, points=["yes"], sentences=["no"], note="Half <b>right"))
    assert SAID.judge.saved in str(seen.told)
    assert f'name="answer" value="{second}"' in str(seen.body)
    (given,) = judgements_of(desk).of_reviewer("Ana")
    assert (given.points, given.sentences, given.usefulness, given.note) == ((True,), (False,), 4, "Half <b>right")
    seen = judged(desk, PAGE, MAY, judgement(id_, second, points=[""], sentences=["no"], usefulness=""))
    assert SAID.judge.all_judged in str(seen.body)
    assert judgements_of(desk).of_reviewer("Ana")[0].points == (None,)
    assert judgements_of(desk).of_reviewer("Ana")[0].usefulness is None


def test_answer_that_was_judged_is_opened_again_as_it_was_judged(desk: Desk) -> None:
    id_ = kept(desk, two_answers())
    first, _ = keys(desk, id_)
    seen = judged(desk, PAGE, MAY, judgement(id_, first, sentences=["no"], note="see <b>"))
    assert f'data-answer="{first}"' in str(seen.body)
    again = str(next_one(desk, PAGE, MAY, json.dumps({"run": id_, "reviewer": "Ana", "answer": first})).body)
    assert SAID.judge.open_for_change in again
    for chosen in ("point-0", "sentence-0", "usefulness"):
        assert f'name="{chosen}" value="{ {"point-0": "yes", "sentence-0": "no"}.get(chosen, "4") }" checked' in again
    assert again.count(" checked") == 3
    assert "see &lt;b&gt;</textarea>" in again


def test_skipped_answer_does_not_come_again(desk: Desk) -> None:
    id_ = kept(desk, two_answers())
    asked = {"run": id_, "reviewer": "Ana", "skipped": keys(desk, id_)}
    assert SAID.judge.all_judged in str(next_one(desk, PAGE, MAY, json.dumps(asked)).body)
    asked["skipped"] = keys(desk, id_)[:1]
    assert f'name="answer" value="{keys(desk, id_)[1]}"' in str(next_one(desk, PAGE, MAY, json.dumps(asked)).body)


def test_agreement_of_two_reviewers_and_of_the_program_is_shown(desk: Desk) -> None:
    id_ = kept(desk, two_answers())
    first, second = keys(desk, id_)
    for reviewer, last in (("Ana", "no"), ("Ben <b>", "no")):
        judged(desk, PAGE, MAY, judgement(id_, first, reviewer, points=["yes"]))
        judged(desk, PAGE, MAY, judgement(id_, second, reviewer, points=[last], usefulness="1"))
    seen = str(at(desk, PAGE, MAY_NOT, {"run": id_, "judge": "yes"}).questions)
    row = '<th scope="row">Key points made</th><td>{}</td><td><strong>+1.00</strong>'
    assert row.format("Ana and Ben &lt;b&gt;") in seen
    assert row.format("The program and people (Ana, Ben &lt;b&gt;)") in seen
    assert f"{SAID.judge.all_alike}</span></td><td>100 %</td><td>2</td>" in seen  # both found both sentences supported


@pytest.mark.parametrize(
    ("about", "line"),
    [
        ({"reviewer": ""}, "needs the name of its reviewer"),
        ({"reviewer": "model:gpt"}, "names that begin with"),
        ({"answer": "0"}, SAID.runs.gone),
        ({"run": "nothing"}, SAID.runs.gone),
        ({"points": ["yes", "no"]}, "2 key points are judged, and there are 1"),
        ({"note": "x" * 2001}, "a note may have"),
    ],
)
def test_judgement_that_cannot_be_kept_says_why_and_the_form_stays(
    desk: Desk, about: dict[str, str], line: str
) -> None:
    id_ = kept(desk, two_answers())
    given = json.loads(judgement(id_, keys(desk, id_)[0])) | about
    seen = judged(desk, PAGE, MAY, json.dumps(given))
    assert line in unescape(str(seen.told))
    assert seen.body is None
    assert judgements_of(desk).reviewers() == {}


@pytest.mark.parametrize("sent", [None, "", "[]", "{", "[" * 100_000, 7])
def test_what_no_page_of_ours_sends_is_no_judgement(desk: Desk, sent: object) -> None:
    assert SAID.runs.gone in shown(judged(desk, PAGE, MAY, sent))
    assert SAID.judge.reviewer_missing in shown(next_one(desk, PAGE, MAY, sent))


def test_who_may_not_judge_reads_how_far_others_agree(desk: Desk) -> None:
    id_ = kept(desk, two_answers())
    first, _ = keys(desk, id_)
    assert PAGE.library.not_allowed in shown(judged(desk, PAGE, MAY_NOT, judgement(id_, first)))
    assert PAGE.library.not_allowed in shown(next_one(desk, PAGE, MAY_NOT, json.dumps({"run": id_, "reviewer": "A"})))
    assert judgements_of(desk).reviewers() == {}
    seen = shown(at(desk, PAGE, MAY_NOT, {"run": id_, "judge": "yes"}))
    assert "<form" not in seen
    assert SAID.judge.agreement in seen


def asked_in_the_chat(desk: Desk) -> None:
    conversation = desk.conversations.begin("ana", "Birds")
    for place, question in enumerate(
        ("Which penguins nest in Antarctica?", "How many noise sensors did Marisol mount?")
    ):
        desk.conversations.add("ana", conversation, desk.assistant.ask(question))
        if place == 1:
            answer = desk.assistant.ask(question)
            desk.feedback.give("ana", conversation, 1, "down", "incomplete", "Secret <b>note", answer)


def test_what_was_judged_and_refused_becomes_drafts_without_the_notes(desk: Desk) -> None:
    assert SAID.drafts.none_yet in shown_drafts(desk, PAGE, MAY)
    asked_in_the_chat(desk)
    assert [(each.question, each.expected, each.draft) for each in drafts_of(desk)] == [
        ("How many noise sensors did Marisol mount?", "answer", True),
        ("Which penguins nest in Antarctica?", "refuse", True),
    ]
    seen = shown_drafts(desk, PAGE, MAY)
    assert "2 drafts" in seen
    assert "Secret" not in seen
    assert PAGE.library.not_allowed in unescape(shown_drafts(desk, PAGE, MAY_NOT))
    assert "penguins" not in shown_drafts(desk, PAGE, MAY_NOT)


def test_drafts_are_taken_away_as_a_test_set_by_those_who_may(desk: Desk, tmp_path: Path) -> None:
    asked_in_the_chat(desk)
    app = Starlette(routes=routes(desk))
    here = TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1))
    taken = here.get("/drafts.yaml")
    assert taken.headers["content-disposition"] == "attachment; filename=drafts.yaml"
    (tmp_path / "drafts.yaml").write_text(taken.text, encoding="utf-8")
    assert [each.question for each in read_test_set(tmp_path / "drafts.yaml").questions] == [
        each.question for each in drafts_of(desk)
    ]
    elsewhere = TestClient(app, base_url="http://localhost", client=("10.0.0.7", 1))
    assert (elsewhere.get("/drafts.yaml").status_code, "penguins" in elsewhere.get("/drafts.yaml").text) == (403, False)
