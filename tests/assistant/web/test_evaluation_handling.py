"""assistant/web/evaluation_*.py: test sets and runs are listed, started, opened, compared, taken away and deleted."""

import json
import re
import time
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.phrases import ENGLISH_PAGE, page_phrases
from assistant.phrases.eval_words import eval_phrases
from assistant.web import evaluation_handling as handling
from assistant.web.desk import Desk
from assistant.web.evaluation_lists import progress_html
from assistant.web.evaluation_places import at
from assistant.web.evaluation_questions import Wanted, found, wanted_from
from assistant.web.evaluation_running import resumed, started
from assistant.web.evaluation_sets import sets_in
from assistant.web.evaluation_under_way import OneRun, Watched
from assistant.web.routes import routes
from evals.metrics import METRICS
from tests.assistant.web.evaluated import (
    EVIL,
    PENGUINS,
    SENSORS,
    desk_with,
    evil_run,
    kept,
    refusing,
    shown,
    two_answers,
)
from tests.evals.report.runs import record, run

PAGE, SAID = ENGLISH_PAGE, eval_phrases("en")
MAY, MAY_NOT = True, False


@pytest.fixture
def desk(desk: Desk, tmp_path: Path) -> Desk:
    return desk_with(desk, tmp_path / "evaluations", SENSORS, PENGUINS)


def test_without_runs_it_is_said_what_to_do(desk: Desk) -> None:
    assert SAID.runs.none_yet in shown(handling.home(desk, PAGE, MAY))
    seen = shown(handling.home(desk, PAGE, MAY_NOT))
    assert SAID.runs.none_yet_reading in seen
    assert SAID.start.only_reading in seen
    assert "<form" not in seen


def test_test_set_is_shown_with_its_counts(desk: Desk) -> None:
    seen = shown(handling.home(desk, PAGE, MAY))
    assert "<strong>own</strong> 2 questions" in seen
    for counted in ("staff <span>1", "mayor <span>1", "number <span>1", "answer <span>1", "refuse <span>1"):
        assert counted in seen
    assert str(desk.settings.evaluations / "sets") in seen


def test_set_with_mistakes_shows_them_by_line_and_cannot_be_run(desk: Desk) -> None:
    broken = json.dumps({"id": "a", "question": EVIL, "expected": "sing"})
    desk = desk_with(desk, desk.settings.evaluations, SENSORS, broken, file="broken.jsonl")
    seen = handling.home(desk, PAGE, MAY)
    assert "broken.jsonl, line 2" in shown(seen)
    assert "1 mistake" in shown(seen)
    assert 'value="sets/broken.jsonl"' not in str(seen.body)
    assert SAID.start.unknown_set in started(desk, OneRun(), PAGE, MAY, {"set": "sets/broken.jsonl"})


def test_run_is_started_watched_and_listed(desk: Desk) -> None:
    one = OneRun()
    told = started(desk, one, PAGE, MAY, {"set": "sets/own.jsonl", "name": "first", "tag": "kind=number"})
    assert SAID.start.begun in told
    assert SAID.start.already in unescape(started(desk, one, PAGE, MAY, {"set": "sets/own.jsonl"}))
    until = time.monotonic() + 60
    while one.now().live and time.monotonic() < until:
        time.sleep(0.05)
    now = one.now()
    assert (now.state, now.name, now.done, now.count, now.failed) == ("ended", "first", 1, 1, 0)
    listed = handling.listed(desk, PAGE, MAY)
    assert f'data-place="run={now.id}">first</a>' in listed
    assert "own · kind=number · without a language model" in listed
    assert "Expected behaviour <strong>1.00</strong>" in listed
    seen = shown(handling.opened(desk, PAGE, MAY, now.id))
    assert "How many noise sensors did Marisol mount?" in seen
    assert "made:</span> 48 noise sensors" in seen


