"""A small collection in every format, about cities that do not exist: whoever knows of them has read it here."""

from pathlib import Path

from tests import pdfs

MARKDOWN = """---
title: "Marisol: sensors in the old town"
kind: case-study
roundtable: 2
date: 2020-12-03
places: [Marisol]
language: en
publisher: Test press
---
# Marisol: sensors in the old town

## Noise

The city of Marisol mounted 48 noise sensors on lamp posts in 2019 [1]. Residents of Marisol may read the
measurements of the sensors on a public map [2].

The council of Marisol gave three reasons:

- noise kept people awake;
- the old rules could not be enforced;
- the sensors were cheap.

## Budget

| Year | Spending on sensors | Source |
| --- | --- | --- |
| 2019 | 120 000 euros | [1] |
| 2020 | 45 000 euros | [2] |

## Sources

1. Marisol council, sensor plan, https://example.org/sensor-plan
2. Marisol council, open map of noise, https://example.org/map
"""

HTML = """<!doctype html><html lang="en"><head><title>Quellstadt opens its data</title>
<meta name="date" content="2023-05-04"></head><body><nav>Home | Contact</nav><main><h1>Quellstadt opens its data</h1>
<p>Quellstadt published 310 data sets on its open data portal by May 2023.</p>
<p>The portal of Quellstadt is run by the city library.</p><script>alert("no")</script></main></body></html>"""

TEXT = """Minutes of the digital council of Torrevieja Alta

The digital council of Torrevieja Alta met on 9 March 2022. It decided that facial recognition may not be used in
public squares. The ban on facial recognition applies to the police as well.
"""


def write_collection(folder: Path) -> None:
    """Six documents: PDF with labels that differ from page numbers, DOCX, PPTX, HTML, Markdown, text."""
    (folder / "case-studies").mkdir(parents=True)
    (folder / "case-studies" / "marisol.md").write_text(MARKDOWN, encoding="utf-8")
    (folder / "quellstadt.html").write_text(HTML, encoding="utf-8")
    (folder / "minutes.txt").write_text(TEXT, encoding="utf-8")
    report_pdf(folder)
    policy_docx(folder / "policy.docx")
    slides_pptx(folder / "slides.pptx")


def report_pdf(folder: Path) -> Path:
    """Four pages labelled i, ii, 1, 2."""
    texts = [
        "Digital help in Harbourview\n\nA report of the harbour council",
        "Preface\n\nThe harbour council of Harbourview asked for this report in 2021.",
        "Help points\n\nHarbourview opened 14 digital help points for older residents in 2021.\n"
        "Each help point in Harbourview is staffed by two trained volunteers.",
        "Costs\n\nOne help point in Harbourview costs 9 300 euros a year.\n"
        "The costs are shared by the harbour council and a bank.",
    ]
    about = {"title": "Digital help in Harbourview", "author": "Harbour press"}
    path = pdfs.paragraphs(folder, texts, "harbourview.pdf", **about)
    return pdfs.labelled(path, [(0, "/r", None, 1), (2, "/D", None, 1)])


def policy_docx(path: Path) -> Path:
    from docx import Document

    document = Document()
    document.core_properties.title = "Lindenau data policy"
    document.add_heading("Lindenau data policy", level=1)
    document.add_heading("Retention", level=2)
    document.add_paragraph("Lindenau deletes the recordings of its traffic cameras after 72 hours.")
    table = document.add_table(rows=2, cols=2)
    cells = (*table.rows[0].cells, *table.rows[1].cells)
    for cell, text in zip(cells, ("Record", "Kept", "Parking", "30 days"), strict=True):
        cell.text = text
    document.save(str(path))
    return path


def slides_pptx(path: Path) -> Path:
    from pptx import Presentation

    presentation = Presentation()
    presentation.core_properties.title = "Skills in Oberwald"
    for title, body in (
        ("Skills in Oberwald", "Oberwald trained 2 500 adults in basic digital skills in 2022."),
        ("Next steps", "Oberwald will open evening classes in every district by 2026."),
    ):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = body
    presentation.save(str(path))
    return path
