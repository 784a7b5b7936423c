"""Ingest a folder on Ray with two workers, kill one of them and then the whole ingest, and count what is there after.

`python -m evals.bench.ray_run FOLDER`; ends with exit code 1 if a passage was lost or doubled. Reads /proc: Linux only.
"""

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import RoundtableError
from corpus.index import Index
from ingest.pipeline import UNFINISHED

ENGINES = ("local", "ray")
POLL = 0.05  # seconds
EMBEDDING = "ray::MapWorker"  # how Ray names the processes that hold a model
LONGEST = 1_800  # seconds that one ingest may take


class NotShown(RoundtableError):
    """The ingest ended before it could be killed in its middle, or failed by itself."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one whole ingest said of itself: wall time, and how many documents it took from the one before."""

    seconds: float
    passages: int
    taken: int
    failed: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What the three stores of an index hold, and the state that they are in."""

    documents: int
    ledger: int
    words: int
    vectors: int
    state: str


@dataclass(frozen=True, slots=True)
class Killed:
    """An ingest with a `worker` killed in its middle, then all of it with `kept` documents finished, and run `again`.

    `left_running` of its processes were there half a minute after the second kill.
    """

    worker: int
    kept: int
    left_running: int
    again: Ingested


def kill(folder: Path, index: Path, documents: int) -> Killed:
    """Ingests the folder of so many documents on Ray, with kills. Raises `NotShown`."""
    driver = _start(folder, index, "ray")
    worker, kept, family = _kill_in_the_middle(driver, index / UNFINISHED, documents)
    left = _still_there(family)
    return Killed(worker, kept, left, _whole(_start(folder, index, "ray")))


def same(folders: Sequence[Path]) -> bool:
    """Whether the indexes hold the same passages, each once in ledger, words and vectors."""
    counts, passages = [counted(folder) for folder in folders], [_passages(folder) for folder in folders]
    return (
        all(each == counts[0] and each.ledger == each.words == each.vectors for each in counts)
        and all(each == passages[0] for each in passages)
        and len(passages[0]) == counts[0].ledger > 0
    )


def drive(folder: Path, index: Path, engine: str) -> Ingested:
    """One ingest, in this process."""
    from assistant.build import build_ray_engine, run_ingest
    from assistant.settings import read_settings

    settings = read_settings(index=index)
    on_ray = build_ray_engine(settings) if engine == "ray" else None
    report = run_ingest([folder], settings, False, lambda progress: None, on_ray)
    return Ingested(report.seconds, report.passages, on_ray.taken if on_ray else 0, len(report.failed))


def _start(folder: Path, index: Path, engine: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "evals.bench.ray_run", str(folder), "--index", str(index), "--engine", engine]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _whole(process: "subprocess.Popen[str]") -> Ingested:
    output, _ = process.communicate(timeout=LONGEST)
    if process.returncode:
        raise NotShown(f"the ingest ended with exit code {process.returncode}; see above what it said")
    return Ingested(**json.loads(output))


def _kill_in_the_middle(driver: "subprocess.Popen[str]", unfinished: Path, documents: int) -> tuple[int, int, set[int]]:
    """The worker that was killed, the documents kept when all was, and the processes that had been running."""
    _wait_for(driver, unfinished, max(1, documents // 4))
    worker = next((pid for pid in _family(driver.pid) if _name(pid).startswith(EMBEDDING)), 0)
    if not worker:
        raise NotShown("no process with a model was found; is this Linux, and Ray on this computer?")
    os.kill(worker, signal.SIGKILL)
    _wait_for(driver, unfinished, max(2, documents // 2))
    family = set(_family(driver.pid))
    driver.kill()
    driver.communicate()
    return worker, _kept(unfinished), family


def _wait_for(driver: "subprocess.Popen[str]", unfinished: Path, count: int) -> None:
    end = time.monotonic() + LONGEST
    while _kept(unfinished) < count:
        if driver.poll() is not None or time.monotonic() > end:
            raise NotShown("the ingest was over before it could be killed; take a larger folder")
        time.sleep(POLL)


def _kept(unfinished: Path) -> int:
    if not unfinished.exists():
        return 0
    try:
        with sqlite3.connect(f"file:{unfinished}?mode=ro", uri=True) as db:
            return int(db.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:  # just being made
        return 0


def _family(parent: int) -> Iterator[int]:
    """The process's children, and theirs."""
    with suppress(OSError):
        for task in Path(f"/proc/{parent}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from _family(int(child))


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def _still_there(processes: set[int]) -> int:
    """How many of Ray's processes outlive the one that started them by more than half a minute; its agents, which do
    no work, need a minute to see that they are alone."""
    end = time.monotonic() + 30
    while (
        left := sum(bool((name := _name(pid)) and "Agent" not in name) for pid in processes)
    ) and time.monotonic() < end:
        time.sleep(POLL)
    return left


def counted(folder: Path) -> Counted:
    index = Index(folder)
    try:
        held = index.counts()
        return Counted(held["documents"], held["passages"], index.word_count(), index.vector_count(), index.state)
    finally:
        index.close()


def _passages(folder: Path) -> dict[str, str]:
    index = Index(folder)
    try:
        return {each.id: each.text for document in index.documents for each in index.passages_of(document)}
    finally:
        index.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--index", type=Path, help="only ingest the folder, into this index")
    parser.add_argument("--engine", choices=ENGINES, default="ray")
    given = parser.parse_args()
    if given.index:
        print(json.dumps(asdict(drive(given.folder, given.index, given.engine))))
        return
    with tempfile.TemporaryDirectory() as scratch:
        alone, on_ray, killed = folders = [Path(scratch) / name for name in ("alone", "ray", "killed")]
        try:
            made = {
                engine: _whole(_start(given.folder, index, engine))
                for engine, index in zip(ENGINES, (alone, on_ray), strict=True)
            }
            what = kill(given.folder, killed, counted(on_ray).documents)
        except NotShown as error:
            sys.exit(f"ray_run: {error}")
        print("index   documents  ledger  words  vectors  state")
        for folder in folders:
            held = counted(folder)
            print(f"{folder.name:<7} {held.documents:9} {held.ledger:7} {held.words:6} {held.vectors:8}  {held.state}")
        is_same = same(folders) and what.again.taken == what.kept
    for engine, one in made.items():
        rate = one.passages / one.seconds
        print(f"{engine}: {one.passages} passages in {one.seconds:.1f} s, {rate:.1f} a second, start included")
    print(f"killed: the worker {what.worker}, then the ingest, which had finished {what.kept} documents")
    print(f"again: {what.again.taken} of them were taken from there; it took {what.again.seconds:.1f} s")
    print(f"of the killed ingest {what.left_running} processes were running half a minute later")
    print("nothing lost, nothing doubled" if is_same else "NOT THE SAME")
    sys.exit(0 if is_same else 1)


if __name__ == "__main__":
    main()
