"""Answer a question over HTTP: whole as JSON, or as it grows, as server-sent events."""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from assistant.api.asked import QuestionBody
from assistant.api.problem import BUG, problem_json, status_of
from assistant.api.turns import begun, last_of
from assistant.api.types import Caller
from assistant.render.json import answer_json
from assistant.serving.types import Answers, Asking, Waiting
from corpus.errors import RoundtableError
from corpus.filters import parse_filters

STREAM = "text/event-stream"


async def answered(request: Any, answers: Answers, caller: Caller, asked: QuestionBody) -> Any:
    """The response. Raises what `Answers.answering` raises before its first step, `BadFilter` or `Gone`."""
    from starlette.responses import JSONResponse, StreamingResponse

    asking = Asking(asked.question, parse_filters(asked.filters), tuple(asked.earlier), user=f"{caller.name} (HTTP)")
    growing = answers.answering(asking)
    if STREAM not in request.headers.get("accept", ""):
        return JSONResponse(answer_json(await last_of(request, growing)), headers={"cache-control": "no-store"})
    first, rest = await begun(growing)
    # The second header is for nginx, which would hand the answer on only when it is whole.
    return StreamingResponse(
        _events(first, rest), media_type=STREAM, headers={"cache-control": "no-store", "x-accel-buffering": "no"}
    )


async def _events(first: Any, rest: Any) -> AsyncIterator[str]:
    """`waiting` with how many come before, `growing` with the answer so far, then `answer`, or `problem`."""
    async with aclosing(rest):
        try:
            yield _event(first)
            async for step in rest:
                yield _event(step)
        except RoundtableError as error:
            yield _line("problem", problem_json(status_of(error), str(error)))
        except Exception:
            yield _line("problem", problem_json(500, BUG))
            raise


def _event(step: Any) -> str:
    if isinstance(step, Waiting):
        return _line("waiting", {"ahead": step.ahead})
    return _line("growing" if step.growing else "answer", answer_json(step))


def _line(event: str, said: Any) -> str:
    return f"event: {event}\ndata: {json.dumps(said, ensure_ascii=False)}\n\n"
