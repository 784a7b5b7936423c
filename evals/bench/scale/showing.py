"""Show what a collection's size costs: a table with ratios to the smallest, and a plot of cost against size."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

MOST_GROWTH = 1.5  # of the median answer, from the smallest size to `UP_TO` passages
UP_TO = 100_000
LEAST_RECALL = 0.98
_TIMES = {
    "encode_ms": "encode the question",
    "meaning_ms": "search by meaning",
    "words_ms": "search by words",
    "search_ms": "whole search",
    "answer_ms": "answer",
    "filtered_one_ms": "search in one document",
    "filtered_hundredth_ms": "search in a hundredth of the documents",
    "filtered_half_ms": "search in half of the documents",
}
_DRAWN = ("meaning_ms", "words_ms", "search_ms", "answer_ms", "filtered_half_ms")
WIDE, HIGH, LEFT, BOTTOM = 640.0, 360.0, 60.0, 40.0


def table(told: Mapping[str, Any]) -> str:
    return f"Machine: {told['machine']}\n\n{size_table(told['sizes'])}\n"


def size_table(sizes: Sequence[Mapping[str, Any]]) -> str:
    """Medians in milliseconds, in brackets the time that 95% stay under; ratios are to the smallest size."""
    first = sizes[0]
    head = ["", *(f"{each['passages']:,} passages" for each in sizes)]
    rows = [[f"{name}, ms", *(_time(each[key], first[key]) for each in sizes)] for key, name in _TIMES.items()]
    rows += [
        ["passages written a second", *(str(each.get("written_a_second", "–")) for each in sizes)],
        ["recall@10 against every vector", *(f"{each['recall_at_10']:.4f}" for each in sizes)],
        ["opened in, s", *(str(each["open_seconds"]) for each in sizes)],
        ["memory, MB", *(f"{each['resident_bytes'] / 1e6:.0f}" for each in sizes)],
        ["on the disk, MB", *(f"{each['disk_bytes']['all'] / 1e6:.0f}" for each in sizes)],
        ["of them real passages", *(f"{each['real']:,}" for each in sizes)],
    ]
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join([*lines, "", *_verdicts(sizes)])


def _time(of_size: Mapping[str, float], of_first: Mapping[str, float]) -> str:
    ratio = of_size["p50"] / max(of_first["p50"], 1e-9)
    return f"{of_size['p50']:.1f} ({of_size['p95']:.1f}), {ratio:.2f}×"


def _verdicts(sizes: Sequence[Mapping[str, Any]]) -> list[str]:
    first = sizes[0]
    grown = [each for each in sizes if each["passages"] <= UP_TO]
    ratio = grown[-1]["answer_ms"]["p50"] / max(first["answer_ms"]["p50"], 1e-9) if grown else math.nan
    recall = min(each["recall_at_10"] for each in sizes)
    return [
        f"An answer from {first['passages']:,} to {grown[-1]['passages']:,} passages: {ratio:.2f} times; "
        f"aim at most {MOST_GROWTH:g}: {'met' if ratio <= MOST_GROWTH else 'MISSED'}"
        if grown
        else f"No size up to {UP_TO:,} passages was measured.",
        f"Least recall@10: {recall:.4f}; aim at least {LEAST_RECALL:g}: "
        f"{'met' if recall >= LEAST_RECALL else 'MISSED'}",
    ]


def plot(sizes: Sequence[Mapping[str, Any]]) -> str:
    """Median milliseconds against passages, both on scales on which each step is ten times the last, as SVG."""
    lines = {key: [(each["passages"], max(each[key]["p50"], 0.01)) for each in sizes] for key in _DRAWN}
    across = _decades([size for points in lines.values() for size, _ in points])
    up = _decades([value for points in lines.values() for _, value in points])
    parts = []
    for power in across:
        x = _at(power, across, LEFT, WIDE - 190)
        parts.append(f'<path d="M{x:.1f} 10V{HIGH - BOTTOM:.1f}" stroke="#ddd"/>')
        parts.append(_text(x, HIGH - BOTTOM + 18, f"{10**power:,}", "middle"))
    for power in up:
        y = _at(power, up, HIGH - BOTTOM, 10)
        parts.append(f'<path d="M{LEFT:.1f} {y:.1f}H{WIDE - 190:.1f}" stroke="#ddd"/>')
        parts.append(_text(LEFT - 6, y + 4, f"{10.0**power:g} ms", "end"))
    for number, (key, points) in enumerate(lines.items()):
        colour = f"hsl({number * 72} 60% 40%)"
        drawn = [
            (_at(math.log10(size), across, LEFT, WIDE - 190), _at(math.log10(value), up, HIGH - BOTTOM, 10))
            for size, value in points
        ]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in drawn)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in drawn]
        parts.append(_text(WIDE - 180, 20 + 18 * number, _TIMES[key], "start", colour))
    parts.append(_text(LEFT + 150, HIGH - 4, "passages", "middle"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE:.0f} {HIGH:.0f}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>Cost of a question by size of the collection</title>'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(parts)}</svg>\n'
    )


def _decades(values: Sequence[float]) -> list[int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return list(range(low, max(high, low + 1) + 1))


def _at(power: float, scale: Sequence[int], start: float, end: float) -> float:
    return start + (power - scale[0]) / (scale[-1] - scale[0]) * (end - start)


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
