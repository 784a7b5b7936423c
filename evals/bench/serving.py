"""Measure a server with many readers: how many answers a second, how soon, for how much memory, by number of processes.

    python -m evals.bench.serving INDEX --workers 0,1,2 --users 20 --seconds 30 --rounds 2

Each number of workers gets a server of its own, one after the other, and again in the next round. Readers ask through
HTTP as a browser does, one question after the other; first each a new one, then the same ones again, which come from
the cache. The readers run on this computer too and take their part of it: what the server itself took for an answer is
beside it, and hardly changes when other programs run.
"""

import argparse
import json
import os
import re
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.index import Index
from evals.bench.chat import NOTHING_CHOSEN, WITHIN, line, opened, read_at_once
from evals.bench.questions import questions_from

WORDS = re.compile(r'class=\\"(?:sentence|note)\b(?!\\" role=\\"(?:status|alert))')
BUSY = "Many questions are being answered"
LETS_PASS = 2.0  # seconds after a server has opened


@dataclass(slots=True)
class Asked:
    """What the readers of one server saw: milliseconds to the first words, and how many questions came to nothing."""

    first_words: list[float] = field(default_factory=list)
    seconds: float = 0.0
    processor_seconds: float = 0.0
    busy: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, told: "Told") -> None:
        if told.error:
            self.errors.append(told.error)
        elif told.busy:
            self.busy += 1
        else:
            self.first_words.append(told.first)

    def text(self) -> str:
        answers = len(self.first_words)
        rate = answers / self.seconds if self.seconds else 0.0
        each = self.processor_seconds / answers if answers else float("nan")
        return (
            f"{rate:.1f} answers/s ({each:.3f} s of the server's processors each); "
            f"{line('first words', self.first_words)}; refused as busy {self.busy}, errors {len(self.errors)}"
        )


def measured(address: str, server: int, questions: Sequence[str], users: int, seconds: float) -> Asked:
    """So many readers ask for so many seconds; no question twice, as long as there are enough."""
    asked, before, started = Asked(), processor_seconds(server), time.monotonic()
    until, todo, taking = started + seconds, iter(questions), threading.Lock()

    read_at_once(users, lambda _: _reader(address, todo, taking, until, asked), asked.errors)
    asked.seconds = time.monotonic() - started
    asked.processor_seconds = processor_seconds(server) - before
    return asked


def _reader(address: str, todo: Iterator[str], taking: threading.Lock, until: float, asked: Asked) -> None:
    with opened_page(address) as page:
        while time.monotonic() < until:
            with taking:
                question = next(todo, None)
            if question is None:
                return
            asked.add(page.ask(question))


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a question: milliseconds to the first words and to the end, and what the page shows then, in the
    order of `assistant.web.asking.Step`. `error` says what went wrong, "" if nothing did."""

    first: float = 0.0
    whole: float = 0.0
    busy: bool = False
    error: str = ""
    shown: Sequence[Any] = ()


class Page:
    """The page of one reader, opened without a browser."""

    def __init__(self, http: Any, ask: int) -> None:
        self.http = http
        self._ask, self._session = ask, secrets.token_hex(6)

    def ask(self, question: str, conversation: str = "") -> Told:
        """Asks and waits for the whole answer. Raises what httpx raises."""
        started, first, busy = time.perf_counter(), 0.0, False
        data = [question, conversation, 0, "en", *NOTHING_CHOSEN]
        wanted = {"fn_index": self._ask, "session_hash": self._session, "data": data}
        joined = self.http.post("/gradio_api/queue/join", json=wanted)
        if joined.status_code != 200:
            return Told(error=f"{joined.status_code}: {joined.text[:200]}")
        with self.http.stream("GET", "/gradio_api/queue/data", params={"session_hash": self._session}) as rows:
            told = Told(error="the stream ended before the answer")
            is_begun = False  # the first step shows the question, and what was answered before
            for row in rows.iter_lines():
                busy = busy or BUSY in row
                if not first and is_begun and WORDS.search(row):
                    first = 1000 * (time.perf_counter() - started)
                is_begun = is_begun or "process_generating" in row[:60]
                if "process_completed" in row[:60]:
                    output = json.loads(row.partition(":")[2])
                    fine = output["success"] and (first or busy)
                    told = Told(
                        first, 1000 * (time.perf_counter() - started), busy,
                        "" if fine else f"{question}: {row[:200]}", output["output"].get("data", ()),
                    )  # fmt: skip
                elif '"close_stream"' in row:
                    break
            return told


@contextmanager
def opened_page(address: str) -> Iterator[Page]:
    import httpx

    # A server closes a connection that nobody has used for 5 s; a browser then asks once more, and httpx does not.
    kept = httpx.Limits(keepalive_expiry=2)
    with httpx.Client(base_url=address, timeout=WITHIN / 1000, limits=kept) as http:
        http.get("/", headers={"accept": "text/html"})  # brings the cookie that tells readers apart
        functions = http.get("/config").json()["dependencies"]
        (ask,) = {each["id"] for each in functions if each["api_name"] == "ask"}
        yield Page(http, ask)


def tree(process: int) -> list[int]:
    """The process and all that it has started, and those."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
        for thread in os.listdir(f"/proc/{process}/task"):
            if thread != str(process):
                children += Path(f"/proc/{process}/task/{thread}/children").read_text("ascii").split()
    except OSError:
        return []
    return [process, *(each for child in children for each in tree(int(child)))]


def processor_seconds(server: int) -> float:
    """What all processes of the server have taken so far."""
    ticks = 0
    for process in tree(server):
        stat = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(stat[11]) + int(stat[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_mb(server: int) -> float:
    """Their memory together; a page that several share counts once (PSS)."""
    total = 0
    for process in tree(server):
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text("ascii"), re.MULTILINE)
        total += int(found[1]) if found else 0
    return total / 1024


def one_server(index: Path, workers: int, questions: Sequence[str], users: int, seconds: float) -> None:
    started = time.monotonic()
    with opened(index, "--workers", str(workers)) as (address, process):
        opening = time.monotonic() - started
        time.sleep(LETS_PASS)
        new = measured(address, process.pid, questions, users, seconds)
        used = memory_mb(process.pid)
        again = measured(address, process.pid, questions[: len(new.first_words)], users, seconds)
    print(f"workers {workers}: open after {opening:.1f} s, {used:.0f} MB")
    print(f"  new questions: {new.text()}")
    print(f"  asked again:   {again.text()}")
    for error in [*new.errors, *again.errors][:5]:
        print(f"    {error}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="folder of an index")
    parser.add_argument("--workers", default="0,1,2", help="numbers of processes that answer, with commas")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    index = Index(given.index)
    questions = list(dict.fromkeys(questions_from(index, 5_000)))
    index.close()
    print(f"{given.users} readers at once for {given.seconds:g} s, {os.cpu_count()} processors")
    for _ in range(given.rounds):
        for workers in map(int, given.workers.split(",")):
            one_server(given.index, workers, questions, given.users, given.seconds)


if __name__ == "__main__":
    main()
