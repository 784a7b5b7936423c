"""Real footnotes for Word, which python-docx 1.2 does not make: their part of the file, and the marks in the text."""

from collections.abc import Sequence
from typing import Any

from assistant.render.docx_elements import element, text_run
from assistant.render.paper import Run

_NAME = "/word/footnotes.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
# Two notes are only the lines above all others: before the first note of a page, and before one that goes on there.
_SEPARATORS = {"-1": ("separator", "w:separator"), "0": ("continuationSeparator", "w:continuationSeparator")}


class NotePart:
    """The part of the file that holds the footnotes."""

    def __init__(self, part: Any) -> None:
        self.part = part

    def add(self, number: int) -> Any:
        """The paragraph of a new footnote, which begins with its number."""
        note = element("w:footnote", id=str(number))
        paragraph = _paragraph()
        mark = _marked()
        mark.append(element("w:footnoteRef"))
        paragraph.append(mark)
        paragraph.append(text_run(Run(" "), ""))
        note.append(paragraph)
        self.part.element.append(note)
        return paragraph


def add_note_part(document: Any) -> NotePart:
    """Add an empty part for footnotes to the document, and tell the settings of its separators."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart

    notes = element("w:footnotes")
    for id_, (kind, line) in _SEPARATORS.items():
        note = element("w:footnote", type=kind, id=id_)
        paragraph, run = element("w:p"), element("w:r")
        run.append(element(line))
        paragraph.append(run)
        note.append(paragraph)
        notes.append(note)
    part = XmlPart(PackURI(_NAME), _TYPE, notes, document.part.package)
    document.part.relate_to(part, _RELATION)
    _tell_settings(document.settings.element)
    return NotePart(part)


def note_mark(number: int) -> Sequence[Any]:
    """The raised number in the text, in a bookmark by which the text can name the note again."""
    start = element("w:bookmarkStart", id=str(number), name=_bookmark(number))
    run = _marked()
    run.append(element("w:footnoteReference", id=str(number)))
    return start, run, element("w:bookmarkEnd", id=str(number))


def note_mark_again(number: int) -> Sequence[Any]:
    """The number of a note that the text has named before: Word has one mark a note, and refers to it."""
    runs = [_marked() for _ in range(5)]
    order = element("w:instrText")
    order.text = f" NOTEREF {_bookmark(number)} \\f \\h "
    order.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    shown = element("w:t")
    shown.text = str(number)
    fields = [element("w:fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")]
    for run, inner in zip(runs, (fields[0], order, fields[1], shown, fields[2]), strict=True):
        run.append(inner)
    return runs


def comma() -> Any:
    """Between two numbers, which without it would read as one."""
    run, text = _marked(), element("w:t")
    text.text = ","
    run.append(text)
    return run


def _tell_settings(settings: Any) -> None:
    """Name the separators, where the schema wants it: before the entries that follow in its order."""
    from docx.oxml.ns import qn

    entry = element("w:footnotePr")
    for id_ in _SEPARATORS:
        entry.append(element("w:footnote", id=id_))
    later = {qn(name) for name in ("w:endnotePr", "w:compat", "w:docVars", "w:rsids", "w:themeFontLang")}
    place = next((place for place, each in enumerate(settings) if each.tag in later), len(settings))
    settings.insert(place, entry)


def _paragraph() -> Any:
    paragraph, style = element("w:p"), element("w:pPr")
    style.append(element("w:pStyle", val="FootnoteText"))
    paragraph.append(style)
    return paragraph


def _marked() -> Any:
    """A run in the raised style of footnote numbers."""
    run, style = element("w:r"), element("w:rPr")
    style.append(element("w:rStyle", val="FootnoteReference"))
    run.append(style)
    return run


def _bookmark(number: int) -> str:
    return f"_RefNote{number}"
