"""The command line in a process of its own: how fast it starts, what it loads, and how Ctrl-C ends it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.typed import started

HEAVY = (
    "torch",
    "gradio",
    "chromadb",
    "transformers",
    "langchain",
    "numpy",
    "pydantic_settings",
    "onnxruntime",
    "pypdf",
)


@pytest.mark.parametrize("words", [["--help"], ["corpus", "--help"], ["ask", "--help"]])
def test_help_loads_no_heavy_library(words: list[str]) -> None:
    program = (
        "import sys\nfrom assistant.cli import main\n"
        f"sys.argv = ['roundtable', *{words!r}]\n"
        "try:\n    main()\n"
        f"finally:\n    print(*(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "--help" in done.stdout
    assert done.stderr.split() == []


def test_help_answers_in_under_a_second() -> None:
    # Seconds of the processor: on a busy computer the clock on the wall measures the others.
    before = os.times()
    subprocess.run([sys.executable, "-m", "assistant.cli", "--help"], capture_output=True, check=True)
    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 1.0


def test_ctrl_c_ends_a_batch_with_one_line_after_the_answers_it_gave(small_index: Path) -> None:
    with started("ask", "--batch", "-", "--index", small_index) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write('{"question": "How many noise sensors did Marisol mount?", "id": 1}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr.read() == "roundtable: stopped\n"


def test_ctrl_c_during_an_ingest_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    documents, index = tmp_path / "documents", tmp_path / "index"
    documents.mkdir()
    for number in range(300):
        lines = [
            f"Town {number} opened {number * line} places for bicycles in its street {line}." for line in range(60)
        ]
        (documents / f"town-{number}.txt").write_text("\n".join(lines), encoding="utf-8")
    with started("ingest", documents, "--index", index) as process:
        assert process.stderr
        deadline = time.monotonic() + 60
        while not (index / "unfinished.sqlite").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr.read().splitlines() == [
            f"{index}: as it was before; the same command goes on where this one stopped",
            "roundtable: stopped",
        ]
    assert not (index / "CURRENT").exists()


def test_reader_that_goes_away_ends_the_command_without_a_traceback(small_index: Path) -> None:
    with started("search", "sensors", "--index", small_index, "--json") as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.wait(60) == 1
        assert process.stderr.read() == ""
