"""assistant/web/evaluation_under_way.py: one run at a time, which goes on, is stopped, and says how it ended."""

import errno
import time
from collections.abc import Callable, Generator
from threading import Event

import pytest

from assistant.web.evaluation_under_way import OneRun, Watched
from corpus.errors import RoundtableError
from evals.runs.running import Progress

Steps = Generator[Progress, None, None]


class Broke(RoundtableError):
    pass


def ended(one: OneRun) -> Watched:
    until = time.monotonic() + 10
    while one.now().live and time.monotonic() < until:
        time.sleep(0.01)
    return one.now()


def test_run_tells_how_far_it_is_until_it_is_done() -> None:
    one, asked, gone_on = OneRun(), Event(), Event()

    def steps() -> Steps:
        yield Progress("r1", 1, 2, 0, "How many trams?")
        asked.set()
        gone_on.wait(10)
        yield Progress("r1", 2, 2, 1, "How many boats?")

    assert one.now() == Watched()
    assert one.begin("nightly", steps())
    assert asked.wait(10)
    assert one.now() == Watched("running", "nightly", "r1", 1, 2, 0, "How many trams?")
    gone_on.set()
    assert ended(one) == Watched("ended", "nightly", "r1", 2, 2, 1, "How many boats?")


def test_second_run_waits_for_the_first() -> None:
    one, gone_on = OneRun(), Event()

    def steps() -> Steps:
        gone_on.wait(10)
        yield Progress("r1", 1, 1, 0)

    def other() -> Steps:
        yield Progress("r2", 1, 1, 0)

    assert one.begin("first", steps())
    assert not one.begin("second", other())
    gone_on.set()
    assert ended(one).name == "first"
    assert one.begin("second", other())
    assert ended(one) == Watched("ended", "second", "r2", 1, 1)


def test_stopped_run_ends_at_its_next_step_and_is_closed() -> None:
    one, asked, gone_on, closed = OneRun(), Event(), Event(), Event()

    def steps() -> Steps:
        try:
            yield Progress("r1", 0, 9, 0)
            asked.set()
            gone_on.wait(10)
            yield Progress("r1", 1, 9, 0, "one")
            yield Progress("r1", 2, 9, 0, "two")
        finally:
            closed.set()

    one.stop()  # nothing is under way: nothing happens
    assert one.now() == Watched()
    one.begin("nightly", steps())
    assert asked.wait(10)
    one.stop()
    assert one.now().state == "stopping"
    gone_on.set()
    assert ended(one) == Watched("stopped", "nightly", "r1", 1, 9, 0, "one")
    assert closed.is_set()


def full() -> Exception:
    return OSError(errno.ENOSPC, "No space left on device")


def full_behind() -> Exception:
    try:
        raise Broke("cannot be written") from full()
    except Broke as error:
        return error


@pytest.mark.parametrize(
    ("failing", "state", "why"),
    [
        (lambda: Broke("the collection was changed"), "broke", "the collection was changed"),
        (full, "full", "No space left on device"),
        (full_behind, "full", "cannot be written"),
        (lambda: Broke("database or disk is full"), "full", "database or disk is full"),
        (lambda: OSError(errno.EACCES, "Permission denied"), "broke", "Permission denied"),
        (lambda: ZeroDivisionError("of ours"), "broke", ""),  # a bug says nothing to people
    ],
)  # fmt: skip
def test_run_that_fails_says_why(
    failing: Callable[[], Exception], state: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def steps() -> Steps:
        yield Progress("r1", 1, 2, 0, "one")
        raise failing()

    one = OneRun()
    one.begin("nightly", steps())
    now = ended(one)
    assert (now.state, now.why, now.done) == (state, why, 1)
    assert ("of ours" in capsys.readouterr().err) == (why == "")  # whoever runs the program is told
