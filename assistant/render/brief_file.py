"""A briefing as a file to hand on, in each form that there is."""

from collections.abc import Callable, Mapping
from datetime import datetime

from assistant.briefing.types import Brief

Made = Callable[[Brief, str, datetime | None], bytes]


def _markdown(brief: Brief, style: str, exported: datetime | None) -> bytes:
    from assistant.render.brief import brief_paper
    from assistant.render.markdown import paper_markdown

    return paper_markdown(brief_paper(brief, style, exported)).encode()


def _docx(brief: Brief, style: str, exported: datetime | None) -> bytes:
    """With the data of the briefing inside, so that it can be checked again later."""
    from assistant.briefing.saved import brief_text
    from assistant.render.brief import brief_paper
    from assistant.render.docx import paper_docx

    return paper_docx(brief_paper(brief, style, exported), brief_text(brief))


def _pdf(brief: Brief, style: str, exported: datetime | None) -> bytes:
    from assistant.render.brief import brief_paper
    from assistant.render.pdf import paper_pdf

    return paper_pdf(brief_paper(brief, style, exported))


def _json(brief: Brief, style: str, exported: datetime | None) -> bytes:
    from assistant.briefing.saved import brief_text

    return brief_text(brief).encode()


# By the suffix of the file; each takes the briefing, the style of citation and the time of the export.
BRIEF_FORMS: Mapping[str, Made] = {".docx": _docx, ".pdf": _pdf, ".md": _markdown, ".json": _json}
