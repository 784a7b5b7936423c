"""Measure speed and memory on a folder of documents, and print each figure beside its aim.

The commands are run as processes of their own, against an index in a temporary folder; the questions are
asked, and the passages embedded once more by the encoder alone, in this process. Other programs that run
meanwhile spoil wall times, which the lines on processor time show; measure when the machine is idle.
"""

import argparse
import json
import os
import platform
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from corpus.errors import RoundtableError
from evals.bench.processes import CommandFailed, Run, roundtable

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT.parent / "shared" / "data" / "us-fed-reports"
SHIPPED = ROOT / "corpus" / "materials"
LIBRARIES = ("roundtable-assistant", "onnxruntime", "chromadb", "pypdfium2", "pypdf", "tokenizers", "numpy")
# The encoder's speed in the ingest and alone may differ by this much; more, and something else was running.
STEADY = 1.25
WARM_UP = 3  # questions asked before the clock counts


@dataclass(frozen=True, slots=True)
class Aim:
    """The largest value that is good enough, in the unit of the line it stands in."""

    most: float
    unit: str

    def verdict(self, value: float) -> str:
        return f"aim: at most {self.most:g}{self.unit}; {'met' if value <= self.most else 'MISSED'}"


INGEST_OVER_ENCODER = Aim(1.15, "")
SECOND_INGEST_PERCENT = Aim(2, " %")
ANSWER_P50_MS = Aim(150, " ms")
ANSWER_P95_MS = Aim(300, " ms")
COLD_ASK_SECONDS = Aim(3, " s")
NO_AIM = "no aim"


@dataclass(frozen=True, slots=True)
class Ingested:
    """The same folder ingested twice into one fresh index, as processes of their own."""

    first: Run
    second: Run
    report: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Warm:
    """What one process measured that held the assistant open."""

    answer_ms: list[float]
    answer_processor_ms: list[float]
    questions: int  # different ones
    answered: int
    encoder_seconds: float
    encoder_processor_seconds: float


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    folder = options.folder or (REPORTS if REPORTS.is_dir() else SHIPPED)
    if not folder.is_dir():
        print(f"{folder}: no such folder; give a folder of documents")
        return 2
    try:
        with tempfile.TemporaryDirectory(prefix="roundtable-bench-") as name:
            for line in bench(folder, Path(name), options.questions, options.asks):
                print(line, flush=True)
    except RoundtableError as error:
        print(error)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help="documents to measure with; if not given, ../shared/data/us-fed-reports beside the repository if it "
        "is there, else the documents that ship",
    )
    parser.add_argument("--questions", type=_positive, default=60, help="questions asked warm (default: %(default)s)")
    parser.add_argument("--asks", type=_positive, default=5, help="processes of `ask` (default: %(default)s)")
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value


def bench(folder: Path, scratch: Path, question_count: int, ask_count: int) -> Iterator[str]:
    """The lines to print, each as soon as it is known. Raises `CommandFailed` if nothing can be read."""
    yield f"Folder: {folder}"
    yield f"Machine: {_machine()}"
    yield f"Versions: Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    _unpack_model(scratch)
    index = scratch / "index"
    ingested = ingest_twice(folder, index)
    report = ingested.report
    yield (
        f"Collection: {len(report['added'])} documents, {report['pages']} pages, {report['passages']} passages; "
        f"{len(report['failed'])} failed, {len(report['duplicates'])} were the same content twice"
    )
    yield _line("Pages read", f"{report['pages'] / max(report['reading_seconds'], 1e-9):.0f} a second", NO_AIM)
    question = "What do the documents say about results and performance?"
    asks = [roundtable("ask", question, "--index", str(index)) for _ in range(ask_count)]
    # Only now does this process grow: a child's peak memory counts from the size of its parent.
    warm = measure_warm(index, question_count)
    yield from _embedding_lines(ingested, warm)
    yield from _answer_lines(warm)
    cold = median(run.seconds for run in asks)
    yield _line(f"Cold `roundtable ask`, median of {len(asks)}", f"{cold:.2f} s", COLD_ASK_SECONDS.verdict(cold))
    yield _line("Peak memory of the ingest", _megabytes(ingested.first.peak_bytes), NO_AIM)
    yield _line("Peak memory of ask", _megabytes(max((run.peak_bytes or 0 for run in asks), default=0)), NO_AIM)


def ingest_twice(folder: Path, index: Path) -> Ingested:
    # 1: some files failed; 2: nothing could be done, which is said below.
    first = roundtable("ingest", str(folder), "--index", str(index), "--json", accepted=(0, 1, 2))
    report = json.loads(first.output)
    if not report["passages"]:
        raise CommandFailed(f"{folder}: holds no document with text; give a folder of documents")
    second = roundtable("ingest", str(folder), "--index", str(index), "--json")
    if json.loads(second.output)["passages"]:
        raise CommandFailed(f"{folder}: the files changed between the two ingests; measure again")
    return Ingested(first, second, report)


