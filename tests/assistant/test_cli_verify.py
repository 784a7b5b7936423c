"""`roundtable verify`: what it prints of files that were saved or exported, and its exit code."""

import json
from pathlib import Path

import pytest

from assistant.briefing.saved import brief_text
from assistant.render.json import answer_json
from assistant.types import Answer, Sentence
from corpus.index import Index
from tests.assistant.again.town import COSTS, COVER, HELP, OPENED, SENSORS, STAFFED, Town, brief_of, claim, town_in
from tests.typed import Typed, typed


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return town_in(tmp_path)


@pytest.fixture
def saved(town: Town, tmp_path: Path) -> Path:
    """A briefing of three claims on the collection as it is at first."""
    index = town.read()
    file = tmp_path / "brief.json"
    brief = brief_of(claim(index, OPENED), claim(index, STAFFED), claim(index, SENSORS))
    file.write_text(brief_text(brief), encoding="utf-8")
    return file


def verify(town: Town, *words: object) -> Typed:
    return typed("verify", *words, "--index", town.index_folder)


def test_all_there_is_one_line_and_exit_code_0(town: Town, saved: Path) -> None:
    done = verify(town, saved)
    assert (done.code, done.out, done.err) == (0, f"{saved}: 3 claims: all there and supported\n", "")


def test_every_claim_that_is_not_as_it_was_has_a_line(town: Town, saved: Path) -> None:
    town.report(COVER, "Preface\n\nAsked for by the council.", HELP.replace("14", "19"), COSTS)
    (town.files / "minutes.txt").unlink()
    town.read()
    done = verify(town, saved)
    assert (done.code, done.err) == (1, "")
    changed = OPENED.replace("14", "19")
    report = "Digital help in Harbourview, page 1 (page 2 of the file)"
    today = "page 2 (page 3 of the file)"
    *lines, counts = done.out.splitlines()
    assert lines == [
        f"changed, not supported: “{OPENED}” – {report} → {today}: 14 → 19; now reads “{changed}”; "
        "The sentence says 14; the source has no 14.",
        f"moved: “{STAFFED}” – {report} → {today}",
        f"gone, not supported: “{SENSORS}” – minutes: the document is not in the collection",
    ]
    assert counts == f"{saved}: 3 claims: 1 moved, 1 changed, 1 gone; 2 not supported"


def test_json_has_every_claim_with_every_quote(town: Town, saved: Path) -> None:
    town.report(COVER, HELP.replace("14", "19"), COSTS)
    state = town.read().state
    done = verify(town, saved, "--json")
    told = json.loads(done.out)
    assert (done.code, done.err, told["passed_over"]) == (1, "", 0)
    (file,) = told["files"]
    claims = file.pop("claims")
    assert file == {
        "file": str(saved),
        "kind": "briefing",
        "title": "Help points",
        "made_in": [],
        "corpus": state,
        "fine": False,
        "counts": {
            "claims": 3,
            "there": 2,
            "moved": 0,
            "changed": 1,
            "gone": 0,
            "not_supported": 1,
            "not_shown": 0,
            "named_otherwise": 0,
        },
    }
    assert [(each["text"], each["where"], each["standing"], each["supported"]) for each in claims] == [
        (OPENED, "Evidence", "changed", False),
        (STAFFED, "Evidence", "there", True),
        (SENSORS, "Evidence", "there", True),
    ]
    (quote,) = claims[0]["citations"]
    assert quote["changes"] == [{"was": "14", "now": "19"}]
    assert (quote["page"], quote["page_label"], quote["now"]["quote"]) == (2, "1", OPENED.replace("14", "19"))


def test_collection_that_has_changed_since_is_named(town: Town, saved: Path, tmp_path: Path) -> None:
    index = Index(town.index_folder)
    before = index.state
    cited = claim(index, SENSORS).citations
    answer = Answer("How many?", "answered", (Sentence(SENSORS, (1,), 1.0),), cited, ((0,),), corpus=before)
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answer_json(answer)))
    town.report(COVER, COSTS)
    now = town.read().state
    done = verify(town, file)
    since = f"the collection has changed since (it was {before}, now {now})"
    assert (done.code, done.out) == (0, f"{file}: 1 claim: all there and supported; {since}\n")


