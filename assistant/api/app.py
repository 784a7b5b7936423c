"""The HTTP API as one app: its addresses, their limits, and what each sends back."""

from collections.abc import Mapping
from typing import Annotated, Any

from assistant.api.answers import answered
from assistant.api.asked import LONGEST_FILTER, MOST_FILTERS, BriefBody, QuestionBody, SearchBody
from assistant.api.body import Limited
from assistant.api.briefs import written
from assistant.api.guard import Entrance, Guard
from assistant.api.library import document_with_pages_json, documents_json, page_json
from assistant.api.problem import BUG, MEDIA_TYPE, NO_ADDRESS, problem, problem_of, title_of, wrong_fields
from assistant.api.ready import Readiness
from assistant.api.shapes import (
    AnswerShape,
    DocumentShape,
    HitShape,
    OneDocumentShape,
    PageShape,
    ProblemShape,
    ReadyShape,
    UpShape,
)
from assistant.api.turns import Gone, in_turn, last_of, once
from assistant.render.brief_file import BRIEF_FORMS
from assistant.render.json import hits_json
from assistant.serving.gate import Gate
from assistant.web.desk import Desk
from corpus.errors import RoundtableError
from corpus.filters import parse_filters
from corpus.processors import processors

PREFIX = "/api/v1"
FREE = ("/health", "/ready")  # for what watches over the server
MOST_DOCUMENTS = 1000
BRIEFS_WAITING = 4  # behind the one that is written; each takes seconds
ABOUT = "Answers over a collection of documents, every sentence tied to the page and words of its source."
ALWAYS = (401, 403, 413, 503)  # what each address may answer instead


def api_app(desk: Desk, entrance: Entrance, ready: Readiness) -> Any:
    """An ASGI app to be mounted at `PREFIX`."""
    from fastapi import APIRouter, FastAPI, Security
    from fastapi.security import HTTPBearer

    app = FastAPI(
        title="Roundtable Assistant", description=ABOUT, version="1", docs_url=None, redoc_url=None,
        openapi_url="/openapi.json", root_path_in_servers=False, servers=[{"url": PREFIX}],
        generate_unique_id_function=lambda route: route.name,
    )  # fmt: skip
    app.add_middleware(Limited)
    app.add_middleware(Guard, entrance=entrance, free=FREE)  # the last that is added comes first
    _say_what_is_wrong(app)
    # It only says so in the OpenAPI document: the guard has looked at the token before.
    guarded = APIRouter(dependencies=[Security(HTTPBearer(auto_error=False))])
    _add_questions(guarded, desk)
    _add_documents(guarded, desk)
    app.include_router(guarded)
    _add_state(app, entrance, ready)
    return app


def _add_questions(router: Any, desk: Desk) -> None:
    from fastapi import Request
    from starlette.responses import JSONResponse, Response

    searches, briefs = Gate(processors()), Gate(1, BRIEFS_WAITING)

    @router.post("/ask", responses=_of(AnswerShape, 400, 422, 429, stream=True), response_class=JSONResponse)
    async def ask(asked: QuestionBody, request: Request) -> Response:
        """Answer a question with citations, or refuse.

        With `Accept: text/event-stream` as server-sent events: `waiting`, `growing`, then `answer` or `problem`.
        """
        return await answered(request, desk.answers, request.state.caller, asked)  # type: ignore[no-any-return]

    @router.post("/search", responses=_of(list[HitShape], 400, 422))
    async def search(asked: SearchBody, request: Request) -> Response:
        """The passages nearest to a query, best first."""
        filters = parse_filters(asked.filters)
        finding = once(lambda: desk.assistant.search(asked.query, asked.limit, filters))
        hits = await last_of(request, in_turn(searches, request.state.caller.name, finding))
        return _json(hits_json(hits))

    @router.post("/briefs", responses=_files())
    async def brief(asked: BriefBody, request: Request) -> Response:
        """Write a briefing, every claim with a footnote to its page."""
        made = await last_of(request, in_turn(briefs, request.state.caller.name, written(desk, asked)))
        return Response(made.content, media_type=made.media_type, headers=made.headers)


