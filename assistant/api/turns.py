"""Do what is asked over HTTP in threads of its own: so much at once, the rest in turn, nothing once nobody waits."""

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing
from typing import Any, TypeVar

from assistant.serving.front import BEAT
from assistant.serving.gate import Gate
from assistant.serving.types import Waiting
from assistant.web.apart import apart

Made = TypeVar("Made")


class Gone(Exception):
    """Whoever asked has left."""


def in_turn(gate: Gate, user: str, steps: Generator[Made, None, None]) -> Generator[Made | Waiting, None, None]:
    """The steps, once it is their turn. Raises `Busy`."""
    with gate.enter(user) as ticket:
        while ticket.waits(BEAT):
            yield Waiting(ticket.ahead)
        yield from steps


def once(do: Callable[[], Made]) -> Generator[Made, None, None]:
    """What has but one step."""
    yield do()


async def last_of(request: Any, steps: Generator[Any, None, None]) -> Any:
    """The last of what they make. Raises what they raise, and `Gone` between two of them."""
    last = None
    async with aclosing(apart(steps)) as made:
        async for step in made:
            if await request.is_disconnected():
                raise Gone
            last = step
    return last


async def begun(steps: Generator[Any, None, None]) -> tuple[Any, AsyncGenerator[Any, None]]:
    """The first of what they make, and the rest: what goes wrong at once is raised here."""
    made = apart(steps)
    try:
        return await anext(made), made
    except BaseException:
        await made.aclose()
        raise
