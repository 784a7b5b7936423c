"""The chat: a question box, the answer with its markers, and a panel that shows each source."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from assistant.assistant import Assistant
from assistant.render import html
from assistant.types import Answer
from assistant.web.choices import CHOSEN, choices, examples, filters_from
from assistant.web.headers import SecurityHeaders
from assistant.web.theme import chat_theme
from assistant.web.turns import NO_SOURCES, TITLE, conversation_html, header_html, sources_html
from corpus.errors import RoundtableError

_WENT_WRONG = "Something went wrong and the question was not answered; the server's terminal says what."


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
    """The page as `gradio.Blocks`. Its handlers call the assistant and show what it returns, nothing more."""
    import gradio as gr

    _, script = _assets()
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as app:
        turns, asked = gr.State([]), gr.State("")
        with gr.Row(elem_id="top"):
            header = gr.HTML(elem_id="header")
            anew = gr.Button("New conversation", size="sm", scale=0, min_width=150, elem_id="anew")
        with gr.Row(elem_id="main", equal_height=False):
            with gr.Column(scale=3, min_width=320, elem_id="talk"):
                conversation = gr.HTML(elem_id="conversation", js_on_load=script)
                suggestions = gr.Dataset(
                    components=[gr.Textbox(visible=False)],
                    samples=[],
                    label="Ask a question, or try one of these",
                    elem_id="examples",
                )
                with gr.Row(elem_id="ask"):
                    question = gr.Textbox(
                        show_label=False, label="Your question", placeholder="Ask a question", autofocus=True,
                        lines=1, max_lines=4, scale=8, min_width=200, elem_id="question", container=False,
                    )  # fmt: skip
                    send = gr.Button("Ask", variant="primary", scale=0, min_width=88, elem_id="send")
                with gr.Accordion(_filters_label(), open=False, elem_id="filters") as drawer:
                    fields = _filter_fields(gr)
            with gr.Column(scale=2, min_width=320, elem_id="panel"):
                gr.HTML('<h2>Sources</h2><button type="button" class="close" aria-label="Close the sources">✕</button>')
                sources = gr.HTML(NO_SOURCES, elem_id="sources")

        def load() -> list[Any]:
            documents = assistant.documents()
            offered = choices(documents)
            shown = examples(documents)
            updates = [
                gr.update(choices=getattr(offered, name), visible=bool(getattr(offered, name))) for name in CHOSEN
            ]
            samples = gr.update(samples=[[each] for each in shown], sample_labels=shown, visible=bool(shown))
            return [header_html(assistant), samples, *updates]

        def ask(typed: str, before: list[Answer], *chosen: Any) -> Iterator[tuple[Any, ...]]:
            """Shows the question at once, then the answer sentence by sentence; a question that failed stays typed."""
            text, kept = typed.strip(), gr.skip()
            if not text:
                yield (kept,) * 5
                return
            try:
                filters = filters_from(*chosen)
                below = html.question_html(text) + html.looking_html(filters)
                yield conversation_html(before, below=below), kept, "", kept, text
                earlier = [each.searched_for or each.question for each in before]
                after = [*before, assistant.ask(text, filters, earlier)]
            except RoundtableError as error:
                yield conversation_html(before, below=html.failed_html(str(error))), kept, typed, kept, kept
                return
            yield conversation_html(after, 0), sources_html(after, assistant), kept, kept, kept
            for sentences in range(1, len(after[-1].sentences)):
                yield conversation_html(after, sentences), *(kept,) * 4
            yield conversation_html(after), kept, kept, after, kept

        def failed(text: str, before: list[Answer]) -> tuple[str, str]:
            return conversation_html(before, below=html.failed_html(_WENT_WRONG)), text

        asking: dict[str, Any] = {
            "fn": ask,
            "inputs": [question, turns, *fields],
            "outputs": [conversation, sources, question, turns, asked],
            "show_progress": "hidden",
            "concurrency_limit": 8,
        }
        app.load(load, None, [header, suggestions, *fields[: len(CHOSEN)]], show_progress="hidden")
        by_example = suggestions.click(lambda sample: sample[0], suggestions, question, show_progress="hidden")
        for event in (gr.on([question.submit, send.click], **asking), by_example.then(**asking)):
            event.failure(failed, [asked, turns], [conversation, question], show_progress="hidden")
        anew.click(
            lambda: ("", NO_SOURCES, "", [], ""),
            None,
            asking["outputs"],
            show_progress="hidden",
        )
        gr.on(
            [field.change for field in fields],
            lambda *chosen: gr.update(label=_filters_label(*chosen)),
            fields,
            drawer,
            show_progress="hidden",
        )
    return app


def _filters_label(*chosen: Any) -> str:
    active = sum(bool(value) for value in chosen)
    return f"Filter the documents ({active} set)" if active else "Filter the documents"


def _filter_fields(gr: Any) -> list[Any]:
    """Fields in the order of `filters_from`; one left empty allows everything."""
    several = {"multiselect": True, "choices": [], "value": [], "filterable": True, "min_width": 150}
    gr.HTML("<p>Search only some of the documents. A field left empty allows all.</p>", elem_id="filters-hint")
    with gr.Row():
        dropdowns = [gr.Dropdown(label=CHOSEN[name], elem_id=f"filter-{name}", **several) for name in CHOSEN]
        dates = [
            gr.Textbox(label=label, placeholder=example, max_lines=1, elem_id=f"filter-{name}", min_width=150)
            for name, label, example in (("since", "From", "2020 or 2020-12-03"), ("until", "Until", "2024"))
        ]
    return [*dropdowns, *dates]


def _assets() -> tuple[str, str]:
    folder = files("assistant.web") / "assets"
    return (folder / "chat.css").read_text("utf-8"), (folder / "chat.js").read_text("utf-8")
