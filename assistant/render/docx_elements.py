"""The pieces of XML that a Word document is made of: words in a style, and links."""

from typing import Any

from assistant.one_line import readable
from assistant.render.paper import Run


def text_run(run: Run, language: str) -> Any:
    """A run of Word with the text as it is; its properties in the order that the schema wants."""
    inner = element("w:r")
    style = element("w:rPr")
    if run.bold:
        style.append(element("w:b"))
    if run.italic:
        style.append(element("w:i"))
    if run.language and run.language != language:
        style.append(element("w:lang", val=run.language))
    text = element("w:t")
    text.text = readable(run.text)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    inner.append(style)
    inner.append(text)
    return inner


def line_break() -> Any:
    """A run that begins a new line within its paragraph."""
    run = element("w:r")
    run.append(element("w:br"))
    return run


def link(url: str, inner: Any, part: Any) -> Any:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    outer = element("w:hyperlink")
    outer.set(qn("r:id"), part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    outer.append(inner)
    return outer


def element(name: str, /, **attributes: str) -> Any:
    """An element of Word with attributes of its namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
