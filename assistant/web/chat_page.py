"""The chat: conversations at the left, question and answer in the middle, the page of each source at the right."""

import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from assistant.phrases import ENGLISH_PAGE, page_phrases
from assistant.web import handling
from assistant.web.apart import apart
from assistant.web.asking import Place, Step, follow_ups, steps
from assistant.web.choices import choices, examples
from assistant.web.desk import Desk
from assistant.web.events import LATEST, QUIET, reader_of, told
from assistant.web.fields import field_update, filter_fields, filters_label
from assistant.web.filtering import active_html, cleared
from assistant.web.frame import IN_LANGUAGE, about_html, head_html, page_of, part
from assistant.web.login_person import person_html
from assistant.web.turns import no_sources_html, panel_head_html
from corpus.filters import FIELDS

LOOKED_AT = 10.0  # seconds between two looks whether a page that waits is still open
# One after the other: what was stopped must be known before `failed` asks.
IN_ORDER: dict[str, Any] = {**QUIET, "concurrency_id": "in_order", "concurrency_limit": 1}
REMEMBER = "(id) => { window.remember(id); }"
NOTED, NOT_NOTED = "() => { window.noted(true); }", "() => { window.noted(false); }"
# Closes the filters in the browser at once: from the server it might close them again under the reader's hands.
CLOSED = "() => ({ open: false, __type__: 'update' })"


