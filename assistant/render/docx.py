"""A paper as a Word document: real headings, real footnotes, a table of sources, page numbers, its language."""

from io import BytesIO
from itertools import count, pairwise
from typing import Any

from assistant.one_line import readable
from assistant.render.docx_contents import bookmarked, contents_list
from assistant.render.docx_elements import element, line_break, link, text_run
from assistant.render.docx_embedded import embed
from assistant.render.docx_notes import add_note_part, comma, note_mark, note_mark_again
from assistant.render.docx_styles import set_page, set_properties, set_styles
from assistant.render.docx_tables import add_table
from assistant.render.paper import (
    Block,
    BulletList,
    Heading,
    Kind,
    Paper,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    listed_levels,
)

_STYLES: dict[Kind, str] = {"text": "Normal", "lead": "Lead", "aside": "Aside", "warning": "Warning"}


def paper_docx(paper: Paper, embedded: str = "") -> bytes:
    """The paper as the bytes of a .docx file. `embedded` is JSON to be carried in it, for `embedded_in` to find."""
    return _Writer(paper, embedded).bytes()


class _Writer:
    """The document while it grows; remembers which footnotes it has named already."""

    def __init__(self, paper: Paper, embedded: str) -> None:
        from docx import Document

        self._paper = paper
        self._listed = listed_levels(paper)
        self._headings = count(1)
        self._document = Document()
        self._named: set[int] = set()
        set_styles(self._document, paper.language)
        set_page(self._document)
        set_properties(self._document, readable(paper.title), paper.language, paper.made)
        if embedded:
            embed(self._document, embedded)

    def bytes(self) -> bytes:
        paper = self._paper
        self._paragraph((Run(paper.title),), "Title")
        for line in paper.about:
            self._paragraph(line, "Subtitle")
        if self._listed:
            self._document.element.body.insert_element_before(contents_list(paper, self._listed), "w:sectPr")
        for before, block in pairwise((None, *paper.blocks)):
            self._block(block, isinstance(before, Heading))
        if paper.bibliography:
            self._heading(paper.bibliography_title, 1)
        for entry in paper.bibliography:
            self._paragraph(entry, "Bibliography")
        for line in paper.closing:
            self._paragraph(line, "Closing Line")
        if paper.footnotes:
            notes = add_note_part(self._document)
            for note in paper.footnotes:
                self._fill(notes.add(note.number), note.runs, notes.part)
        file = BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _block(self, block: Block | None, below_heading: bool) -> None:
        match block:
            case Heading(text=text, level=level):
                self._heading(text, level)
            case Paragraph(runs=runs, kind=kind):
                told = self._paragraph(runs, _STYLES[kind])
                told.paragraph_format.keep_with_next = True if kind == "aside" and below_heading else None
            case BulletList(items=items):
                for item in items:
                    self._paragraph(item, "List Bullet")
            case Quote(runs=runs, source=source):
                quote = self._paragraph(runs, "Quote")
                if source:
                    quote.paragraph_format.keep_with_next = True
                    self._paragraph((Run("— "), *source), "Quote Source")
            case Table():
                self._table(block)

    def _heading(self, text: str, level: int) -> None:
        heading = self._paragraph((Run(text),), f"Heading {min(level, 3)}")
        if level <= self._listed:
            bookmarked(heading, next(self._headings))

    def _table(self, table: Table) -> None:
        if table.caption:
            self._paragraph(table.caption, "Caption")
        for paragraph, runs in add_table(self._document, table):
            self._fill(paragraph._p, runs, self._document.part)
        self._document.add_paragraph(style="Table Text")

    def _paragraph(self, runs: Runs, style: str) -> Any:
        paragraph = self._document.add_paragraph(style=style)
        self._fill(paragraph._p, runs, self._document.part)
        return paragraph

    def _fill(self, paragraph: Any, runs: Runs, part: Any) -> None:
        """Put the runs into a paragraph of that part of the file; links belong to the part that has them."""
        for run in runs:
            inner = text_run(run, self._paper.language)
            if run.url.startswith(("http://", "https://")):
                inner.rPr.insert(0, element("w:rStyle", val="Hyperlink"))
                paragraph.append(link(run.url, inner, part))
            else:
                paragraph.append(inner)
            for place, number in enumerate(run.notes):
                if place:
                    paragraph.append(comma())
                marks = note_mark_again(number) if number in self._named else note_mark(number)
                self._named.add(number)
                paragraph.extend(marks)
            if run.breaks:
                paragraph.append(line_break())
