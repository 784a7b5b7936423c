"""Make the steps of an answer in a thread of their own, so that a reader who stops waiting holds up nobody."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import closing, suppress
from threading import Event, Semaphore, Thread
from typing import TypeVar

Step = TypeVar("Step")


async def apart(steps: Generator[Step, None, None]) -> AsyncGenerator[Step, None]:
    """The steps as they are made, each once the one before it was taken. Closed or cancelled, it ends at once, and the
    steps are closed at their next one: nothing behind that is done.

    Gradio closes a generator only between two steps, and answers nobody else until it has: while a language model is
    silent, that would be minutes.
    """
    loop, left, asked = asyncio.get_running_loop(), Event(), Semaphore(0)
    made: asyncio.Queue[tuple[Step] | Exception | None] = asyncio.Queue()

    def hand_over(step: tuple[Step] | Exception | None) -> None:
        with suppress(RuntimeError):  # the loop has ended, and the program with it
            loop.call_soon_threadsafe(made.put_nowait, step)

    def make() -> None:
        try:
            with closing(steps):
                while True:
                    asked.acquire()
                    if left.is_set():
                        return
                    try:
                        step = next(steps)
                    except StopIteration:
                        break
                    hand_over((step,))
            hand_over(None)
        except Exception as error:  # whatever it is: it is raised again where the steps are waited for
            hand_over(error)

    Thread(target=make, daemon=True).start()
    try:
        while True:
            asked.release()
            step = await made.get()
            if step is None:
                return
            if isinstance(step, Exception):
                raise step
            yield step[0]
    finally:
        left.set()
        asked.release()
