"""assistant/doctor.py and its command: every part in order, and every way in which one is not."""

import json
import shutil
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.doctor import Finding, examine, guarded, within
from assistant.settings import Settings
from corpus.damage import REBUILD, SEAL
from corpus.encoders import ENGLISH_MODEL
from tests.typed import typed


@pytest.fixture
def settings(small_index: Path, tmp_path: Path) -> Settings:
    """Those of a sound installation."""
    return Settings(index=small_index, usage=tmp_path / "usage.sqlite", port=0)


def found(settings: Settings) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(settings)}


def test_sound_installation_is_fine_in_every_part(settings: Settings) -> None:
    findings = found(settings)
    assert list(findings) == ["python", "packages", "settings", "embedding", "index", "disk", "port", "model"]
    assert [each for each in findings.values() if each.state != "fine"] == []
    assert "chromadb " in findings["packages"].said
    assert "multilingual-e5-small, loaded in" in findings["embedding"].said
    assert ": 6 documents, " in findings["index"].said
    assert findings["model"].said == "none; answers are in the documents' own words"


def test_embedding_model_that_is_not_unpacked_is_said_and_not_waited_for(settings: Settings, tmp_path: Path) -> None:
    start = time.monotonic()
    embedding = found(settings.model_copy(update={"cache": tmp_path / "new"}))["embedding"]
    assert embedding.state == "warning"
    assert "takes about half a minute" in embedding.said
    assert embedding.fix == "let it be done by: roundtable ingest"
    assert time.monotonic() - start < 10
    assert not (tmp_path / "new").exists()


def test_embedding_model_that_cannot_be_loaded(settings: Settings) -> None:
    embedding = found(settings.model_copy(update={"embedding_model": " "}))["embedding"]
    assert (embedding.state, embedding.said) == ("problem", "the setting `embedding_model` is empty")
    assert embedding.fix == "name a model, or leave it unset"


def test_index_that_is_not_there_comes_with_the_next_command(settings: Settings, tmp_path: Path) -> None:
    index = found(settings.model_copy(update={"index": tmp_path / "none"}))["index"]
    assert index.state == "problem"
    assert index.fix.startswith("make one with: roundtable ingest")


def test_index_of_another_embedding_model(settings: Settings) -> None:
    index = found(settings.model_copy(update={"embedding_model": ENGLISH_MODEL}))["index"]
    assert index.state == "problem"
    assert f"made with the embedding model multilingual-e5-small, and the settings name {ENGLISH_MODEL}" in index.said
    assert "set `embedding_model` to multilingual-e5-small" in index.fix


def test_index_of_an_earlier_format(settings: Settings, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(settings.index, tmp_path / "old"))
    next(folder.rglob(SEAL)).unlink()
    with sqlite3.connect(next(folder.rglob("library.sqlite"))) as ledger:
        ledger.execute("UPDATE about SET value = '1' WHERE key = 'format'")
    ledger.close()
    index = found(settings.model_copy(update={"index": folder}))["index"]
    assert (index.state, index.fix) == ("problem", REBUILD)


def test_damaged_index(settings: Settings, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(settings.index, tmp_path / "damaged"))
    next(folder.rglob("library.sqlite")).write_bytes(b"no database" * 1000)
    index = found(settings.model_copy(update={"index": folder}))["index"]
    assert (index.state, index.fix) == ("problem", REBUILD)


def test_place_that_cannot_be_written_is_named_with_its_setting(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    usage = tmp_path / "file" / "usage.sqlite"
    findings = [each for each in examine(settings.model_copy(update={"usage": usage})) if each.name == "disk"]
    assert [each.state for each in findings] == ["problem", "fine"]
    assert str(usage) in findings[0].said
    assert "the setting `usage`" in findings[0].fix


def test_port_that_another_program_listens_on(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        finding = found(settings.model_copy(update={"port": port}))["port"]
    assert finding.state == "warning"
    assert finding.said == f"{port} on 127.0.0.1 is taken by a running program"
    assert f"roundtable chat --port {port % 65535 + 1}" in finding.fix
    assert found(settings.model_copy(update={"port": port}))["port"].state == "fine"


def test_host_that_is_none_of_this_computer(settings: Settings) -> None:
    assert found(settings.model_copy(update={"host": "192.0.2.1"}))["port"].state == "warning"


def test_variables_are_named_without_their_values(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_MODEL_KEY", "sk-zeppelin")
    (finding,) = (each for each in examine(settings, ["ROUNDTABLE_MODEL_KEY", "HOME"]) if each.name == "settings")
    assert finding.said.endswith("; variables: ROUNDTABLE_MODEL_KEY")


def test_traces_that_are_wanted_and_not_installed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = settings.model_copy(update={"tracing": True})
    assert found(wanted)["tracing"].state == "fine"
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    assert found(wanted)["tracing"].state == "problem"
    assert "pip install 'roundtable-assistant[tracing]'" in found(wanted)["tracing"].fix


def test_look_that_breaks_down_is_a_finding_without_the_error_s_text() -> None:
    def look() -> Iterator[Finding]:
        yield Finding("disk", "fine", "there is room")
        raise ValueError("zeppelin")

    first, last = guarded("disk", look)
    assert first.state == "fine"
    assert (last.state, last.said) == ("problem", "could not be checked (ValueError)")
    assert last.fix


def test_work_that_does_not_end_is_left_and_its_error_is_raised() -> None:
    with pytest.raises(TimeoutError):
        within(0.05, lambda: time.sleep(5))
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)
    assert within(5, lambda: 7) == 7


def test_command_prints_a_line_for_each_finding_and_exits_with_0(small_index: Path) -> None:
    done = typed("doctor", "--index", small_index)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [line.split()[1] for line in lines[:3]] == ["python:", "packages:", "settings:"]
    assert any(line.startswith(f"fine      index: {small_index}: 6 documents") for line in lines)


def test_command_says_what_to_do_and_exits_with_1(tmp_path: Path) -> None:
    done = typed("doctor", "--index", tmp_path / "none")
    assert (done.code, done.err) == (1, "")
    lines = done.out.splitlines()
    place = lines.index(f"problem   index: {tmp_path / 'none'}: there is no index here yet")
    assert lines[place + 1].startswith("          to do: make one with: roundtable ingest")
    assert lines[-1].startswith("1 problem, ")


def test_command_as_json(tmp_path: Path) -> None:
    done = typed("doctor", "--index", tmp_path / "none", "--json")
    assert done.code == 1
    findings = json.loads(done.out)
    assert all(list(each) == ["name", "state", "said", "fix"] for each in findings)
    assert all(each["fix"] for each in findings if each["state"] != "fine")


def test_settings_that_cannot_be_read_are_the_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_PORT", "a")
    done = typed("doctor")
    assert (done.code, done.err) == (1, "")
    assert [line.split()[:2] for line in done.out.splitlines()[:2]] == [["fine", "python:"], ["fine", "packages:"]]
    assert "problem   settings: variable ROUNDTABLE_PORT: " in done.out
