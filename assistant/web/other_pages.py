"""The place for evaluations: what can be done there today."""

from html import escape
from typing import Any

from assistant.phrases import ENGLISH_PAGE, PagePhrases
from assistant.web.desk import Desk
from assistant.web.events import QUIET
from assistant.web.frame import IN_LANGUAGE, head_html, page_of, part


def add_evaluations(gr: Any, desk: Desk, app: Any, script: str) -> None:
    """The place for evaluations: what readers think of the answers they got, and where it can be taken from."""
    language = gr.Textbox(ENGLISH_PAGE.language, visible=False)
    head = part(gr, head_html("evaluations", ENGLISH_PAGE), elem_id="head")
    with gr.Column(elem_id="main", elem_classes="plain-page"):
        content = part(gr, elem_id="content", js_on_load=script)

    def load(request: gr.Request) -> tuple[str, str, str]:
        page = page_of(request)
        return page.language, head_html("evaluations", page), _evaluations_html(desk, page)

    app.load(load, None, [language, head, content], **QUIET).then(None, language, None, js=IN_LANGUAGE)


def _evaluations_html(desk: Desk, page: PagePhrases) -> str:
    """How many answers were judged, by verdict and reason: counts alone, for the notes are between user and staff."""
    said = page.library
    given = desk.feedback.counts()
    if not given:
        shown = f"<p>{said.no_feedback}</p>"
    else:
        good = sum(count for (verdict, _), count in given.items() if verdict == "up")
        rows = [(page.talk.good, good), (page.talk.bad, sum(given.values()) - good)]
        rows += [
            (f"{page.talk.bad}: {page.talk.reasons[reason]}", count)
            for (verdict, reason), count in given.items()
            if verdict == "down"
        ]
        cells = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{count}</td></tr>' for name, count in rows)
        shown = f"<table>{cells}</table>"
        shown += f'<p><a href="feedback.jsonl" download>{said.download_feedback}</a> {said.export_feedback}</p>'
    return f"<h2>{page.talk.evaluations}</h2><h3>{said.feedback}</h3>{shown}"
