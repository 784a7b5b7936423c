"""How much time and memory a process may take for one file: a file made to harm costs only itself."""

import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may take. Annual reports of a few megabytes take 0.5 s a megabyte and 100 MB of memory, digests of
    10 kB 0.04 s. `seconds` are those of the processor; `patience` times as long it may take on a busy computer.
    `answer` is what it may come to, in bytes, and as many more for each byte of the file as of memory.
    """

    seconds: float = 60.0
    seconds_per_mb: float = 30.0
    memory: int = 2_000_000_000
    memory_per_byte: int = 20
    patience: float = 4.0
    answer: int = 100_000_000

    def seconds_for(self, size: int) -> float:
        return self.seconds + self.seconds_per_mb * size / MEGABYTE

    def memory_for(self, size: int) -> int:
        return self.memory + self.memory_per_byte * size

    def answer_for(self, size: int) -> int:
        return self.answer + self.memory_per_byte * size


def keep_to(limits: Limits, size: int) -> None:
    """Has the system end this process if it takes longer for a file of so many bytes, and refuse it more memory.

    Where a system has no such limits (Windows; macOS for memory) who waits for the process ends it for the time alone.
    """
    resource = _resource()
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime + limits.seconds_for(size)
    _set(resource, resource.RLIMIT_CPU, int(seconds) + 1)
    _set(resource, resource.RLIMIT_DATA, limits.memory_for(size))
    _set(resource, resource.RLIMIT_CORE, 0)  # what a document crashed is not left lying about


def lift_memory_limit() -> None:
    resource = _resource()
    if resource is not None:
        _set(resource, resource.RLIMIT_DATA, resource.getrlimit(resource.RLIMIT_DATA)[1])


def ran_out_of_time(exit_code: int) -> bool:
    """Whether the system ended a process for the time that it took."""
    import signal

    return hasattr(signal, "SIGXCPU") and exit_code == -signal.SIGXCPU


def too_long(seconds: float) -> str:
    return f"takes more than {seconds:.0f} s to read, which no honest file of its size does; leave it out, or split it"


def too_much(memory: int) -> str:
    return f"takes more than {memory / 1e9:.1f} GB of memory to read; leave it out, or split it"


def _resource() -> Any:
    if sys.platform == "win32":
        return None
    import resource

    return resource


def _set(resource: Any, kind: int, value: int) -> None:
    """The lower of the two that a process has; the other, which it could not raise again, is for who started us."""
    most = resource.getrlimit(kind)[1]
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (value if most == resource.RLIM_INFINITY or value == most else min(value, most), most))
