"""Write the report of a run as one page that needs nothing else: no script, no network, no other file."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from evals.comparing.types import Comparison
from evals.metrics.calibrating import reliability, risk_coverage
from evals.report.compared_html import compared_html
from evals.report.curves import curves_html, latency_html
from evals.report.figured import Figured, figured
from evals.report.figures_html import figures_html, splits_html
from evals.report.questions import EXPECTATIONS, NO, STATUSES, YES, question_html, questions_table, worded_by
from evals.report.tables import items, pairs, table
from evals.report.text import counted, plain, words
from evals.runs.failing import FAULTS
from evals.runs.types import DONE, Run

# Nothing runs and nothing is fetched, whatever a question or an answer holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def html_report(run: Run, comparison: Comparison | None = None, look: Sequence[str] = ()) -> str:
    """The page, the same for the same run, as valid UTF-8. `look` are the lines on what to look at first."""
    return page_html(figured(run), comparison, look)


def page_html(of: Figured, comparison: Comparison | None = None, look: Sequence[str] = ()) -> str:
    """`html_report` of a run whose figures are there already."""
    run = of.run
    sections = (
        ("look", "What to look at first", items(words(line) for line in look)),
        ("asked", "What was asked of what", _asked(run)),
        ("outcomes", "What was expected, and what came", _outcomes(of)),
        ("figures", "Figures", figures_html(of.figures)),
        ("compared", "Compared with the run before", compared_html(comparison) if comparison else ""),
        ("splits", "Figures by group, kind and language", splits_html(of)),
        ("sure", "How sure it was, and how right", curves_html(reliability(run.records), risk_coverage(run.records))),
        ("time", "How long answers took", latency_html(run.took)),
        ("failing", "Questions that failed", _failing(of)),
        ("all", "All questions", questions_table(run.records, run.took, of.faults)),
    )
    shown = [section for section in sections if section[2]]
    contents = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title, _ in shown)
    body = "".join(
        f'<section aria-labelledby="{name}"><h2 id="{name}">{title}</h2>{inner}</section>'
        for name, title, inner in shown
    )
    title = f"Evaluation of {plain(run.name or run.id)}"
    css = files("evals.report").joinpath("report.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{title}</title><style>{css}</style></head>'
        f'<body><header><h1>{title}</h1><nav aria-label="Contents"><ul>{contents}</ul></nav></header>'
        f"<main>{body}</main></body></html>\n"
    )


def _asked(run: Run) -> str:
    models = Counter(str(record.answer["model"]) for record in run.records if record.answer.get("model"))
    return pairs(
        (
            ("Questions", f"{counted(len(run.records), 'question')} of {words(run.set_name)}"),
            ("SHA-256 of the questions", f"<code>{plain(run.set_digest)}</code>" if run.set_digest else ""),
            ("Answers", "; ".join(f"{worded_by(name)}: {count:,}" for name, count in sorted(models.items()))),
            ("Started", f"{plain(run.started)} (UTC)" if run.started else ""),
            ("Took", f"{run.seconds:,.1f} seconds" if run.seconds else ""),
            ("Collection", _values(run.collection)),
            ("Settings", _values(run.settings)),
            ("Versions", _values(run.versions)),
            ("Run", f"<code>{plain(run.id)}</code>"),
            ("SHA-256 of the run", f"<code>{plain(run.content)}</code>" if run.content else ""),
        )
    )


def _values(of: Mapping[str, Any]) -> str:
    return items((f"{words(name)}: {words(_value(value))}" for name, value in of.items()), "values")


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _outcomes(of: Figured) -> str:
    """What was expected against what came, and how many failed in what way."""
    records = of.run.records
    came: Counter[tuple[str, str]] = Counter((record.question.expected, record.status) for record in records)
    shown = [status for status in STATUSES if any(status == each for _, each in came)]
    rows = (
        (name, *(_outcome(came[expected, status], DONE.get(status) == expected) for status in shown))
        for expected, name in EXPECTATIONS.items()
        if any(expected == each for each, _ in came)
    )
    counts = Counter(fault for found in of.faults for fault in found)
    wrong = items(f"{counted(counts[fault], 'question')}: {FAULTS[fault]}" for fault in FAULTS if counts[fault])
    head = ("Expected", *(f"It {STATUSES[status]}" for status in shown))
    return table("Questions by what was expected and what came", head, rows) + wrong


def _outcome(count: int, as_expected: bool) -> str:
    return f"{YES if as_expected else NO} {count:,}" if count else "0"


def _failing(of: Figured) -> str:
    """The questions that failed, those with the worst fault first."""
    order = list(FAULTS)
    failing = [place for place, found in enumerate(of.faults) if found]
    failing.sort(key=lambda place: order.index(of.faults[place][0]))
    if not failing:
        return "<p>None.</p>" if of.run.records else ""
    shown = (question_html(of.run.records[place], of.faults[place], of.scores[place], f"q{place}") for place in failing)
    return f"<p>{counted(len(failing), 'question')} of {len(of.faults):,}. Open one to see why.</p>{''.join(shown)}"
