"""ingest/elsewhere.py: files are read in processes of their own, which may crash and never outlive who asked them."""

import os
import platform
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from ingest.elsewhere import read_ahead
from ingest.told import MISTAKE
from ingest.work import Reading, read_job
from tests.ingest.made import Deadly, Faulty, Loud, Reaching, job, texts

HERE = Path(__file__).parents[2]
needs_kill = pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9: run it on Linux or macOS")
needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc: run it on Linux")


def read(reading: Reading) -> tuple:
    return reading.document, reading.pages, reading.passages, reading.problems, reading.failure


def test_files_come_in_their_order_as_if_they_were_read_here(tmp_path: Path) -> None:
    files = texts(tmp_path, **{f"city{number}": f"City {number} has {number} trams." for number in range(20)})
    (files / "cut.pdf").write_bytes(b"%PDF-1.4 cut")
    jobs = [job(path) for path in sorted(files.iterdir())]
    assert [read(reading) for reading in read_ahead(jobs, 2)] == [read(read_job(each)) for each in jobs]


@needs_kill
def test_file_that_makes_its_reader_crash_costs_only_itself(tmp_path: Path) -> None:
    files = texts(tmp_path, a="A city.", b="A town.", c="A village.", d="A farm.")
    jobs = [job(files / "a.txt"), job(files / "b.txt", title=Deadly()), job(files / "c.txt"), job(files / "d.txt")]
    assert [reading.failure for reading in read_ahead(jobs, 2)] == [
        None, "reading broke off (exit code -9); leave the file out, or repair it", None, None,
    ]  # fmt: skip


def test_library_that_prints_does_not_break_what_comes_back(tmp_path: Path) -> None:
    files = texts(tmp_path, a="A city.", b="A town.")
    jobs = [job(files / "a.txt", title=Loud()), job(files / "b.txt")]
    titles = [reading.document.title for reading in read_ahead(jobs, 1) if reading.document]
    assert titles == ["A loud title", "b"]


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="needs filters of system calls: run it on Linux with an x86-64 or ARM processor",
)
def test_reader_writes_no_file_opens_no_connection_and_knows_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("ROUNDTABLE_INDEX", "somewhere")
    monkeypatch.chdir(tmp_path)
    (reading,) = read_ahead([job(texts(tmp_path, a="A city.") / "a.txt", title=Reaching())], 1)
    assert reading.document
    assert reading.document.title == "It could []"
    assert not (tmp_path / "reached").exists()


def test_mistake_of_ours_costs_its_file_and_says_where_it_is(tmp_path: Path) -> None:
    files = texts(tmp_path, a="A city.", b="A town.")
    jobs = [job(files / "a.txt", title=Faulty()), job(files / "b.txt")]
    faulty, sound = read_ahead(jobs, 1)
    assert faulty.failure
    assert faulty.failure.startswith(f"{MISTAKE}ZeroDivisionError: of a reader (made.py, line ")
    assert sound.document


def test_no_more_files_are_asked_for_than_may_wait(tmp_path: Path) -> None:
    files = texts(tmp_path, a="A city.")
    drawn = 0

    def jobs():
        nonlocal drawn
        for _ in range(100):
            drawn += 1
            yield job(files / "a.txt")

    with closing(read_ahead(jobs(), 2)) as readings:
        next(readings)
        assert drawn == 8


@needs_proc
def test_processes_end_with_the_iterator(tmp_path: Path) -> None:
    files = texts(tmp_path, a="A city.", b="A town.")
    others = set(children(os.getpid()))  # of tests before this one
    readings = read_ahead([job(path) for path in files.iterdir()] * 10, 2)
    next(readings)
    assert set(children(os.getpid())) - others
    readings.close()
    assert not set(children(os.getpid())) - others


@needs_proc
def test_ctrl_c_is_for_who_asked_and_not_for_the_readers(tmp_path: Path) -> None:
    files = texts(tmp_path, a="A city.", b="A town.")
    others = set(children(os.getpid()))
    readings = read_ahead([job(path) for path in files.iterdir()] * 10, 1)  # the one reader has begun
    next(readings)
    for reader in set(children(os.getpid())) - others:
        os.kill(reader, signal.SIGINT)
    assert [reading.failure for reading in readings] == [None] * 19


ASKS = """
import signal, sys, time
from pathlib import Path
from ingest.elsewhere import read_ahead
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what runs behind it with Ctrl-C ignored
from tests.ingest.made import job
jobs = [job(Path(path)) for path in sys.argv[1:]]
for reading in read_ahead(jobs * 50, 2):
    print("read", flush=True)
    time.sleep(60)
"""


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_readers_end_with_who_asked_them_however_that_ends(tmp_path: Path, how: signal.Signals) -> None:
    files = texts(tmp_path, a="A city.", b="A town.")
    command = [sys.executable, "-c", ASKS, *map(str, files.iterdir())]
    # As a terminal's Ctrl-C does it, the signal goes to the whole group.
    asks = subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert asks.stdout is not None
    assert asks.stdout.readline() == b"read\n"
    readers = children(asks.pid)
    assert readers
    if how == signal.SIGINT:
        os.killpg(asks.pid, how)
    else:
        asks.send_signal(how)
    asks.communicate(timeout=30)
    assert asks.returncode == -how
    until = time.monotonic() + 10
    while any(Path(f"/proc/{reader}").exists() for reader in readers):
        assert time.monotonic() < until, "a reader is left over"
        time.sleep(0.05)


def test_reader_loads_neither_a_model_nor_a_store_nor_a_page() -> None:
    script = "import sys, ingest.elsewhere; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], cwd=HERE, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ran.stdout.split()}
    assert "ingest" in loaded
    assert not loaded & {"torch", "gradio", "onnxruntime", "transformers", "chromadb", "tantivy", "typer", "pydantic"}


def children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for path in found for child in path.read_text().split()]
