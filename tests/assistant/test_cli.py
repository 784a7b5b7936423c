"""assistant/cli.py: ingest, ask, search and chat as they are typed; what they print, and their exit codes."""

import json
import socket
from datetime import date
from pathlib import Path

import pytest

from corpus.encoders import DEFAULT_MODEL
from tests.typed import typed

QUESTION = "How many digital help points did Harbourview open?"
NO_INDEX = "there is no index here yet; make one with: roundtable ingest"


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("notes") / "note.txt"
    path.write_text("Port Amber planted 90 trees in 2020.\n", encoding="utf-8")
    return path


def test_ingest_reports_what_it_did_and_the_index(note: Path, tmp_path: Path) -> None:
    done = typed("ingest", note, "--index", tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Documents: 1 new.\nRead 1 pages (")
    assert done.out.endswith(f"Index: {tmp_path}\n")
    assert typed("ingest", note, "--index", tmp_path).out.startswith("Documents: 1 unchanged.\nNothing new to read;")


def test_ingest_as_json_is_nothing_but_json(note: Path, tmp_path: Path) -> None:
    done = typed("ingest", note, "--index", tmp_path, "--json")
    report = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert (report["added"], report["failed"], report["passages"]) == (["note.txt"], [], 1)


def test_ingest_with_one_bad_file_does_the_rest_and_exits_with_1(note: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    done = typed("ingest", note, tmp_path / "empty.pdf", tmp_path / "gone.pdf", "--index", tmp_path / "index")
    assert done.code == 1
    assert "Documents: 1 new, 2 failed.\n" in done.out
    assert f"  {tmp_path / 'gone.pdf'}: no such file or folder\n" in done.out


@pytest.mark.parametrize("name", ["gone.pdf", "photo.jpeg", ""])
def test_ingest_of_nothing_that_can_be_read_exits_with_2(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "photo.jpeg").write_bytes(b"\xff\xd8")
    done = typed("ingest", folder / name, "--index", tmp_path / "index")
    assert done.code == 2
    assert done.out.startswith("Documents: 1 ")


def test_ingest_into_a_folder_that_is_a_file_says_so(note: Path) -> None:
    done = typed("ingest", note, "--index", note / "index")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"roundtable: {note / 'index'}: ")
    assert done.err.count("\n") == 1


def test_ask_prints_the_answer_then_each_source_with_page_and_quote(small_index: Path) -> None:
    done = typed("ask", QUESTION, "--index", small_index)
    assert (done.code, done.err) == (0, "")
    made = date.today().isoformat()  # of the PDF, which says when it was written
    lines = done.out.replace(f" ({made})", "").splitlines()
    assert lines[0].startswith("Harbourview opened 14 digital help points for older residents in 2021 [1].")
    assert lines[1:6] == [
        "",
        "Sources",
        "[1] Digital help in Harbourview, page 1 (page 3 of the file)",
        "    “Harbourview opened 14 digital help points for older residents in 2021.”",
        "    harbourview.pdf",
    ]


def test_ask_as_json(small_index: Path) -> None:
    answer = json.loads(typed("ask", QUESTION, "--index", small_index, "--json").out)
    assert (answer["question"], answer["status"], answer["citations"][0]["page"]) == (QUESTION, "answered", 3)


def test_refusal_is_an_answer_and_exits_with_0(small_index: Path) -> None:
    done = typed("ask", "What is the capital of Mongolia?", "--index", small_index)
    assert done.code == 0
    assert done.out.startswith("The collection does not say. Searched: ")
    assert "\nNearest passages (not an answer)\n1. " in done.out


def test_half_a_character_on_the_command_line_is_no_crash(small_index: Path) -> None:
    answer = json.loads(typed("ask", "caf\udce9 sensors?", "--index", small_index, "--json").out)
    assert answer["question"] == "caf\ufffd sensors?"


def test_search_shows_passages_best_first(small_index: Path) -> None:
    done = typed("search", "noise sensors", "-k", "2", "--index", small_index)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("1. Marisol: sensors in the old town\n    ")
    assert "\n2. " in done.out
    assert "\n3. " not in done.out


def test_search_as_json_with_a_filter(small_index: Path) -> None:
    done = typed("search", "sensors", "--filter", "document=minutes.txt", "--index", small_index, "--json")
    assert [hit["document"] for hit in json.loads(done.out)] == ["minutes.txt"]


def test_search_that_a_filter_leaves_empty(small_index: Path) -> None:
    words = ("search", "sensors", "--filter", "place=Atlantis", "--index", small_index)
    assert typed(*words).out == "Nothing found.\n"
    assert typed(*words, "--json").out == "[]\n"


@pytest.mark.parametrize("command", [("ask", "Why?"), ("search", "trees"), ("chat",), ("serve",)])
def test_without_an_index_the_message_is_the_next_command(command: tuple[str, ...], tmp_path: Path) -> None:
    done = typed(*command, "--index", tmp_path / "none")
    assert (done.code, done.out) == (2, "")
    assert NO_INDEX in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("command", [("ask", "Why?"), ("search", "trees"), ("chat",), ("ingest", ".")])
def test_index_of_another_model_is_refused(
    command: tuple[str, ...], small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUNDTABLE_EMBEDDING_MODEL", "another-model")
    done = typed(*command, "--index", small_index)
    assert (done.code, done.out) == (2, "")
    assert f"made with the embedding model '{DEFAULT_MODEL}', and the settings name 'another-model'" in done.err


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("ask",), "give one question in quotes, or --batch FILE.jsonl"),
        (("ask", "Why?", "--batch", "questions.jsonl"), "give one question in quotes, or --batch"),
        (("ask", "  "), "the question is empty"),
        (("search", ""), "the query is empty"),
        (("search", "trees", "-k", "0"), "'-k'"),
        (("search", "trees", "--filter", "city=Rome"), "filter city=Rome: expected FIELD=VALUE"),
        (("search", "trees", "--filter", "roundtable=two"), "roundtable=two: write the number of the roundtable"),
        (("ask", "Why?", "--filter", "since=May"), "since=May: write a date as 2020"),
        (("ask", "Why?", "--filter", "kind=book"), "kind=book: the kinds are roundtable"),
        (("ask", "Why?", "--unknown"), "--unknown"),
        (("chat", "--port", "99999"), "--port: input should be less than or equal to 65535, and not 99999"),
        (("answer",), "No such command 'answer'"),
    ],
)
def test_wrong_usage_is_named_and_exits_with_2(words: tuple[str, ...], complaint: str) -> None:
    done = typed(*words)
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("ROUNDTABLE_INDX", "here", "variable ROUNDTABLE_INDX: there is no such setting"),
        ("ROUNDTABLE_PORT", "many", "variable ROUNDTABLE_PORT: input should be a valid integer"),
        ("ROUNDTABLE_CONFIG", "gone.toml", "ROUNDTABLE_CONFIG: gone.toml: there is no such file"),
    ],
)
def test_wrong_setting_is_named_and_exits_with_2(
    name: str, value: str, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    done = typed("search", "trees")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"roundtable: {complaint}")
    assert done.err.count("\n") == 1


def test_chat_on_a_port_in_use_says_so(small_index: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = typed("chat", "--index", small_index, "--port", taken.getsockname()[1])
    assert done.code == 2
    assert "choose another one with --port" in done.err


def test_version_is_the_distribution_s() -> None:
    from importlib.metadata import version

    assert typed("--version").out == f"roundtable-assistant {version('roundtable-assistant')}\n"
