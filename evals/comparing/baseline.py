"""Keep what an accepted run scored question by question, in a small file that later runs are held against."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import RoundtableError
from evals.comparing.pairing import COMPARED
from evals.metrics import METRICS
from evals.metrics.types import Metric
from evals.runs.types import Run
from evals.testsets.types import Question

FORMAT = "roundtable-baseline/1"
DECIMALS = 6


class BadBaseline(RoundtableError):
    """A baseline that cannot be read, or is one of another test set."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A question of the accepted run: `digest` is of what its scores depend on, `values` those of the metrics that
    apply."""

    digest: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What an accepted run scored. `metrics` are those that there were; `file` is where it was read from."""

    set_name: str
    set_digest: str
    run: str
    content: str
    metrics: tuple[str, ...]
    questions: Mapping[str, Kept]
    file: str = "baseline"


def baseline_json(run: Run, metrics: Mapping[str, Metric] = METRICS) -> str:
    """The baseline of a run: one question a line, so that a change of it is read as one. Without the metrics of all
    questions together, which have no values to compare, and those of cost if what the run took is not known."""
    columns = {name: metric.values(run.records, run.took) for name, metric in metrics.items() if not metric.overall}
    head = {"format": FORMAT, "set": run.set_name, "set_digest": run.set_digest, "run": run.name or run.id,
            "content": run.content, "metrics": list(columns)}  # fmt: skip
    lines = []
    for at, record in enumerate(run.records):
        values = {name: round(value, DECIMALS) for name, of in columns.items() if (value := of[at]) is not None}
        kept = {"digest": digest_of(record.question), "values": values}
        lines.append(f"  {_text(record.question.id)}: {_text(kept)}")
    opened = json.dumps(head, indent=1)[:-2]
    return opened + ',\n "questions": {\n' + ",\n".join(lines) + "\n }\n}\n"


def read_baseline(path: Path) -> Baseline:
    """Raises `BadBaseline`, which names the file and the key."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)
    except OSError as error:
        raise BadBaseline(f"{path}: the baseline cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise BadBaseline(
            f"{path}: is no JSON, or damaged ({error!s:.80}); make it again of an accepted run"
        ) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadBaseline(f"{path}: format: is no {FORMAT}; make it again of an accepted run")
    for name, kind in (("set", str), ("set_digest", str), ("run", str), ("content", str), ("metrics", list),
                       ("questions", dict)):  # fmt: skip
        if not isinstance(data.get(name), kind):
            raise BadBaseline(f"{path}: {name}: is missing or damaged; make it again of an accepted run")
    questions = {id_: _kept(kept, f"{path}: questions.{id_:.60}") for id_, kept in data["questions"].items()}
    about = (data["set"], data["set_digest"], data["run"], data["content"])
    return Baseline(*about, tuple(map(str, data["metrics"])), questions, str(path))


def digest_of(question: Question) -> str:
    """Of all in a question that its scores depend on."""
    given = asdict(question)
    return hashlib.sha256(_text([given[name] for name in COMPARED]).encode()).hexdigest()[:16]


def _kept(given: Any, where: str) -> Kept:
    if not isinstance(given, dict) or not isinstance(given.get("digest"), str):
        raise BadBaseline(f"{where}.digest: is missing; make the baseline again of an accepted run")
    values = given.get("values")
    if not isinstance(values, dict) or any(isinstance(each, bool) or not isinstance(each, int | float)
                                           for each in values.values()):  # fmt: skip
        raise BadBaseline(f"{where}.values: are missing or no numbers; make the baseline again of an accepted run")
    return Kept(given["digest"], values)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping none of whose names stands twice: the second would hide the first."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _text(value: Any) -> str:
    return json.dumps(value)  # in ASCII: half characters are no UTF-8
