"""A comparison and the verdict of a gate in a terminal, and the comparison as JSON."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from assistant.one_line import one_line
from evals.comparing.gate import NO_DROP, Verdict
from evals.comparing.types import LEVEL, REASONS, Changed, Compared, Comparison, LeftOut
from evals.runs.types import Run
from evals.statistics import Estimate
from evals.testsets.types import Place

WIDTH = 100  # characters
SHOWN = 12  # questions of a list
_TITLE = 30
_WORDS_OF_WAYS = {"worse": "worse", "better": "better", "other": "otherwise"}  # in the order in which they are listed
_HEAD = (
    f"{'':<{_TITLE}} {'before':>8} {'after':>8} {'change':>8}  {'95% interval':<18} {'p':>6} {'p (Holm)':>8} {'n':>4}"
)
_ABOUT_P = (
    "p: the chance of a difference so large if nothing had changed (randomisation test); beside it corrected for "
    f"looking at so many metrics (Holm). * below {LEVEL:g} after that."
)


def comparison_text(comparison: Comparison) -> str:
    """What differs between the runs, every figure side by side, and the questions that came out otherwise."""
    return "\n".join(_lines(comparison))


def verdict_text(verdict: Verdict) -> str:
    """A line for each check, those that do not pass first, and what came of all."""
    order = {"fails": 0, "not scored": 1, "passes": 2}
    lines = []
    even = [check.metric for check in verdict.checks if check.why == NO_DROP]
    shown = [check for check in verdict.checks if check.why != NO_DROP]
    for check in sorted(shown, key=lambda check: order[check.outcome]):
        lines += _wrapped(f"{check.outcome:<10}  ", f"{check.kind} {check.metric}".strip() + f": {check.why}")
    if even:
        lines += _wrapped(f"{'passes':<10}  ", f"{NO_DROP} of {', '.join(even)}")
    for note in verdict.notes:
        lines += _wrapped("note        ", note)
    failed = sum(check.outcome != "passes" for check in verdict.checks)
    lines.append(f"the gate is passed ({len(verdict.checks)} checks)" if verdict.passes
                 else f"the gate is not passed: {failed} of {len(verdict.checks)} checks")  # fmt: skip
    return "\n".join(lines)


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain data: what differs, each metric, and each question that changed with both answers."""
    return {
        "one": _run(comparison.one),
        "other": _run(comparison.other),
        "questions": len(comparison.pairs),
        "left_out": [asdict(each) for each in comparison.left_out],
        "differing": [asdict(each) for each in comparison.differing],
        "metrics": {each.name: _metric(each) for each in comparison.metrics},
        "changed": [_changed(each) for each in comparison.changed],
    }


def _lines(comparison: Comparison) -> Iterator[str]:
    yield from _wrapped("", f"Before: {_name(comparison.one)}. After: {_name(comparison.other)}. "
                        f"Compared over {len(comparison.pairs)} questions that are the same in both.")  # fmt: skip
    yield from _left_out(comparison.left_out)
    if comparison.differing:
        yield "The runs differ in"
        for each in comparison.differing:
            yield from _wrapped(
                f"  {each.of} ", f"{each.name}: {each.one or '(none)'} → {each.other or '(none)'}", "    "
            )
    yield ""
    yield _HEAD
    for row in comparison.metrics:
        if row.one is not None and row.other is not None:
            yield _row(row, row.one, row.other)
    unscored = [row.title for row in comparison.metrics if row.one is None or row.other is None]
    if unscored:
        yield from _wrapped("Not scored in both: ", ", ".join(unscored), "  ")
    yield from _wrapped("", _ABOUT_P)
    yield ""
    yield from _changes(comparison.changed)


def _left_out(left_out: Sequence[LeftOut]) -> Iterator[str]:
    for why, count in Counter(each.why for each in left_out).items():
        ids = [_short(each.id) + (f" ({', '.join(each.fields)})" if each.fields else "")
               for each in left_out if each.why == why]  # fmt: skip
        more = f" and {count - SHOWN} more" if count > SHOWN else ""
        yield from _wrapped(f"Left out, {why}: ", ", ".join(ids[:SHOWN]) + more, "  ")