def add_chat(gr: Any, desk: Desk, app: Any, script: str) -> None:
    """Puts the chat on the page that is being built. It is built in English; `load` gives it the reader's language.

    The browser holds which conversation is open and which turn is edited, the store holds the turns: so a page lives
    on when the program is started again. The script speaks through the events of `current`.
    """
    page, documents = ENGLISH_PAGE, desk.assistant.documents
    language = gr.Textbox(page.language, visible=False)
    conversation, editing, asked = gr.Textbox("", visible=False), gr.Number(0, visible=False), gr.State("")
    head = part(gr, head_html("chat", page), elem_id="head")
    with gr.Sidebar(width=250, open=False, elem_id="conversations"):
        anew = gr.Button(page.new_conversation, elem_id="anew")
        find = gr.Textbox(
            show_label=False, label=page.talk.search_conversations, placeholder=page.talk.search_conversations,
            max_lines=1, container=False, elem_id="find-conversation",
        )  # fmt: skip
        listed = part(gr, elem_id="listed")
    with gr.Row(elem_id="main", elem_classes="chat", equal_height=False):
        with gr.Column(scale=3, min_width=320, elem_id="talk"):
            with gr.Column(elem_id="conversation"):
                about = part(gr, elem_id="about")
                earlier, current = part(gr, elem_id="earlier"), part(gr, elem_id="current", js_on_load=script)
                following = part(gr, elem_id="following")
            suggestions = gr.Dataset(
                components=[gr.Textbox(visible=False)], samples=[], label=page.try_one, elem_id="examples"
            )
            active, note = part(gr, elem_id="active"), part(gr, elem_id="note")
            with gr.Row(elem_id="ask"):
                question = gr.Textbox(
                    show_label=False, label=page.your_question, placeholder=page.ask_a_question, autofocus=True,
                    lines=1, max_lines=4, scale=8, min_width=160, elem_id="question", container=False,
                )  # fmt: skip
                send = gr.Button(page.ask, variant="primary", scale=0, min_width=88, elem_id="send")
                # The style sheet shows it in place of the other one while an answer is being made.
                stop = gr.Button(page.stop, scale=0, min_width=88, elem_id="stop")
            with gr.Accordion(page.filter_documents, open=False, elem_id="filters") as drawer:
                hint = part(gr, f"<p>{page.filters_hint}</p>", elem_id="filters-hint")
                fields = filter_fields(gr, page)
        with gr.Column(scale=3, min_width=320, elem_id="panel"):
            panel_head = part(gr, panel_head_html(page), elem_id="panel-head")
            with gr.Column(elem_id="sources"):
                earlier_sources = part(gr, elem_id="earlier-sources")
                sources = part(gr, elem_id="newest-sources")
                how_to_read = part(gr, no_sources_html(page), elem_id="how-to-read")
    chosen = list(fields.values())
    turns = [earlier, current, earlier_sources, sources, question, conversation, editing]
    viewed = [*turns, listed, following, note, *chosen, active]

    def values(parts: tuple[Any, ...]) -> list[Any]:
        return [gr.skip() if part is None else part for part in parts]

    def load(request: gr.Request) -> dict[Any, Any]:
        page, asks = page_of(request), request.query_params
        wanted, document = asks.get("conversation", ""), asks.get("document", "")
        seen = handling.loaded(desk, reader_of(request), page, wanted, document)
        offered, texts = choices(documents(), page), examples(documents(), page)
        samples: dict[str, Any] = {"samples": [[each] for each in texts], "sample_labels": texts}
        set_to = dict(zip(FIELDS, seen.chosen, strict=True))
        return dict(zip(viewed, values(seen.parts()), strict=True)) | {
            language: page.language,
            head: head_html("chat", page, person_html(desk.settings, request, page)),
            about: about_html(documents(), page),
            anew: page.new_conversation,
            find: gr.update(label=page.talk.search_conversations, placeholder=page.talk.search_conversations),
            suggestions: gr.update(label=page.try_one, visible=bool(texts), **samples),
            question: gr.update(
                label=page.your_question,
                placeholder=page.ask_a_question,
                **({"value": asks["question"]} if "question" in asks else {}),
            ),
            send: page.ask,
            stop: page.stop,
            drawer: gr.update(label=filters_label(page, *seen.chosen)),
            hint: f"<p>{page.filters_hint}</p>",
            panel_head: panel_head_html(page),
            how_to_read: no_sources_html(page),
            **{each: field_update(gr, name, offered, page, set_to[name]) for name, each in fields.items()},
        }

    async def ask(
        request: gr.Request, typed: str, conversation: str, editing: float, language: str, *chosen: Any
    ) -> AsyncIterator[list[Any]]:
        place = Place(reader_of(request), conversation, int(editing or 0))
        async with aclosing(apart(steps(desk, page_phrases(language), typed, place, chosen))) as made:
            last = -LOOKED_AT
            async for step in made:
                # Each takes Gradio processor time, and while many wait there is none; but at one that is shown, even
                # if it changes nothing, Gradio finds that its page was closed.
                if step != Step() or time.monotonic() - last >= LOOKED_AT:
                    last = time.monotonic()
                    yield values(step.parts())

    def after(request: gr.Request, conversation: str, language: str, find: str) -> tuple[str, str]:
        page, place = page_phrases(language), Place(reader_of(request), conversation)
        with told(gr):
            return handling.listed(desk, place.user, page, find, conversation), follow_ups(desk, page, place)

    def failed(request: gr.Request, text: str, conversation: str, language: str) -> list[Any]:
        if not text:  # to Gradio, an answer that is cancelled has failed
            return values(Step().parts())
        return values(handling.broken_off(desk, Place(reader_of(request), conversation), page_phrases(language), text))

    def stopped(request: gr.Request, text: str, conversation: str, language: str) -> list[Any]:
        return values(handling.stopped(desk, Place(reader_of(request), conversation), page_phrases(language), text))

    def begin_anew(request: gr.Request, language: str, find: str) -> list[Any]:
        return values(handling.opened(desk, reader_of(request), page_phrases(language), search=find).parts())

    def open_one(request: gr.Request, event: gr.EventData, language: str, find: str) -> list[Any]:
        page = page_phrases(language)
        return values(handling.opened(desk, reader_of(request), page, str(event.id), search=find).parts())

    def search(request: gr.Request, language: str, find: str, conversation: str) -> str:
        return handling.listed(desk, reader_of(request), page_phrases(language), find, conversation)

    def rename(request: gr.Request, event: gr.EventData, language: str, find: str, conversation: str) -> str:
        with told(gr):
            handling.rename(desk, reader_of(request), str(event.id), str(event.title))
        return search(request, language, find, conversation)

    def delete(request: gr.Request, event: gr.EventData, language: str, find: str, conversation: str) -> list[Any]:
        page, id_ = page_phrases(language), str(event.id)
        with told(gr):
            return values(handling.deleted(desk, reader_of(request), page, id_, conversation, find).parts())

    def edit(event: gr.EventData, language: str) -> tuple[int, str]:
        turn = int(event.turn)
        return turn, handling.editing(page_phrases(language), turn) if turn else ""

    def retried(event: gr.EventData) -> tuple[str, int]:
        return str(event.question), int(event.turn)

    def like(request: gr.Request, event: gr.EventData, conversation: str) -> None:
        place = Place(reader_of(request), conversation)
        with told(gr):
            handling.judge(desk, place, int(event.turn), str(event.verdict), str(event.reason), str(event.note))

    def refilter(language: str, *chosen: Any) -> tuple[Any, str]:
        page = page_phrases(language)
        return gr.update(label=filters_label(page, *chosen)), active_html(chosen, documents(), page)

    def unset(event: gr.EventData, *chosen: Any) -> list[Any]:
        return cleared(chosen, str(event.field), str(event.value))

    worded = [language, head, about, anew, find, suggestions, send, stop, drawer, hint, panel_head, how_to_read]
    app.load(load, None, [*viewed, *worded], **QUIET).then(None, language, None, js=IN_LANGUAGE)
    asking: dict[str, Any] = {"fn": ask, "inputs": [question, conversation, editing, language, *chosen]}
    # How many are answered at once, and how many wait, is said where they are answered.
    asking |= {"outputs": [*turns, following, note, asked], "concurrency_limit": None, **QUIET}
    asking |= {"trigger_mode": "always_last"}  # a question typed before the last answer ends is asked after it
    by_example = suggestions.click(lambda sample: sample[0], suggestions, question, **QUIET)
    again = current.retry(retried, None, [question, editing], **QUIET)
    remembering: dict[str, Any] = {"fn": None, "inputs": conversation, "outputs": None, "js": REMEMBER}
    gr.on([question.submit, send.click], None, None, drawer, js=CLOSED, **QUIET)
    events = [gr.on([question.submit, send.click], **asking), by_example.then(**asking), again.then(**asking)]
    for event in events:
        event.failure(failed, [asked, conversation, language], [*turns, following, note, asked], **IN_ORDER)
        # At once, without the server: a page that loses it finds its conversation again by its address.
        event.success(**remembering)
        event.success(after, [conversation, language, find], [listed, following], **QUIET)
    stop.click(stopped, [asked, conversation, language], [*turns, following, note, asked], cancels=events, **IN_ORDER)
    opening: dict[str, Any] = {"inputs": [language, find], "outputs": viewed, "cancels": events, **IN_ORDER}
    anew.click(begin_anew, **opening).then(**remembering)
    current.select(open_one, **opening).then(**remembering)
    current.delete(delete, [language, find, conversation], viewed, **IN_ORDER).then(**remembering)
    current.input(rename, [language, find, conversation], listed, **QUIET)
    find.change(search, [language, find, conversation], listed, **LATEST)
    current.edit(edit, language, [editing, note], **QUIET)
    judging = current.like(like, conversation, None, **QUIET)
    judging.success(None, js=NOTED, **QUIET)
    judging.failure(None, js=NOT_NOTED, **QUIET)
    refiltered = {"fn": refilter, "inputs": [language, *chosen], "outputs": [drawer, active]}
    gr.on([each.change for each in chosen], **refiltered, **LATEST)
    # Where several fields change at once, Gradio tells of the first alone.
    current.clear(unset, chosen, chosen, queue=False, **QUIET).then(**refiltered, queue=False, **QUIET)
