"""Kill a writer in the middle of its commits, many times, and look at what a reader finds afterwards.

The writer keeps a ledger too, as the index does: one row a passage, in SQLite. With FTS5 ledger and words are
one transaction; with tantivy they are two commits, one after the other.
"""

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from evals.bench.lexical_engines import ENGINES, Fts5, Row
from evals.bench.processes import CommandFailed

BATCH = 2_000
LEDGER = "CREATE TABLE IF NOT EXISTS ledger (number INTEGER PRIMARY KEY)"


@dataclass(frozen=True, slots=True)
class Crashes:
    """Of `kills` writers: how many left an index that opens, whole batches, words and ledger that agree."""

    kills: int
    opened: int
    whole: int
    agreed: int
    committed: int  # the batch was there afterwards: the kill came too late to lose it
    commit_seconds: float  # median of a commit that was let finish
    error: str = ""


def crash(engine: str, scratch: Path, rows: Sequence[Row], kills: int, seed: int = 0) -> Crashes:
    """Kills `kills` writers at random moments of a commit, each on a copy of an index that holds one batch."""
    chance = random.Random(seed)
    rows_file, base = scratch / "rows.txt", scratch / "base"
    rows_file.write_text("".join(f"{title}\t{body}\n" for _, title, body in rows[:BATCH]), encoding="utf-8")
    batch = min(BATCH, len(rows))
    _commit_seconds(engine, base, rows_file)
    usual = median(_commit_seconds(engine, _copy(base, scratch / f"timed-{n}"), rows_file) for n in range(5))
    opened = whole = agreed = committed = 0
    error = ""
    for number in range(kills):
        folder = _copy(base, scratch / f"killed-{number}")
        _killed_after(engine, folder, rows_file, chance.uniform(0, usual))
        try:
            words, ledger = _counts(engine, folder)
        except (ValueError, OSError, sqlite3.DatabaseError) as failure:
            error = str(failure)
            continue
        opened += 1
        whole += words in (batch, 2 * batch)
        agreed += words == ledger
        committed += words == 2 * batch
    return Crashes(kills, opened, whole, agreed, committed, usual, error)


def write(engine: str, folder: Path, rows_file: Path) -> None:
    """The writer's process: adds a batch to words and ledger, and commits both.

    Prints "committing" just before the commit, and its seconds after it.
    """
    index = ENGINES[engine](folder)
    ledger = index.db if isinstance(index, Fts5) else sqlite3.connect(folder / "ledger.sqlite")
    ledger.execute(LEDGER)
    ledger.commit()
    start = _ledger_count(ledger)
    lines = rows_file.read_text(encoding="utf-8").splitlines()
    parts = [line.split("\t") for line in lines]
    index.add([(start + place, title, body) for place, (title, body) in enumerate(parts, start=1)])
    ledger.executemany("INSERT INTO ledger VALUES (?)", ((start + place,) for place in range(1, len(parts) + 1)))
    print("committing", flush=True)
    started = time.perf_counter()
    if ledger is not getattr(index, "db", None):
        ledger.commit()
    index.commit()
    print(time.perf_counter() - started, flush=True)


def _copy(base: Path, folder: Path) -> Path:
    shutil.copytree(base, folder)
    return folder


def _start(engine: str, folder: Path, rows_file: Path) -> "subprocess.Popen[str]":
    """A writer that is about to commit."""
    command = [sys.executable, "-m", "evals.bench.lexical_crash", engine, str(folder), str(rows_file)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    if _line(writer) != "committing":
        raise CommandFailed(f"{' '.join(command)}: ended before it committed")
    return writer


def _line(writer: "subprocess.Popen[str]") -> str:
    # Not communicate(): it would miss a line that this has read ahead.
    return writer.stdout.readline().strip() if writer.stdout else ""


def _commit_seconds(engine: str, folder: Path, rows_file: Path) -> float:
    with _start(engine, folder, rows_file) as writer:
        return float(_line(writer))


def _killed_after(engine: str, folder: Path, rows_file: Path, seconds: float) -> None:
    with _start(engine, folder, rows_file) as writer:
        time.sleep(seconds)
        writer.kill()  # kill -9


def _counts(engine: str, folder: Path) -> tuple[int, int]:
    index = ENGINES[engine](folder)
    ledger = index.db if isinstance(index, Fts5) else sqlite3.connect(folder / "ledger.sqlite")
    return index.count(), _ledger_count(ledger)


def _ledger_count(ledger: sqlite3.Connection) -> int:
    return int(ledger.execute("SELECT count(*) FROM ledger").fetchone()[0])


if __name__ == "__main__":
    write(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
