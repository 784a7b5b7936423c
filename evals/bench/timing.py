"""Take the time of calls, on the clock and on the processor, and sum up many."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Took:
    """One call: wall time, and that of all processors of this process."""

    seconds: float
    processor_seconds: float


@dataclass(frozen=True, slots=True)
class Times:
    """Many calls: the milliseconds that half of them and that 95 in a hundred stay under."""

    p50: float
    p95: float
    processor_p50: float
    processor_p95: float


def timed(call: Callable[[], object]) -> Took:
    started, processor_started = time.perf_counter(), time.process_time()
    call()
    return Took(time.perf_counter() - started, time.process_time() - processor_started)


def times(taken: Sequence[Took]) -> Times:
    wall = [1000 * each.seconds for each in taken]
    processor = [1000 * each.processor_seconds for each in taken]
    shares = (percentile(values, percent) for values in (wall, processor) for percent in (50, 95))
    return Times(*(round(value, 3) for value in shares))


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest of the values that at least `percent` in a hundred do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]
