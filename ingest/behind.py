"""Write what is done while the next is made: one thing after another, in a thread behind the one that goes on."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

Do = Callable[[Callable[[], object], int], None]


@contextmanager
def behind(room: int) -> Iterator[Do]:
    """A function that has something done later, of a given size, in the order of the calls.

    It waits where more than `room` has not been done yet, and raises what one of them raised; so does the end, which
    waits for all. After an error, here or there, what has not begun is left.
    """
    waiting: deque[tuple[Future[None], int]] = deque()
    is_broken = False

    def wait_for_one() -> None:
        done, _ = waiting.popleft()
        done.result()

    def unless_broken(action: Callable[[], object]) -> None:
        nonlocal is_broken
        if is_broken:
            return
        try:
            action()
        except BaseException:
            is_broken = True
            raise

    def do(action: Callable[[], object], size: int) -> None:
        waiting.append((thread.submit(unless_broken, action), size))
        while waiting[0][0].done() or sum(size for _, size in waiting) > room:
            wait_for_one()
            if not waiting:
                break

    with ThreadPoolExecutor(1, "writing") as thread:
        try:
            yield do
            while waiting:
                wait_for_one()
        finally:
            thread.shutdown(cancel_futures=True)
