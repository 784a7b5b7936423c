"""The chat: a question box, the answer with its markers, and a panel that shows each source."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

from assistant.assistant import Assistant
from assistant.excerpt import of_citation, of_hit
from assistant.render import html
from assistant.types import Answer
from assistant.web.choices import choices, examples, filters_from
from assistant.web.headers import SecurityHeaders
from corpus.errors import RoundtableError

LONGEST_QUESTION = 2000  # characters
TITLE = "Roundtable Assistant"
_NO_SOURCES = '<p class="hint">Open a number in an answer to see the page and the words it stands on.</p>'


class PortInUse(RoundtableError):
    """Another program listens on the chat's port."""


def serve(assistant: Assistant, host: str, port: int, open_browser: bool = False) -> None:
    """Serve the chat until the process is stopped. Raises `PortInUse`."""
    import gradio as gr

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
            theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
            css=css,
            app_kwargs={"middleware": SecurityHeaders.as_middleware()},
        )
    except OSError as error:
        raise PortInUse(f"port {port}: {error}; choose another one with --port") from error
    print(f"The chat is open at {address} (stop it with Ctrl-C).", flush=True)
    app.block_thread()


def build_app(assistant: Assistant) -> Any:
    """The page as `gradio.Blocks`. Its handlers call the assistant and show what it returns, nothing more."""
    import gradio as gr

    _, script = _assets()
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as app:
        turns = gr.State([])
        header = gr.HTML(elem_id="header")
        with gr.Row(elem_id="main", equal_height=False):
            with gr.Column(scale=3, min_width=320):
                conversation = gr.HTML(elem_id="conversation", js_on_load=script)
                with gr.Row(elem_id="ask"):
                    question = gr.Textbox(
                        show_label=False, label="Your question", placeholder="Ask the collection a question",
                        lines=1, max_lines=4, max_length=LONGEST_QUESTION, scale=8, elem_id="question", container=False,
                    )  # fmt: skip
                    send = gr.Button("Ask", variant="primary", scale=1, min_width=80, elem_id="send")
                suggestions = gr.Dataset(
                    components=[gr.Textbox(visible=False)],
                    samples=[],
                    label="Examples",
                    elem_id="examples",
                    type="values",
                )
                with gr.Accordion("Filter the documents", open=False, elem_id="filters"):
                    fields = _filter_fields(gr)
                anew = gr.Button("New conversation", size="sm", elem_id="anew", visible=False)
            with gr.Column(scale=2, min_width=320, elem_id="panel"):
                gr.HTML('<h2>Sources</h2><button type="button" class="close" aria-label="Close the sources">✕</button>')
                sources = gr.HTML(_NO_SOURCES, elem_id="sources")

        def load() -> list[Any]:
            documents = assistant.documents()
            offered = choices(documents)
            shown = [[each] for each in examples(documents)]
            updates = [
                gr.update(choices=getattr(offered, name), visible=len(getattr(offered, name)) > 1) for name in _CHOSEN
            ]
            return [_header(assistant), gr.update(samples=shown, visible=bool(shown)), *updates]

        def ask(text: str, before: list[Answer], *chosen: Any) -> Iterator[tuple[Any, ...]]:
            if not text.strip():
                yield (gr.skip(),) * 5
                return
            try:
                answer = assistant.ask(text[:LONGEST_QUESTION], filters_from(*chosen))
            except RoundtableError as error:
                raise gr.Error(str(error), print_exception=False) from error
            after = [*before, answer]
            yield _conversation(after, 0), sources_html(after, assistant), "", gr.skip(), gr.update(visible=True)
            for shown in range(1, len(answer.sentences)):
                yield _conversation(after, shown), *(gr.skip(),) * 4
            yield _conversation(after), gr.skip(), gr.skip(), after, gr.skip()

        asking: dict[str, Any] = {
            "fn": ask,
            "inputs": [question, turns, *fields],
            "outputs": [conversation, sources, question, turns, anew],
            "show_progress": "hidden",
            "concurrency_limit": 8,
        }
        app.load(load, None, [header, suggestions, *fields[: len(_CHOSEN)]], show_progress="hidden")
        gr.on([question.submit, send.click], **asking)
        suggestions.click(lambda sample: sample[0], suggestions, question, show_progress="hidden").then(**asking)
        anew.click(
            lambda: ("", _NO_SOURCES, "", [], gr.update(visible=False)),
            None,
            asking["outputs"],
            show_progress="hidden",
        )
    return app


_CHOSEN = ("roundtable", "kind", "place", "language", "document")


def sources_html(turns: Sequence[Answer], assistant: Assistant) -> str:
    """The sources of all turns; the script shows those of the turn whose marker was opened."""
    inner = "".join(
        f'<section class="turn">{"".join(_sources(answer, turn, assistant))}</section>'
        for turn, answer in enumerate(turns, start=1)
    )
    return f'<div class="scroll">{inner}</div>'


def _sources(answer: Answer, turn: int, assistant: Assistant) -> Iterator[str]:
    for citation in answer.citations:
        yield html.citation_source_html(citation, of_citation(citation, assistant.index), turn)
    for hit in answer.nearest:
        yield html.hit_source_html(hit, of_hit(hit), turn)


def _conversation(turns: Sequence[Answer], sentences: int | None = None) -> str:
    """All turns, the last one as far as its first `sentences`."""
    last = len(turns)
    inner = "".join(
        html.question_html(answer.question) + html.answer_html(answer, turn, sentences if turn == last else None)
        for turn, answer in enumerate(turns, start=1)
    )
    return f'<div class="scroll">{inner}</div>'


def _header(assistant: Assistant) -> str:
    counts = assistant.index.counts()
    return (
        f"<h1>{TITLE}</h1><p>Answers from {counts['documents']} documents. Every sentence shows the page and the words "
        "it comes from; what the documents do not say is not answered.</p>"
    )


def _filter_fields(gr: Any) -> list[Any]:
    several = {"multiselect": True, "choices": [], "value": [], "filterable": True}
    chosen = {
        "roundtable": "Roundtable",
        "kind": "Kind",
        "place": "Place",
        "language": "Language",
        "document": "Document",
    }
    with gr.Row():
        dropdowns = [gr.Dropdown(label=chosen[name], elem_id=f"filter-{name}", **several) for name in _CHOSEN[:3]]
    with gr.Row():
        dropdowns += [gr.Dropdown(label=chosen[name], elem_id=f"filter-{name}", **several) for name in _CHOSEN[3:]]
    with gr.Row():
        since = gr.Textbox(label="From", placeholder="2020 or 2020-12-03", max_lines=1, elem_id="filter-since")
        until = gr.Textbox(label="Until", placeholder="2024", max_lines=1, elem_id="filter-until")
    return [*dropdowns, since, until]


def _assets() -> tuple[str, str]:
    folder = files("assistant.web") / "assets"
    return (folder / "chat.css").read_text("utf-8"), (folder / "chat.js").read_text("utf-8")