def measure_warm(index: Path, question_count: int) -> Warm:
    """Embeds the index's passages with the encoder alone, then asks questions made from the documents."""
    from assistant.assistant import Assistant
    from assistant.build import build_encoder, silence_telemetry
    from assistant.settings import read_settings
    from corpus.index import Index
    from evals.bench.questions import questions_from
    from ingest.pipeline import in_context

    silence_telemetry()
    opened = Index(index)
    encoder = build_encoder(read_settings(index=index))
    texts = [
        "\n".join(in_context(document, passage))
        for document in opened.documents.values()
        for passage in opened.passages_of(document.id)
    ]
    encoder.encode_passages(texts[:1])
    started, processor_started = time.perf_counter(), time.process_time()
    encoder.encode_passages(texts)
    seconds, processor_seconds = time.perf_counter() - started, time.process_time() - processor_started
    assistant = Assistant(opened, encoder)
    questions = questions_from(opened, question_count)
    for question in questions[:WARM_UP]:
        assistant.ask(question)
    answer_ms, answer_processor_ms, answered = [], [], 0
    for question in questions:
        started, processor_started = time.perf_counter(), time.process_time()
        answered += assistant.ask(question).status != "refused"
        answer_ms.append(1000 * (time.perf_counter() - started))
        answer_processor_ms.append(1000 * (time.process_time() - processor_started))
    opened.close()
    return Warm(answer_ms, answer_processor_ms, len(set(questions)), answered, seconds, processor_seconds)


def percentile(values: list[float], percent: int) -> float:
    """The smallest of the values that at least `percent` in a hundred do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]


def _embedding_lines(ingested: Ingested, warm: Warm) -> Iterator[str]:
    report, first = ingested.report, ingested.first
    speed = report["passages"] / max(report["embedding_seconds"], 1e-9)
    alone = report["passages"] / warm.encoder_seconds
    yield _line("Passages embedded", f"{speed:.1f} a second in the ingest, {alone:.1f} by the encoder alone", NO_AIM)
    ratio = first.seconds / warm.encoder_seconds
    verdict = INGEST_OVER_ENCODER.verdict(ratio)
    if not 1 / STEADY < speed / alone < STEADY:
        verdict = f"aim: at most {INGEST_OVER_ENCODER.most:g}; not judged, the machine was not idle: measure again"
    yield _line(
        "Ingest over encoder",
        f"{ratio:.2f} ({first.seconds:.1f} s for the whole process, {warm.encoder_seconds:.1f} s)",
        verdict,
    )
    within = first.seconds / max(report["embedding_seconds"], 1e-9)
    yield _line("  over the encoder's own share of the ingest", f"{within:.2f}", NO_AIM)
    if first.processor_seconds is not None:
        used, least = first.processor_seconds, warm.encoder_processor_seconds
        yield _line("  the same in processor time", f"{used / least:.2f} ({used:.1f} s, {least:.1f} s)", NO_AIM)
    share = 100 * ingested.second.seconds / first.seconds
    yield _line(
        "Second ingest, nothing changed",
        f"{share:.1f} % of the first ({ingested.second.seconds:.2f} s)",
        SECOND_INGEST_PERCENT.verdict(share),
    )


def _answer_lines(warm: Warm) -> Iterator[str]:
    asked = f"{len(warm.answer_ms)} questions, {warm.questions} different, {warm.answered} answered"
    for percent, aim in ((50, ANSWER_P50_MS), (95, ANSWER_P95_MS)):
        value = percentile(warm.answer_ms, percent)
        yield _line(f"Question to answer, p{percent}", f"{value:.0f} ms ({asked})", aim.verdict(value))
    yield _line("  the same in processor time, p50", f"{percentile(warm.answer_processor_ms, 50):.0f} ms", NO_AIM)


def _unpack_model(scratch: Path) -> None:
    """The very first ingest on a computer unpacks the embedding model; that is no part of reading documents."""
    note = scratch / "note.txt"
    note.write_text("A note that makes the program load its embedding model.", encoding="utf-8")
    roundtable("ingest", str(note), "--index", str(scratch / "first"))


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f} before the start" if hasattr(os, "getloadavg") else ""
    # Without cached bytecode every process compiles its imports anew, which is most of a cold start.
    bytecode = "; PYTHONDONTWRITEBYTECODE is set" if os.environ.get("PYTHONDONTWRITEBYTECODE") else ""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs{load}{bytecode}"


def _megabytes(peak_bytes: int | None) -> str:
    return f"{peak_bytes / 1e6:.0f} MB" if peak_bytes else "not known on this system"


def _line(name: str, figure: str, verdict: str) -> str:
    return f"{name}: {figure} [{verdict}]"


if __name__ == "__main__":
    raise SystemExit(main())
