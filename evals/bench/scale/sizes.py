"""Grow a collection of each size from the passages of an index, and measure each in a process of its own."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.index import Index
from evals.bench.processes import CommandFailed
from evals.bench.questions import questions_from
from evals.bench.scale.growing import grow, real_passages
from evals.options import positive

NO_TOKENS_FROM = 1_000_000


def read_sizes(text: str) -> Sequence[int]:
    """The numbers that the text names, as "1000,10000". Raises what argparse turns into a line on wrong usage."""
    return sorted({positive(each) for each in text.split(",")})


def measured_sizes(
    source: Path, sizes: Sequence[int], question_count: int, folder: Path, no_tokens_from: int = NO_TOKENS_FROM
) -> Iterator[dict[str, Any]]:
    """What each size cost, all asked the same. `folder` keeps what is grown; what it holds of an earlier run is
    measured again and not grown anew. From `no_tokens_from` on made passages have no token vectors. Raises `NoIndex`
    or `CommandFailed`."""
    if not sizes:
        return
    index = Index(source)
    model, real = index.model, real_passages(index)
    questions = questions_from(index, question_count)
    index.close()
    folder.mkdir(parents=True, exist_ok=True)
    asked = folder / "questions.json"
    asked.write_text(json.dumps(questions), encoding="utf-8")
    for size in sizes:
        grown = folder / str(size)
        found: dict[str, Any] = {"real": min(size, len(real))}
        if not grown.exists():
            started = time.monotonic()
            grow(real, grown, model, size, tokens=size < no_tokens_from)
            found["written_a_second"] = round(size / (time.monotonic() - started), 1)
        yield found | _measured(grown, asked)


def _measured(folder: Path, asked: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "evals.bench.scale.measuring", str(folder), str(asked)]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        raise CommandFailed(f"{folder}: {(ran.stderr.strip().splitlines() or ['no message'])[-1]}")
    told: dict[str, Any] = json.loads(ran.stdout)
    return told
