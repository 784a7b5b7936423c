"""Tables of a Word document: columns as wide as the paper says, and a header that comes again on every page."""

from collections.abc import Iterator
from typing import Any

from assistant.render.docx_elements import element
from assistant.render.paper import Run, Runs, Table

WHOLE_ROW = 700  # characters of a cell, up to which its row is not parted between two pages
_HEADER = "E9EEF4"


def add_table(document: Any, table: Table) -> Iterator[tuple[Any, Runs]]:
    """Add the table to the document; each of its paragraphs comes with the runs to be put into it, row by row."""
    count = len(table.header)
    grid = document.add_table(rows=0, cols=count, style="Table Grid")
    grid.autofit = False
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    total = sum(table.widths)
    widths = [int(room * width / total) for width in table.widths] if table.widths else [int(room / count)] * count
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for place, row in enumerate((table.header, *table.rows)):
        line = grid.add_row()
        about = line._tr.get_or_add_trPr()
        if not place or max(_length(cell) for cell in row) <= WHOLE_ROW:
            about.append(element("w:cantSplit"))
        if not place:
            about.append(element("w:tblHeader"))
        for cell, runs in zip(line.cells, row, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.style = "Table Text"
            if not place:
                cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=_HEADER))
                # A header alone at the foot of a page names nothing.
                paragraph.paragraph_format.keep_with_next = True
                runs = tuple(Run(run.text, run.notes, True, run.italic, run.url, run.language) for run in runs)
            yield paragraph, runs


def _length(cell: Runs) -> int:
    return sum(len(run.text) for run in cell)
