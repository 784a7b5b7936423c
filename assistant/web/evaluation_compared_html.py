"""Two runs side by side as HTML: figures with how sure their difference is, and the questions that changed."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from assistant.phrases import counted
from assistant.phrases.eval_types import EvalPhrases
from assistant.render.html_eval import figure_html, number_text
from assistant.web.evaluation_figures import as_figure, metric_html, unit_of
from assistant.web.evaluation_lists import run_link
from assistant.web.evaluation_questions import asked_html, came_html, known_html, points_html
from assistant.web.evaluation_run_html import back_html
from evals.comparing.types import Changed, Compared, Comparison, LeftOut, Way
from evals.metrics.types import FAMILIES
from evals.runs.types import Run
from evals.statistics import Estimate

MOST_CHANGED = 200  # questions that are shown
WORSE_FIRST: tuple[Way, ...] = ("worse", "other", "better")


def compared_head_html(comparison: Comparison, said: EvalPhrases) -> str:
    one, other = comparison.one, comparison.other
    title = said.compare.heading.format(one=_name(one), other=_name(other))
    sides = ((said.compare.one, one), (said.compare.other, other))
    links = " · ".join(run_link(run.id, f"{side} – {_name(run)}") for side, run in sides)
    return f'{back_html(said)}<h2 tabindex="-1">{escape(title)}</h2><p>{links}</p>'


def compared_html(comparison: Comparison, look: Sequence[str], said: EvalPhrases) -> str:
    """What to look at first, what else differs, and the figures."""
    words = said.compare
    real = [each for each in comparison.metrics if each.significant]
    none = "" if real else f'<p class="done">{words.none_real}</p>'
    first = "".join(f"<li>{escape(line)}</li>" for line in look)
    looked = f'<section id="look-first"><h3>{said.read.look_first}</h3><ul>{first}</ul></section>' if first else ""
    return (
        f"<p>{counted(len(comparison.pairs), words.paired, said.language)}.</p>"
        f"{looked}{_differing(comparison, said)}{_left_out(comparison.left_out, said)}"
        f'<section id="figures"><h3>{said.read.figures}</h3><p class="hint">{words.about}</p>{none}'
        f"{_figures(comparison.metrics, said)}</section>"
    )


def changed_html(comparison: Comparison, said: EvalPhrases) -> str:
    """The questions that came out otherwise, what got worse first."""
    words = said.compare
    changed = sorted(comparison.changed, key=lambda each: WORSE_FIRST.index(each.way))
    if not changed:
        return f'<h3>{words.changed}</h3><p class="hint">{words.unchanged}</p>'
    ways = Counter(each.way for each in changed)
    about = ", ".join(f"{ways[way]} {words.ways[way]}" for way in WORSE_FIRST if ways[way])
    items = "".join(f"<li>{_changed(each, said)}</li>" for each in changed[:MOST_CHANGED])
    rest = len(changed) - MOST_CHANGED
    more = f'<p class="hint">{said.sets.more_problems.format(count=rest)}</p>' if rest > 0 else ""
    return f'<h3>{words.changed}</h3><p class="about">{about}</p><ol class="questions">{items}</ol>{more}'


def _figures(metrics: Sequence[Compared], said: EvalPhrases) -> str:
    words, rows = said.compare, []
    for family in FAMILIES:
        own = [each for each in metrics if each.family == family and (each.one or each.other)]
        if own:
            rows.append(f'<tr><th scope="rowgroup" colspan="5" class="group">{said.read.families[family]}</th></tr>')
            rows += [_row(each, said) for each in own]
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in (said.read.metric, words.one, words.other, words.difference, words.chance)
    )
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(said.read.figures)}">'
        f'<table class="figures by"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _row(metric: Compared, said: EvalPhrases) -> str:
    words, real, unit = said.compare, "", unit_of(metric.name, said)
    chance = "–" if metric.corrected is None else _chance(metric.corrected, said.language)
    if metric.significant:
        real = f' <strong class="real">{words.real}: {words.ways[metric.way]}</strong>'
    apart = figure_html(as_figure(metric.difference), unit, said, signed=True)
    return (
        f'<tr class="{metric.way if metric.significant else ""}"><th scope="row">{metric_html(metric.name, said)}</th>'
        f"<td>{_value(metric.one, unit, said)}</td><td>{_value(metric.other, unit, said)}</td>"
        f"<td>{apart}</td><td>{chance}{real}</td></tr>"
    )


def _value(estimate: Estimate | None, unit: str, said: EvalPhrases) -> str:
    return "–" if estimate is None else number_text(estimate.value, unit, said.language)


def _chance(p: float, language: str) -> str:
    text = "< 0.001" if p < 0.001 else f"{p:.3f}"
    return escape(text.replace(".", ",") if language == "fr" else text)


def _differing(comparison: Comparison, said: EvalPhrases) -> str:
    """What was not the same for both runs."""
    words = said.compare
    items = "".join(
        f"<li>{words.of[each.of]}, {escape(each.name)}: {escape(each.one or '–')} → {escape(each.other or '–')}</li>"
        for each in comparison.differing
    )
    return f"<section><h3>{words.differs}</h3><ul>{items}</ul></section>" if items else ""


def _left_out(left_out: Sequence[LeftOut], said: EvalPhrases) -> str:
    if not left_out:
        return ""
    words = said.compare
    items = "".join(
        f"<li>{escape(', '.join((each.id, *each.fields)))}: {words.why_left_out[each.why]}</li>"
        for each in left_out[:MOST_CHANGED]
    )
    return (
        f"<details><summary>{counted(len(left_out), words.left_out, said.language)}</summary><ul>{items}</ul></details>"
    )


def _changed(changed: Changed, said: EvalPhrases) -> str:
    words, question = said.compare, changed.question
    reason = words.because.format(reason=words.reasons[changed.reason])
    kind = {"better": "good", "worse": "fault"}.get(changed.way, "about")
    sides = "".join(
        f"<div><h4>{title}</h4>{came_html(record, said)}{points_html(record, said)}</div>"
        for title, record in ((words.one, changed.one), (words.other, changed.other))
    )
    return (
        f'<details class="asked"><summary>{asked_html(question)} '
        f'<span class="{kind}">{words.ways[changed.way]}, {reason}</span>'
        f'<span class="about">{escape(question.id)}</span></summary><div class="beside">{sides}</div>'
        f"{known_html(question, said)}</details>"
    )


def _name(run: Run) -> str:
    return run.name or run.set_name
