"""Run the programs that are compared: each reads the documents, then all answer the same questions in turn."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corpus.errors import RoundtableError
from corpus.processors import processors
from evals.bench.peers.asked import Found, found_in
from evals.bench.peers.encoders import Model

RUN = Path(__file__).parent / "stacks" / "run.py"
COUNT = 10  # passages that are asked for
PATIENCE = 3600  # seconds for one ingest
# No program may call home, and none finds a model on a network.
_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "ORT_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "SCARF_NO_ANALYTICS": "true",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "true",
}
_KEPT = ("ROUNDTABLE_CACHE",)  # of our own settings: where the encoder is unpacked


class StackFailed(RoundtableError):
    """A program did not do what it was asked; the text is its last complaint."""


@dataclass(frozen=True, slots=True)
class Program:
    """A stack beside `run.py`, in one of its variants; those of one `index` share what was read."""

    name: str
    stack: str
    variant: str = ""
    index: str = ""


OURS, OUR_ANSWERS = "roundtable", "roundtable, whole answer"
PROGRAMS = (
    Program(OURS, "roundtable"),
    Program("langchain", "langchain"),
    Program("llamaindex", "llamaindex"),
    Program("txtai", "txtai"),
    Program("txtai, hybrid", "txtai", "hybrid"),
    Program(OUR_ANSWERS, "roundtable", "ask", OURS),
)


@dataclass(frozen=True, slots=True)
class Ingested:
    """A whole process, from its start to the finished index on disk; `import_seconds` are part of it."""

    passages: int
    seconds: float
    import_seconds: float
    processor_seconds: float | None
    peak_bytes: int | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one question, and `at` what time of the clock."""

    found: list[Found]
    seconds: float
    processor_seconds: float
    at: float


@dataclass(frozen=True, slots=True)
class Job:
    """A program with its Python, the documents, its index and its encoder."""

    program: Program
    python: Path
    folder: Path
    index: Path
    model: Model

    def command(self, action: str, at: Path) -> list[str]:
        """The command to run now; the job is written to a file in the folder `at`."""
        told = {
            "folder": str(self.folder),
            "index": str(self.index),
            "options": self.model.options(self.program.variant),
            "started": time.time(),
        }
        file = at / "job.json"
        file.write_text(json.dumps(told), encoding="utf-8")
        return [str(self.python), str(RUN), self.program.stack, action, str(file)]


def ingest(job: Job) -> Ingested:
    """Raises `StackFailed`."""
    with tempfile.TemporaryDirectory() as name:
        command = job.command("ingest", Path(name))
        try:
            ran = subprocess.run(command, cwd=name, env=quiet(os.environ), capture_output=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise StackFailed(f"{job.program.name}: not done after {PATIENCE} seconds") from error
        return Ingested(**_line(job, ran.stdout, ran.stderr))


class Search:
    """A program that holds its index open, in a process of its own, until it is closed."""

    def __init__(self, job: Job) -> None:
        """Raises `StackFailed` if the index cannot be opened."""
        self._job = job
        self._scratch = tempfile.TemporaryDirectory()
        at = Path(self._scratch.name)
        self._complaints = (at / "complaints").open(
            "a+b"
        )  # shared with the process, which writes at the end wherever we read
        self.started = time.time()
        self._process = subprocess.Popen(
            job.command("search", at),
            cwd=at,
            env=quiet(os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
        )
        try:
            self.opened: dict[str, float] = self._read()
        except StackFailed:
            self.close()
            raise

    def ask(self, question: str) -> Reply:
        """Raises `StackFailed`."""
        asked = json.dumps({"question": question, "count": COUNT}) + "\n"
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(asked.encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # the program has ended: what it said last is read below
        told = self._read()
        return Reply(found_in(told["hits"]), told["seconds"], told["processor_seconds"], told["at"])

    def close(self) -> int | None:
        """Ends the process; its peak memory, if it could tell."""
        rest, _ = self._process.communicate()
        self._complaints.close()
        self._scratch.cleanup()
        peak: int | None = json.loads(rest.splitlines()[-1])["peak_bytes"] if rest.strip() else None
        return peak

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.returncode is None:
            self.close()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        self._complaints.seek(0)
        return _line(self._job, line, self._complaints.read() if not line else b"")


def quiet(variables: Mapping[str, str]) -> dict[str, str]:
    """What a program's process gets: no settings of ours, no telemetry, and as many threads as there are processors."""
    passed = {
        name: value
        for name, value in variables.items()
        if (not name.startswith("ROUNDTABLE_") or name in _KEPT)
        and name not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV")
    }
    return {**passed, **_QUIET, "OMP_NUM_THREADS": str(processors())}


def turns(count: int, round_: int) -> Sequence[int]:
    """The order in which so many programs are asked; each is first as often as any other."""
    return [(place + round_) % count for place in range(count)]


def _line(job: Job, output: bytes, complaints: bytes) -> dict[str, Any]:
    lines = output.decode(errors="replace").splitlines()
    if not lines:
        said = complaints.decode(errors="replace").strip().splitlines() or ["no message"]
        raise StackFailed(f"{job.program.name}: {said[-1]}")
    told: dict[str, Any] = json.loads(lines[-1])
    return told
