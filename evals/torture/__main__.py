"""Kill, starve, spoil and feed rubbish for some minutes; print counts, and end with 1 if anything was lost.

Each round kills three times in each kind of work, makes each kind of trouble once, asks the API, and reads some spoiled
files. The seed is printed: with it the same moments and files come again.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from assistant.build import silence_telemetry
from evals.torture.api import try_api
from evals.torture.fuzz import fuzz
from evals.torture.kills import KILLS, Killer
from evals.torture.seen import Lost
from evals.torture.troubles import TROUBLES

KILLS_A_ROUND = 3  # in each kind of work
ENOUGH = 20  # losses after which nobody needs more of them


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if sys.platform == "win32":
        print("needs fork and kill -9: run it on Linux or macOS")
        return 2
    silence_telemetry()
    print(f"seed {options.seed}", flush=True)
    counts: Counter[str] = Counter()
    outcomes: Counter[tuple[str, str]] = Counter()
    losses: list[str] = []
    until, rounds = time.monotonic() + 60 * options.minutes, 0
    with tempfile.TemporaryDirectory(prefix="roundtable-torture-") as name, _killer(name, options.seed) as killer:
        while (time.monotonic() < until or _killed(counts) < options.kills) and len(losses) < ENOUGH:
            rounds += 1
            for work, kill in [*KILLS.items()] * KILLS_A_ROUND:
                counts[f"kill -9 of {work}"] += bool(_tried(f"kill -9 of {work}", partial(kill, killer), losses))
            for trouble, make in TROUBLES.items():
                _tried(trouble, partial(make, killer), losses)
                counts[trouble] += 1
            _tried("requests to the API", partial(_api, killer, options, rounds, counts, losses), losses)
            files = Path(name) / "files"
            files.mkdir(exist_ok=True)
            fuzzed = fuzz(files, options.seed + rounds, options.files, options.bugs)
            outcomes += fuzzed.outcomes
            losses += fuzzed.bugs
    print(told(counts, outcomes, losses))
    return 1 if losses else 0


def _killer(folder: str, seed: int) -> Killer:
    return Killer(Path(folder) / "kept", seed)


def _api(killer: Killer, options: argparse.Namespace, rounds: int, counts: Counter[str], losses: list[str]) -> None:
    found = try_api(killer.folder, options.requests, options.seed + rounds)
    counts["requests to the API"] += found.cases.total()
    losses += [f"a request to the API: {bug}" for bug in found.bugs]


def told(counts: Counter[str], outcomes: Counter[tuple[str, str]], losses: list[str]) -> str:
    lines = [f"{count:6} {what}" for what, count in counts.items()]
    lines.append(f"{_killed(counts):6} kills in all")
    suffixes = sorted({suffix for suffix, _ in outcomes})
    for suffix in suffixes:
        found = {outcome: count for (of, outcome), count in sorted(outcomes.items()) if of == suffix}
        each = ", ".join(f"{count} {what}" for what, count in found.items())
        lines.append(f"{sum(found.values()):6} spoiled {suffix}: {each}")
    lines.append(f"{outcomes.total():6} spoiled files in all")
    lines += [f"LOST: {loss}" for loss in losses] or ["Nothing was lost."]
    return "\n".join(lines)


def _tried(name: str, work: Callable[[], object], losses: list[str]) -> object:
    try:
        return work()
    except Lost as error:
        losses.append(f"{name}: {error}")
    except Exception as error:  # whatever comes up while somebody looks is a loss too
        losses.append(f"{name}: {type(error).__name__}: {error}")
    return False


def _killed(counts: Counter[str]) -> int:
    return sum(count for what, count in counts.items() if what.startswith("kill -9"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.torture", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long, at least (default 10)")
    parser.add_argument("--kills", type=int, default=200, help="how many kills, at least (default 200)")
    parser.add_argument("--files", type=int, default=40, help="spoiled files a round (default 40)")
    parser.add_argument("--requests", type=int, default=5, help="of each kind to each address of the API (default 5)")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000), help="repeats a run")
    parser.add_argument("--bugs", type=Path, default=Path("build/torture"), help="where files that are a bug are kept")
    return parser


if __name__ == "__main__":
    sys.exit(main())
