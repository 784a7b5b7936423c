"""assistant/usage.py and its command: what is recorded, what never is, and a disk that refuses."""

import json
import logging
import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.types import Answer, Sentence, Usage, Withheld
from assistant.usage import ModelUsage, UnreadableUsage, UsageLog, cost_of
from tests.typed import typed

SECRET = "zeppelin"
ANSWER = Answer(
    f"Who flew the {SECRET}?",
    "answered",
    sentences=(Sentence(f"Nobody flew the {SECRET}.", (), 1.0),),
    note=f"About the {SECRET}.",
    searched_for=f"The {SECRET}?",
    model="openai:small",
    withheld=(Withheld(f"The {SECRET} flew.", (f"{SECRET} is not there",)),),
    usage=Usage(requests=1, input_tokens=1000, output_tokens=50, first_ms=200.0, last_ms=900.0, cost=0.002),
)


def taking(milliseconds: float) -> Answer:
    return replace(ANSWER, usage=Usage(requests=1, last_ms=milliseconds))


def test_answers_are_summed_by_model_the_most_used_first(tmp_path: Path) -> None:
    log = UsageLog(tmp_path / "deep" / "usage.sqlite")
    log.add(replace(ANSWER, model="ollama:tiny", withheld=(), usage=Usage(requests=1, last_ms=5.0)))
    log.add(ANSWER)
    log.add(replace(ANSWER, problem="It took too long.", usage=replace(ANSWER.usage or Usage(), trouble="timeout")))
    assert log.summary() == (
        ModelUsage("openai:small", 2, 2, 2000, 100, 0.004, 2, 900.0, 900.0, failures=1, withheld=2),
        ModelUsage("ollama:tiny", 1, 1, 0, 0, None, 0, 5.0, 5.0, failures=0, withheld=0),
    )


def test_answer_that_no_model_was_asked_for_is_not_recorded(tmp_path: Path) -> None:
    log = UsageLog(tmp_path / "usage.sqlite")
    log.add(Answer("What?", "refused"))
    assert log.summary() == ()
    assert not log.path.exists()


def test_answer_that_the_model_failed_to_word_counts_as_a_failure_of_that_model(tmp_path: Path) -> None:
    log = UsageLog(tmp_path / "usage.sqlite", model="openai:small")
    log.add(Answer("What?", "answered", problem="The model did not answer.", usage=Usage(requests=3)))
    (used,) = log.summary()
    assert (used.model, used.answers, used.failures) == ("openai:small", 1, 1)


def test_no_word_of_question_answer_or_problem_is_in_the_file(tmp_path: Path) -> None:
    log = UsageLog(tmp_path / "usage.sqlite")
    log.add(replace(ANSWER, problem=f"It stopped at {SECRET}."))
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"openai:small" in written
    assert SECRET.encode() not in written


def test_times_are_the_median_and_what_95_of_100_answers_stay_under(tmp_path: Path) -> None:
    log = UsageLog(tmp_path / "usage.sqlite")
    for ms in range(20, 0, -1):
        log.add(taking(float(ms)))
    (used,) = log.summary()
    assert (used.median_ms, used.slow_ms) == (10.5, 19.0)


def test_cost_says_how_many_answers_it_is_of(tmp_path: Path) -> None:
    log = UsageLog(tmp_path / "usage.sqlite")
    log.add(ANSWER)
    log.add(taking(1.0))
    (used,) = log.summary()
    assert (used.cost, used.priced, used.answers) == (0.002, 1, 2)


@pytest.mark.parametrize(
    ("prices", "cost"),
    [((0.0, 0.0), None), ((2.0, 0.0), 0.002), ((0.0, 8.0), 0.004), ((2.0, 8.0), 0.006)],
)
def test_cost_of_1000_tokens_read_and_500_written(prices: tuple[float, float], cost: float | None) -> None:
    assert cost_of(1000, 500, *prices) == pytest.approx(cost)


def test_disk_that_cannot_be_written_costs_a_line_in_the_log_and_not_the_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("not a folder")
    with caplog.at_level(logging.WARNING):
        UsageLog(tmp_path / "file" / "usage.sqlite").add(ANSWER)
    (record,) = caplog.records
    assert "could not be recorded" in record.getMessage()
    assert "\n" not in record.getMessage()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
def test_full_disk_costs_a_line_in_the_log_and_not_the_answer(caplog: pytest.LogCaptureFixture) -> None:
    UsageLog(Path("/dev/full")).add(ANSWER)
    assert len(caplog.records) == 1


def test_file_that_is_no_record_is_left_as_it_is_and_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "usage.sqlite"
    path.write_text("a letter to the mayor " * 100)
    UsageLog(path).add(ANSWER)
    assert len(caplog.records) == 1
    assert path.read_text().startswith("a letter")
    with pytest.raises(UnreadableUsage, match="move it away or name another file"):
        UsageLog(path).summary()


def test_file_that_another_program_holds_does_not_hold_up_the_answer_for_long(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log = UsageLog(tmp_path / "usage.sqlite")
    log.add(ANSWER)
    other = sqlite3.connect(log.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    log.add(ANSWER)
    other.execute("ROLLBACK")
    other.close()
    assert "locked" in caplog.text
    assert log.summary()[0].answers == 1


def test_threads_lose_nothing_in_a_new_file(tmp_path: Path) -> None:
    log = UsageLog(tmp_path / "usage.sqlite")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(log.add, [ANSWER] * 80))
    assert log.summary()[0].answers == 80


def test_processes_lose_nothing_in_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "usage.sqlite"
    processes = [multiprocessing.get_context("spawn").Process(target=add_ten, args=(path,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert UsageLog(path).summary()[0].answers == 40


def add_ten(path: Path) -> None:
    for _ in range(10):
        UsageLog(path).add(ANSWER)


def test_command_shows_the_sums_and_where_they_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "usage.sqlite"
    monkeypatch.setenv("ROUNDTABLE_USAGE", str(path))
    empty = typed("usage")
    assert (empty.code, empty.err) == (0, "")
    assert empty.out.startswith("No answer of a language model is recorded.\n")
    UsageLog(path).add(ANSWER)
    UsageLog(path).add(taking(100.0))
    lines = typed("usage").out.splitlines()
    assert lines[0] == "openai:small"
    assert "  tokens    1000 read, 50 written" in lines
    assert "  cost      0.0020, for 1 of the answers" in lines
    assert "  time      0.5 s (median), 95% under 0.9 s" in lines
    assert str(path) in lines[-1]
    assert "stays on this computer" in lines[-1]


def test_command_as_json_and_with_a_file_that_is_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "usage.sqlite"
    monkeypatch.setenv("ROUNDTABLE_USAGE", str(path))
    UsageLog(path).add(ANSWER)
    told = json.loads(typed("usage", "--json").out)
    assert told["file"] == str(path)
    assert (told["models"][0]["model"], told["models"][0]["cost"]) == ("openai:small", 0.002)
    path.write_text("a letter to the mayor " * 100)
    wrong = typed("usage")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith(f"roundtable: {path}: the record of usage cannot be read")
