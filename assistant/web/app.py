"""The chat: a question box, the answer with its markers, and a panel that shows each source."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from importlib.resources import files
from typing import Any

from assistant.assistant import Assistant
from assistant.phrases import ENGLISH_PAGE, PagePhrases, counted, page_phrases
from assistant.render import html
from assistant.types import Answer
from assistant.web.apart import apart
from assistant.web.asking import steps
from assistant.web.choices import CHOSEN, choices, examples
from assistant.web.headers import SecurityHeaders
from assistant.web.language import page_for
from assistant.web.theme import chat_theme
from assistant.web.turns import TITLE, conversation_html, header_html, no_sources_html, panel_head_html, sources_html
from corpus.errors import RoundtableError


class PortInUse(RoundtableError):
    """The chat cannot listen on its port, most often because another program does."""


def serve(assistant: Assistant, host: str, port: int, open_browser: bool = False) -> None:
    """Serve the chat until the process is stopped. Raises `PortInUse`."""
    css, _ = _assets()
    try:
        app = build_app(assistant)
        _, address, _ = app.launch(
            prevent_thread_lock=True,
            quiet=True,
            server_name=host,
            server_port=port,
            inbrowser=open_browser,
            share=False,
            enable_monitoring=False,
            ssr_mode=False,  # it would want Node and a second port
            pwa=False,
            footer_links=[],
            theme=chat_theme(),
            css=css,
            app_kwargs={"middleware": SecurityHeaders.as_middleware()},
        )
    except OSError as error:
        raise PortInUse(
            f"cannot listen on {host}, port {port}: most likely another program does; choose another one with --port"
        ) from error
    print(f"The chat is open at {address} (stop it with Ctrl-C).", flush=True)
    app.block_thread()


def build_app(assistant: Assistant) -> Any:
    """The page as `gradio.Blocks`. Its handlers call the assistant and show what it returns, nothing more.

    It is built in English; `load` puts it into the reader's language, which `language` then holds.
    """
    import gradio as gr

    _, script = _assets()
    page = ENGLISH_PAGE
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as app:
        turns, asked = gr.State([]), gr.State("")
        language = gr.Textbox(page.language, visible=False)
        with gr.Row(elem_id="top"):
            header = gr.HTML(elem_id="header")
            anew = gr.Button(page.new_conversation, size="sm", scale=0, min_width=150, elem_id="anew")
        with gr.Row(elem_id="main", equal_height=False):
            with gr.Column(scale=3, min_width=320, elem_id="talk"):
                conversation = gr.HTML(elem_id="conversation", js_on_load=script)
                suggestions = gr.Dataset(
                    components=[gr.Textbox(visible=False)], samples=[], label=page.try_one, elem_id="examples"
                )
                with gr.Row(elem_id="ask"):
                    question = gr.Textbox(
                        show_label=False, label=page.your_question, placeholder=page.ask_a_question, autofocus=True,
                        lines=1, max_lines=4, scale=8, min_width=200, elem_id="question", container=False,
                    )  # fmt: skip
                    send = gr.Button(page.ask, variant="primary", scale=0, min_width=88, elem_id="send")
                    # The style sheet shows it in place of the other one while an answer is being made.
                    stop = gr.Button(page.stop, scale=0, min_width=88, elem_id="stop")
                with gr.Accordion(page.filter_documents, open=False, elem_id="filters") as drawer:
                    hint, fields = _filter_fields(gr, page)
            with gr.Column(scale=2, min_width=320, elem_id="panel"):
                panel_head = gr.HTML(panel_head_html(page))
                sources = gr.HTML(no_sources_html(page), elem_id="sources")

        def load(request: gr.Request) -> dict[Any, Any]:
            page = page_for(request.headers.get("accept-language", ""))
            documents = assistant.documents()
            offered, shown = choices(documents, page), examples(documents, page)
            values = {name: getattr(offered, name) for name in CHOSEN}
            samples: dict[str, Any] = {"samples": [[each] for each in shown], "sample_labels": shown}
            return {
                language: page.language,
                header: header_html(assistant, page),
                anew: page.new_conversation,
                suggestions: gr.update(label=page.try_one, visible=bool(shown), **samples),
                question: gr.update(label=page.your_question, placeholder=page.ask_a_question),
                send: page.ask,
                stop: page.stop,
                drawer: gr.update(label=page.filter_documents),
                hint: _hint_html(page),
                panel_head: panel_head_html(page),
                sources: no_sources_html(page),
                **{
                    fields[name]: gr.update(label=page.fields[name], choices=each, visible=bool(each))
                    for name, each in values.items()
                },
                fields["since"]: gr.update(label=page.fields["since"], placeholder=page.date_example),
                fields["until"]: gr.update(label=page.fields["until"]),
            }

        async def ask(typed: str, before: list[Answer], language: str, *chosen: Any) -> AsyncIterator[list[Any]]:
            async with aclosing(apart(steps(assistant, page_phrases(language), typed, before, chosen))) as shown:
                async for step in shown:
                    changed = (step.conversation, step.sources, step.question, step.turns, step.asked)
                    yield [gr.skip() if part is None else part for part in changed]

        def failed(text: str | None, before: list[Answer], language: str) -> tuple[Any, Any]:
            if text is None:  # to Gradio, an answer that is cancelled has failed
                return gr.skip(), gr.skip()
            page = page_phrases(language)
            return conversation_html(before, page, below=html.failed_html(page.went_wrong)), text

        def stopped(text: str, before: list[Answer], language: str) -> tuple[str, str, str, None]:
            page = page_phrases(language)
            below = html.stopped_html(page.stopped)
            return conversation_html(before, page, below=below), sources_html(before, assistant, page), text, None

        asking: dict[str, Any] = {
            "fn": ask,
            "inputs": [question, turns, language, *fields.values()],
            "outputs": [conversation, sources, question, turns, asked],
            "show_progress": "hidden",
            "concurrency_limit": 8,
        }
        worded = [language, header, anew, suggestions, question, send, stop, drawer, hint, panel_head, sources]
        app.load(load, None, [*worded, *fields.values()], show_progress="hidden").then(
            None, language, None, js="(language) => { document.documentElement.lang = language; }"
        )
        by_example = suggestions.click(lambda sample: sample[0], suggestions, question, show_progress="hidden")
        events = [gr.on([question.submit, send.click], **asking), by_example.then(**asking)]
        # One after the other: what was stopped must be known before `failed` asks.
        in_order: dict[str, Any] = {"concurrency_id": "in_order", "concurrency_limit": 1, "show_progress": "hidden"}
        for event in events:
            event.failure(failed, [asked, turns, language], [conversation, question], **in_order)
        stop.click(
            stopped, [asked, turns, language], [conversation, sources, question, asked], cancels=events, **in_order
        )
        anew.click(
            lambda language: ("", no_sources_html(page_phrases(language)), "", [], None),
            language,
            asking["outputs"],
            cancels=events,
            **in_order,
        )
        gr.on(
            [field.change for field in fields.values()],
            lambda language, *chosen: gr.update(label=_filters_label(page_phrases(language), *chosen)),
            [language, *fields.values()],
            drawer,
            show_progress="hidden",
        )
    return app


def _filters_label(page: PagePhrases, *chosen: Any) -> str:
    active = sum(bool(value) for value in chosen)
    return counted(active, page.filters_set, page.language) if active else page.filter_documents


def _hint_html(page: PagePhrases) -> str:
    return f"<p>{page.filters_hint}</p>"


def _filter_fields(gr: Any, page: PagePhrases) -> tuple[Any, dict[str, Any]]:
    """What stands above the fields, and the fields by name in the order of `filters_from`; one left empty allows
    everything."""
    several = {"multiselect": True, "choices": [], "value": [], "filterable": True, "min_width": 150}
    hint = gr.HTML(_hint_html(page), elem_id="filters-hint")
    with gr.Row():
        fields = {
            name: gr.Dropdown(label=page.fields[name], elem_id=f"filter-{name}", **several) for name in CHOSEN
        } | {
            name: gr.Textbox(
                label=page.fields[name], placeholder=example, max_lines=1, elem_id=f"filter-{name}", min_width=150
            )
            for name, example in (("since", page.date_example), ("until", "2024"))
        }
    return hint, fields


def _assets() -> tuple[str, str]:
    folder = files("assistant.web") / "assets"
    return (folder / "chat.css").read_text("utf-8"), (folder / "chat.js").read_text("utf-8")
