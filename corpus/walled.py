"""Have processes of their own work on files of others: what one of them takes, breaks or makes up costs only itself."""

import os
import subprocess
import sys
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread, Timer
from typing import IO, TypeVar

from corpus.limits import ran_out_of_time
from corpus.walls import wall_off

Told = TypeVar("Told")
# Nothing of the program that runs is loaded again, which a spawn of multiprocessing does: a start takes a third of a
# second. The folder that one stands in is not searched for modules, for it may be one of documents.
# Ctrl-C is for the process that it works for; it may come while modules are still being loaded.
_START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); sys.path[:] = sys.argv[1:]; "
    "from {module} import serve; serve()"
)
# Of the environment, what a system and its languages need; keys and passwords are not for who works on others' files.
_PASSED = ("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH", "SYSTEMROOT", "TZ")
_HEAD = 8  # bytes that say how long what follows is


class BrokeOff(Exception):
    """A process gave nothing that counts: it ended with `code`, took too long, or `babbled`."""

    def __init__(self, code: int, was_late: bool = False, babbled: bool = False) -> None:
        super().__init__(f"exit code {code}")
        self.code, self.was_late, self.babbled = code, was_late, babbled


class Walled:
    """Processes that run `serve` of a module, started as they are needed, and used again. Safe with threads."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = Lock()
        self._idle: list[subprocess.Popen[bytes]] = []
        self._running: set[subprocess.Popen[bytes]] = set()
        self._is_over = False

    def ask(self, request: bytes, most: int, seconds: float, understand: Callable[[bytes], Told]) -> Told:
        """What a process makes of the request, in at most so many bytes and seconds. Raises `BrokeOff`.

        `understand` raises `ValueError` for an answer that makes no sense: its process is asked no more.
        """
        process = self._one()
        late = Timer(seconds, process.kill)
        late.daemon = True
        late.start()
        try:
            told = understand(_asked(process, request, most))
        except ValueError:
            process.kill()
            raise BrokeOff(self._ended(process), babbled=True) from None
        except (OSError, EOFError):
            code = self._ended(process)
            raise BrokeOff(code, ran_out_of_time(code) or not late.is_alive()) from None
        except BaseException:  # whatever it is, its process is asked no more
            process.kill()
            self._ended(process)
            raise
        finally:
            late.cancel()
        with self._lock:
            self._idle.append(process)
        return told

    def kill(self) -> None:
        """Whoever waits for a process is told by the end of its output, and closes it."""
        with self._lock:
            self._is_over = True
            for process in self._running:
                process.kill()

    def close(self) -> None:
        self.kill()
        for process in self._idle:
            _close(process)

    def _ended(self, process: "subprocess.Popen[bytes]") -> int:
        with self._lock:
            self._running.discard(process)
        return _close(process)

    def _one(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._is_over:
                raise RuntimeError("the work is over")
            while self._idle:
                process = self._idle.pop()
                if process.poll() is None:
                    return process
                self._running.discard(process)
                _close(process)
            command = [sys.executable, "-P", "-B", "-c", _START.format(module=self._module), *sys.path]
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={name: os.environ[name] for name in _PASSED if name in os.environ},
                start_new_session=os.name == "posix",  # Ctrl-C is not for it, and no terminal is its own
            )
            self._running.add(process)
            return process


def serve_with(do: Callable[[bytes], bytes]) -> None:
    """Answers each request that comes in at standard input, until there is none; what `do` raises ends the process."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):  # what a library prints is neither an answer nor for a terminal
        os.dup2(nowhere, stream)
    requests: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(requests,), daemon=True).start()
    wall_off()
    while True:
        _put(answers, do(requests.get()))


def _listen(requests: "SimpleQueue[bytes]") -> None:
    """Passes requests on; when their giver is gone, however it went, this process ends, whatever it is doing."""
    try:
        while True:
            requests.put(_got(sys.stdin.buffer))
    except EOFError:
        os._exit(0)


def _asked(process: "subprocess.Popen[bytes]", request: bytes, most: int) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    _put(process.stdin, request)
    return _got(process.stdout, most)


def _put(stream: IO[bytes], told: bytes) -> None:
    stream.write(len(told).to_bytes(_HEAD) + told)
    stream.flush()


def _got(stream: IO[bytes], most: int | None = None) -> bytes:
    """Raises `EOFError` where it breaks off, and `ValueError` if it is to be longer."""
    head = stream.read(_HEAD)
    length = int.from_bytes(head)
    if most is not None and length > most:
        raise ValueError(f"{length} bytes")
    told = stream.read(length)
    if len(head) < _HEAD or len(told) < length:
        raise EOFError
    return told


def _close(process: "subprocess.Popen[bytes]") -> int:
    """The exit code of a process that has ended, or ends now that nobody asks it any more."""
    try:
        process.communicate(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
    except OSError:
        pass  # what it was to be told cannot be told any more
    return process.wait()
