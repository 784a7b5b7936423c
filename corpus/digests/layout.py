"""Lay a digest out as pages that one can print, cite by number and click through."""

from collections.abc import Mapping
from datetime import date
from html import escape
from io import BytesIO
from itertools import count
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from corpus.digests.blocks import (
    BLUE,
    BODY,
    BOLD,
    GREY,
    INK,
    PALE,
    REGULAR,
    Heading,
    section_flowables,
    source_flowables,
)
from corpus.digests.source import SOURCES_TITLE
from corpus.digests.types import About, Digest

_LEFT, _TOP, _BOTTOM = 25 * mm, 27 * mm, 25 * mm
_WIDTH, _HEIGHT = A4[0] - 2 * _LEFT, A4[1] - _TOP - _BOTTOM
_CREATOR = "corpus.digests.build of the Roundtable Assistant project"
_ROMAN = "i ii iii iv v vi vii viii ix x".split()

_OVERLINE = ParagraphStyle("overline", BODY, fontSize=11, leading=14, textColor=GREY, spaceAfter=10)
_TITLE = ParagraphStyle("title", BODY, fontName=BOLD, fontSize=24, leading=30, textColor=BLUE, spaceAfter=14)
_ABOUT = ParagraphStyle("about", BODY, fontSize=11, leading=16, spaceAfter=0)
_FACT = ParagraphStyle("fact", BODY, spaceAfter=0)
_FACT_NAME = ParagraphStyle("fact name", _FACT, textColor=GREY)
_NOTICE = ParagraphStyle(
    "notice", BODY, backColor=PALE, borderPadding=(10, 12, 7, 12), leftIndent=12, rightIndent=12, leading=15.5
)


def to_pdf(digest: Digest) -> bytes:
    """The digest as a PDF: the same bytes for the same digest, whenever and wherever it is built."""
    labels: Mapping[str, str] = {}
    for _ in range(2):  # the first round finds the page numbers that the second prints in the contents
        file = BytesIO()
        pages = _Pages(file, digest.about)
        pages.build(_story(digest, labels))
        labels = pages.labels
    return file.getvalue()


def page_label(page: int, body: int | None) -> str:
    """What is printed on a page, if the body begins on page number `body`: i, ii, and then 1, 2."""
    return _ROMAN[page - 1] if body is None or page < body else str(page - body + 1)


class _Pages(BaseDocTemplate):
    """The pages while they fill; remembers on which the body begins and where each heading stands."""

    def __init__(self, file: BytesIO, about: About) -> None:
        super().__init__(
            file,
            pagesize=A4,
            title=about.title,
            author=about.publisher,
            subject=about.about,
            keywords=", ".join([*about.topics, *about.places]),
            lang=about.language,
            creator=_CREATOR,
            displayDocTitle=1,
            invariant=1,
            # Compressed bytes differ from one computer's zlib to the other's.
            pageCompression=0,
        )
        self._about = about
        self._body: int | None = None
        self.labels: dict[str, str] = {}
        frame = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
        for name, begin in (("cover", self._begin_cover), ("front", self._header), ("body", self._begin_body)):
            frames = [Frame(_LEFT, _BOTTOM, _WIDTH, _HEIGHT, id=name, **frame)]
            self.addPageTemplates(PageTemplate(name, frames, onPage=begin, onPageEnd=self._footer))

    def beforeDocument(self) -> None:
        # Without a date, none is claimed: reportlab's own would be the first day of 2000. As a date may stop
        # at the year in a PDF too (ISO 32000-1, 7.9.4), none is made more exact than the front matter has it.
        written = f"D:{self._about.date.replace('-', '')}" if self._about.date else ""
        self.canv.setDateFormatter(lambda *_: written)
        self.canv.showOutline()

    def afterFlowable(self, flowable: Flowable) -> None:
        if isinstance(flowable, Heading):
            self.labels[flowable.key] = page_label(self.page, self._body)
            self.canv.bookmarkHorizontal(flowable.key, 0, self.frame._y + flowable.height)
            self.canv.addOutlineEntry(flowable.title, flowable.key, level=flowable.level - 1)

    def _begin_cover(self, canvas: Any, _: object) -> None:
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
        canvas.setFillColor(BLUE)
        canvas.rect(0, A4[1] - 14 * mm, A4[0], 14 * mm, stroke=0, fill=1)

    def _begin_body(self, canvas: Any, _: object) -> None:
        if self._body is None:
            self._body = self.page
            canvas.addPageLabel(self.page - 1, style="ARABIC", start=1)
        self._header(canvas, _)

    def _header(self, canvas: Any, _: object) -> None:
        first, *more = simpleSplit(self._about.title, REGULAR, 8.5, _WIDTH - 10)
        canvas.setFont(REGULAR, 8.5)
        canvas.setFillColor(GREY)
        canvas.drawString(_LEFT, A4[1] - 17 * mm, first + (" …" if more else ""))
        canvas.setStrokeColor(PALE)
        canvas.line(_LEFT, A4[1] - 19.5 * mm, _LEFT + _WIDTH, A4[1] - 19.5 * mm)

    def _footer(self, canvas: Any, _: object) -> None:
        canvas.setFont(REGULAR, 9)
        canvas.setFillColor(GREY)
        canvas.drawCentredString(A4[0] / 2, 13 * mm, page_label(self.page, self._body))


