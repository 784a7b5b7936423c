"""A briefing as a file, for its owner alone: DOCX, PDF, Markdown or JSON, in the citation style that was chosen."""

from datetime import UTC, datetime
from typing import Any

from assistant.phrases.brief_words import brief_phrases
from assistant.render.brief_file import BRIEF_FORMS, brief_file
from assistant.web.attachment import attachment
from assistant.web.briefing_input import number_from
from assistant.web.desk import Desk
from assistant.web.frame import page_of
from assistant.web.users import user_of
from corpus.errors import RoundtableError


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
    if form not in BRIEF_FORMS or style not in said.reading.styles:
        return PlainTextResponse(said.listed.gone, 404)
    try:
        content = brief_file(found.brief, form, style, datetime.now(UTC), found.title)
    except RoundtableError as error:
        return PlainTextResponse(str(error), 422)
    return Response(content, media_type=BRIEF_FORMS[form], headers=attachment(found.title, form, "briefing"))
