"""Draw how sure figures are, and how sureness, errors and time go together: pictures that need no script."""

import math
from collections.abc import Sequence

from evals.metrics.calibrating import Bin, Covered
from evals.report.text import number, plain
from evals.statistics import Estimate

WIDE, HIGH = 360.0, 250.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 14.0, 42.0
BAR_WIDE, BAR_HIGH = 120.0, 14.0
MOST_BARS = 12
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def interval_bar(estimate: Estimate | None) -> str:
    """A share and its interval between 0 and 1, "" for what is no share. Hidden from screen readers: the same numbers
    stand beside it."""
    if estimate is None or not 0 <= estimate.low <= estimate.value <= estimate.high <= 1:
        return ""
    middle, (low, value, high) = (
        BAR_HIGH / 2,
        (each * BAR_WIDE for each in (estimate.low, estimate.value, estimate.high)),
    )
    return (
        f'<svg class="interval" aria-hidden="true" viewBox="-4 0 {BAR_WIDE + 8:.0f} {BAR_HIGH:.0f}">'
        f'<path class="track" d="M0 {middle:.0f}H{BAR_WIDE:.0f}"/>'
        f'<path class="range" d="M{low:.1f} {middle:.0f}H{max(high, low + 1):.1f}"/>'
        f'<circle class="dot" cx="{value:.1f}" cy="{middle:.0f}" r="3"/></svg>'
    )


def reliability_plot(bins: Sequence[Bin]) -> str:
    """How often answers were right that were this sure: a point a bin, larger for more answers."""
    most = max((each.count for each in bins), default=1)
    points = [(_x(each.said), _y(each.right)) for each in bins]
    dots = "".join(
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{3 + 5 * math.sqrt(each.count / most):.1f}"/>'
        for (x, y), each in zip(points, bins, strict=True)
    )
    diagonal = f'<path class="ideal" d="M{_x(0):.1f} {_y(0):.1f}L{_x(1):.1f} {_y(1):.1f}"/>'
    title = (
        "Reliability: how often answers were right, by how sure they were; the dashed line is perfect. "
        + "; ".join(f"said {number(each.said)}, right {number(each.right)} of {each.count}" for each in bins)
    )
    return _plot(title, "how sure", "how often right", diagonal + _line(points) + dots)


def risk_plot(points: Sequence[Covered]) -> str:
    """How often answers are wrong if only the surest share of them is given."""
    last = f"; at {number(points[-1].coverage)} answered, {number(points[-1].risk)} are wrong" if points else ""
    title = f"Risk and coverage: the share of wrong answers among the surest ones{last}"
    line = [(_x(each.coverage), _y(each.risk)) for each in points]
    ends = "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in line[-1:])
    return _plot(title, "share answered, surest first", "share wrong", _line(line) + ends)


def histogram(values: Sequence[float], unit: str = "ms") -> str:
    """How many values lie where: bars of one width, the last for all that is longer than 19 in 20."""
    step, bars, longer = binned(values)
    shown = [*bars, longer] if longer else bars
    width = (WIDE - LEFT - RIGHT) / max(len(shown), 1)
    most = max(shown, default=1) or 1
    parts = []
    for place, count in enumerate(shown):
        x, y = LEFT + place * width, _y(count / most)
        kind = "bar longer" if place == len(bars) else "bar"
        parts.append(
            f'<rect class="{kind}" x="{x + 1:.1f}" y="{y:.1f}" width="{width - 2:.1f}" height="{_y(0) - y:.1f}"/>'
        )
        if count:
            parts.append(_text(x + width / 2, y - 3, f"{count}", "middle"))
        parts.append(_text(x, HIGH - BOTTOM + 15, f"{place * step:g}", "middle") if place % 2 == 0 else "")
    title = f"How long answers took, in steps of {step:g} {plain(unit)}: " + ", ".join(
        f"{count} {'longer' if place == len(bars) else f'from {place * step:g}'}" for place, count in enumerate(shown)
    )
    below = _text(
        (LEFT + WIDE - RIGHT) / 2, HIGH - 8, f"{plain(unit)}; last bar: all longer" if longer else plain(unit)
    )
    axis = f'<path class="axis" d="M{LEFT:.0f} {_y(0):.1f}H{WIDE - RIGHT:.0f}"/>'
    return _svg(title, axis + "".join(parts) + below)


def binned(values: Sequence[float]) -> tuple[float, list[int], int]:
    """The width of a bar (1, 2 or 5 of a power of ten), how many values are in each, and how many lie beyond the last
    bar, which ends after 95% of them."""
    ordered = sorted(value for value in values if math.isfinite(value) and value >= 0)
    if not ordered:
        return 1.0, [], 0
    reach = ordered[math.ceil(0.95 * len(ordered)) - 1]
    step = _step(reach / MOST_BARS)
    bars = [0] * (int(reach / step) + 1)
    for value in ordered:
        if value < len(bars) * step:
            bars[int(value / step)] += 1
    return step, bars, len(ordered) - sum(bars)


def _step(least: float) -> float:
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least)


def _x(share: float) -> float:
    return LEFT + min(max(share, 0.0), 1.0) * (WIDE - LEFT - RIGHT)


def _y(share: float) -> float:
    return HIGH - BOTTOM - min(max(share, 0.0), 1.0) * (HIGH - TOP - BOTTOM)


def _line(points: Sequence[tuple[float, float]]) -> str:
    return f'<polyline class="line" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>' if points else ""


def _plot(title: str, across: str, up: str, inner: str) -> str:
    marks = []
    for tick in TICKS:
        marks.append(f'<path class="grid" d="M{LEFT:.0f} {_y(tick):.1f}H{WIDE - RIGHT:.0f}"/>')
        marks.append(
            _text(LEFT - 5, _y(tick) + 4, f"{tick:g}", "end") + _text(_x(tick), HIGH - BOTTOM + 15, f"{tick:g}")
        )
    names = _text((LEFT + WIDE - RIGHT) / 2, HIGH - 8, across)
    middle = (TOP + HIGH - BOTTOM) / 2
    names += f'<text transform="translate(11 {middle:.0f}) rotate(-90)" text-anchor="middle">{up}</text>'
    return _svg(title, "".join(marks) + names + inner)


def _text(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'


def _svg(title: str, inner: str) -> str:
    return f'<svg class="plot" role="img" viewBox="0 0 {WIDE:.0f} {HIGH:.0f}"><title>{title}</title>{inner}</svg>'
