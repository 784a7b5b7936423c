"""Measure what a collection's size costs: grows one from the passages of an index, and asks each size the same.

Each size is written to a folder and measured in a process of its own. Writes one JSON file, one table in Markdown
and a plot. Passages beyond the real ones are made of halves of real ones; their vectors are mixed, with noise.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from corpus.errors import RoundtableError
from evals.bench.machine import machine
from evals.bench.scale.showing import plot, table
from evals.bench.scale.sizes import NO_TOKENS_FROM, measured_sizes, read_sizes
from evals.options import positive
from evals.versions import versions

QUESTIONS = 60


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        found = measured_sizes(options.index, options.sizes, options.questions, options.folder, options.no_tokens_from)
        told: dict[str, Any] = {"machine": machine(), "versions": versions(), "sizes": list(found)}
    except RoundtableError as error:
        print(error)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "scale.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    (options.out / "scale.md").write_text(table(told), encoding="utf-8")
    (options.out / "scale.svg").write_text(plot(told["sizes"]), encoding="utf-8")
    print(table(told))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.bench.scale", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", type=Path, help="an index, whose passages the collections are grown from")
    parser.add_argument(
        "--sizes", type=read_sizes, default=[1_000, 10_000], help="passages, as 1000,10000 (the default)"
    )
    parser.add_argument("--questions", type=positive, default=QUESTIONS, help="default: %(default)s")
    parser.add_argument(
        "--folder", type=Path, default=Path("build/bench/scale"), help="keeps what is grown: %(default)s"
    )
    parser.add_argument("--out", type=Path, default=Path("build/bench"), help="default: %(default)s")
    parser.add_argument(
        "--no-tokens-from",
        type=positive,
        default=NO_TOKENS_FROM,
        help="from this size on made passages have no token vectors, most of the room they take (default: %(default)s)",
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