@pytest.mark.parametrize(
    ("may", "sent", "line"),
    [
        (MAY_NOT, {"set": "sets/own.jsonl"}, PAGE.library.not_allowed),
        (MAY, {"set": "sets/other.jsonl"}, SAID.start.unknown_set),
        (MAY, {"set": "sets/own.jsonl", "tag": "kind=poem"}, SAID.start.unknown_set),
        (MAY, {"set": "sets/own.jsonl", "name": "x" * 121}, "A name may have 120 characters, this one has 121."),
        (MAY, None, SAID.start.unknown_set),
        (MAY, {"set": ["sets/own.jsonl"]}, SAID.start.unknown_set),
    ],
)
def test_run_that_cannot_begin_says_why(desk: Desk, may: bool, sent: object, line: str) -> None:
    one = OneRun()
    assert line in unescape(started(desk, one, PAGE, may, sent))
    assert one.now() == Watched()


def test_without_an_index_no_run_begins(desk: Desk, tmp_path: Path) -> None:
    none = desk.settings.model_copy(update={"index": tmp_path / "none"})
    one = OneRun()
    told = started(type(desk)(desk.assistant, none, desk.conversations, desk.feedback, desk.briefs), one, PAGE, MAY,
                   {"set": "sets/own.jsonl"})  # fmt: skip
    assert "roundtable ingest" in told
    assert one.now() == Watched()


def test_stopped_run_is_gone_on_with_where_its_set_is_still_there(desk: Desk) -> None:
    id_ = kept(desk, two_answers(), done=1)
    listed = handling.listed(desk, PAGE, MAY)
    assert "stopped at 1 of 2" in listed
    assert f'class="resume" data-id="{id_}"' in listed
    assert "resume" not in handling.listed(desk, PAGE, MAY_NOT)
    assert SAID.start.unknown_set in resumed(desk, OneRun(), PAGE, MAY, id_)  # there is no set "lumen"
    assert SAID.runs.gone in resumed(desk, OneRun(), PAGE, MAY, "nothing")
    assert PAGE.library.not_allowed in unescape(resumed(desk, OneRun(), PAGE, MAY_NOT, id_))


def test_run_shows_figures_with_range_definition_and_split(desk: Desk) -> None:
    id_ = kept(desk, two_answers())
    seen = handling.opened(desk, PAGE, MAY_NOT, id_)
    assert seen.place == f"run={id_}"
    behaviour = METRICS["behaviour"]
    assert f"<summary>{behaviour.title}</summary><p>{behaviour.definition}</p>" in str(seen.body)
    assert re.search(r"<strong>1\.00</strong>.*?0\.34 – 1\.00</span></td><td>2</td>", str(seen.body))
    assert '<th scope="col">city staff</th><th scope="col">researcher</th>' in str(seen.splits)
    by_language = handling.split_by(desk, PAGE, f"run={id_}", "language")
    assert '<th scope="col">en</th><th scope="col">fr</th>' in str(by_language.splits)
    assert "city staff" in str(handling.split_by(desk, PAGE, f"run={id_}", "colour").splits)


def test_failing_questions_come_first_and_all_are_a_click_away(desk: Desk) -> None:
    id_ = kept(desk, two_answers())
    seen = handling.opened(desk, PAGE, MAY, id_)
    assert str(seen.questions).count('class="asked"') == 1
    assert "And its buses?" in str(seen.questions)
    assert SAID.read.faults["forbidden"] in str(seen.questions)
    assert "lumen.pdf" in str(seen.questions)
    all_of_them = handling.filtered(desk, PAGE, f"run={id_}", {})
    assert str(all_of_them.questions).count('class="asked"') == 2
    assert SAID.read.as_expected in str(all_of_them.questions)
    none = handling.filtered(desk, PAGE, f"run={id_}", {"words": "submarine"})
    assert SAID.read.none_found in str(none.questions)


