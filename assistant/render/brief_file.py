"""A briefing as a file to hand on, in each form that there is."""

from dataclasses import replace
from datetime import datetime

from assistant.briefing.saved import brief_text
from assistant.briefing.types import Brief
from assistant.render.brief import brief_paper
from assistant.render.paper_file import PAPER_FORMS

# By the suffix of the file, with the media type.
BRIEF_FORMS = {name: form.media_type for name, form in PAPER_FORMS.items()} | {"json": "application/json"}


def brief_file(brief: Brief, form: str, style: str, exported: datetime | None, title: str = "") -> bytes:
    """The briefing in one of BRIEF_FORMS, cited in that style; a paper under `title`, if its owner gave it another. A
    Word file carries its data along, so that it can be checked again later. Raises `UnknownStyle`."""
    if form == "json":
        return brief_text(brief).encode()
    titled = replace(brief, outline=replace(brief.outline, title=title)) if title else brief
    return PAPER_FORMS[form].made(brief_paper(titled, style, exported), brief_text(brief))
