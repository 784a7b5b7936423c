"""How many processors there are for this process, and what they and the memory are spent on."""

import os
import sys


def processors() -> int:
    """Those that it may use, which may be fewer than the computer has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # neither macOS nor Windows says so


def one_thread_for_numpy() -> None:
    """Lets numpy multiply in one thread from now on; other libraries that multiply keep theirs.

    What a question multiplies is small: with two threads, which wait for each other at the cost of both processors, an
    answer took twice as long.
    """
    from threadpoolctl import ThreadpoolController

    ThreadpoolController().select(internal_api="openblas").limit(limits=1)


def few_memory_pools() -> None:
    """Has threads that are made from now on share two pools of memory.

    glibc gives each a pool of its own, up to eight for each processor, and what was freed in one is of no use to the
    others: fifty readers at once took half as much memory again. See mallopt(3), M_ARENA_MAX.
    """
    if sys.platform != "linux":
        return
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:  # musl has none
        mallopt(-8, 2)
