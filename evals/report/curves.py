"""Show how sure the assistant was against how right it was, and how long answers took: pictures with their numbers."""

from collections.abc import Sequence

from evals.metrics.calibrating import Bin, Covered
from evals.report.plots import histogram, reliability_plot, risk_plot
from evals.report.tables import pairs, table
from evals.report.text import number
from evals.runs.types import Took
from evals.statistics import quantile

MOST_ROWS = 20  # of a table beside a curve


def curves_html(bins: Sequence[Bin], points: Sequence[Covered]) -> str:
    """The curves of reliability and of risk and coverage; "" where no answer is known to be right or wrong."""
    parts = []
    if bins:
        rows = [(number(each.said), number(each.right), f"{each.count:,}") for each in bins]
        numbers = table("Reliability", ("How sure", "How often right", "Questions"), rows)
        about = "On the dashed line, answers are right as often as it was sure. Larger dots are more questions."
        parts.append(_figure("Reliability", reliability_plot(bins), about, numbers))
    if points:
        step = max(len(points) // MOST_ROWS, 1)
        chosen = [point for place, point in enumerate(points, 1) if place % step == 0 or place == len(points)]
        rows_of_risk = [(number(each.coverage), number(each.risk), number(each.confidence)) for each in chosen]
        numbers = table(
            "Risk and coverage", ("Share answered", "Share wrong", "Those at least this sure"), rows_of_risk
        )
        about = "If only the surest answers were given, this share of them would be wrong. Lower is better."
        parts.append(_figure("Risk and coverage", risk_plot(points), about, numbers))
    return f'<div class="plots">{"".join(parts)}</div>' if parts else ""


def latency_html(took: Sequence[Took]) -> str:
    """How the times spread; "" if they were not kept."""
    times = [each.elapsed_ms for each in took]
    if not times:
        return ""
    halves = pairs(
        (
            ("Half within", number(quantile(times, 0.5).value, "ms")),
            ("19 in 20 within", number(quantile(times, 0.95).value, "ms")),
            ("The longest", number(max(times), "ms")),
        )
    )
    return f'{halves}<div class="plots"><figure>{histogram(times)}</figure></div>'


def _figure(title: str, plot: str, about: str, numbers: str) -> str:
    folded = f"<details><summary>{title} in numbers</summary>{numbers}</details>"
    return f"<div><h3>{title}</h3><figure>{plot}<figcaption>{about}</figcaption></figure>{folded}</div>"
