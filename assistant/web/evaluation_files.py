"""A run as a file to take away, as report, tables or data, and the drafts of test questions as a test set."""

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from assistant.phrases.eval_words import eval_phrases
from assistant.web.attachment import attachment
from assistant.web.desk import Desk
from assistant.web.evaluation_drafts import drafts_of
from assistant.web.frame import page_of
from assistant.web.login_person import allowed
from corpus.errors import RoundtableError
from evals.comparing.look_first import look_first
from evals.report.report_file import REPORT_FORMS, report_file
from evals.runs.store import NoRun, RunStore
from evals.testsets.writing import test_set_text

# The files of a run by name, with their form among REPORT_FORMS.
RUN_FILES = {"report.html": "html", "questions.csv": "csv", "figures.csv": "figures.csv", "report.json": "json"}


def address_of(id_: str, file: str) -> str:
    """Where the page fetches it."""
    return f"runs/{quote(id_, safe='')}/{file}"


def run_exported(desk: Desk, request: Any) -> Any:
    """The answer to `/runs/ID/FILE`."""
    from starlette.responses import PlainTextResponse, Response

    said, file = eval_phrases(page_of(request).language), request.path_params["file"]
    if file not in RUN_FILES:
        return PlainTextResponse(said.runs.gone, 404)
    try:
        run = RunStore(desk.settings.evaluations).load(request.path_params["run"])
        content = report_file(run, RUN_FILES[file], look=look_first(run))
    except NoRun:
        return PlainTextResponse(said.runs.gone, 404)
    except RoundtableError as error:
        return PlainTextResponse(str(error), 422)
    name = f"{run.name or run.set_name} {PurePath(file).stem}"
    headers = attachment(name, PurePath(file).suffix[1:], "run")
    return Response(content, media_type=REPORT_FORMS[RUN_FILES[file]], headers=headers)


def drafts_exported(desk: Desk, request: Any) -> Any:
    """The answer to `/drafts.yaml`, for those alone who may see it: it holds what readers asked."""
    from starlette.responses import PlainTextResponse

    page = page_of(request)
    if not allowed(desk.settings, request, "feedback"):
        return PlainTextResponse(page.library.not_allowed, 403)
    try:
        text = test_set_text(drafts_of(desk), "yaml")
    except RoundtableError as error:
        return PlainTextResponse(str(error), 500)
    name = {"content-disposition": "attachment; filename=drafts.yaml"}
    return PlainTextResponse(text, media_type="application/yaml", headers=name)
