"""The figures of a run as HTML: by family, each with its range and, on demand, its definition; and split by tags."""

from collections.abc import Mapping, Sequence
from html import escape

from assistant.phrases.eval_types import EvalPhrases
from assistant.render.html_eval import Figure, figure_html, number_text, options_html
from evals.metrics import FAMILIES, METRICS, Figures, Metric
from evals.metrics.figures import UNTAGGED
from evals.statistics import Estimate

# What the list of runs shows of each.
MAIN = ("behaviour", "page_recall", "key_point_recall", "exact_page", "citation_precision", "refusal_recall")


def metric_title(name: str, said: EvalPhrases) -> str:
    """In the reader's language; by its name where it is known no longer."""
    if name in said.metrics:
        return said.metrics[name][0]
    return METRICS[name].title if name in METRICS else name


def unit_of(name: str, said: EvalPhrases) -> str:
    unit = METRICS[name].unit if name in METRICS else ""
    return said.read.units.get(unit, unit)


def metric_html(name: str, said: EvalPhrases) -> str:
    """Its title, with definition and source behind it."""
    metric = METRICS.get(name)
    if metric is None:
        return escape(name)
    title, definition = said.metrics.get(name, (metric.title, metric.definition))
    lower = f' <span class="about">({said.read.lower_is_better})</span>' if metric.better == "lower" else ""
    source = f'<p class="about">{said.read.source}: {escape(metric.source)}</p>' if metric.source else ""
    inner = f"<summary>{escape(title)}</summary><p>{escape(definition)}</p>{source}"
    return f'<details class="defined">{inner}</details>{lower}'


def figures_html(figures: Figures, said: EvalPhrases) -> str:
    """A table for each family that has a figure."""
    words, tables = said.read, []
    for family in FAMILIES:
        metrics = [each for each in METRICS.values() if each.family == family]
        if any(figures.get(each.name) for each in metrics):
            rows = "".join(_row(each, figures.get(each.name), said) for each in metrics)
            head = f"<thead><tr><th>{words.metric}</th><th>{words.value}</th><th>{words.count}</th></tr></thead>"
            tables.append(
                f'<section class="family"><h4>{words.families[family]}</h4>'
                f'<table class="figures">{head}<tbody>{rows}</tbody></table></section>'
            )
    return f'<p class="hint">{words.interval_about}</p><div class="families">{"".join(tables)}</div>'


def split_html(parts: Mapping[str, Figures], by: str, said: EvalPhrases) -> str:
    """The form that chooses what figures are split by; a row for each figure, a column for each value."""
    named = {UNTAGGED: said.sets.of_none, **(said.sets.expected if by == "expected" else {})}
    values = list(parts)
    heads = "".join(f'<th scope="col">{escape(named.get(each, each))}</th>' for each in values)
    rows = "".join(
        f'<tr><th scope="row">{escape(metric_title(name, said))}</th>'
        + "".join(f"<td>{_cell(parts[each].get(name), unit_of(name, said), said)}</td>" for each in values)
        + "</tr>"
        for name in METRICS
        if any(parts[each].get(name) for each in values)
    )
    label = f"{said.read.split} {said.read.splits.get(by, by)}"
    return (
        f"{_split_form(by, said)}"
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}"><table class="figures by">'
        f'<thead><tr><th scope="col">{said.read.metric}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def scores_html(scores: Sequence[tuple[str, float | None]], said: EvalPhrases) -> str:
    """The figures of one question that could be scored."""
    items = "".join(
        f"<li>{escape(metric_title(name, said))} "
        f"<strong>{number_text(value, unit_of(name, said), said.language)}</strong></li>"
        for name, value in scores
        if value is not None
    )
    return f'<details class="scores"><summary>{said.read.scores}</summary><ul>{items}</ul></details>' if items else ""


def as_figure(estimate: Estimate | None) -> Figure | None:
    return Figure(estimate.value, estimate.low, estimate.high, estimate.count) if estimate else None


def _split_form(chosen: str, said: EvalPhrases) -> str:
    options = options_html(list(said.read.splits.items()), chosen)
    return (
        f"<h3>{said.read.by_tags}</h3>"
        f'<form class="split"><label>{said.read.split} <select name="by">{options}</select></label></form>'
    )


def _row(metric: Metric, estimate: Estimate | None, said: EvalPhrases) -> str:
    count = estimate.count if estimate else "–"
    return (
        f'<tr><th scope="row">{metric_html(metric.name, said)}</th>'
        f"<td>{figure_html(as_figure(estimate), unit_of(metric.name, said), said)}</td><td>{count}</td></tr>"
    )


def _cell(estimate: Estimate | None, unit: str, said: EvalPhrases) -> str:
    if estimate is None:
        return '<span aria-hidden="true">–</span>' + f'<span class="unseen">{said.read.not_scored}</span>'
    return f'{figure_html(as_figure(estimate), unit, said)}<span class="range">n = {estimate.count}</span>'
