"""How a Word document of ours looks: its styles, its page with a number at the foot, and what it says of itself."""

from datetime import UTC, datetime
from typing import Any

from assistant.render.docx_elements import element

FONT = "Calibri"
INK, BLUE, GREY, RED = "1A1A1A", "1F3A5F", "5A6472", "8A3B12"
AUTHOR = "Roundtable Assistant"


def set_styles(document: Any, language: str) -> None:
    """One font, quiet headings, and the styles that the template lacks, footnotes among them."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles = document.styles
    _font(styles["Normal"], 10.5, INK)
    _spaced(styles["Normal"], 0, 7, 1.15)
    looks: tuple[tuple[str, str, float, str, float, float], ...] = (
        ("Title", "", 22, BLUE, 0, 4),
        ("Subtitle", "", 10.5, GREY, 0, 14),
        ("Heading 1", "", 15, BLUE, 20, 5),
        ("Heading 2", "", 12.5, BLUE, 14, 4),
        ("Heading 3", "", 11, BLUE, 10, 3),
        ("List Bullet", "", 10.5, INK, 0, 4),
        ("Quote", "", 10, INK, 4, 2),
        ("Caption", "", 9.5, BLUE, 8, 4),
        ("Lead", "Normal", 10.5, INK, 4, 2),
        ("Aside", "Normal", 9, GREY, 0, 4),
        ("Warning", "Normal", 10.5, RED, 4, 8),
        ("Quote Source", "Normal", 9, GREY, 0, 10),
        ("Bibliography", "Normal", 10, INK, 0, 6),
        ("Closing Line", "Normal", 9, GREY, 16, 0),
        ("Table Text", "Normal", 9.5, INK, 2, 2),
        ("footnote text", "Normal", 9, INK, 0, 3),
        ("TOC Heading", "", 12.5, BLUE, 4, 4),
        ("toc 1", "Normal", 10.5, INK, 0, 3),
        ("toc 2", "Normal", 10, INK, 0, 2),
    )
    for name, base, size, color, before, after in looks:
        if base:
            made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style = styles[base]
            made.quick_style = True
        _font(styles[name], size, color)
        _spaced(styles[name], before, after)
    for name in ("Title", "Subtitle", "Quote", "Caption"):
        styles[name].font.italic = False
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption", "TOC Heading"):
        styles[name].font.bold = True
        styles[name].paragraph_format.keep_with_next = True
    styles["Lead"].paragraph_format.keep_with_next = True
    # LibreOffice loses the rest of a footnote that it parts, where its mark stands in a table.
    styles["footnote text"].paragraph_format.keep_together = True
    styles["Subtitle"].font.bold = False
    # Several lines below the title stand close together; the space comes below the last of them.
    styles["Subtitle"].element.get_or_add_pPr().append(element("w:contextualSpacing"))
    styles["toc 2"].paragraph_format.left_indent = Pt(14)
    for name in ("Title", "Subtitle"):
        for spread in styles[name].element.xpath("./w:rPr/w:spacing"):
            spread.getparent().remove(spread)
    for name in ("Quote", "Quote Source"):
        styles[name].paragraph_format.left_indent = Pt(18)
    styles["Bibliography"].paragraph_format.left_indent = Pt(18)
    styles["Bibliography"].paragraph_format.first_line_indent = Pt(-18)
    _ruled(styles["Warning"], RED)
    _ruled(styles["Closing Line"], GREY, "top")
    border = styles["Title"].element.pPr.find(_qn("w:pBdr"))
    if border is not None:
        styles["Title"].element.pPr.remove(border)

    mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline = True
    _colored(link, BLUE)
    # Word knows the two by these names; python-docx makes the same ids of them but for the capitals.
    styles["footnote text"].element.set(_qn("w:styleId"), "FootnoteText")
    mark.element.set(_qn("w:styleId"), "FootnoteReference")
    for level in ("1", "2"):
        styles[f"toc {level}"].element.set(_qn("w:styleId"), f"TOC{level}")
    _set_language(document, language)


def set_page(document: Any) -> None:
    """A4 with the page's number at its foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field, run = element("w:fldSimple", instr="PAGE"), element("w:r")
    number = element("w:t")
    number.text = "1"
    run.append(number)
    field.append(run)
    foot._p.append(field)


def set_properties(document: Any, title: str, language: str, made: datetime | None) -> None:
    """What the file says of itself; without a time, none of the template's is left in it."""
    about = document.core_properties
    # Word takes no more than 255 characters here.
    about.title, about.author, about.language = title[:255], AUTHOR, language
    about.comments = about.last_modified_by = ""
    when = made.astimezone(UTC).replace(tzinfo=None) if made else None
    for name in ("created", "modified"):
        if when:
            setattr(about, name, when)
        else:
            for old in about._element.xpath(f"./dcterms:{name}"):
                about._element.remove(old)


def _font(style: Any, size: float, color: str) -> None:
    from docx.shared import Pt

    style.font.size = Pt(size)
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(_qn(f"w:{theme}"), None)
    fonts.set(_qn("w:cs"), FONT)
    _colored(style, color)


def _colored(style: Any, color: str) -> None:
    from docx.shared import RGBColor

    style.font.color.rgb = RGBColor.from_string(color)


def _spaced(style: Any, before: float, after: float, line: float | None = None) -> None:
    from docx.shared import Pt

    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if line:
        style.paragraph_format.line_spacing = line


def _ruled(style: Any, color: str, side: str = "left") -> None:
    """A line along one side of the paragraphs."""
    borders = element("w:pBdr")
    borders.append(element(f"w:{side}", val="single", sz="12" if side == "left" else "4", space="8", color=color))
    style.element.get_or_add_pPr().insert_element_before(
        borders, *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    )


def _set_language(document: Any, language: str) -> None:
    """The language in which Word checks the spelling, for the whole document."""
    for each in document.styles.element.xpath("./w:docDefaults//w:rPr"):
        for old in each.xpath("./w:lang"):
            each.remove(old)
        each.append(element("w:lang", val=language, eastAsia=language))
    for each in document.settings.element.xpath("./w:themeFontLang"):
        each.set(_qn("w:val"), language)


def _qn(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)