class _ContentsLine(Flowable):
    """A title, dots, and the label of its page; a click leads there."""

    def __init__(self, title: str, level: int, key: str, label: str) -> None:
        super().__init__()
        self._indent = 12 * (level - 2)
        self._lines = simpleSplit(title, REGULAR, 10.5, _WIDTH - self._indent - 40)
        self._key, self._label = key, label

    def wrap(self, *_: float) -> tuple[float, float]:
        self.height = 15 * len(self._lines) + 4
        return _WIDTH, self.height

    def draw(self) -> None:
        *above, last = self._lines
        first = self.height - 12
        dot = stringWidth(".", REGULAR, 10.5)
        end = _WIDTH - 22
        dots = int((end - self._indent - stringWidth(last, REGULAR, 10.5) - 6) / dot)
        # In one text object and without drawString, which would end the line for programs that read it.
        text = self.canv.beginText()
        text.setFont(REGULAR, 10.5)
        text.setFillColor(INK)
        for place, line in enumerate([*above, last]):
            text.setTextOrigin(self._indent, first - 15 * place)
            text.textOut(line)
        # The dots end where those of the other lines do, so that they stand below each other.
        for part, right in (("." * dots, end), (self._label, _WIDTH)):
            text.setTextOrigin(right - stringWidth(part, REGULAR, 10.5), first - 15 * len(above))
            text.textOut(part)
        self.canv.drawText(text)
        self.canv.linkRect("", self._key, (0, 2, _WIDTH, self.height), relative=1)


def _story(digest: Digest, labels: Mapping[str, str]) -> list[Flowable]:
    numbers = count(1)
    guide, body = (
        [(section, f"section-{next(numbers)}") for section in sections] for sections in (digest.guide, digest.sections)
    )
    story = [*_cover(digest), NextPageTemplate("front"), PageBreak(), Heading("Contents", 2, "contents")]
    entries = [(section.title, section.level, key) for section, key in [*guide, *body]]
    for title, level, key in [*entries, (SOURCES_TITLE, 2, "sources")]:
        story.append(_ContentsLine(title, level, key, labels.get(key, "")))
    story.append(Spacer(1, 14))
    for section, key in guide:
        story += section_flowables(section, key, _WIDTH)
    story += [NextPageTemplate("body"), PageBreak()]
    for section, key in body:
        story += section_flowables(section, key, _WIDTH)
    return [*story, *source_flowables(SOURCES_TITLE, "sources", digest.sources, _WIDTH)]


def _cover(digest: Digest) -> list[Flowable]:
    about = digest.about
    facts = {
        "Kind": about.kind.replace("-", " ").capitalize(),
        "Roundtable": f"No. {about.roundtable}" if about.roundtable else "",
        "Date of the subject": written_date(about.date) if about.date else "",
        "Places": ", ".join(about.places),
        "Topics": ", ".join(about.topics),
        "Published by": about.publisher,
        "Licence": about.licence,
    }
    rows = [[Text(name, _FACT_NAME), Text(escape(fact, quote=False), _FACT)] for name, fact in facts.items() if fact]
    return [
        Spacer(1, 38 * mm),
        Text("Digest of public sources", _OVERLINE),
        Heading(about.title, 1, "title", _TITLE),
        Text(escape(about.about, quote=False), _ABOUT),
        Spacer(1, 14 * mm),
        Grid(
            rows,
            (42 * mm, _WIDTH - 42 * mm),
            style=[("LEFTPADDING", (0, 0), (0, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP")],
        ),
        Spacer(1, 20 * mm),
        Text(escape(digest.disclaimer, quote=False), _NOTICE),
    ]


def written_date(iso: str) -> str:
    """The date as one reads it: 2020-12-03 is "3 December 2020", 2020-12 is "December 2020"."""
    day = date.fromisoformat(iso + "-01-01"[len(iso) - 4 :])
    return {4: f"{day:%Y}", 7: f"{day:%B %Y}"}.get(len(iso), f"{day.day} {day:%B %Y}")
