"""Turn the records of a run into figures, over all questions and by what they are tagged with."""

from collections.abc import Callable, Sequence
from typing import Literal

from evals.metrics.columns import known
from evals.metrics.registry import METRICS
from evals.metrics.types import Figures, Metric
from evals.runs.types import Record, Took
from evals.statistics import Estimate, mean
from evals.testsets.types import Question

By = Literal["group", "kind", "language", "expected", "roundtable"]
UNTAGGED = "untagged"  # what figures of questions without the tag are called

_TAGS: dict[By, Callable[[Question], str]] = {
    "group": lambda question: question.tags.group,
    "kind": lambda question: question.tags.kind,
    "language": lambda question: question.language,
    "expected": lambda question: question.expected,
    "roundtable": lambda question: "" if question.tags.roundtable is None else str(question.tags.roundtable),
}


def figures(records: Sequence[Record], took: Sequence[Took] = ()) -> Figures:
    """Every metric over these records, None where it could not be scored. `took` is () or has a value a record."""
    return {name: figure(metric, records, took) for name, metric in METRICS.items()}


def figure(metric: Metric, records: Sequence[Record], took: Sequence[Took] = ()) -> Estimate | None:
    """One metric over these records."""
    if metric.overall:
        return metric.overall(records, took)
    values = known(metric.values(records, took))
    return mean(values) if values else None


def split(records: Sequence[Record], took: Sequence[Took], by: By) -> dict[str, Figures]:
    """The figures for the questions of each tag, in the order of the tags; those without it come last."""
    groups: dict[str, list[int]] = {}
    for at, record in enumerate(records):
        groups.setdefault(_TAGS[by](record.question) or UNTAGGED, []).append(at)
    return {
        tag: figures([records[at] for at in groups[tag]], [took[at] for at in groups[tag]] if took else ())
        for tag in sorted(groups, key=lambda tag: (tag == UNTAGGED, len(tag) if tag.isdigit() else 0, tag))
    }
