"""assistant/serving/workers.py: real processes that answer, stop, hang, are killed, and end with their program."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

import pytest

from assistant.assistant import LONGEST_QUESTION, QuestionTooLong
from assistant.serving.types import Asking, BrokeOff, Waiting
from assistant.serving.workers import Workers
from assistant.settings import Settings
from assistant.types import Answer
from corpus.errors import BadFilter, NoIndex
from corpus.types import NO_FILTERS, Filters
from tests.assistant.serving.made import collection, questions, quick, slow, until, without_time

HERE = Path(__file__).parents[3]
BEATS = 200  # steps after which an answer that should have ended has not
no_windows = pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9: run it on Linux or macOS")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(index=collection(tmp_path_factory.mktemp("index")))


@pytest.fixture(scope="module")
def two(settings: Settings) -> Iterator[Workers]:
    with Workers(slow, settings, 2) as workers:
        yield workers


@contextmanager
def one(settings: Settings, longest: float = 60.0) -> Iterator[Workers]:
    with Workers(slow, settings, 1, longest) as workers:
        yield workers


def answers(workers: Workers, text: str, filters: Filters = NO_FILTERS) -> list[Answer]:
    with closing(workers.answering(Asking(text, filters))) as growing:
        return [each for each in islice(growing, BEATS) if isinstance(each, Answer)]


def kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)


def test_answer_is_that_of_an_assistant_in_this_process(two: Workers, settings: Settings) -> None:
    (question,) = questions(1)
    filters = Filters(document=("marisol.txt",))
    (answer,) = answers(two, question, filters)
    assert without_time(answer) == without_time(quick(settings).ask(question, filters))
    assert answer.status == "answered"


def test_earlier_questions_come_along(two: Workers, settings: Settings) -> None:
    asking = Asking("And in Quellstadt?", earlier=("How many libraries did Marisol open?",), replies=("7.",))
    *_, answer = two.answering(asking)
    assert isinstance(answer, Answer)
    assert answer.searched_for == quick(settings).ask(asking.text, earlier=asking.earlier).searched_for != ""


@no_windows
def test_one_of_two_is_killed_while_forty_ask_and_each_gets_one_answer(two: Workers, settings: Settings) -> None:
    asked, whole = questions(40), quick(settings)
    expected = {text: without_time(whole.ask(text)) for text in asked}
    got: dict[str, list[Answer]] = {text: [] for text in asked}
    killed, before = threading.Event(), two.processes()

    def ask(text: str) -> None:
        got[text] += answers(two, text)

    threads = [threading.Thread(target=ask, args=(text,)) for text in asked]
    for thread in threads:
        thread.start()
    assert until(lambda: any(got.values()))
    assert sum(map(len, got.values())) < len(asked), "all were answered before anything was killed"
    kill(before[0])
    killed.set()
    for thread in threads:
        thread.join(60)
    assert {text: [without_time(each) for each in given] for text, given in got.items()} == {
        text: [answer] for text, answer in expected.items()
    }
    assert until(lambda: len(two.processes()) == 2), "the one that was killed is not replaced"
    assert before[0] not in two.processes()
    assert before[1] in two.processes()


@no_windows
def test_answer_that_had_begun_breaks_off_with_one_line_and_others_go_on(two: Workers) -> None:
    with closing(two.answering(Asking("Grow without end?"))) as growing:
        assert isinstance(next(growing), Answer)
        (busy,) = (seat.process for seat in two._seats if seat.load)
        kill(busy)
        with pytest.raises(BrokeOff, match="please ask again"):
            list(islice(growing, BEATS))
    assert len(answers(two, *questions(1))) == 1
    assert until(lambda: len(two.processes()) == 2)


def test_question_that_kills_every_process_is_asked_of_two_and_no_more(settings: Settings) -> None:
    asked = settings.index / "asked"
    with one(settings) as workers:
        with pytest.raises(BrokeOff):
            answers(workers, "Die?")
        assert asked.read_text("ascii").split() == ["once", "once"]
        assert until(workers.processes)
        assert len(answers(workers, *questions(1))) == 1


@no_windows
def test_processes_that_ended_before_they_took_the_question_do_not_count(settings: Settings) -> None:
    (question,) = questions(1)
    with Workers(slow, settings, 2) as workers, closing(workers.answering(Asking(question))) as growing:
        stopped = workers.processes()
        for process in stopped:
            os.kill(process, signal.SIGSTOP)  # it takes nothing any more, and seems ready
        for process in stopped:
            assert next(growing) == Waiting()
            kill(process)
        whole = [each for each in islice(growing, BEATS) if isinstance(each, Answer)]
        assert len(whole) == 1
        assert set(workers.processes()).isdisjoint(stopped)


def test_process_that_hangs_is_replaced(settings: Settings) -> None:
    with one(settings, longest=1.0) as workers:
        before = workers.processes()
        with pytest.raises(BrokeOff):
            answers(workers, "Grow once and hang?")
        assert until(workers.processes)
        assert workers.processes() != before
        assert len(answers(workers, *questions(1))) == 1


def test_who_stops_waiting_stops_the_work(two: Workers) -> None:
    started = time.monotonic()
    growing = two.answering(Asking("Grow without end?"))
    assert isinstance(next(growing), Answer)
    growing.close()  # returns once the process has stopped
    assert [seat.load for seat in two._seats] == [0, 0]
    assert time.monotonic() - started < 10


def test_silence_is_broken_at_least_once_a_second(settings: Settings) -> None:
    with one(settings, longest=2.0) as workers, closing(workers.answering(Asking("Does this one hang?"))) as growing:
        started = time.monotonic()
        assert next(growing) == Waiting()
        assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("x" * (LONGEST_QUESTION + 1), QuestionTooLong, "A question may have 2,000 characters, this one has 2,001"),
        ("A mistake?", BadFilter, "since: not a date"),
        ("A bug?", RuntimeError, "ZeroDivisionError: a bug"),
    ],
)
def test_error_is_raised_here_as_it_was_there(two: Workers, text: str, kind: type[Exception], line: str) -> None:
    with pytest.raises(kind, match=line):
        answers(two, text)
    assert len(answers(two, *questions(1))) == 1


def test_what_is_wrong_at_the_start_is_said_and_no_process_is_left(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="make one with: roundtable ingest"):
        Workers(quick, Settings(index=tmp_path / "nothing"), 2)


def test_questions_to_ask_next_are_looked_for_where_nothing_else_is_done(two: Workers) -> None:
    (first,) = answers(two, "How many libraries did Marisol open?")
    assert isinstance(two.following([first]), tuple)
    with (
        closing(two.answering(Asking("Grow without end?"))) as one,
        closing(two.answering(Asking("Grow without end?"))) as other,
    ):
        next(one), next(other)
        assert two.following([first]) == ()


PROGRAM = """
import sys
from pathlib import Path
from assistant.serving.types import Asking
from assistant.serving.workers import Workers
from assistant.settings import Settings
from tests.assistant.serving.made import slow
if __name__ == "__main__":
    workers = Workers(slow, Settings(index=Path(sys.argv[1])), 2)
    growing = workers.answering(Asking("Grow without end?"))
    next(growing)
    print(*workers.processes(), flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc: run it on Linux")
@pytest.mark.parametrize("ending", [subprocess.Popen.kill, subprocess.Popen.terminate, lambda program: None])
def test_processes_end_with_their_program_however_that_ends(
    settings: Settings, ending: Callable[["subprocess.Popen[str]"], None]
) -> None:
    command = [sys.executable, "-c", PROGRAM, str(settings.index)]
    with subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        processes = program.stdout.readline().split()
        assert len(processes) == 2
        assert all(map(runs, processes))
        ending(program)
    assert until(lambda: not any(map(runs, processes)), 15)


def runs(process: str) -> bool:
    try:
        stat = Path("/proc", process, "stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
