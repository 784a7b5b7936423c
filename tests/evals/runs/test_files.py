"""evals/runs/files.py: a run is read as it was written, is the same to the byte, and a damaged one says so."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals.runs.files import BadRun, content_of, read_run_file, run_bytes
from evals.runs.types import Took
from tests.evals.runs.parts import ANSWER, record, run


def test_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "r1.json"
    path.write_bytes(run_bytes(run()))
    back = read_run_file(path, name="before")
    assert back == replace(run(), id="r1", took=(), content=content_of(run()))
    assert json.loads(path.read_text(encoding="utf-8"))["records"][0]["answer"]["text"] == ANSWER["text"]


def test_bytes_do_not_depend_on_name_time_or_what_it_took() -> None:
    other = replace(run(id_="r2", name="after"), started="2026-11-28", seconds=9.0, took=(Took(7.0), Took(8.0)))
    assert run_bytes(other) == run_bytes(run())
    assert run_bytes(run(record(confidence=0.5))) != run_bytes(run(record()))


def test_file_has_one_record_a_line() -> None:
    lines = run_bytes(run()).decode().split("\n")
    assert sum('"question"' in line for line in lines) == 2


def test_run_without_records_is_a_run(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(run_bytes(replace(run(), records=())))
    assert read_run_file(path).records == ()


def test_half_a_character_does_not_break_the_file(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(run_bytes(run(record(answer=ANSWER | {"text": "a\ud83d"}))))
    assert read_run_file(path).records[0].answer["text"] == "a\ufffd"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no run, or damaged"),
        (b"[1]", "is no run, or damaged"),
        (b'{"records": []}', "is no run, or damaged"),
        (b'{"format": "roundtable-run/9", "records": []}', "update the program"),
        (run_bytes(run())[:-30], "is no run, or damaged"),
        (run_bytes(run()).replace(b'"confidence": 0.75', b'"confidence": "high"'), "is no run, or damaged"),
    ],
)
def test_file_that_is_no_run_is_refused_with_its_name(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(content)
    with pytest.raises(BadRun, match=r"r\.json") as refused:
        read_run_file(path)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadRun, match=r"gone\.json: the run cannot be read"):
        read_run_file(tmp_path / "gone.json")