def test_questions_are_found_by_tag_and_words() -> None:
    records = two_answers().records
    ids = {"trams": Wanted(False, "group=city staff"), "lumen-2": Wanted(False, "language=fr")}
    assert [[each.question.id for each in found(records, wanted)] for wanted in ids.values()] == [[id_] for id_ in ids]
    assert [each.question.id for each in found(records, Wanted(False, words="LUMEN 9 buses"))] == ["lumen-2"]
    assert found(records, Wanted(False, "colour=red")) == []


@pytest.mark.parametrize("sent", [None, "x", [], {"limit": "many", "failed": ""}, {"tag": None, "limit": "-5"}])
def test_what_no_page_of_ours_sends_chooses_nothing(sent: object) -> None:
    assert wanted_from(sent) == Wanted(failed=False)


def test_two_runs_stand_side_by_side_with_the_reason(desk: Desk) -> None:
    one = kept(desk, two_answers(name="before"))
    other = kept(desk, run(refusing(), *two_answers().records[1:], name="after", settings={"limit": 9}))
    seen = at(desk, PAGE, MAY, {"run": one, "with": other})
    assert seen.place == f"run={one}&with={other}"
    assert "From “before” to “after”" in shown(seen)
    assert "Settings, limit: 8 → 9" in shown(seen)
    assert f"worse, because {SAID.compare.reasons['refusal']}" in shown(seen)
    assert str(seen.questions).count('class="asked"') == 1  # the other question came out the same
    assert SAID.runs.same_twice in shown(at(desk, PAGE, MAY, {"run": one, "with": one}))
    assert SAID.runs.gone in shown(at(desk, PAGE, MAY, {"run": one, "with": "nothing"}))


def test_run_is_deleted_by_those_who_may_and_not_while_it_is_under_way(desk: Desk) -> None:
    id_ = kept(desk, two_answers())
    assert PAGE.library.not_allowed in shown(handling.deleted(desk, PAGE, MAY_NOT, id_, Watched()))
    assert SAID.start.already in shown(handling.deleted(desk, PAGE, MAY, id_, Watched("running", id=id_)))
    assert shown(handling.opened(desk, PAGE, MAY, id_)).count("nightly")
    assert SAID.runs.deleted in shown(handling.deleted(desk, PAGE, MAY, id_, Watched()))
    assert SAID.runs.gone in shown(handling.deleted(desk, PAGE, MAY, id_, Watched()))
    assert SAID.runs.none_yet in handling.listed(desk, PAGE, MAY)


@pytest.mark.parametrize("content", ["{", "[]", '{"format": "other"}', ""])
def test_damaged_run_says_so_and_the_lists_are_shown(desk: Desk, content: str) -> None:
    id_ = kept(desk, two_answers())
    (path,) = (desk.settings.evaluations / "runs").iterdir()
    path.write_text(content, encoding="utf-8")
    for seen in (handling.opened(desk, PAGE, MAY, id_), at(desk, PAGE, MAY, {"run": id_, "judge": "yes"})):
        assert path.name in str(seen.told)
        assert "nightly" in str(seen.runs)
        assert seen.place == ""


def test_file_of_runs_that_is_none_leaves_the_rest_of_the_page(desk: Desk) -> None:
    (desk.settings.evaluations / "evaluations.sqlite").write_text("no database", encoding="utf-8")
    seen = shown(handling.home(desk, PAGE, MAY))
    assert "evaluations.sqlite" in seen
    assert "<strong>own</strong> 2 questions" in seen


@pytest.mark.parametrize("id_", ["", "../../etc/passwd", "\ud800", "r" * 5000])
def test_run_that_there_is_not_leads_to_the_lists(desk: Desk, id_: str) -> None:
    seen = at(desk, page_phrases("fr"), MAY, {"run": id_})
    assert seen.place == ""
    assert (eval_phrases("fr").runs.gone in shown(seen)) == bool(id_)


