"""The page of the collection: what is in it, a document to read, and documents to add for those allowed."""

from collections.abc import Sequence
from typing import Any

from assistant.opened import NoSuchPage, document_named
from assistant.phrases import ENGLISH_PAGE, PagePhrases, page_phrases
from assistant.render.html_library import document_html, documents_html, overview_html
from assistant.web.choices import CHOSEN, choices, filters_from
from assistant.web.desk import Desk
from assistant.web.events import LATEST, QUIET
from assistant.web.fields import field_update, filter_fields, filters_label
from assistant.web.filtering import active_html, cleared
from assistant.web.frame import IN_LANGUAGE, head_html, page_of, part
from assistant.web.login_person import person_html
from assistant.web.managing import add_managing
from corpus.errors import BadFilter
from corpus.filters import FIELDS, matching
from corpus.types import Document
from corpus.words import plain


def add_collection(gr: Any, desk: Desk, app: Any, script: str) -> None:
    """Puts the page of the collection together. It is built in English; `load` gives it the reader's language."""
    page = ENGLISH_PAGE
    language, opened = gr.Textbox(page.language, visible=False), gr.Textbox("", visible=False)
    head = part(gr, head_html("collection", page), elem_id="head")
    with gr.Row(elem_id="main", elem_classes="library", equal_height=False):
        with gr.Column(scale=3, min_width=320, elem_id="shelf"):
            overview = part(gr, elem_id="overview")
            find = gr.Textbox(
                label=page.library.find, placeholder=page.library.find_hint, max_lines=1, elem_id="find-document"
            )
            active = part(gr, elem_id="active")
            with gr.Accordion(page.filter_documents, open=False, elem_id="filters") as drawer:
                fields = filter_fields(gr, page)
            managing = add_managing(gr, desk)
            listed = part(gr, elem_id="listed-documents")
        with gr.Column(scale=4, min_width=320, elem_id="desk"):
            reading = part(gr, elem_id="reading", js_on_load=script)
    chosen = list(fields.values())
    shown = [overview, listed, active, drawer]

    def documents() -> list[Document]:
        return desk.assistant.documents()

    def refreshed(page: PagePhrases, find: str, opened: str, chosen: Sequence[Any]) -> list[Any]:
        pages = desk.assistant.index.page_counts()
        all_of_them = documents()
        return [
            overview_html(all_of_them, sum(pages.get(each.id, 0) for each in all_of_them), page),
            documents_html(found(all_of_them, find, chosen), pages, opened, page),
            active_html(chosen, all_of_them, page),
            gr.update(label=filters_label(page, *chosen)),
        ]

    def load(request: gr.Request) -> dict[Any, Any]:
        page, asks = page_of(request), request.query_params
        name = asks.get("document", "")
        number = int(asks.get("page", "1")) if asks.get("page", "1").isdecimal() else 1
        offered = choices(documents(), page)
        nothing = cleared((), "", "")
        return dict(zip(shown, refreshed(page, "", name, nothing), strict=True)) | {
            language: page.language,
            opened: name,
            head: head_html("collection", page, person_html(desk.settings, request, page)),
            find: gr.update(label=page.library.find, placeholder=page.library.find_hint),
            reading: opened_html(desk, page, name, number, asks.get("quote", "")),
            **{each: field_update(gr, name, offered, page) for name, each in fields.items()},
            **managing.worded(page, request),
        }

    def refilter(language: str, find: str, opened: str, *chosen: Any) -> list[Any]:
        return refreshed(page_phrases(language), find, opened, chosen)

    def open_one(event: gr.EventData, language: str) -> tuple[str, str]:
        name = str(event.document)
        return name, opened_html(desk, page_phrases(language), name, 1, "")

    def choose(event: gr.EventData, *chosen: Any) -> list[Any]:
        return choosing(chosen, str(event.field), str(event.value))

    def unset(event: gr.EventData, *chosen: Any) -> list[Any]:
        return cleared(chosen, str(event.field), str(event.value))

    app.load(load, None, [language, opened, head, find, reading, *shown, *chosen, *managing.parts], **QUIET).then(
        None, language, None, js=IN_LANGUAGE
    )
    inputs = [language, find, opened, *chosen]
    gr.on([find.change, *(each.change for each in chosen)], refilter, inputs, shown, **LATEST)
    reading.select(open_one, language, [opened, reading], **QUIET).then(refilter, inputs, shown, **LATEST)
    # Where several fields change at once, Gradio tells of the first alone.
    for change, fn in ((reading.input, choose), (reading.clear, unset)):
        change(fn, chosen, chosen, queue=False, **QUIET).then(refilter, inputs, shown, queue=False, **QUIET)
    managing.then(refilter, inputs, shown)


def found(documents: Sequence[Document], words: str, chosen: Sequence[Any]) -> list[Document]:
    """The documents that the filters allow and whose title, places, publisher or file hold all the words, by title."""
    try:
        allowed = matching(documents, filters_from(*chosen))
    except BadFilter:  # said beside the fields
        allowed = []
    wanted = plain(words).split()
    return sorted(
        (document for document in allowed if all(word in _said_of(document) for word in wanted)),
        key=lambda document: plain(document.title),
    )


def _said_of(document: Document) -> str:
    return plain(" ".join(filter(None, (document.title, *document.places, document.publisher, document.source))))


def choosing(chosen: Sequence[Any], field: str, value: str) -> list[Any]:
    """The values of the fields once a bar of a chart was clicked; clicked again, it is taken back."""
    now = dict(zip(FIELDS, chosen, strict=True))
    if field == "year":
        same = now["since"] == now["until"] == value
        return [*(now[name] for name in CHOSEN), "" if same else value, "" if same else value]
    if field not in CHOSEN:
        return list(chosen)
    now[field] = [each for each in now[field] if each != value] if value in now[field] else [*now[field], value]
    return list(now.values())


def opened_html(desk: Desk, page: PagePhrases, name: str, number: int, quote: str) -> str:
    """The document of that name, open at that page; "" without a name."""
    if not name:
        return ""
    try:
        document = document_named(desk.assistant.index, name)
    except NoSuchPage:
        return f'<p class="hint" role="alert">{page.reader.no_document}</p>'
    return document_html(document, desk.assistant.index.pages(document.id), number, quote, page)
