"""A run in a terminal: its figures by family, split by tag where that is asked for, and the list of runs."""

from collections.abc import Iterator, Sequence

from assistant.one_line import one_line
from evals.metrics import METRICS, By, figures, split
from evals.metrics.types import FAMILIES, Figures
from evals.runs.store import RunHead
from evals.runs.types import Run
from evals.statistics import Estimate


def run_lines(run: Run, by: By | None = None) -> Iterator[str]:
    """What was asked of what, and every figure with its 95% interval and count."""
    collection, settings = run.collection, run.settings
    name = f" ({one_line(run.name)})" if run.name else ""
    yield f"Run {run.id}{name}: {len(run.records)} questions of {one_line(run.set_name)}"
    yield (
        f"Collection {collection.get('state')}: {collection.get('documents')} documents, "
        f"{collection.get('passages')} passages; program at {run.versions.get('commit')}; "
        f"worded by {settings.get('model') or 'the documents themselves'}"
    )
    failed = [record for record in run.records if record.error]
    if failed:
        first = one_line(f"{failed[0].question.id}: {failed[0].error}")
        yield f"Could not be asked: {len(failed)}; the first, {first}"
    yield from figure_lines(figures(run.records, run.took))
    yield "In brackets: 95% interval and number of questions. What each measures: roundtable eval metrics"
    if by:
        for value, found in split(run.records, run.took, by).items():
            yield ""
            yield f"{by} {one_line(value) or 'not said'}"
            yield from figure_lines(found)


def figure_lines(found: Figures) -> Iterator[str]:
    for family in FAMILIES:
        own = [metric for metric in METRICS.values() if metric.family == family]
        scored = [(metric, found.get(metric.name)) for metric in own]
        if not any(estimate for _, estimate in scored):
            continue
        yield f"  {family}"
        for metric, estimate in scored:
            if estimate is not None:
                title = f"{metric.title}{' (lower is better)' if metric.better == 'lower' else ''}"
                yield f"    {title:<52} {shown(estimate, metric.unit)}"


def shown(of: Estimate, unit: str = "") -> str:
    places = 0 if abs(of.value) >= 10 else 3
    value = f"{of.value:>8.{places}f}{f' {unit}' if unit else ''}"
    return f"{value} ({of.low:.{places}f} to {of.high:.{places}f}, n={of.count})"


def head_lines(heads: Sequence[RunHead]) -> Iterator[str]:
    """A line a run, newest first."""
    for head in heads:
        name = f"{one_line(head.name)[:24]:<24}"
        done = "" if head.whole else f"  stopped at {head.done}; go on with --resume {head.id}"
        yield f"{head.id}  {name}  {one_line(head.set_name)[:20]:<20}  {head.count:>5} questions{done}"
