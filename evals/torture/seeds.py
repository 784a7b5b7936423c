"""Small sound files of every format that is read, to be spoiled: some that ship, and some made here."""

import io
from collections.abc import Iterator
from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[2] / "corpus" / "materials"
LARGEST = 60_000  # bytes
HTML = (
    "<!doctype html><html lang=en><head><title>Trams</title></head><body><nav>Menu</nav><main><h1>Trams of Aville</h1>"
    "<p>Aville runs <b>12</b> trams.</p><ol start=3><li>First</li><li>Second<ul><li>Inner</li></ul></li></ol>"
    "<table><caption>Lines</caption><tr><th>Line</th><td>A</td></tr></table></main></body></html>"
)
TEXT = "Aville runs twelve trams.\n\nBville runs «nine», and Cville none: it has 4 % of them.\n"


def seeds() -> Iterator[tuple[str, bytes]]:
    """Name with suffix, and content."""
    for suffix in ("pdf", "md"):
        shipped = sorted(SHIPPED.rglob(f"*.{suffix}"), key=lambda path: (path.stat().st_size, path.name))
        for path in [path for path in shipped if path.stat().st_size <= LARGEST][:3]:
            yield path.name, path.read_bytes()
    yield "page.html", HTML.encode()
    yield "page.htm", HTML.encode("utf-16")
    yield "note.txt", TEXT.encode("latin-1")
    yield (
        "note.markdown",
        b"---\ntitle: Trams\ndate: 2021-05-04\n---\n# Trams\n\n| a |\n|---|\n| 1 |\n\n1. x\n",
    )
    yield "paper.docx", _docx()
    yield "slides.pptx", _pptx()


def _docx() -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title = "Trams"
    document.add_heading("Trams of Aville", 1)
    document.add_paragraph("Aville runs twelve trams.")
    document.add_paragraph("First", style="List Number")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Lines"
    return _saved(document)


def _pptx() -> bytes:
    import pptx

    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Trams of Aville"
    slide.placeholders[1].text = "Aville runs twelve trams."
    shapes = slide.shapes
    shapes.add_table(2, 2, 0, 0, 9_000, 9_000).table.cell(0, 0).text = "Line"
    shapes.add_group_shape().shapes.add_textbox(0, 0, 9_000, 9_000).text_frame.text = "In a group"
    return _saved(presentation)


def _saved(document: object) -> bytes:
    made = io.BytesIO()
    document.save(made)  # type: ignore[attr-defined]
    return made.getvalue()