def _add_documents(router: Any, desk: Desk) -> None:
    from fastapi import Path, Query
    from starlette.responses import Response

    Name = Annotated[str, Path(min_length=1, max_length=LONGEST_FILTER, description="Its id, or its source.")]
    Number = Annotated[int, Path(ge=1, le=1_000_000, description="Of the page in the file, from 1.")]
    Chosen = Annotated[list[str], Query(max_length=MOST_FILTERS, description="FIELD=VALUE; may be repeated.")]
    Start = Annotated[int, Query(ge=0, le=10_000_000, description="How many to pass over.")]
    Limit = Annotated[int, Query(ge=1, le=MOST_DOCUMENTS, description="How many documents.")]

    @router.get("/documents", responses=_of(list[DocumentShape], 422))
    def documents(filter: Chosen = [], start: Start = 0, limit: Limit = MOST_DOCUMENTS) -> Response:  # noqa: B006
        """The documents of the collection by source; the header x-total says how many there are."""
        found, total = documents_json(desk.assistant, filter, start, limit)
        return _json(found, {"x-total": str(total)})

    @router.get("/documents/{document}", responses=_of(OneDocumentShape, 404, 422))
    def one_document(document: Name) -> Response:
        """A document with a line on each of its pages."""
        return _json(document_with_pages_json(desk.assistant.judge_now().index, document))

    @router.get("/documents/{document}/pages/{number}", responses=_of(PageShape, 404, 422))
    def page(document: Name, number: Number) -> Response:
        """The text of a page."""
        return _json(page_json(desk.assistant.judge_now().index, document, number))


def _add_state(app: Any, entrance: Entrance, ready: Readiness) -> None:
    from fastapi import Request
    from starlette.responses import Response

    @app.get("/health", responses={200: {"model": UpShape}})
    async def health() -> Response:
        """Whether the process is up."""
        return _json({"status": "up"})

    @app.get("/ready", responses={200: {"model": ReadyShape}, 503: _problem(503)})
    async def is_ready(request: Request) -> Response:
        """Whether questions can be answered. What is wrong is said in full to those who may ask."""
        troubles = await ready.troubles()
        if not troubles:
            return _json({"status": "ready"})
        said = "; ".join(f"{name}: {trouble}" for name, trouble in troubles.items())
        try:
            entrance.caller(request)
        except RoundtableError:  # folders and servers are nobody else's business
            said = f"not to be used: {', '.join(troubles)}; `roundtable doctor` says why"
        return problem(503, said)  # type: ignore[no-any-return]


def _say_what_is_wrong(app: Any) -> None:
    from fastapi import Request
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException
    from starlette.responses import Response

    @app.exception_handler(RoundtableError)
    async def ours(request: Request, error: RoundtableError) -> Response:
        return problem_of(error)  # type: ignore[no-any-return]

    @app.exception_handler(RequestValidationError)
    async def fields(request: Request, error: RequestValidationError) -> Response:
        return problem(422, wrong_fields(error.errors()))  # type: ignore[no-any-return]

    @app.exception_handler(HTTPException)
    async def address(request: Request, error: HTTPException) -> Response:
        said = {
            400: "the body cannot be read as JSON",
            404: NO_ADDRESS,
            405: "this address takes another method; openapi.json names it",
        }
        detail = said.get(error.status_code, title_of(error.status_code))
        return problem(error.status_code, detail, error.headers)  # type: ignore[no-any-return]

    @app.exception_handler(Gone)
    async def left(request: Request, error: Gone) -> Response:
        return Response(status_code=499)  # nginx's number; nobody reads it

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> Response:
        return problem(500, BUG)  # type: ignore[no-any-return]


def _json(made: Any, headers: Mapping[str, str] | None = None) -> Any:
    from starlette.responses import JSONResponse

    return JSONResponse(made, headers={"cache-control": "no-store", **(headers or {})})


def _of(shape: Any, *problems: int, stream: bool = False) -> dict[int | str, Any]:
    """What an address may send back."""
    fine: dict[str, Any] = {"model": shape}
    if stream:
        fine["content"] = {"text/event-stream": {"schema": {"type": "string"}}}
    return {200: fine, **{status: _problem(status) for status in (*ALWAYS, *problems)}}


def _files() -> dict[int | str, Any]:
    kinds = {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in BRIEF_FORMS.values()}
    kinds["application/json"] = {"schema": {"type": "object"}}
    fine = {"description": "The briefing.", "content": kinds}
    return {200: fine, **{status: _problem(status) for status in (*ALWAYS, 400, 422)}}


def _problem(status: int) -> dict[str, Any]:
    return {"description": title_of(status), "content": {MEDIA_TYPE: {"schema": ProblemShape.model_json_schema()}}}
