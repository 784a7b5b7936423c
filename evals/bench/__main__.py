"""Measure speed and memory on a folder of documents, where the time goes, and what a collection's size costs.

The commands are run as processes of their own, against an index in a temporary folder; the questions are asked, and
the passages embedded once more by the encoder alone, in this process. Collections of each size are then grown from
that index. Writes bench.json, bench.md with a ratio and an aim beside each figure, and scale.svg, a plot. Other
programs that run meanwhile spoil wall times, which the figures in processor time show; measure when the machine is
idle.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpus.errors import RoundtableError
from corpus.index import Index
from evals.bench.aims import Measured
from evals.bench.machine import machine
from evals.bench.profiling import profiled
from evals.bench.questions import questions_from
from evals.bench.scale.showing import plot
from evals.bench.scale.sizes import measured_sizes, read_sizes
from evals.bench.showing import PLOT, markdown
from evals.bench.speed import encoder_alone, run_commands
from evals.options import positive
from evals.versions import versions

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT.parent / "shared" / "data" / "us-fed-reports"
SHIPPED = ROOT / "corpus" / "materials"
READERS = ("pypdfium2", "pypdf")  # beside what finds and encodes, as `versions` has it


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    folder = options.folder or (REPORTS if REPORTS.is_dir() else SHIPPED)
    if not folder.is_dir():
        print(f"{folder}: no such folder; give a folder of documents")
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="roundtable-bench-") as name:
            run = bench(folder, Path(name), options.questions, options.asks, options.sizes)
    except RoundtableError as error:
        print(error)
        return 2
    told = markdown(run)
    (options.out / "bench.json").write_text(json.dumps(run.as_json(), indent=2) + "\n", encoding="utf-8")
    (options.out / "bench.md").write_text(told, encoding="utf-8")
    if run.sizes:
        (options.out / PLOT).write_text(plot(run.sizes), encoding="utf-8")
    print(told)
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
    parser.add_argument("--questions", type=positive, default=60, help="questions asked warm (default: %(default)s)")
    parser.add_argument("--asks", type=positive, default=5, help="processes of `ask` (default: %(default)s)")
    parser.add_argument(
        "--sizes",
        type=_sizes_or_none,
        default=(1_000, 10_000),
        help="passages of the collections that are grown, as 1000,10000 (the default), or none",
    )
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench", help="default: build/bench")
    return parser


def _sizes_or_none(text: str) -> Sequence[int]:
    return () if text == "none" else read_sizes(text)


def bench(folder: Path, scratch: Path, question_count: int, ask_count: int, of_sizes: Sequence[int]) -> Measured:
    """Raises `CommandFailed` if nothing can be read, or a size cannot be measured."""
    from assistant.build import build_encoder, silence_telemetry
    from assistant.settings import read_settings

    computer = machine()
    _say(f"{folder}: two ingests, and `ask` {ask_count} times")
    commands = run_commands(folder, scratch, ask_count)
    # Only now does this process grow: a child's peak memory counts from the size of its parent.
    _say("the encoder alone, and questions")
    silence_telemetry()
    index, again = Index(scratch / "index"), Index(scratch / "index")
    encoder = build_encoder(read_settings(index=scratch / "index"))
    alone = encoder_alone(index, encoder)
    profile = profiled(index, again, encoder, questions_from(index, question_count))
    again.close()
    index.close()
    found: list[Mapping[str, Any]] = []
    for each in measured_sizes(scratch / "index", of_sizes, question_count, scratch / "grown"):
        _say(f"a collection of {each['passages']:,} passages measured")
        found.append(each)
    libraries = {**versions(), **{name: version(name) for name in READERS}}
    return Measured(computer, libraries, str(folder), commands, alone, profile, tuple(found))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
