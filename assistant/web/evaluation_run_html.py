"""The head of a run as HTML: what it asked of what, what can be done with it, and what to look at first."""

from collections.abc import Sequence
from html import escape

from assistant.phrases.eval_types import EvalPhrases
from assistant.render.html_eval import fresh_html, options_html, questions_text
from assistant.web.evaluation_files import RUN_FILES, address_of
from assistant.web.evaluation_lists import run_link, title_of, when_text
from evals.runs.store import RunHead
from evals.runs.types import Run


def run_head_html(run: Run, others: Sequence[RunHead], may: bool, said: EvalPhrases) -> str:
    """Title and tools of a run; `others` are those that it can be compared with."""
    words = said.read
    model = str(run.settings.get("model") or "")
    about = [
        words.about_set.format(name=run.set_name),
        questions_text(len(run.records), said),
        *map(str, run.settings.get("only") or ()),
        words.worded_by.format(model=model) if model else words.searching_only,
        words.asked.format(when=when_text(run.started)),
    ]
    files = " ".join(
        f'<a href="{escape(address_of(run.id, file))}" download>{words.forms[file]}</a>' for file in RUN_FILES
    )
    judge = f"<span>{run_link(run.id, said.judge.judge, judge='yes')}</span>"
    compare = ""
    if whole := [(each.id, f"{title_of(each)} ({each.started[:10]})") for each in others if each.whole]:
        compare = (
            f'<form class="compare"><input type="hidden" name="other" value="{escape(run.id)}">'
            f'<label>{said.runs.compare_from} <select name="one">{options_html(whole)}</select></label> '
            f"<button>{said.runs.compare_these}</button></form>"
        )
    return fresh_html(
        f"{back_html(said)}"
        f'<h2 tabindex="-1">{escape(run.name or run.set_name)}</h2><p class="about">{escape(" · ".join(about))}</p>'
        f'<div class="run-tools"><span>{words.download}: {files}</span>{judge}{compare}</div>',
        run.id,
    )


def back_html(said: EvalPhrases) -> str:
    return f'<p class="back"><a class="go" href="?" data-place="">‹ {said.read.all_runs}</a></p>'


def look_first_html(lines: Sequence[str], said: EvalPhrases) -> str:
    """The lines of "what to look at first"."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    shown = f"<ul>{items}</ul>" if items else f'<p class="hint">{said.read.nothing_first}</p>'
    return f'<section id="look-first"><h3>{said.read.look_first}</h3>{shown}</section>'