def _row(row: Compared, one: Estimate, other: Estimate) -> str:
    arrow = " ↓" if row.better == "lower" else ""
    title, room = one_line(row.title), _TITLE - len(arrow)
    title = (title if len(title) <= room else f"{title[: room - 1]}…") + arrow
    gap = row.difference
    shown = (
        f"{_signed(gap.value):>8}  {f'{_signed(gap.low)} to {_signed(gap.high)}':<18}"
        if gap
        else f"{'–':>8}  {'–':<18}"
    )
    p, corrected = _chance(row.p), _chance(row.corrected)
    mark = " *" if row.significant else ""
    count = gap.count if gap else other.count
    values = f"{_number(one.value):>8} {_number(other.value):>8}"
    return f"{title:<{_TITLE}} {values} {shown} {p:>6} {corrected:>8} {count:>4}{mark}"


def _changes(changed: Sequence[Changed]) -> Iterator[str]:
    if not changed:
        yield "No question came out otherwise."
        return
    ways = Counter(each.way for each in changed)
    reasons = Counter(each.reason for each in changed)
    because = ", ".join(f"{name} {reasons[name]}" for name in REASONS if reasons[name])
    counts = f"{ways['worse']} worse, {ways['better']} better, {ways['other']} otherwise"
    yield from _wrapped("", f"Questions that came out otherwise: {len(changed)} ({counts}; by reason: {because})")
    for each in sorted(changed, key=lambda each: list(_WORDS_OF_WAYS).index(each.way))[:SHOWN]:
        about = f"{_short(each.question.id)}: {each.one.status} → {each.other.status}, {_made(each)}{_places(each)}"
        yield from _wrapped(f"  {_WORDS_OF_WAYS[each.way]:<9} {each.reason:<13} ", about, "    ")
    if len(changed) > SHOWN:
        yield f"  and {len(changed) - SHOWN} more: --json has all"


def _made(each: Changed) -> str:
    of = len(each.question.key_points)
    return f"{sum(each.one.made)} → {sum(each.other.made)} of {of} key points" if of else "no key points"


def _places(each: Changed) -> str:
    told = ((f"no longer among the first {each.depth}", each.gone), (f"now among the first {each.depth}", each.come))
    return "".join(f"; {what}: {', '.join(map(_place, places))}" for what, places in told if places)


def _place(place: Place) -> str:
    return _short(place.document) + (f" p. {place.page}" if place.page is not None else "")


def _name(run: Run) -> str:
    return one_line(run.name or run.id)[:60]


def _short(text: str) -> str:
    return one_line(text)[:60]


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}"


def _chance(p: float | None) -> str:
    return "–" if p is None else f"{p:.3f}" if p >= 0.001 else "<0.001"


def _signed(value: float) -> str:
    return f"{value:+,.0f}" if abs(value) >= 100 else f"{value:+.3f}"


def _wrapped(begin: str, text: str, indent: str = "            ") -> list[str]:
    """Lines that are narrow enough; what has no space is broken all the same."""
    return textwrap.wrap(begin + one_line(text), WIDTH, subsequent_indent=indent if begin else "", drop_whitespace=True)


def _run(run: Run) -> dict[str, Any]:
    return {"id": run.id, "name": run.name, "set": run.set_name, "content": run.content, "started": run.started}


def _metric(each: Compared) -> dict[str, Any]:
    return {
        "title": each.title,
        "better": each.better,
        "unit": each.unit,
        "one": asdict(each.one) if each.one else None,
        "other": asdict(each.other) if each.other else None,
        "difference": asdict(each.difference) if each.difference else None,
        "p": each.p,
        "p_holm": each.corrected,
        "way": each.way,
        "significant": each.significant,
        "only_one": each.only_one,
        "only_other": each.only_other,
    }


def _changed(each: Changed) -> dict[str, Any]:
    return {
        "id": each.question.id,
        "question": each.question.question,
        "reason": each.reason,
        "way": each.way,
        "what": list(each.what),
        "gone": [asdict(place) for place in each.gone],
        "come": [asdict(place) for place in each.come],
        "depth": each.depth,
        "one": {"status": each.one.status, "made": list(each.one.made), "answer": dict(each.one.answer)},
        "other": {"status": each.other.status, "made": list(each.other.made), "answer": dict(each.other.answer)},
    }
