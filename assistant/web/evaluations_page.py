"""The page of evaluations: run test sets, watch them, read and compare runs, judge answers, draft new questions."""

from typing import Any

from assistant.phrases import ENGLISH_PAGE, page_phrases
from assistant.phrases.eval_words import eval_phrases
from assistant.web import evaluation_handling as handling
from assistant.web.desk import Desk
from assistant.web.evaluation_drafts import shown_drafts
from assistant.web.evaluation_handling import Seen
from assistant.web.evaluation_judging import judged, next_one
from assistant.web.evaluation_lists import progress_html
from assistant.web.evaluation_places import at
from assistant.web.evaluation_running import resumed, started
from assistant.web.evaluation_under_way import OneRun
from assistant.web.events import QUIET
from assistant.web.frame import IN_LANGUAGE, head_html, page_of, part
from assistant.web.login_person import allowed, person_html

EVERY = 1.5  # seconds between two looks at the run that is under way
REMEMBER = "(place) => { window.rememberPlace(place); }"
SETTLED = "() => { window.settled(); }"


def add_evaluations(gr: Any, desk: Desk, app: Any, script: str) -> None:
    """Puts the page together. It is built in English; `load` gives it the reader's language.

    The store holds the runs, and the server the one that is under way. The script speaks through the events of `body`.
    """
    page, one = ENGLISH_PAGE, OneRun()
    language, place = gr.Textbox(page.language, visible=False), gr.Textbox("", visible=False)
    watched = gr.Textbox("", visible=False)
    clock = gr.Timer(EVERY, active=False)
    head = part(gr, head_html("evaluations", page), elem_id="head")
    with gr.Column(elem_id="main", elem_classes="evaluations"):
        told, title = part(gr, elem_id="told"), part(gr, elem_id="title")
        progress = part(gr, elem_id="under-way")
        stop = gr.Button(eval_phrases("en").start.stop, scale=0, visible=False, elem_id="stop-run")
        runs = part(gr, elem_id="listed-runs")
        body = part(gr, elem_id="body", js_on_load=script)
        filters, questions = part(gr, elem_id="question-filter"), part(gr, elem_id="question-list")
        splits = part(gr, elem_id="splits")
    seen = [told, title, runs, body, splits, filters, questions, place]
    watching = [progress, stop, clock, watched]

    def may_run(request: Any) -> bool:
        return allowed(desk.settings, request, "evaluate")

    def values(shown: Seen) -> list[Any]:
        return [gr.skip() if part is None else part for part in shown.parts()]

    def watch(language: str, may: bool) -> list[Any]:
        page, now = page_phrases(language), one.now()
        said = eval_phrases(language)
        stopping = gr.update(value=said.start.stop, visible=may and now.live, interactive=now.state == "running")
        return [progress_html(now, page, said), stopping, gr.Timer(active=now.live), now.state]

    def load(request: gr.Request) -> dict[Any, Any]:
        page, may = page_of(request), may_run(request)
        shown = at(desk, page, may, request.query_params)
        return {
            **dict(zip(seen, values(shown), strict=True)),
            **dict(zip(watching, watch(page.language, may), strict=True)),
            language: page.language,
            head: head_html("evaluations", page, person_html(desk.settings, request, page)),
        }

    def go(request: gr.Request, event: gr.EventData, language: str) -> list[Any]:
        return values(at(desk, page_phrases(language), may_run(request), handling.asked_of(str(event.place))))

    def start(request: gr.Request, event: gr.EventData, language: str) -> list[Any]:
        may = may_run(request)
        return [started(desk, one, page_phrases(language), may, event.run), *watch(language, may)]

    def resume(request: gr.Request, event: gr.EventData, language: str) -> list[Any]:
        may = may_run(request)
        return [resumed(desk, one, page_phrases(language), may, str(event.id)), *watch(language, may)]

    def stop_run(request: gr.Request, language: str) -> list[Any]:
        may = may_run(request)
        if may:
            one.stop()
        return watch(language, may)

    def tick(request: gr.Request, language: str, place: str, before: str) -> list[Any]:
        """How far it is; where it has ended since, the list of runs too, if that is what is open."""
        may, now = may_run(request), one.now()
        if before == now.state or now.live:
            return [*watch(language, may), gr.skip(), gr.skip()]
        listed = gr.skip() if place else handling.listed(desk, page_phrases(language), may)
        return [*watch(language, may), "", listed]

    def delete(request: gr.Request, event: gr.EventData, language: str) -> list[Any]:
        return values(handling.deleted(desk, page_phrases(language), may_run(request), str(event.id), one.now()))

    def filter_(event: gr.EventData, language: str, place: str) -> list[Any]:
        return values(handling.filtered(desk, page_phrases(language), place, event.wanted))

    def split_by(event: gr.EventData, language: str, place: str) -> list[Any]:
        return values(handling.split_by(desk, page_phrases(language), place, str(event.by)))

    def judge(request: gr.Request, event: gr.EventData, language: str) -> list[Any]:
        return values(next_one(desk, page_phrases(language), may_run(request), event.judging))

    def judge_and_go_on(request: gr.Request, event: gr.EventData, language: str) -> list[Any]:
        return values(judged(desk, page_phrases(language), may_run(request), event.judgement))

    def draft(request: gr.Request, language: str) -> list[Any]:
        may = allowed(desk.settings, request, "feedback")
        return values(Seen(questions=shown_drafts(desk, page_phrases(language), may)))

    def failed(language: str) -> list[Any]:
        return values(handling.failed(page_phrases(language)))

    remembering: dict[str, Any] = {"fn": None, "inputs": place, "outputs": None, "js": REMEMBER}
    app.load(load, None, [*seen, *watching, language, head], **QUIET).then(None, language, None, js=IN_LANGUAGE)
    for change, fn, inputs in (
        (body.select, go, [language]),
        (body.delete, delete, [language]),
        (body.input, filter_, [language, place]),
        (body.expand, split_by, [language, place]),
        (body.tick, judge, [language]),
        (body.apply, judge_and_go_on, [language]),
        (body.copy, draft, [language]),
    ):
        changing = change(fn, inputs, seen, **QUIET)
        changing.failure(failed, language, seen, **QUIET)
        changing.then(None, None, None, js=SETTLED)
        if fn in (go, delete):
            changing.success(**remembering)
    for change, fn in ((body.submit, start), (body.retry, resume)):
        beginning = change(fn, language, [told, *watching], **QUIET)
        beginning.failure(failed, language, seen, **QUIET)
        beginning.then(None, None, None, js=SETTLED)
    stop.click(stop_run, language, watching, **QUIET)
    clock.tick(tick, [language, place, watched], [*watching, told, runs], queue=False, **QUIET)
