"""Show the figures of a run: each with its interval, count, definition and source, and split by who asked what."""

from collections.abc import Iterator, Mapping

from evals.metrics import METRICS
from evals.metrics.types import FAMILIES, Family, Figures, Metric
from evals.report.figured import SPLITS, Figured, Split
from evals.report.plots import interval_bar
from evals.report.tables import table
from evals.report.text import number, plain, span
from evals.statistics import Estimate

FAMILY_TITLES: dict[Family, str] = {
    "finding": "Finding the pages",
    "answering": "Answering",
    "citing": "Citing",
    "supporting": "Support by the sources",
    "refusing": "Refusing and asking back",
    "calibration": "Knowing how sure to be",
    "consistency": "Consistency",
    "cost": "Time and cost",
}
SPLIT_TITLES: dict[Split, str] = {"group": "user group", "kind": "kind of question", "language": "language"}


def figures_html(figures: Figures) -> str:
    """A table for each family of metrics. What could not be scored is named below it."""
    parts = []
    for family in FAMILIES:
        metrics = [metric for metric in METRICS.values() if metric.family == family and metric.name in figures]
        if metrics:
            title = FAMILY_TITLES[family]
            head = ("Metric", "Value", "Bar from 0 to 1", "95% interval", "Questions")
            rows = (_row(metric, estimate) for metric in metrics if (estimate := figures[metric.name]))
            parts.append(f"<h3>{title}</h3>{table(title, head, rows, 'figures')}{_unscored(metrics, figures)}")
    return "".join(parts) or "<p>No question was asked, so there is no figure.</p>"


def splits_html(figured: Figured) -> str:
    """The same figures for the questions of each user group, kind and language, a table each."""
    tables = "".join(_split(name, figured.by[name]) for name in SPLITS if figured.by.get(name))
    return f"<p>Below each value: its 95% interval, and how many questions it is of.</p>{tables}" if tables else ""


def metrics_of(figures: Figures) -> Iterator[tuple[Metric, Estimate]]:
    """The metrics that could be scored, in the order of their families, with their figures."""
    for family in FAMILIES:
        for metric in METRICS.values():
            estimate = figures.get(metric.name)
            if metric.family == family and estimate is not None:
                yield metric, estimate


def _row(metric: Metric, estimate: Estimate) -> tuple[str, ...]:
    about = f"{plain(metric.definition)} {metric.better.capitalize()} is better."
    bar = "" if metric.unit else interval_bar(estimate)
    return (
        f'{plain(metric.title)}<span class="about">{about} <cite>{plain(metric.source)}</cite></span>',
        f"<strong>{number(estimate.value, metric.unit)}</strong>",
        bar,
        span(estimate.low, estimate.high, metric.unit),
        f"{estimate.count:,}",
    )


def _unscored(metrics: list[Metric], figures: Figures) -> str:
    names = "; ".join(plain(metric.title) for metric in metrics if figures[metric.name] is None)
    return f"<p>Could not be scored, because no question of this run has what they need: {names}.</p>" if names else ""


def _split(name: Split, of: Mapping[str, Figures]) -> str:
    caption = f"Figures by {SPLIT_TITLES[name]}"
    values = list(of)
    scored = {metric.name: metric for each in of.values() for metric, _ in metrics_of(each)}
    rows = (
        (plain(metric.title), *(_cell(of[value].get(metric.name), metric.unit) for value in values))
        for family in FAMILIES
        for metric in scored.values()
        if metric.family == family
    )
    head = ("Metric", *(plain(value or "not given") for value in values))
    inner = table(caption, head, rows, "split")
    is_open = " open" if name == SPLITS[0] else ""
    title = f"<summary><h3>By {SPLIT_TITLES[name]}</h3></summary>"
    return f'<details{is_open}>{title}<div class="one">{inner}</div></details>' if inner else ""


def _cell(estimate: Estimate | None, unit: str) -> str:
    if estimate is None:
        return "–"
    about = f"{span(estimate.low, estimate.high, unit)}; {estimate.count:,}"
    return f'{number(estimate.value, unit)}<span class="about">{about}</span>'
