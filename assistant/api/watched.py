"""Give a server that programs ask what the chat has too: a sign of life, figures, and a line for each request."""

from typing import TYPE_CHECKING, Any

from assistant.api.guard import Entrance, Guard
from assistant.api.metrics import Counted, Metrics, metrics_response, no_note
from assistant.api.problem import problem_of
from assistant.assistant import Assistant
from assistant.serving.types import Answers
from assistant.web.logs import RequestLog, question_logged
from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from assistant.settings import Settings

METRICS, HEALTH = "/metrics", "/health"


def watched(app: Any, metrics: Metrics, entrance: Entrance, log: bool) -> Any:
    """The Starlette app with these addresses, behind the guard; the first of them is open to everybody."""
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    async def health(request: Any) -> Any:
        return JSONResponse({"status": "up"}, headers={"cache-control": "no-store"})

    app.router.routes += [Route(HEALTH, health), metrics_route(metrics, entrance)]
    guarded = Guard(app, entrance, free=(HEALTH, METRICS))
    return RequestLog(guarded) if log else guarded


def counted(answers: Answers, assistant: Assistant, settings: "Settings") -> tuple[Counted, Metrics]:
    """The answers, whose questions are counted from now on, and logged where that is switched on; and the figures."""
    metrics = Metrics(assistant)
    note = question_logged if settings.log and settings.log_questions else no_note
    return Counted(answers, metrics, note), metrics


def metrics_route(metrics: Metrics, entrance: Entrance) -> Any:
    """Figures for Prometheus, to this computer, or for a token of role admin."""
    from starlette.routing import Route

    def measured(request: Any) -> Any:
        try:
            entrance.check_admin(request)
        except RoundtableError as error:
            return problem_of(error)
        return metrics_response(metrics)

    return Route(METRICS, measured)
