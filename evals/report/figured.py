"""Work out the figures of a run that a report shows, all at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from evals.metrics import METRICS, figures, split
from evals.metrics.types import Figures
from evals.runs.failing import faults
from evals.runs.types import Run

Split = Literal["group", "kind", "language"]
SPLITS: tuple[Split, ...] = get_args(Split)


@dataclass(frozen=True, slots=True)
class Figured:
    """A run with its figures, those of each value of a split, and, in the order of the records, the faults of each and
    its value for each metric of one question."""

    run: Run
    figures: Figures
    by: Mapping[Split, Mapping[str, Figures]]
    faults: tuple[tuple[str, ...], ...]
    scores: tuple[Mapping[str, float | None], ...]


def figured(run: Run) -> Figured:
    """A run that asked nothing has no figures."""
    if not run.records:
        return Figured(run, {}, {}, (), ())
    by = {name: split(run.records, run.took, name) for name in SPLITS}
    found = tuple(faults(record) for record in run.records)
    return Figured(run, figures(run.records, run.took), by, found, _scores(run))


def _scores(run: Run) -> tuple[Mapping[str, float | None], ...]:
    """What was scored when the answers were given, and what the other metrics say; what it took stands elsewhere."""
    columns = {
        name: metric.values(run.records, run.took) for name, metric in METRICS.items() if metric.family != "cost"
    }
    of_each = ({name: column[place] for name, column in columns.items()} for place in range(len(run.records)))
    return tuple({**record.scores, **own} for record, own in zip(run.records, of_each, strict=True))
