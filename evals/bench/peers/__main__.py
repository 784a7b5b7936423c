"""Compare this program with what people would pick instead, on the same files and questions, in one run.

Each program is installed in an environment of its own (a gigabyte or two each; kept for the next run) and does what
its documentation shows: LangChain with Chroma, LlamaIndex, and txtai. All load the same weights, have the same files,
and get each question in turn. What fails is reported and stops nothing else. Other work on the machine spoils wall
times; processor times and ratios suffer less.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.settings import read_settings
from corpus.catalogue import materials_folder
from corpus.errors import RoundtableError
from evals.bench.machine import machine
from evals.bench.peers.asked import NothingToAsk, Set, from_reports, from_test_set
from evals.bench.peers.comparing import Comparison, compare
from evals.bench.peers.encoders import KINDS, Model, OtherVectors, model
from evals.bench.peers.environments import Environment, made
from evals.bench.peers.figures import as_json
from evals.bench.peers.measuring import PROGRAMS, quiet
from evals.bench.peers.table import markdown
from evals.options import positive
from evals.testsets.shipped import SHIPPED
from evals.versions import commit

ROOT = Path(__file__).resolve().parents[3]
STACKS = tuple(dict.fromkeys(program.stack for program in PROGRAMS))


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        sets = _sets(options)
        with tempfile.TemporaryDirectory(prefix="roundtable-encoder-") as name:
            models = [_model(encoder, Path(name)) for encoder in options.encoders]
            return _run(options, sets, models)
    except RoundtableError as error:
        print(error)
        return 2


def _run(options: argparse.Namespace, sets: list[Set], models: list[Model]) -> int:
    environments = {name: _environment(name, options) for name in STACKS}
    computer, command = machine(), shlex.join(["python", "-m", "evals.bench.peers", *sys.argv[1:]])
    comparisons: list[Comparison] = []
    for asked in sets:
        for each in models:
            comparisons.append(compare(asked, each, environments, options.rounds, _say))
            # After each, so that a run that is stopped leaves what it found.
            _write(options.output, comparisons, environments, computer, command)
    print(markdown(comparisons, environments, computer, command))
    failed = any(one.failed for comparison in comparisons for one in comparison.measured.values())
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.bench.peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=Path, metavar="FOLDER", help="compare on the reports of evals.reports too")
    parser.add_argument(
        "--own", type=Path, nargs=2, metavar=("FOLDER", "SET"), help="and on documents and a test set of your own"
    )
    parser.add_argument("--without-shipped", action="store_true", help="not on the documents that ship")
    parser.add_argument(
        "--encoders", type=_encoders, default=tuple(KINDS), help="minilm, e5, or both (default: minilm,e5)"
    )
    parser.add_argument("--rounds", type=positive, default=1, help="ingests and cold starts of each (default: 1)")
    parser.add_argument(
        "--environments", type=Path, default=ROOT / "build" / "peers", metavar="FOLDER", help="where they are installed"
    )
    parser.add_argument(
        "--output", type=Path, default=ROOT / "build" / "bench" / "peers", help="PATH.json and PATH.md are written"
    )
    parser.add_argument(
        "--torch-index", default=os.environ.get("TORCH_INDEX", ""), help="where pip finds torch (default: TORCH_INDEX)"
    )
    return parser


def _encoders(text: str) -> tuple[str, ...]:
    """Raises what argparse turns into a line on wrong usage."""
    names = tuple(text.split(","))
    if unknown := [name for name in names if name not in KINDS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is not one of {', '.join(KINDS)}")
    return names


def _sets(options: argparse.Namespace) -> list[Set]:
    """Raises `BadTestSet`, `NothingToAsk`."""
    found = [] if options.without_shipped else [from_test_set(materials_folder(), SHIPPED)]
    found += [from_reports(options.reports)] if options.reports else []
    found += [from_test_set(*options.own)] if options.own else []
    if not found:
        raise NothingToAsk("--without-shipped leaves nothing to compare on; give --reports or --own")
    return found


def _model(kind: str, scratch: Path) -> Model:
    """Raises `OtherVectors`."""
    # In a process of its own: torch would make this one large, and a child's peak memory counts from its parent's size.
    _say(f"{kind}: encoder")
    command = [
        sys.executable,
        "-m",
        "evals.bench.peers.encoders",
        kind,
        str(scratch / kind),
        str(read_settings().cache),
    ]
    ran = subprocess.run(command, cwd=ROOT, env=quiet(os.environ), capture_output=True, text=True)
    lines = (ran.stdout.strip() or ran.stderr.strip() or "no message").splitlines()
    if ran.returncode:
        raise OtherVectors(f"{kind}: cannot be given to the other programs: {lines[-1]}")
    told = json.loads(lines[-1])
    return model(kind, Path(told["folder"]), told["nearest"])


def _environment(name: str, options: argparse.Namespace) -> Environment | RoundtableError:
    """Or why there is none, which stops only this program."""
    _say(f"{name}: environment")
    try:
        return made(name, options.environments, options.torch_index)
    except RoundtableError as error:
        return error


def _write(
    path: Path,
    comparisons: list[Comparison],
    environments: dict[str, Environment | RoundtableError],
    machine: str,
    command: str,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    told: dict[str, Any] = {
        "machine": machine,
        "commit": commit(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": command,
        "environments": {
            name: {"failed": str(each)}
            if isinstance(each, RoundtableError)
            else {**asdict(each), "python": str(each.python)}
            for name, each in environments.items()
        },
        "comparisons": [as_json(each) for each in comparisons],
    }
    path.with_name(f"{path.name}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    text = markdown(comparisons, environments, machine, command)
    path.with_name(f"{path.name}.md").write_text(text, encoding="utf-8")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
