"""Say in one line what is wrong with a request, in the form of RFC 9457, and never with a traceback."""

import sys
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from assistant.api.tokens import BadTokens
from assistant.api.types import Refused
from assistant.assistant import QuestionTooLong
from assistant.briefing.outline import BadOrder
from assistant.one_line import one_line
from assistant.opened import NoSuchPage
from assistant.serving.types import BrokeOff, Busy, TooFast
from corpus.chroma_server import ServerFailed
from corpus.errors import BadFilter, DamagedIndex, IndexMismatch, IndexNotWritable, NoIndex, RoundtableError

MEDIA_TYPE = "application/problem+json"
BUG = "something went wrong here; the log of the server says what"
NO_ADDRESS = "there is no such address; openapi.json names them"
# What a caller can put right is 4xx, what the server's owner must is 5xx.
STATUS: Mapping[type[RoundtableError], int] = {
    **dict.fromkeys((QuestionTooLong, BadFilter, BadOrder), 422),
    NoSuchPage: 404,
    TooFast: 429,
    **dict.fromkeys((Busy, BrokeOff, NoIndex, DamagedIndex, IndexMismatch, IndexNotWritable, ServerFailed), 503),
    BadTokens: 503,
}


def problem_json(status: int, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": title_of(status), "status": status, "detail": one_line(detail)}


def title_of(status: int) -> str:
    return HTTPStatus(status).phrase


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Any:
    from starlette.responses import JSONResponse

    never_kept = {"cache-control": "no-store"}
    return JSONResponse(problem_json(status, detail), status, {**never_kept, **(headers or {})}, MEDIA_TYPE)


def problem_of(error: RoundtableError) -> Any:
    """The answer that says what the error says."""
    status = status_of(error)
    if isinstance(error, BadTokens):  # said to whoever comes: which folder it is, is for the log
        print(f"roundtable: {error}", file=sys.stderr, flush=True)
        return problem(status, "the tokens of this server cannot be read; its log says why")
    if isinstance(error, Busy | TooFast):
        return problem(status, str(error), {"retry-after": str(error.seconds)})
    return problem(status, str(error), {"www-authenticate": "Bearer"} if status == 401 else None)


def status_of(error: RoundtableError) -> int:
    if isinstance(error, Refused):
        return error.status
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def wrong_fields(errors: Sequence[Any]) -> str:
    """The first mistake that pydantic found, without the value, which may be long or secret."""
    first = errors[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or "the body"
    if first["type"] == "json_invalid":
        return "the body is not JSON"
    if first["type"] == "extra_forbidden":
        return f"{where[:60]}: there is no such field"
    if first["type"] == "string_unicode":
        return f"{where[:60]}: holds half a character"
    said = first["msg"].removeprefix("Value error, ")
    return f"{where[:60]}: {said[:1].lower()}{said[1:]}"