def test_several_files_are_counted_and_one_that_cannot_be_read_stops_none(town: Town, saved: Path) -> None:
    absent = saved.with_name("absent.json")
    done = verify(town, absent, saved, saved)
    assert done.code == 1
    assert done.err.startswith(f"roundtable: {absent}: there is no such file; give ")
    assert done.out.splitlines()[-1] == "2 files: 2 all there and supported, 0 affected"


def test_folder_tells_which_briefings_are_affected(town: Town, saved: Path) -> None:
    folder = saved.parent / "briefs"
    (folder / "older").mkdir(parents=True)
    index = Index(town.index_folder)
    (folder / "older" / "one.json").write_text(brief_text(brief_of(claim(index, SENSORS))))
    (folder / "two.json").write_text(brief_text(brief_of(claim(index, OPENED))))
    (folder / "package.json").write_text('{"name": "something else"}')
    (folder / "letter.txt").write_text("Dear mayor")
    town.note("Minutes of the digital council\n\nNothing was decided.\n")
    town.read()
    done = verify(town, folder)
    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines()[1:] == [
        f"{folder / 'older' / 'one.json'}: 1 claim: 1 gone; 1 not supported",
        f"{folder / 'two.json'}: 1 claim: all there and supported",
        "2 files: 1 all there and supported, 1 affected; 1 other file passed over",
    ]


def test_damaged_briefing_in_a_folder_is_told_and_not_passed_over(town: Town, saved: Path) -> None:
    damaged = saved.with_name("damaged.json")
    damaged.write_text('{"format": 1, "type": "briefing"}')
    done = verify(town, saved.parent)
    assert (done.code, done.err.startswith(f"roundtable: {damaged}: saved briefing: ")) == (1, True)
    assert f"{saved}: 3 claims: all there and supported" in done.out


def test_folder_without_any_is_said(town: Town, tmp_path: Path) -> None:
    town.read()
    (tmp_path / "empty").mkdir()
    done = verify(town, tmp_path / "empty")
    assert (done.code, done.err) == (2, "")
    assert done.out.startswith("No briefing or answer to check; name files")


def test_words_of_a_language_model_are_checked_with_the_embedding_model(town: Town, saved: Path) -> None:
    index = Index(town.index_folder)
    said = (Sentence("In 2021, Harbourview opened 14 digital help points.", (1,), 1.0),)
    answer = Answer("How many?", "answered", said, claim(index, OPENED).citations, ((0,),), model="openai:small")
    file = saved.with_name("answer.json")
    file.write_text(json.dumps(answer_json(answer)))
    assert (verify(town, file).code, verify(town, saved).code) == (0, 0)


def test_no_index_is_said_with_what_to_type(town: Town, saved: Path, tmp_path: Path) -> None:
    done = typed("verify", saved, "--index", tmp_path / "nowhere")
    assert (done.code, done.out) == (2, "")
    assert "there is no index here yet" in done.err


def test_control_characters_in_a_title_do_not_reach_the_terminal(town: Town, saved: Path) -> None:
    saved.write_text(saved.read_text("utf-8").replace("Digital help", "Digital\\u001b[31m\\nhelp"), encoding="utf-8")
    town.report(COVER, COSTS, name="report.pdf")
    town.read()
    done = verify(town, saved)
    assert done.code == 1
    assert "\x1b" not in done.out
    assert len(done.out.splitlines()) == 3


def test_half_characters_in_a_claim_stop_no_run(town: Town, saved: Path) -> None:
    damaged = saved.with_name("damaged.json")
    damaged.write_text(saved.read_text("utf-8").replace("14 digital", "14 \\ud800igital"), encoding="utf-8")
    done = verify(town, damaged, saved)
    assert (done.code, done.err) == (1, "")
    assert "\ufffd" in done.out
    assert done.out.splitlines()[-1] == "2 files: 1 all there and supported, 1 affected"
