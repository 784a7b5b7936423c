"""How a PDF of ours looks: one font in a few sizes, blue headings, grey asides, warnings that are seen."""

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import TableStyle

from assistant.render.pdf_fonts import REGULAR

SIDE = 25 * mm  # the margins at both sides
WIDTH = A4[0] - 2 * SIDE  # of the text
INK, BLUE, GREY, RED, PALE = map(HexColor, ("#1a1a1a", "#1f3a5f", "#5a6472", "#8a3b12", "#fbf1ea"))
LINK = "#1f3a5f"
MARK = 7  # points, of the number of a note in the text

BODY = ParagraphStyle(
    "body",
    fontName=REGULAR,
    bulletFontName=REGULAR,
    fontSize=10,
    leading=14.5,
    textColor=INK,
    spaceAfter=7,
    allowWidows=0,
    allowOrphans=0,
    splitLongWords=1,
)
TITLE = ParagraphStyle("title", BODY, fontSize=21, leading=26, textColor=BLUE, spaceAfter=4)
CONTENTS = ParagraphStyle(
    "contents", BODY, fontSize=12, leading=16, textColor=BLUE, spaceBefore=8, spaceAfter=2, keepWithNext=1
)
CONTENTS_LEVELS = [
    ParagraphStyle("contents 1", BODY, leading=13, spaceAfter=0, rightIndent=28),
    ParagraphStyle("contents 2", BODY, fontSize=9, leading=12, spaceAfter=0, leftIndent=14, rightIndent=28),
]
CONTENTS_TABLE = TableStyle(
    [
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
)
ABOUT = ParagraphStyle("about", BODY, textColor=GREY, spaceAfter=0)
HEADINGS = {
    1: ParagraphStyle(
        "heading 1", BODY, fontSize=14, leading=18, textColor=BLUE, spaceBefore=16, spaceAfter=4, keepWithNext=1
    ),
    2: ParagraphStyle(
        "heading 2", BODY, fontSize=12, leading=16, textColor=BLUE, spaceBefore=11, spaceAfter=3, keepWithNext=1
    ),
    3: ParagraphStyle(
        "heading 3", BODY, fontSize=10.5, leading=14, textColor=BLUE, spaceBefore=8, spaceAfter=3, keepWithNext=1
    ),
}
LEAD = ParagraphStyle("lead", BODY, spaceBefore=4, spaceAfter=2, keepWithNext=1)
ASIDE = ParagraphStyle("aside", BODY, fontSize=8.5, leading=12, textColor=GREY, spaceAfter=4)
ASIDE_BELOW_HEADING = ParagraphStyle("aside below heading", ASIDE, keepWithNext=1)
WARNING = ParagraphStyle(
    "warning",
    BODY,
    textColor=RED,
    backColor=PALE,
    borderPadding=(4, 6, 5, 6),
    leftIndent=6,
    rightIndent=6,
    spaceBefore=10,
    spaceAfter=12,
)
ITEM = ParagraphStyle("item", BODY, leftIndent=14, bulletIndent=3, spaceAfter=3)
LAST_ITEM = ParagraphStyle("last item", ITEM, spaceAfter=7)
QUOTE = ParagraphStyle(
    "quote", BODY, fontSize=9.5, leading=13.5, leftIndent=16, rightIndent=16, spaceAfter=2, keepWithNext=1
)
QUOTE_SOURCE = ParagraphStyle(
    "quote source", BODY, fontSize=8.5, leading=12, leftIndent=16, rightIndent=16, textColor=GREY, spaceAfter=10
)
NOTE = ParagraphStyle("note", BODY, fontSize=8.5, leading=12, leftIndent=20, bulletFontSize=8.5, spaceAfter=4)
ENTRY = ParagraphStyle("entry", BODY, fontSize=9.5, leading=13.5, leftIndent=16, firstLineIndent=-16, spaceAfter=5)
CLOSING = ParagraphStyle("closing", BODY, fontSize=8.5, leading=12, textColor=GREY, spaceAfter=4)
CAPTION = ParagraphStyle("caption", BODY, fontSize=9, leading=12, textColor=BLUE, spaceBefore=6, keepWithNext=1)
LONGEST_ROW = 0.6 * A4[1]  # points; below, a row stays whole, since any page has room for it under a header
CELL_SIDE = 6  # points, left and right of its words
BEGINNING = 70  # points of what a heading leads to that must fit below it: three lines, or a table's header and a row
CELL = ParagraphStyle("cell", BODY, fontSize=9, leading=12, spaceAfter=0, embeddedHyphenation=1)
RULES = TableStyle(
    [
        ("BACKGROUND", (0, 0), (-1, 0), HexColor("#e9eef4")),
        ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#aab4c0")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), CELL_SIDE),
        ("RIGHTPADDING", (0, 0), (-1, -1), CELL_SIDE),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ]
)
