"""The page of briefings: order one, edit its outline, watch it being written, read it beside its sources, change it."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from assistant.briefing.changing import redone, removed, replaced, without
from assistant.briefing.types import Place
from assistant.phrases import ENGLISH_PAGE, page_phrases
from assistant.phrases.brief_words import brief_phrases
from assistant.render.html_brief_order import make_outline_html
from assistant.web import briefing_handling as handling
from assistant.web.apart import apart
from assistant.web.briefing_handling import Seen
from assistant.web.briefing_input import number_from
from assistant.web.briefing_steps import broken_off, steps, stopped
from assistant.web.choices import choices
from assistant.web.desk import Desk
from assistant.web.events import LATEST, QUIET, reader_of, told
from assistant.web.fields import field_update, filter_fields, filters_label
from assistant.web.filtering import active_html, cleared
from assistant.web.frame import IN_LANGUAGE, head_html, page_of, part
from assistant.web.login_person import person_html
from assistant.web.turns import no_sources_html, panel_head_html

SEVERAL: dict[str, Any] = {**QUIET, "concurrency_limit": 8}
# One after the other: what was stopped must be known before `write_failed` asks.
IN_ORDER: dict[str, Any] = {**QUIET, "concurrency_id": "briefings_in_order", "concurrency_limit": 1}
REMEMBER = "(id) => { window.rememberBriefing(id); }"
SETTLED = "() => { window.settled(); }"


def add_briefings(gr: Any, desk: Desk, app: Any, script: str) -> None:
    """Puts the page together. It is built in English; `load` gives it the reader's language.

    The browser holds what is being edited and which briefing is open, the store holds the briefings. The script speaks
    through the events of `body`.
    """
    page, documents = ENGLISH_PAGE, desk.assistant.documents
    language = gr.Textbox(page.language, visible=False)
    briefing, version = gr.Textbox("", visible=False), gr.Number(0, visible=False)
    under_way = gr.Textbox("", visible=False)
    head = part(gr, head_html("briefings", page), elem_id="head")
    with gr.Column(elem_id="main", elem_classes="briefings"):
        wrong = part(gr, elem_id="wrong")
        with gr.Row(elem_id="home", equal_height=False):
            with gr.Column(scale=3, min_width=320, elem_id="ordering"):
                form, active = part(gr, elem_id="order"), part(gr, elem_id="active")
                with gr.Accordion(page.filter_documents, open=False, elem_id="filters") as drawer:
                    fields = filter_fields(gr, page)
                unmatched = part(gr, elem_id="unmatched")
                make = part(gr, elem_id="make")
            with gr.Column(scale=2, min_width=300, elem_id="saved"):
                heading = part(gr, elem_id="saved-heading")
                find = gr.Textbox(show_label=False, max_lines=1, container=False, elem_id="find-briefing")
                listed = part(gr, elem_id="listed")
        outline = part(gr, elem_id="outline")
        with gr.Row(elem_id="work", equal_height=False):
            with gr.Column(scale=3, min_width=320, elem_id="text"):
                title, report = part(gr, elem_id="brief-head"), part(gr, elem_id="report")
                stop = gr.Button(page.stop, scale=0, elem_id="stop-writing")
                body = part(gr, elem_id="brief", js_on_load=script)
            with gr.Column(scale=2, min_width=320, elem_id="panel"):
                panel_head = part(gr, panel_head_html(page), elem_id="panel-head")
                with gr.Column(elem_id="sources"):
                    sources = part(gr, elem_id="newest-sources")
                    how_to_read = part(gr, no_sources_html(page), elem_id="how-to-read")
    chosen = list(fields.values())
    seen = [outline, wrong, unmatched, title, report, body, sources, briefing, version, listed, under_way]

    def values(shown: Seen) -> list[Any]:
        return [gr.skip() if part is None else part for part in shown.parts()]

    def load(request: gr.Request) -> dict[Any, Any]:
        page, asks, user = page_of(request), request.query_params, reader_of(request)
        said, wanted = brief_phrases(page.language), asks.get("briefing", "")
        shown = handling.home(desk, user, page)
        if wanted:
            number = number_from(asks.get("version", ""))
            found = handling.opened(desk, user, page, wanted, number if number > 0 else None)
            shown = replace(found, listed=shown.listed)
        offered, nothing = choices(documents(), page), cleared((), "", "")
        return dict(zip(seen, values(shown), strict=True)) | {
            language: page.language,
            head: head_html("briefings", page, person_html(desk.settings, request, page)),
            form: handling.form(desk, page, asks.get("topic", "")),
            active: active_html(nothing, documents(), page),
            drawer: gr.update(label=filters_label(page, *nothing)),
            make: make_outline_html(said),
            heading: f"<h2>{said.listed.yours}</h2>",
            find: gr.update(label=said.listed.search, placeholder=said.listed.search),
            stop: page.stop,
            panel_head: panel_head_html(page),
            how_to_read: no_sources_html(page),
            **{each: field_update(gr, name, offered, page) for name, each in fields.items()},
        }

    def plan(event: gr.EventData, language: str, *chosen: Any) -> list[Any]:
        return values(handling.planned(desk, page_phrases(language), event.order, chosen))

    async def write(request: gr.Request, event: gr.EventData, language: str, find: str) -> AsyncIterator[list[Any]]:
        made = steps(desk, reader_of(request), page_phrases(language), event.outline, find)
        async with aclosing(apart(made)) as shown:
            async for each in shown:
                yield values(each)

    def stop_writing(language: str) -> list[Any]:
        return values(stopped(page_phrases(language)))

    def write_failed(language: str, under_way: str) -> list[Any]:
        return values(broken_off(page_phrases(language), under_way))

    def open_one(request: gr.Request, event: gr.EventData, language: str, find: str) -> list[Any]:
        page, user, number = page_phrases(language), reader_of(request), number_from(event.version)
        if not event.id:
            return values(handling.home(desk, user, page, find))
        return values(handling.opened(desk, user, page, str(event.id), number if number > 0 else None))

    def redo(request: gr.Request, event: gr.EventData, language: str, id_: str, version: float) -> list[Any]:
        templates, _ = handling.templates_of(desk)
        section = number_from(event.section)
        return values(
            handling.changed(
                desk, reader_of(request), page_phrases(language), id_, int(version or 0), "redone",
                lambda brief: redone(desk.assistant, brief, section, templates), Place(section, -1, -1),
            )
        )  # fmt: skip

    def edit(request: gr.Request, event: gr.EventData, language: str, id_: str, version: float) -> list[Any]:
        templates, _ = handling.templates_of(desk)
        place = Place(*(number_from(each) for each in (event.section, event.group, event.claim)))
        document = str(event.document)
        what, change = {
            "another": ("replaced", lambda brief: replaced(desk.assistant, brief, place, templates)),
            "remove": ("removed", lambda brief: removed(desk.assistant, brief, place)),
            "exclude": ("excluded", lambda brief: without(desk.assistant, brief, document, templates)),
            "include": ("included", lambda brief: handling.included(brief, document)),
        }[str(event.act)]
        user, page = reader_of(request), page_phrases(language)
        return values(handling.changed(desk, user, page, id_, int(version or 0), what, change, place))

    def restore(request: gr.Request, language: str, id_: str, version: float) -> list[Any]:
        return values(handling.restored(desk, reader_of(request), page_phrases(language), id_, int(version or 0)))

    def check(request: gr.Request, language: str, id_: str, version: float) -> list[Any]:
        return values(handling.checked(desk, reader_of(request), page_phrases(language), id_, int(version or 0)))

    def compare(request: gr.Request, event: gr.EventData, language: str, id_: str) -> list[Any]:
        before, after = number_from(event.before), number_from(event.after)
        return values(handling.compared_versions(desk, reader_of(request), page_phrases(language), id_, before, after))

    def change_failed(request: gr.Request, language: str, id_: str) -> list[Any]:
        page = page_phrases(language)
        return values(handling.opened(desk, reader_of(request), page, id_, note=page.went_wrong))

    def search(request: gr.Request, language: str, find: str) -> str:
        return handling.listed(desk, reader_of(request), page_phrases(language), find)

    def rename(request: gr.Request, event: gr.EventData, language: str, find: str) -> str:
        with told(gr):
            handling.rename(desk, reader_of(request), str(event.id), str(event.title))
        return search(request, language, find)

    def duplicate(request: gr.Request, event: gr.EventData, language: str, find: str) -> str:
        with told(gr):
            handling.duplicate(desk, reader_of(request), str(event.id))
        return search(request, language, find)

    def delete(request: gr.Request, event: gr.EventData, language: str, find: str) -> str:
        with told(gr):
            handling.delete(desk, reader_of(request), str(event.id))
        return search(request, language, find)

    def refilter(language: str, *chosen: Any) -> tuple[Any, str, str]:
        page = page_phrases(language)
        return gr.update(label=filters_label(page, *chosen)), active_html(chosen, documents(), page), ""

    def unset(event: gr.EventData, *chosen: Any) -> list[Any]:
        return cleared(chosen, str(event.field), str(event.value))

    worded = [language, head, form, active, drawer, make, heading, find, stop, panel_head, how_to_read, *chosen]
    app.load(load, None, [*seen, *worded], **QUIET).then(None, language, None, js=IN_LANGUAGE)
    remembering: dict[str, Any] = {"fn": None, "inputs": briefing, "outputs": None, "js": REMEMBER}
    settling: dict[str, Any] = {"fn": None, "inputs": None, "outputs": None, "js": SETTLED}
    body.submit(plan, [language, *chosen], seen, **SEVERAL)
    writing = body.apply(write, [language, find], seen, **SEVERAL)
    writing.failure(write_failed, [language, under_way], seen, **IN_ORDER)
    writing.success(**remembering)
    stop.click(stop_writing, language, seen, cancels=[writing], **IN_ORDER)
    body.select(open_one, [language, find], seen, cancels=[writing], **IN_ORDER).then(**remembering)
    at = [language, briefing, version]
    for change, fn in ((body.retry, redo), (body.edit, edit), (body.undo, restore)):
        changing = change(fn, at, seen, **SEVERAL)
        changing.failure(change_failed, [language, briefing], seen, **QUIET)
        changing.then(**settling)
        changing.then(**remembering)
        changing.then(search, [language, find], listed, **QUIET)
    for looking in (body.tick(check, at, seen, **SEVERAL), body.expand(compare, at[:2], seen, **SEVERAL)):
        looking.failure(change_failed, [language, briefing], seen, **QUIET)
        looking.then(**settling)
    body.input(rename, [language, find], listed, **QUIET)
    body.copy(duplicate, [language, find], listed, **QUIET)
    body.delete(delete, [language, find], listed, **QUIET)
    find.change(search, [language, find], listed, **LATEST)
    refiltered = {"fn": refilter, "inputs": [language, *chosen], "outputs": [drawer, active, unmatched]}
    gr.on([each.change for each in chosen], **refiltered, **LATEST)
    # Where several fields change at once, Gradio tells of the first alone.
    body.clear(unset, chosen, chosen, queue=False, **QUIET).then(**refiltered, queue=False, **QUIET)
