"""What the pages fetch by address: pictures and texts of pages, originals, and what can be taken away as a file."""

from datetime import UTC, datetime
from typing import Any

from assistant.feedback_set import line_of, test_set
from assistant.opened import NoSuchPage, document_named, open_page
from assistant.phrases import page_phrases
from assistant.render.conversation import conversation_json, conversation_paper
from assistant.render.html_reader import failed_page_html, page_html
from assistant.render.paper_file import PAPER_FORMS
from assistant.web.attachment import attachment
from assistant.web.briefing_exports import exported as exported_briefing
from assistant.web.desk import Desk
from assistant.web.evaluation_files import drafts_exported, run_exported
from assistant.web.frame import page_of
from assistant.web.login_person import allowed
from assistant.web.users import user_of
from corpus.errors import RoundtableError
from corpus.originals import OriginalGone
from corpus.page_image import NoPicture

# A page of a document never changes: another content is another document.
FOR_A_DAY = {"cache-control": "private, max-age=86400, immutable"}
# What a document of somebody else may do in the browser: nothing. The browser's own reader of PDF, which runs apart
# from the page, would be stopped by a sandbox.
SANDBOXED = {"content-security-policy": "sandbox; default-src 'none'"}
FRAMED = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"}


def routes(desk: Desk) -> list[Any]:
    """The routes that stand beside those of Gradio. Each answers in a thread of its own and never with a traceback."""
    from starlette.responses import Response
    from starlette.routing import Route

    def opened(request: Any) -> Any:
        return _opened(desk, request)

    def pictured(request: Any) -> Any:
        return _pictured(desk, request)

    def original(request: Any) -> Any:
        return _original(desk, request)

    def exported(request: Any) -> Any:
        return _exported(desk, request)

    def briefing(request: Any) -> Any:
        return exported_briefing(desk, request)

    def alive(request: Any) -> Any:
        return Response(status_code=204, headers={"cache-control": "no-store"})

    def feedback(request: Any) -> Any:
        return _feedback(desk, request)

    def run(request: Any) -> Any:
        return run_exported(desk, request)

    def drafts(request: Any) -> Any:
        return drafts_exported(desk, request)

    return [
        Route("/feedback.jsonl", feedback),
        Route("/drafts.yaml", drafts),
        Route("/runs/{run}/{file}", run),
        Route("/alive", alive),
        Route("/reader", opened),
        Route("/pages/{document}/{number:int}.png", pictured),
        Route("/originals/{document}", original),
        Route("/exports/{conversation}.{form}", exported),
        Route("/briefs/{briefing}.{form}", briefing),
    ]


def _opened(desk: Desk, request: Any) -> Any:
    from starlette.responses import HTMLResponse

    asked = request.query_params
    page = page_phrases(asked.get("language", "en"))
    words = asked.get("quote", "")
    try:
        found = open_page(
            desk.assistant.index, desk.originals, asked.get("document", ""), _number(asked.get("page"), 1), words,
            _number(asked.get("start"), 0),
        )  # fmt: skip
    except NoSuchPage:
        return HTMLResponse(failed_page_html(page), 404)
    return HTMLResponse(page_html(found, words, page, _is_there(desk, found.document.id)))


def _is_there(desk: Desk, document: str) -> bool:
    try:
        desk.originals.path_of(desk.assistant.index, document)
    except OriginalGone:
        return False
    return True


def _pictured(desk: Desk, request: Any) -> Any:
    from starlette.responses import PlainTextResponse, Response

    try:
        document = document_named(desk.assistant.index, request.path_params["document"])
        path = desk.originals.path_of(desk.assistant.index, document.id)
        made = desk.images.picture(
            path, request.path_params["number"], _number(request.query_params.get("width"), 1200)
        )
    except (NoSuchPage, OriginalGone, NoPicture) as error:
        return PlainTextResponse(str(error), 404)
    return Response(made, media_type="image/png", headers=FOR_A_DAY)


def _original(desk: Desk, request: Any) -> Any:
    from starlette.responses import FileResponse, PlainTextResponse

    try:
        document = document_named(desk.assistant.index, request.path_params["document"])
        path = desk.originals.path_of(desk.assistant.index, document.id)
    except (NoSuchPage, OriginalGone) as error:
        return PlainTextResponse(str(error), 404)
    if path.suffix.lower() == ".pdf":
        return FileResponse(
            path, media_type="application/pdf", filename=path.name, content_disposition_type="inline", headers=FRAMED
        )
    return FileResponse(path, media_type="application/octet-stream", filename=path.name, headers=SANDBOXED)


def _exported(desk: Desk, request: Any) -> Any:
    from starlette.responses import JSONResponse, PlainTextResponse, Response

    page = page_of(request)
    form = request.path_params["form"]
    try:
        found = desk.conversations.open(user_of(request.cookies), request.path_params["conversation"])
    except RoundtableError:
        return PlainTextResponse(page.talk.gone, 404)
    turns = [(turn.answer, _moment(turn.asked)) for turn in found.turns]
    name = attachment(found.title, form, "conversation")
    now = datetime.now(UTC)
    if form == "json":
        return JSONResponse(conversation_json(found.title, turns, page.language, now), headers=name)
    if form not in PAPER_FORMS:
        return PlainTextResponse(page.reader.no_document, 404)
    made = PAPER_FORMS[form].made(conversation_paper(found.title, turns, page.language, now), "")
    return Response(made, media_type=PAPER_FORMS[form].media_type, headers=name)


def _feedback(desk: Desk, request: Any) -> Any:
    """What everybody thinks of their answers, as a test set: for those alone who may see it."""
    from starlette.responses import PlainTextResponse

    if not allowed(desk.settings, request, "feedback"):
        return PlainTextResponse(page_of(request).library.not_allowed, 403)
    try:
        lines = "".join(f"{line_of(row)}\n" for row in test_set(desk.feedback.all()))
    except RoundtableError as error:
        return PlainTextResponse(str(error), 500)
    name = {"content-disposition": "attachment; filename=feedback.jsonl"}
    return PlainTextResponse(lines, media_type="application/jsonl", headers=name)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else otherwise


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
