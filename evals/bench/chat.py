"""Time the chat as people feel it: from Enter to the first words, from a click to the page, and with many at once.

One reader works in a real browser; then readers without one, each with their own conversation, ask and open pages
at the same time for as long as is said. Other programs that run meanwhile spoil these times.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import RoundtableError
from corpus.index import Index
from evals.bench.questions import questions_from

STARTS_WITHIN = 120  # seconds
WITHIN = 60_000  # milliseconds; longer, and the answer counts as an error
READS_FOR = 2_500  # milliseconds between an answer and the next question
NOTHING_CHOSEN: tuple[Any, ...] = ([], [], [], [], [], "", "")


class ChatDidNotOpen(RoundtableError):
    """The chat that should be measured did not start."""


@dataclass(slots=True)
class Times:
    """Milliseconds of each kind, and what went wrong."""

    first_words: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def opened(index: Path, *options: str) -> "Iterator[tuple[str, subprocess.Popen[bytes]]]":
    """The address of a chat over the index, and its process, with an empty store of conversations."""
    with tempfile.TemporaryDirectory() as folder, Path(folder, "log").open("w+b") as log:
        environment = {**os.environ, "ROUNDTABLE_CONVERSATIONS": f"{folder}/conversations.sqlite"}
        command = [sys.executable, "-m", "assistant.cli", "chat", "--index", str(index), "--port", "0", *options]
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
        try:
            yield _address(process, Path(log.name)), process
        finally:
            process.terminate()
            process.wait()


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        said = re.search(r"open at (http://\S+)", log.read_text("utf-8", errors="replace"))
        if said:
            return said[1]
        time.sleep(0.1)
    raise ChatDidNotOpen(f"the chat did not open: {log.read_text('utf-8', errors='replace')[-300:]}")


def in_browser(address: str, questions: Sequence[str], browser: str) -> Times:
    """One reader: each question in a new conversation, then its first source opened at the page."""
    from playwright.sync_api import sync_playwright

    times = Times()
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"]).new_page()
        page.set_default_timeout(WITHIN)
        page.goto(address)
        page.locator("#examples .gallery-item, #about p").first.wait_for()
        for question in questions:
            page.locator("#question textarea").fill(question)
            started = time.perf_counter()
            page.locator("#question textarea").press("Enter")
            page.locator("#current .answer:not(.looking)").locator(".sentence, .note").first.wait_for()
            times.first_words.append(_since(started))
            page.locator("#current .tools").wait_for()
            times.answers.append(_since(started))
            marker = page.locator("#current .marker").first
            if marker.count():
                started = time.perf_counter()
                marker.click()
                page.locator(".source.open .page-view:not(.unopened) :is(img, .words)").first.wait_for()
                page.wait_for_function(
                    "() => [...document.querySelectorAll('.source.open .paper img')].every((each) => each.complete)"
                )
                times.pages.append(_since(started))
            page.wait_for_timeout(READS_FOR)  # meanwhile the questions to ask next are looked for
            page.locator("#anew").click()
            page.locator("#current .question").wait_for(state="detached")
    return times


def read_at_once(users: int, read: Callable[[int], None], errors: list[str]) -> None:
    """Each reader, by number, in a thread; what goes wrong for one is kept among the errors, and the others go on."""

    def kept(place: int) -> None:
        try:
            read(place)
        except Exception as error:  # whatever it is, it is what this measures
            errors.append(f"reader {place}: {type(error).__name__}: {str(error)[:200]}")

    threads = [threading.Thread(target=kept, args=(place,)) for place in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def together(address: str, questions: Sequence[str], users: int, seconds: float) -> Times:
    """Many readers at once, each asking one question after the other and opening the page of a source."""
    times, until = Times(), time.monotonic() + seconds

    def read(place: int) -> None:
        _reader(address, [*questions[place:], *questions[:place]], until, times)

    read_at_once(users, read, times.errors)
    return times


def _reader(address: str, questions: Sequence[str], until: float, times: Times) -> None:
    import httpx
    from gradio_client import Client

    http = httpx.Client(base_url=address, headers={"accept": "text/html"}, timeout=WITHIN / 1000)
    http.get("/")  # brings the cookie that tells readers apart
    cookies = "; ".join(f"{name}={value}" for name, value in http.cookies.items())
    client = Client(address, headers={"cookie": cookies}, verbose=False, analytics_enabled=False)
    conversation, place = "", 0
    while time.monotonic() < until:
        started, first = time.perf_counter(), 0.0
        job = client.submit(questions[place % len(questions)], conversation, 0, "en", *NOTHING_CHOSEN, api_name="/ask")
        for step in job:
            if not first and re.search('class="sentence"|class="note', str(step[1])):
                first = _since(started)
        made = job.outputs()[-1]
        times.answers.append(_since(started))
        times.first_words.append(first or times.answers[-1])
        conversation, place = str(made[5] or ""), place + 1
        view = re.search(r'data-document="([^"]+)" data-page="(\d+)"', str(made[3] or ""))
        if view:
            started = time.perf_counter()
            shown = http.get("/reader", params={"document": view[1], "page": view[2]})
            picture = re.search(r'<img src="([^"]+)"', shown.text)
            answers = [shown, *([http.get("/" + picture[1])] if picture else [])]
            times.pages.append(_since(started))
            times.errors += [f"{each.url}: {each.status_code}" for each in answers if each.status_code != 200]
        if place % 5 == 0:
            conversation = ""  # a new one


def _since(started: float) -> float:
    return 1000 * (time.perf_counter() - started)


def line(name: str, values: Sequence[float]) -> str:
    """ "name: p50 12, p95 34, most 56 ms (n = 7)"; the percentiles by nearest rank."""
    if not values:
        return f"{name}: not measured"
    ranked = sorted(values)
    p50, p95 = (ranked[max(0, -(-len(ranked) * share // 100) - 1)] for share in (50, 95))
    return f"{name}: p50 {p50:.0f}, p95 {p95:.0f}, most {ranked[-1]:.0f} ms (n = {len(ranked)})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="folder of an index")
    parser.add_argument("--questions", type=int, default=40, help="of the reader in the browser")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--browser", default="/usr/bin/chromium", help="a Chromium; an empty one leaves this part out")
    given = parser.parse_args()
    index = Index(given.index)
    questions = questions_from(index, max(given.questions, 60))
    index.close()
    with opened(given.index) as (address, _):
        if given.browser:
            alone = in_browser(address, questions[: given.questions], given.browser)
            print("One reader in a browser")
            print("  " + line("Enter to first words", alone.first_words))
            print("  " + line("Enter to the whole answer", alone.answers))
            print("  " + line("click to the page", alone.pages))
        many = together(address, questions, given.users, given.seconds)
    print(f"{given.users} readers at once for {given.seconds:g} s")
    print("  " + line("first words", many.first_words))
    print("  " + line("whole answer", many.answers))
    print("  " + line("page of a source", many.pages))
    print(f"  errors: {len(many.errors)}", *many.errors[:5], sep="\n    ")
    raise SystemExit(1 if many.errors else 0)


if __name__ == "__main__":
    main()
