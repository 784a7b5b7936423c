"""One answer to be judged by hand as HTML: its key points, its sentences with their quotes, and how useful it is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.phrases import listed
from assistant.phrases.eval_types import EvalPhrases, JudgePhrases
from assistant.render.html_eval import figure_html, fresh_html, number_text, quote_html, quotes_of
from assistant.web.evaluation_figures import as_figure
from assistant.web.evaluation_lists import run_link
from evals.judging.agreeing import PROGRAM, Between
from evals.judging.judgements import LONGEST_NAME, LONGEST_NOTE, Judgement
from evals.judging.kappa import NOTHING_SHARED
from evals.runs.types import Record, Run


@dataclass(frozen=True, slots=True)
class Judging:
    """An answer before its reviewer, by its key. `given` is what they thought of it before, if anything; `earlier` the
    key of the one that they judged before it, "" for none; `skipped` the keys of those that they left out."""

    record: Record
    key: str
    reviewer: str
    judged: int
    given: Judgement | None = None
    earlier: str = ""
    skipped: Sequence[str] = ()


def judge_head_html(run: Run, said: EvalPhrases) -> str:
    words = said.judge
    title = words.heading.format(name=run.name or run.set_name)
    return (
        f'<p class="back">{run_link(run.id, f"‹ {words.back}")}</p><h2 tabindex="-1">{escape(title)}</h2>'
        f'<p class="about">{words.about}</p>'
    )


def reviewer_html(run: Run, reviewer: str, said: EvalPhrases) -> str:
    """The form that asks who judges."""
    words = said.judge
    return (
        f'<form id="reviewer-form"><input type="hidden" name="run" value="{escape(run.id)}">'
        f'<label class="field">{words.reviewer}<input name="reviewer" required maxlength="{LONGEST_NAME}" '
        f'autocomplete="name" value="{escape(reviewer)}"><span class="hint">{words.reviewer_hint}</span></label>'
        f'<p><button class="main-action">{words.begin}</button></p></form>'
    )


def judge_html(run: Run, judging: Judging, said: EvalPhrases) -> str:
    """The answer that is to be judged."""
    words, record = said.judge, judging.record
    hidden = {
        "run": run.id,
        "reviewer": judging.reviewer,
        "answer": judging.key,
        "skipped": json.dumps(list(judging.skipped)),
    }
    fields = "".join(f'<input type="hidden" name="{name}" value="{escape(text)}">' for name, text in hidden.items())
    about = words.judged.format(count=judging.judged, of=len(run.records), reviewer=judging.reviewer)
    before = f'<p class="done">{words.open_for_change}</p>' if judging.given else ""
    back = ""
    if judging.earlier:
        key = escape(judging.earlier)
        back = f'<button type="button" class="earlier-answer" data-answer="{key}">‹ {words.earlier}</button>'
    given = judging.given or Judgement(judging.key, judging.reviewer, record.question.id)
    form = (
        f'<form id="judge-form">{fields}<div><p class="about">{escape(about)}</p>{before}{_asked(record, said)}</div>'
        f"{_points(record, given, words, said)}{_sentences(record, given, words, said)}{_usefulness(given, words)}"
        f'<label class="field">{words.note}<textarea name="note" rows="2" maxlength="{LONGEST_NOTE}">'
        f"{escape(given.note)}</textarea></label>"
        f'<p class="actions"><button class="main-action">{words.save}</button>'
        f'<button type="button" class="skip-answer">{words.skip}</button>{back}</p></form>'
    )
    return fresh_html(form, f"{judging.key} {judging.reviewer}")


def done_html(run: Run, reviewer: str, judged: int, said: EvalPhrases) -> str:
    """That there is no answer left."""
    words = said.judge
    count = words.judged.format(count=judged, of=len(run.records), reviewer=reviewer)
    return f'<p class="done" role="status">{words.all_judged} {escape(count)}</p>{reviewer_html(run, reviewer, said)}'


def agreement_html(agreed: Sequence[Between], said: EvalPhrases) -> str:
    """How far reviewers agree with each other, and the program with them."""
    words = said.judge
    if not agreed:
        inner = f'<p class="hint">{words.nothing_judged}</p>'
    else:
        rows = "".join(_agreed(each, said) for each in agreed)
        names = (words.reviewers, words.kappa, words.same, words.count)
        heads = "<td></td>" + "".join(f'<th scope="col">{name}</th>' for name in names)
        inner = (
            f'<p class="hint">{words.agreement_about}</p><div class="scroll" role="region" tabindex="0" '
            f'aria-label="{escape(words.agreement)}"><table class="figures by"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        )
    return f'<section id="agreement"><h3>{words.agreement}</h3>{inner}</section>'


def _agreed(between: Between, said: EvalPhrases) -> str:
    words, found = said.judge, between.agreement
    who = listed(between.names, words.between)
    if between.names[0] == PROGRAM:
        people = words.people.format(names=", ".join(between.names[1:]))
        who = listed([words.by_program, people], words.between)
    reason = words.too_few if found.reason == NOTHING_SHARED else words.all_alike
    kappa = f'<span class="unscored">{reason}</span>'
    if found.kappa:
        kappa = figure_html(as_figure(found.kappa), "", said, signed=True)
    same = "–" if found.same is None else number_text(100 * found.same, "%", said.language)
    return (
        f'<tr><th scope="row">{words.items[between.part]}</th><td>{escape(who)}</td><td>{kappa}</td>'
        f"<td>{same}</td><td>{found.count}</td></tr>"
    )


def _asked(record: Record, said: EvalPhrases) -> str:
    question, words = record.question, said.read
    earlier = "".join(f"<li>{escape(each)}</li>" for each in question.earlier)
    before = f"<h5>{words.earlier}</h5><ul>{earlier}</ul>" if earlier else ""
    status = words.status.get(record.status, record.status)
    what = words.wanted.format(what=said.sets.expected[question.expected])
    reference = ""
    if question.reference:
        reference = f"<details><summary>{words.reference}</summary><p>{escape(question.reference)}</p></details>"
    error = f'<p class="fault">{escape(words.not_asked.format(why=record.error))}</p>' if record.error else ""
    return (
        f'<h3 tabindex="-1" lang="{escape(question.language)}">{escape(question.question)}</h3>'
        f'<p class="about">{what} · {escape(status)}</p>{before}{reference}{error}'
    )


def _points(record: Record, given: Judgement, words: JudgePhrases, said: EvalPhrases) -> str:
    points = record.question.key_points
    if not points:
        return ""
    items = "".join(
        _yes_no(
            f"point-{place}",
            "point",
            f"{escape(point.text)}"
            + (f' <span class="about">({said.read.okay})</span>' if point.weight == "okay" else ""),
            _at(given.points, place),
            "",
            words,
        )
        for place, point in enumerate(points)
    )
    return f"<div><h4>{words.is_made}</h4>{items}</div>"


def _sentences(record: Record, given: Judgement, words: JudgePhrases, said: EvalPhrases) -> str:
    quotes, items = quotes_of(record.answer), []
    for place, sentence in enumerate(record.answer.get("sentences") or ()):
        cited = [quotes[number] for number in sentence.get("citations") or () if number in quotes]
        beside = "".join(f"<div>{quote_html(each, said)}</div>" for each in cited)
        beside = beside or f'<p class="hint">{words.no_quotes}</p>'
        text = escape(str(sentence.get("text", "")))
        items.append(_yes_no(f"sentence-{place}", "sentence", text, _at(given.sentences, place), beside, words))
    inner = "".join(items) or f'<p class="hint">{words.no_sentences}</p>{_text(record)}'
    return f"<div><h4>{words.is_supported}</h4>{inner}</div>"


def _text(record: Record) -> str:
    text = str(record.answer.get("text") or "")
    return f"<p>{escape(text)}</p>" if text else ""


def _usefulness(given: Judgement, words: JudgePhrases) -> str:
    choices = "".join(
        f'<label><input type="radio" name="usefulness" value="{value}"{_checked(given.usefulness == value)}> '
        f"{value} – {name}</label>"
        for value, name in words.scale.items()
    )
    return (
        f'<fieldset data-of="usefulness"><legend>{words.usefulness}</legend><div class="choices">{choices}</div>'
        "</fieldset>"
    )


def _yes_no(name: str, of: str, legend: str, given: bool | None, beside: str, words: JudgePhrases) -> str:
    choices = "".join(
        f'<label><input type="radio" name="{name}" value="{value}"{_checked(given is meant)}> {text}</label>'
        for value, meant, text in (("yes", True, words.yes), ("no", False, words.no))
    )
    return f'<fieldset data-of="{of}"><legend>{legend}</legend>{beside}<div class="choices">{choices}</div></fieldset>'


def _checked(is_checked: bool) -> str:
    return " checked" if is_checked else ""


def _at(values: Sequence[bool | None], place: int) -> bool | None:
    return values[place] if place < len(values) else None