def test_nothing_that_others_wrote_becomes_html(desk: Desk) -> None:
    id_, other = kept(desk, evil_run()), kept(desk, two_answers())
    pages = [
        handling.home(desk, PAGE, MAY),
        handling.opened(desk, PAGE, MAY, id_),
        at(desk, PAGE, MAY, {"run": other, "with": id_}),
        at(desk, PAGE, MAY, {"run": id_, "with": other}),
        at(desk, PAGE, MAY, {"run": id_, "judge": "yes"}),
    ]
    texts = ["".join(str(part) for part in seen.parts()) for seen in pages]
    texts.append(progress_html(Watched("running", EVIL, EVIL, 1, 2, 0, EVIL), PAGE, SAID))
    texts.append(progress_html(Watched("broke", EVIL, EVIL, 1, 2, 0, EVIL, EVIL), PAGE, SAID))
    for text in texts:
        assert "&lt;img" in text
        assert "<img" not in text


@pytest.mark.parametrize(
    ("now", "line"),
    [
        (Watched("running", "n"), SAID.start.begun),
        (Watched("running", "n", "r", 3, 8), "3 of 8 questions"),
        (Watched("stopping", "n", "r", 3, 8), SAID.start.stopping),
        (Watched("stopped", "n", "r", 3, 8), "Stopped at 3 of 8."),
        (Watched("ended", "n", "r", 8, 8, 2), "2 questions could not be asked"),
        (Watched("full", "n", "r", 3, 8), SAID.start.disk_full),
        (Watched("broke", "n", "r", 3, 8, why="no memory"), "before its time: no memory"),
        (Watched("broke", "n"), PAGE.went_wrong),
    ],
)
def test_progress_says_how_far_it_is_and_how_it_ended(now: Watched, line: str) -> None:
    assert line in unescape(progress_html(now, PAGE, SAID))


def test_report_of_a_run_is_taken_away_in_each_form(desk: Desk) -> None:
    client = TestClient(Starlette(routes=routes(desk)))
    id_ = kept(desk, two_answers(name="Night / <b>"))
    for file, beginning in (
        ("report.html", "<!doctype html>"),
        ("questions.csv", "\ufeffid,question"),
        ("figures.csv", "\ufeffsplit,of,metric"),
        ("report.json", "{"),
    ):
        assert f'href="runs/{id_}/{file}"' in str(handling.opened(desk, PAGE, MAY_NOT, id_).head)
        taken = client.get(f"/runs/{id_}/{file}")
        assert taken.status_code == 200
        assert taken.content.decode("utf-8").lower().startswith(beginning)
        assert taken.headers["content-disposition"].startswith("attachment; filename*=UTF-8''Night%20b%20")
    for address in (f"/runs/{id_}/run.exe", "/runs/nothing/report.html", "/runs/..%2F..%2Fx/report.html"):
        assert client.get(address).status_code == 404
    stopped = kept(desk, two_answers(), done=1)
    assert client.get(f"/runs/{stopped}/report.html").status_code == 404
    next((desk.settings.evaluations / "runs").iterdir()).write_text("{", encoding="utf-8")
    assert client.get(f"/runs/{id_}/report.html").status_code == 422


def test_shipped_set_can_be_run(desk: Desk) -> None:
    shipped, own = sets_in(desk.settings.evaluations)
    assert (shipped.key, shipped.problems, own.key) == ("roundtables", (), "sets/own.jsonl")
    assert shipped.test_set
    assert len(shipped.test_set.questions) >= 150


def test_page_of_french_readers_is_french(desk: Desk) -> None:
    french = eval_phrases("fr")
    assert set(METRICS) <= set(french.metrics), "a metric without French words"
    id_ = kept(desk, run(record()))
    page = page_phrases("fr")
    seen = shown(handling.home(desk, page, MAY)) + shown(handling.opened(desk, page, MAY, id_))
    english = [
        SAID.runs.heading,
        SAID.start.heading,
        *(metric.title for metric in METRICS.values() if metric.title not in ("Support",)),
    ]
    assert [text for text in english if f">{text}<" in seen] == []
    assert "<strong>1,00</strong>" in seen
