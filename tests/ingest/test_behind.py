"""ingest/behind.py: what is done behind is done in order, and its errors end what goes on before it."""

from functools import partial
from threading import Event, Timer

import pytest

from ingest.behind import behind


def test_all_is_done_in_order_when_the_block_ends() -> None:
    done: list[int] = []
    with behind(room=2) as later:
        for number in range(10):
            later(partial(done.append, number), 1)
    assert done == list(range(10))


def test_error_behind_is_raised_and_what_comes_after_is_left() -> None:
    done: list[int] = []
    go = Event()

    def fails_and_goes_on() -> None:
        with behind(room=100) as later:
            later(partial(_fails, go), 1)
            for number in range(50):
                later(partial(done.append, number), 1)
            go.set()

    with pytest.raises(OSError, match="no room"):
        fails_and_goes_on()
    assert done == []


def test_error_behind_ends_who_goes_on_before_it_is_done() -> None:
    def goes_on_and_on() -> None:
        go = Event()
        go.set()
        with behind(room=100) as later:
            for _ in range(1_000_000):
                later(partial(_fails, go), 0)
            raise AssertionError("was not told")

    with pytest.raises(OSError, match="no room"):
        goes_on_and_on()


def test_error_before_leaves_what_has_not_begun() -> None:
    done: list[int] = []
    go = Event()

    def stops() -> None:
        with behind(room=100) as later:
            later(go.wait, 1)
            for number in range(50):
                later(partial(done.append, number), 1)
            Timer(0.2, go.set).start()  # when the block has ended
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stops()
    assert done == []


def test_who_goes_on_waits_where_too_much_is_left_to_do() -> None:
    done: list[int] = []
    with behind(room=3) as later:
        for number in range(20):
            later(partial(done.append, number), 2)
            assert len(done) >= number  # one of size 2 may wait, two may not


def _fails(go: Event) -> None:
    go.wait()
    raise OSError("no room")
