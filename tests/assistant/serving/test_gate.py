"""assistant/serving/gate.py: who is answered at once, who waits, in what order, and who is sent away."""

from contextlib import ExitStack

import pytest

from assistant.serving.gate import Gate, Ticket
from assistant.serving.types import Busy


def began(*tickets: Ticket) -> list[bool]:
    return [not ticket.waits(0) for ticket in tickets]


def test_so_many_are_answered_at_once_and_the_next_waits() -> None:
    gate = Gate(at_once=2)
    one, two, three = (gate.enter(user) for user in "abc")
    assert began(one, two, three) == [True, True, False]
    gate.leave(one)
    assert began(three) == [True]


def test_who_finds_the_line_full_is_told_at_once_when_to_come_back() -> None:
    gate = Gate(at_once=1, waiting=2)
    for user in "abc":
        gate.enter(user)
    with pytest.raises(Busy, match=r"Many questions are being answered.*try again in about 2 seconds\.") as busy:
        gate.enter("d")
    assert busy.value.seconds == 2  # three would be before it, each half a second as long as none was seen: 1.5


def test_none_may_wait_where_none_is_let_wait() -> None:
    gate = Gate(at_once=1, waiting=0)
    gate.enter("a")
    with pytest.raises(Busy):
        gate.enter("b")


def test_of_hundreds_at_once_no_more_than_fifty_wait_for_each_that_is_answered() -> None:
    now = [0.0]
    gate = Gate(at_once=2, clock=lambda: now[0])
    for _ in range(100):  # a hundredth of a second each: a thousand in ten seconds
        ticket = gate.enter("a")
        now[0] += 0.01
        gate.leave(ticket)
    for user in range(102):
        gate.enter(str(user))
    with pytest.raises(Busy):
        gate.enter("102")


def test_as_many_wait_as_are_answered_in_ten_seconds() -> None:
    gate = Gate(at_once=1)  # half a second each: 20
    for user in range(21):
        gate.enter(str(user))
    with pytest.raises(Busy):
        gate.enter("one more")


def test_one_reader_cannot_fill_the_line() -> None:
    gate = Gate(at_once=1, waiting=100, each=2)
    for _ in range(3):
        gate.enter("greedy")
    with pytest.raises(Busy):
        gate.enter("greedy")
    assert began(gate.enter("modest")) == [False]


def test_readers_take_turns_however_many_questions_one_has() -> None:
    gate = Gate(at_once=1, each=3)
    now = gate.enter("x")
    waiting = {name: gate.enter(name[0]) for name in ("a1", "a2", "a3", "b1", "b2", "c1")}
    assert {name: ticket.ahead for name, ticket in waiting.items()} == {
        **{"a1": 0, "b1": 1, "c1": 2, "a2": 3, "b2": 4, "a3": 5}
    }
    order = []
    while waiting:
        gate.leave(now)
        (name,) = (name for name, ticket in waiting.items() if began(ticket) == [True])
        now = waiting.pop(name)
        order.append(name)
    assert order == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_who_gives_up_waiting_makes_room_and_is_not_answered() -> None:
    gate = Gate(at_once=1, waiting=1)
    one, two = gate.enter("a"), gate.enter("b")
    with ExitStack() as waiting:
        waiting.enter_context(two)
    three = gate.enter("c")
    gate.leave(one)
    assert began(two, three) == [False, True]


def test_there_is_room_for_what_can_wait_while_at_most_half_is_taken() -> None:
    gate = Gate(at_once=2)
    quiet = [gate.is_quiet]
    tickets = []
    for user in "ab":
        tickets.append(gate.enter(user))
        quiet.append(gate.is_quiet)
    gate.leave(tickets[0])
    assert [*quiet, gate.is_quiet] == [True, True, False, True]


def test_answers_that_take_longer_let_fewer_wait() -> None:
    clock = [0.0]
    gate = Gate(at_once=1, clock=lambda: clock[0])
    for _ in range(60):
        with gate.enter("a"):
            clock[0] += 5.0
    for user in "abc":  # one is answered, and two wait: 10 seconds
        gate.enter(user)
    with pytest.raises(Busy, match="in about 15 seconds"):
        gate.enter("d")
