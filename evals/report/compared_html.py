"""Show two runs beside each other: each figure with its difference, and the questions that came out otherwise."""

from collections.abc import Iterator, Sequence

from evals.comparing.types import Changed, Compared, Comparison, Reason, Way
from evals.metrics import METRICS
from evals.report.questions import NO, YES, answer_html, place_html, with_made_html
from evals.report.tables import items, pairs, table
from evals.report.text import counted, number, plain, span, words
from evals.statistics import Estimate
from evals.testsets.types import Place

WAYS: dict[Way, str] = {"worse": "Worse", "other": "Different, neither better nor worse", "better": "Better"}
# Where on its way a question went another way, in words that follow "because".
BECAUSE: dict[Reason, str] = {
    "asking": "it could be asked in one run only",
    "retrieval": "other pages of its evidence were found",
    "selection": "other passages were chosen from those that were found",
    "verification": "sentences passed the check in one run only",
    "refusal": "it was refused in one run only",
    "clarification": "it was asked back about in one run only",
}
WHAT = {
    "status": "what it did",
    "points": "key points made",
    "places": "pages cited",
    "forbidden": "forbidden claims",
}  # beside metrics


def compared_html(comparison: Comparison) -> str:
    """The whole comparison, the run before against the run after."""
    return "".join(_parts(comparison))


def _parts(comparison: Comparison) -> Iterator[str]:
    before, after = comparison.one, comparison.other
    yield pairs(
        (
            ("Before", f"{words(before.name or before.id)} <small>{plain(before.started)}</small>"),
            ("After", f"{words(after.name or after.id)} <small>{plain(after.started)}</small>"),
            ("Compared", counted(len(comparison.pairs), "question")),
            ("Left out", items(_left_out(comparison))),
        )
    )
    differing = [
        (f"{each.of}: {words(each.name)}", words(each.one), words(each.other)) for each in comparison.differing
    ]
    yield table("What else differs between the runs", ("Beside the answers", "Before", "After"), differing, "compared")
    head = ("Metric", "Before", "After", "Difference", "95% interval", "p", "Questions", "Verdict")
    rows = [_row(each) for each in comparison.metrics if each.one or each.other]
    note = (
        "Both over the same questions. p is that of a randomisation test, corrected for so many metrics (Holm), "
        "but for those of time and cost; below 0.05 a difference is hardly chance."
    )
    yield f"<h3>Figures before and after</h3><p>{note}</p>{table('Figures before and after', head, rows, 'compared')}"
    if not comparison.changed:
        yield "<p>No question came out otherwise.</p>"
    for way, title in WAYS.items():
        changed = [each for each in comparison.changed if each.way == way]
        if changed:
            yield f"<h3>{title}: {counted(len(changed), 'question')}</h3>" + "".join(_changed(each) for each in changed)


def _left_out(comparison: Comparison) -> Iterator[str]:
    for each in comparison.left_out:
        fields = f" ({plain(', '.join(each.fields))})" if each.fields else ""
        yield f"{words(each.id)}: {each.why}{fields}"


def _row(of: Compared) -> tuple[str, ...]:
    p = of.corrected if of.corrected is not None else of.p
    return (
        plain(of.title),
        _value(of.one, of.unit),
        _value(of.other, of.unit),
        f"{of.difference.value:+.3f}" if of.difference and not of.unit else _value(of.difference, of.unit),
        span(of.difference.low, of.difference.high, of.unit) if of.difference else "–",
        number(p),
        f"{of.other.count:,}" if of.other else "–",
        _verdict(of),
    )


def _value(estimate: Estimate | None, unit: str) -> str:
    return number(estimate.value if estimate else None, unit)


def _verdict(of: Compared) -> str:
    if of.difference is None:
        return "cannot be told"
    if not of.significant:
        return "no clear difference"
    return {
        "better": f'<span class="good">{YES} better</span>',
        "worse": f'<span class="bad">{NO} worse</span>',
        "other": "the same",
    }[of.way]


def _changed(of: Changed) -> str:
    question = of.question
    about = pairs(
        (
            ("Changed", "; ".join(_what(name) for name in of.what)),
            ("Evidence found only before", _found(of.gone, of.depth)),
            ("Evidence found only after", _found(of.come, of.depth)),
        )
    )
    sides = "".join(
        f"<div><h5>{title}</h5>{with_made_html(record)}{answer_html(record)}</div>"
        for title, record in (("Before", of.one), ("After", of.other))
    )
    return (
        f"<details><summary><h4>{words(question.question, question.language)}</h4> "
        f'<span class="id">{words(question.id)}</span> <small>Because {BECAUSE[of.reason]}.</small></summary>'
        f'<div class="one">{about}<div class="sides">{sides}</div></div></details>'
    )


def _what(name: str) -> str:
    return plain(WHAT.get(name) or (METRICS[name].title if name in METRICS else name))


def _found(places: Sequence[Place], depth: int) -> str:
    shown = "; ".join(place_html(place.document, [place.page]) for place in places)
    return f"{shown} (among the first {depth} passages)" if shown else ""
