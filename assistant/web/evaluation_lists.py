"""The runs as a list, the form that starts one, and the one that is under way, as HTML. All of it is escaped."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from assistant.phrases import PagePhrases, counted
from assistant.phrases.eval_types import EvalPhrases
from assistant.render.html_eval import number_text, options_html, questions_text
from assistant.web.evaluation_figures import MAIN, metric_title, unit_of
from assistant.web.evaluation_sets import SetFound, tags_of
from assistant.web.evaluation_under_way import Watched
from evals.runs.store import RunHead

LONGEST_NAME = 120  # characters


def home_html(page: PagePhrases, said: EvalPhrases) -> str:
    return f'<h2 tabindex="-1">{page.talk.evaluations}</h2><p class="about">{said.about}</p>'


def progress_html(now: Watched, page: PagePhrases, said: EvalPhrases) -> str:
    """How far the run is, or how the last one ended; "" before the first."""
    words = said.start
    if now.state == "none":
        return ""
    name = f"<strong>{escape(words.under_way.format(name=now.name))}</strong>" if now.live else escape(now.name)
    lines = [f"<p>{name}</p>"]
    if now.live and now.count:
        done = words.progress.format(done=now.done, of=now.count)
        lines.append(
            f'<progress max="{now.count}" value="{now.done}" aria-label="{escape(done)}"></progress><p>{done}</p>'
        )
        if now.question:
            lines.append(f'<p class="about">{escape(words.asked_last.format(question=now.question))}</p>')
    if now.failed:
        lines.append(f'<p class="fault">{counted(now.failed, words.failed, said.language)}</p>')
    told = {
        "stopping": words.stopping,
        "stopped": words.stopped.format(done=now.done, of=now.count),
        "ended": words.ended.format(of=now.count),
        "full": words.disk_full,
        "broke": words.broke.format(why=now.why or page.went_wrong),
    }.get(now.state, "" if now.count else words.begun)
    if told:
        role = "alert" if now.state in ("full", "broke") else "status"
        lines.append(f'<p class="{"warning" if role == "alert" else "done"}" role="{role}">{escape(told)}</p>')
    if now.state == "ended":
        lines.append(f"<p>{run_link(now.id, words.open)}</p>")
    return f'<div class="under-way {now.state}">{"".join(lines)}</div>'


def run_link(id_: str, text: str, **further: str) -> str:
    """A link to a run, or with `further` to what is done with it; the script opens it on this page."""
    place = urlencode({"run": id_, **further})
    return f'<a class="go" href="?{place}" data-place="{escape(place)}">{escape(text)}</a>'


def start_html(sets: Sequence[SetFound], model: str, may: bool, said: EvalPhrases) -> str:
    """The form that starts a run, for those who may; a word on who may, for others."""
    words = said.start
    if not may:
        return f'<section id="start"><h3>{words.heading}</h3><p class="hint">{words.only_reading}</p></section>'
    usable = [(each.key, each.test_set) for each in sets if each.test_set]
    offered = "".join(
        f'<option value="{escape(key)}" data-tags="{escape(chr(10).join(tags_of(each)))}">{escape(each.name)} '
        f"({questions_text(sum(not question.draft for question in each.questions), said)})</option>"
        for key, each in usable
    )
    tags = options_html([("", words.whole_set), *((tag, tag) for tag in (tags_of(usable[0][1]) if usable else ()))])
    models = [("", words.without_model)]
    if model:
        models.insert(0, ("model", words.with_model.format(model=model)))
    return (
        f'<section id="start"><h3>{words.heading}</h3><form id="start-form" data-whole="{escape(words.whole_set)}">'
        f'<label class="field">{words.set}<select name="set" required>{offered}</select></label>'
        f'<label class="field">{words.tag}<select name="tag">{tags}</select></label>'
        f'<label class="field">{words.model}<select name="model">{options_html(models)}</select></label>'
        f'<label class="field">{words.name}<input name="name" maxlength="{LONGEST_NAME}" autocomplete="off">'
        f'<span class="hint">{words.name_hint}</span></label>'
        f'<button class="main-action"{"" if usable else " disabled"}>{words.start}</button></form></section>'
    )


def runs_html(heads: Sequence[RunHead], may: bool, page: PagePhrases, said: EvalPhrases) -> str:
    """The runs, newest first, each with its main figures and what can be done with it."""
    words = said.runs
    if not heads:
        none = words.none_yet if may else words.none_yet_reading
        return f'<section id="runs"><h3>{words.heading}</h3><p class="hint">{none}</p></section>'
    items = "".join(_run_html(each, may, page, said) for each in heads)
    inner = f'<ul class="runs">{items}</ul>{_compare_form(heads, said)}'
    return f'<section id="runs"><h3>{words.heading}</h3>{inner}</section>'


def title_of(head: RunHead) -> str:
    return head.name or head.set_name


def when_text(started: str) -> str:
    """A moment as it is kept, in UTC, to the minute."""
    return f"{started[:16].replace('T', ' ')} UTC"


def _run_html(head: RunHead, may: bool, page: PagePhrases, said: EvalPhrases) -> str:
    words, talk, id_ = said.runs, page.talk, escape(head.id)
    title = title_of(head)
    about = [head.set_name, when_text(head.started), questions_text(head.count, said)]
    settings = head.about.get("settings", {})
    part = [*map(str, settings.get("only") or ()), *([words.sample] if settings.get("sample") else [])]
    about[1:1] = [*part, str(settings.get("model") or said.read.searching_only)]
    named = run_link(head.id, title) if head.whole else f"<strong>{escape(title)}</strong>"
    below = _main_figures(head, said) if head.whole else ""
    if not head.whole:
        state = words.unfinished.format(done=head.done, of=head.count)
        go_on = f' <button type="button" class="resume" data-id="{id_}">{words.go_on}</button>' if may else ""
        below = f'<p class="unfinished">{state}{go_on}</p>'
    more = ""
    if may:
        label = escape(words.more_for.format(name=title))
        more = (
            f'<details class="more"><summary aria-label="{label}" title="{label}">⋯</summary><div>'
            f'<details class="sure"><summary>{talk.delete}</summary>'
            f'<button type="button" class="delete" data-id="{id_}">{words.delete_for_good}</button></details>'
            "</div></details>"
        )
    return f'<li>{named}<span class="about">{escape(" · ".join(about))}</span>{below}{more}</li>'


def _main_figures(head: RunHead, said: EvalPhrases) -> str:
    """The figures that say most, in one line."""
    shown = [
        (metric_title(name, said), number_text(figure.value, unit_of(name, said), said.language))
        for name in MAIN
        if (figure := head.figures.get(name))
    ]
    items = "".join(f"<li>{escape(title)} <strong>{escape(value)}</strong></li>" for title, value in shown)
    return f'<ul class="main-figures">{items}</ul>' if items else ""


def _compare_form(heads: Sequence[RunHead], said: EvalPhrases) -> str:
    whole = [(each.id, f"{title_of(each)} ({each.started[:10]})") for each in heads if each.whole]
    words = said.runs
    if len(whole) < 2:
        return ""
    return (
        f'<form class="compare"><h4>{words.compare}</h4>'
        f'<label>{words.compare_from} <select name="one">{options_html(whole, whole[1][0])}</select></label> '
        f'<label>{words.compare_with} <select name="other">{options_html(whole, whole[0][0])}</select></label> '
        f"<button>{words.compare_these}</button></form>"
    )
