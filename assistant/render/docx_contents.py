"""The table of contents of a Word document: its entries stand there when it is opened, and Word can renew them."""

from collections.abc import Sequence
from typing import Any

from assistant.one_line import readable
from assistant.render.docx_elements import element
from assistant.render.paper import Heading, Paper

# Bookmarks are numbered throughout a document; those of the footnotes begin with 1.
_FIRST = 1_000_000


def contents_list(paper: Paper, levels: int) -> Any:
    """The field with a link to each heading that it lists. Without page numbers, which only a program that lays out
    the pages knows: Word fills them in when it is told to renew the table, and a wrong one would mislead."""
    listed = [(block.text, block.level) for block in paper.blocks if isinstance(block, Heading)]
    listed += [(paper.bibliography_title, 1)] if paper.bibliography else []
    entries = [(text, level) for text, level in listed if level <= levels]
    outer, about, inside = element("w:sdt"), element("w:sdtPr"), element("w:sdtContent")
    gallery = element("w:docPartObj")
    gallery.append(element("w:docPartGallery", val="Table of Contents"))
    gallery.append(element("w:docPartUnique"))
    about.append(gallery)
    inside.append(_paragraph("TOCHeading", [_run(_text(paper.contents))]))
    lines = [_paragraph(f"TOC{level}", [_link(number, text)]) for number, (text, level) in enumerate(entries, 1)]
    if lines:
        for place, run in enumerate(_field(f' TOC \\o "1-{levels}" \\h \\z \\u '), 1):
            lines[0].insert(place, run)
        lines[-1].append(_run(element("w:fldChar", fldCharType="end")))
    inside.extend(lines)
    outer.append(about)
    outer.append(inside)
    return outer


def bookmarked(heading: Any, number: int) -> None:
    """Put a bookmark around the words of the heading, for entry `number` of the contents to lead to."""
    id_ = str(_FIRST + number)
    start = element("w:bookmarkStart", id=id_, name=_name(number))
    heading._p.insert(1 if heading._p.pPr is not None else 0, start)
    heading._p.append(element("w:bookmarkEnd", id=id_))


def _field(order: str) -> Sequence[Any]:
    """The beginning of a field, up to where its result begins."""
    instruction = element("w:instrText")
    instruction.text = order
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    begin, separate = (element("w:fldChar", fldCharType=kind) for kind in ("begin", "separate"))
    return [_run(begin), _run(instruction), _run(separate)]


def _link(number: int, text: str) -> Any:
    link = element("w:hyperlink", anchor=_name(number), history="1")
    link.append(_run(_text(text)))
    return link


def _paragraph(style: str, runs: Sequence[Any]) -> Any:
    paragraph, about = element("w:p"), element("w:pPr")
    about.append(element("w:pStyle", val=style))
    paragraph.append(about)
    paragraph.extend(runs)
    return paragraph


def _run(inner: Any) -> Any:
    run = element("w:r")
    run.append(inner)
    return run


def _text(text: str) -> Any:
    shown = element("w:t")
    shown.text = readable(text)
    shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return shown


def _name(number: int) -> str:
    return f"_Toc{number:08d}"
