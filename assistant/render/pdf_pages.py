"""The pages of a PDF: A4 with a number at the foot, bookmarks for the headings, and what the file says of itself."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from assistant.one_line import readable
from assistant.render.paper import Paper
from assistant.render.pdf_fonts import REGULAR
from assistant.render.pdf_story import Head
from assistant.render.pdf_styles import GREY, SIDE, WIDTH

AUTHOR = "Roundtable Assistant"
_TOP = _BOTTOM = 24 * mm


class Pages(BaseDocTemplate):
    """The pages while they fill: a number at the foot of each, and a bookmark for each heading."""

    def __init__(self, file: BytesIO, paper: Paper) -> None:
        super().__init__(
            file,
            pagesize=A4,
            title=readable(paper.title),
            author=AUTHOR,
            creator=AUTHOR,
            lang=paper.language,
            displayDocTitle=1,
        )
        self._made = paper.made
        self._level = -1  # of the last bookmark
        frame = Frame(SIDE, _BOTTOM, WIDTH, A4[1] - _TOP - _BOTTOM, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPageEnd=self._foot))

    def beforeDocument(self) -> None:
        self._level = -1
        written = _pdf_date(self._made)
        self.canv.setDateFormatter(lambda *_: written)

    def afterFlowable(self, flowable: Flowable) -> None:
        if isinstance(flowable, Head) and flowable.bookmark:
            title, level, key = flowable.bookmark
            # A bookmark may be only one level deeper than the one before it.
            self._level = min(level, self._level + 1)
            self.canv.bookmarkHorizontal(key, 0, self.frame._y + flowable.height)
            self.canv.addOutlineEntry(title, key, level=self._level)
            if flowable.entry:
                self.notify("TOCEntry", (level, flowable.entry, self.page, key))

    def _foot(self, canvas: Any, _: object) -> None:
        canvas.setFont(REGULAR, 9)
        canvas.setFillColor(GREY)
        canvas.drawCentredString(A4[0] / 2, 13 * mm, str(self.page))


def _pdf_date(made: datetime | None) -> str:
    """The time as a PDF writes it (ISO 32000-1, 7.9.4); without one none is claimed."""
    if made is None:
        return ""
    return f"D:{made.astimezone(UTC):%Y%m%d%H%M%S}Z" if made.tzinfo else f"D:{made:%Y%m%d%H%M%S}"
