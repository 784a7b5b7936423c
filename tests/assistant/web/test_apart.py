"""assistant/web/apart.py: steps come as they are made, and whoever leaves stops them before the next one."""

import asyncio
from collections.abc import Generator
from contextlib import aclosing
from threading import Event

import pytest

from assistant.web.apart import apart


class Counted:
    """Steps 1 to 3 that say how far they came, and when they were closed."""

    def __init__(self, failing: bool = False) -> None:
        self.begun, self.closed, self._failing = 0, Event(), failing

    def steps(self) -> Generator[int, None, None]:
        try:
            for self.begun in (1, 2, 3):
                if self._failing:
                    raise ValueError("broken")
                yield self.begun
        finally:
            self.closed.set()


def test_every_step_comes_in_its_order() -> None:
    async def taken() -> list[int]:
        return [each async for each in apart(Counted().steps())]

    assert asyncio.run(taken()) == [1, 2, 3]


def test_nothing_is_done_behind_the_step_at_which_a_reader_leaves() -> None:
    counted = Counted()

    async def leave() -> None:
        async with aclosing(apart(counted.steps())) as steps:
            async for _ in steps:
                await asyncio.sleep(0.2)  # who reads slowly may still leave
                break

    asyncio.run(leave())
    assert counted.closed.wait(5)
    assert counted.begun == 1


def test_what_breaks_in_a_step_is_raised_where_it_is_waited_for() -> None:
    async def taken() -> None:
        async for _ in apart(Counted(failing=True).steps()):
            pass

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(taken())
