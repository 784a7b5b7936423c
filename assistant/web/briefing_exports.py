"""A briefing as a file, for its owner alone: DOCX, PDF, Markdown or JSON, in the citation style that was chosen."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from assistant.briefing.briefs import Saved
from assistant.briefing.saved import brief_text
from assistant.phrases.brief_words import brief_phrases
from assistant.render.brief import brief_paper
from assistant.render.docx import paper_docx
from assistant.render.markdown import paper_markdown
from assistant.render.paper import Paper
from assistant.render.pdf import paper_pdf
from assistant.web.briefing_input import number_from
from assistant.web.desk import Desk
from assistant.web.frame import page_of
from assistant.web.users import user_of
from corpus.errors import RoundtableError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Of each form: its media type, and what makes it of the paper and of the briefing as JSON, which a DOCX carries along
# so that it can be checked again.
FORMS: Mapping[str, tuple[str, Callable[[Paper, str], str | bytes]]] = {
    "docx": (DOCX, lambda paper, saved: paper_docx(paper, embedded=saved)),
    "pdf": ("application/pdf", lambda paper, saved: paper_pdf(paper)),
    "md": ("text/markdown; charset=utf-8", lambda paper, saved: paper_markdown(paper)),
    "json": ("application/json", lambda paper, saved: saved),
}


def exported(desk: Desk, request: Any) -> Any:
    """The answer to `/briefs/ID.FORM?style=…&version=…`; that there is none, for anybody but its owner."""
    from starlette.responses import PlainTextResponse, Response

    said, form = brief_phrases(page_of(request).language), request.path_params["form"]
    wanted = request.query_params.get("version", "")
    style = request.query_params.get("style", "chicago")
    try:
        found = desk.briefs.open(
            user_of(request.cookies), request.path_params["briefing"], number_from(wanted) if wanted else None
        )
    except RoundtableError:
        return PlainTextResponse(said.listed.gone, 404)
    if form not in FORMS or style not in said.reading.styles:
        return PlainTextResponse(said.listed.gone, 404)
    media_type, made = FORMS[form]
    name = {"content-disposition": f"attachment; filename*=UTF-8''{quote(_file_name(found.title))}.{form}"}
    try:
        content = made(_paper(found, style), brief_text(found.brief))
    except RoundtableError as error:
        return PlainTextResponse(str(error), 422)
    return Response(content, media_type=media_type, headers=name)


def _paper(found: Saved, style: str) -> Paper:
    """Under the title that its owner gave it."""
    titled = replace(found.brief, outline=replace(found.brief.outline, title=found.title))
    return brief_paper(titled, style, datetime.now(UTC))


def _file_name(title: str) -> str:
    kept = "".join(each if each.isalnum() or each in " -_" else " " for each in title)
    return " ".join(kept.split())[:60] or "briefing"
