"""Add documents in the browser, read them again and take them out, while the chat goes on; for those allowed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from queue import Queue
from threading import Thread
from typing import Any

from assistant.adding import add_documents, remove_documents, reread_documents
from assistant.phrases import ENGLISH_PAGE, PagePhrases, counted, kind_forms, page_phrases
from assistant.render.html_ingest import ingest_html, last_ingest_html
from assistant.web.desk import Desk
from assistant.web.events import QUIET
from assistant.web.frame import part
from assistant.web.login_person import allowed, audited
from corpus.errors import RoundtableError
from corpus.last_ingest import LastIngest, last_ingest

# One change of the collection at a time; who comes second waits.
ONE: dict[str, Any] = {**QUIET, "concurrency_id": "changes", "concurrency_limit": 1}


@dataclass(frozen=True, slots=True)
class Managing:
    """The part of the page: its components, what they say to a reader, and what comes after a change."""

    parts: list[Any]
    worded: Callable[[PagePhrases, Any], dict[Any, Any]]
    then: Callable[[Any, Sequence[Any], Sequence[Any]], None]


def add_managing(gr: Any, desk: Desk) -> Managing:
    page = ENGLISH_PAGE
    said = page.library
    with gr.Accordion(said.add, open=False, elem_id="add") as adding:
        hint = part(gr, elem_id="add-hint")
        dropped = gr.File(label=said.drop, file_count="multiple", elem_id="dropped")
        add = gr.Button(said.add_these, variant="primary", elem_id="add-these")
    with gr.Accordion(said.manage, open=False, elem_id="manage") as manage:
        several = gr.Dropdown(
            label=said.choose_documents, multiselect=True, choices=[], value=[], elem_id="managed",
            allow_custom_value=True,  # as of the filters
        )  # fmt: skip
        with gr.Row():
            reread = gr.Button(said.reread, elem_id="reread")
            remove = gr.Button(said.remove, elem_id="remove")
        sure = part(gr, elem_id="sure")
        with gr.Row():
            really = gr.Button(said.remove_yes, variant="stop", visible=False, elem_id="really")
            keep = gr.Button(page.talk.cancel, visible=False, elem_id="keep")
    progress = part(gr, elem_id="progress")
    last = part(gr, elem_id="last-ingest")
    language = gr.Textbox(page.language, visible=False)

    def may_change(request: Any) -> bool:
        return allowed(desk.settings, request, "change")

    def worded(page: PagePhrases, request: Any) -> dict[Any, Any]:
        said, may = page.library, may_change(request)
        limit = said.add_hint.format(limit=desk.settings.max_file_mb)
        return {
            adding: gr.update(label=said.add),
            hint: f"<p>{limit if may else said.not_allowed}</p>",
            dropped: gr.update(label=said.drop, visible=may),
            add: gr.update(value=said.add_these, visible=may),
            manage: gr.update(label=said.manage, visible=may),
            several: gr.update(label=said.choose_documents, choices=_names(desk), value=[], allow_custom_value=False),
            reread: said.reread,
            remove: said.remove,
            sure: "",
            really: gr.update(value=said.remove_yes, visible=False),
            keep: gr.update(value=page.talk.cancel, visible=False),
            progress: "",
            last: last_ingest_html(last_ingest(desk.settings.index), page),
            language: page.language,
        }

    def added(request: gr.Request, files: list[str] | None, language: str) -> Iterator[list[Any]]:
        page = page_phrases(language)
        if not may_change(request) or not files:
            yield [_note(page.library.none_chosen if may_change(request) else page.library.not_allowed), gr.skip()]
            return

        def work(on_progress: Callable[[Any], None]) -> LastIngest:
            done = add_documents(files, desk.settings, on_progress)
            audited(desk.settings, request, "documents added", [*done.added, *done.changed])
            return done

        for shown, done in _watched(work, page, page.library.adding):
            yield [shown, gr.update(value=None) if done else gr.skip()]

    def read_again(request: gr.Request, sources: list[str], language: str) -> Iterator[str]:
        page = page_phrases(language)
        if not may_change(request) or not sources:
            yield _note(page.library.none_chosen if may_change(request) else page.library.not_allowed)
            return

        def work(on_progress: Callable[[Any], None]) -> LastIngest:
            done = reread_documents(sources, desk.settings, on_progress)
            known = [source for _, source in _names(desk) if source in sources]  # anything may have been sent
            audited(desk.settings, request, "documents read again", known)
            return done

        for shown, _ in _watched(work, page, page.library.rereading):
            yield shown

    hidden = gr.update(visible=False)

    def ask_first(sources: list[str], language: str) -> tuple[str, Any, Any]:
        page = page_phrases(language)
        if not sources:
            return _note(page.library.none_chosen), hidden, hidden
        count = f"{len(sources)} {counted(len(sources), kind_forms('document', page.language), page.language)}"
        titles = " · ".join(title for title, source in _names(desk) if source in sources)
        asked = f"{page.library.remove_sure.format(count=count)} {titles}"
        return _note(asked), gr.update(visible=True), gr.update(visible=True)

    def removed(request: gr.Request, sources: list[str], language: str) -> tuple[str, str, Any, Any]:
        page = page_phrases(language)
        if not may_change(request):
            return _note(page.library.not_allowed), "", hidden, hidden
        try:
            gone = remove_documents(sources, desk.settings)
        except RoundtableError as error:
            return _note(str(error)), "", hidden, hidden
        audited(desk.settings, request, "documents removed", list(gone.removed))
        text = page.library.removed.format(count=len(gone.removed))
        return _note(" ".join([text, *gone.unknown])), "", hidden, hidden

    def refreshed(language: str) -> tuple[str, Any]:
        page = page_phrases(language)
        return last_ingest_html(last_ingest(desk.settings.index), page), gr.update(choices=_names(desk), value=[])

    changes = [
        add.click(added, [dropped, language], [progress, dropped], **ONE),
        reread.click(read_again, [several, language], progress, **ONE),
        really.click(removed, [several, language], [progress, sure, really, keep], **ONE),
    ]
    remove.click(ask_first, [several, language], [sure, really, keep], **QUIET)
    keep.click(lambda: ("", hidden, hidden), None, [sure, really, keep], **QUIET)
    again = [change.then(refreshed, language, [last, several], **QUIET) for change in changes]

    def then(shown: Any, inputs: Sequence[Any], outputs: Sequence[Any]) -> None:
        for each in again:
            each.then(shown, inputs, outputs, **QUIET)

    parts = [adding, hint, dropped, add, manage, several, reread, remove, sure, really, keep, progress, last, language]
    return Managing(parts, worded, then)


def _names(desk: Desk) -> list[tuple[str, str]]:
    return sorted((document.title, document.source) for document in desk.assistant.documents())


def _watched(work: Callable[[Any], Any], page: PagePhrases, wording: str) -> Iterator[tuple[str, bool]]:
    """What the page shows while the work is under way, and true once it is done; errors for people are shown."""
    steps: Queue[tuple[str, bool]] = Queue()

    def on_progress(progress: Any) -> None:
        if progress.source:
            text = wording.format(source=progress.source, done=progress.done + 1, total=progress.total)
            steps.put((_note(text, progress.done / max(1, progress.total)), False))

    def run() -> None:
        try:
            report = work(on_progress)
            steps.put((ingest_html(report, page), True))
        except RoundtableError as error:
            steps.put((_note(str(error)), True))
        except BaseException:
            steps.put((_note(page.went_wrong), True))
            raise

    Thread(target=run, daemon=True).start()
    yield _note(page.library.begun, 0.0), False
    while True:
        shown, done = steps.get()
        yield shown, done
        if done:
            return


def _note(text: str, share: float | None = None) -> str:
    from html import escape

    bar = f'<progress max="1" value="{share:.3f}" aria-hidden="true"></progress>' if share is not None else ""
    return f'<p class="progress" role="status">{escape(text)}{bar}</p>'
