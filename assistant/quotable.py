"""Choose the sentences of a passage that can stand in an answer, and write them as one would say them."""

import re
from collections.abc import Collection, Iterator, Sequence

from corpus.sentences import is_row, row_cells, sentences
from corpus.types import Passage
from corpus.words import plain

# Sections that point at knowledge and hold none: a list of sources names every topic and answers nothing.
_BACK_MATTER = re.compile(
    r"^(?:[\divxa-z]{1,4}[.)]?\s+)?(?:(?:list of )?(?:sources?|references?|figures|tables|abbreviations)"
    r"|references and notes|bibliograph\w*|works cited|further reading|(?:end|foot)?notes|(?:table of )?contents"
    r"|index|acknowledge?ments?|liste des (?:figures|tableaux|sigles|abreviations)|sommaire|table des matieres"
    r"|remerciements|references bibliographiques|pour aller plus loin)(?: and references| et references)?$"
)
# What a document says of itself; its subject is what people ask about.
_ABOUT_ITSELF = re.compile(
    r"^(?:[\divxa-z]{1,4}[.)]?\s+)?"
    r"(?:about (?:this|the|these) (?:digest|document|report|paper|publication|note|guide)s?"
    r"|limit(?:ation)?s(?: and (?:cautions?|caveats?))?|caveats?|disclaimers?|foreword|preface"
    r"|a propos (?:de ce|du|des) (?:document|rapport|note)s?|limites(?: et .{3,20})?|avertissements?|avant-propos)$"
)
_CAPTION = re.compile(
    r"^(?:table|figure|fig\.|chart|box|graph|map|exhibit|tableau|graphique|encadre|carte)\s+(?:[a-z]?[\d.-]+|[ivx]+)\b"
)
_MARKER = re.compile(r"\s*\[\d+(?:\s*[,–-]\s*\d+)*\]")
_ITEM = re.compile(r"^(?:[•▪●◦‣■□–—*✓➢>~-]\s*|\(?\d{1,2}[.)]\s+|\(?[a-z][.)]\s+)+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
LONGEST_CAPTION_OPENING = 100  # characters of which "Table 2.1" is the beginning
LONGEST_LIST = 500  # characters of a list that is quoted with the line that introduces it


def is_back_matter(section: Sequence[str]) -> bool:
    """Whether a passage belongs to a list of sources, notes, contents or figures."""
    return any(_BACK_MATTER.match(plain(" ".join(heading.split())).strip(" :.")) for heading in section)


def is_about_itself(section: Sequence[str]) -> bool:
    """Whether a passage belongs to what a document says of itself: its limits, cautions, how it came about."""
    return any(_ABOUT_ITSELF.match(plain(" ".join(heading.split())).strip(" :.")) for heading in section)


def quotable_spans(passage: Passage, headings: Collection[str], language: str) -> list[tuple[int, int]]:
    """Start and end of what can be quoted: sentences, rows of tables, and short lists with their opening line.

    Left out are headings (given as the page has them, spaces evened out), captions, header rows, questions,
    which answer nothing, and what is mostly an address.
    """
    if is_back_matter(passage.section):
        return []
    kept = []
    for start, end in _with_lists(passage.text, _without_header_rows(passage.text, language)):
        text = " ".join(passage.text[start:end].split())
        if text in headings or text.endswith("?") or _CAPTION.match(plain(text[:LONGEST_CAPTION_OPENING])):
            continue
        if len(_ADDRESS.sub("", text)) > 0.6 * len(text):
            kept.append((start, end))
    return kept


def as_said(text: str) -> str:
    """Quoted words as they can stand in an answer: note markers and bullets gone, spaces evened out.

    The cells of a row and the items of a list are divided by what a reader would write there.
    """
    if is_row(text):
        cells = [cell for cell in map(_plain, row_cells(text)) if cell]
        return f"{cells[0].rstrip(':')}: {'; '.join(cells[1:])}" if len(cells) > 1 else "".join(cells)
    opening, *items = re.split(r"(?<=:)\s*\n+|(?<=[;.])\s*\n+(?=\s*[•▪●◦‣■□–—*✓➢-]|\s*\(?\w{1,2}[.)]\s)", text)
    if not items:
        return _plain(text)
    said = [_plain(item).rstrip(";., ") for part in items for item in part.split("\n") if item.strip()]
    return f"{_plain(opening)} {'; '.join(said)}."


def _plain(text: str) -> str:
    text = " ".join(_MARKER.sub("", text).split())
    return _ITEM.sub("", re.sub(r"\s+([.,;:!?])", r"\1", text))


def without_markers(text: str) -> str:
    """The text without note markers such as [3], which are numbers and say nothing."""
    return _MARKER.sub("", text) if "[" in text else text


def _without_header_rows(text: str, language: str) -> Iterator[tuple[int, int]]:
    in_table = False
    for start, end in sentences(text, language):
        row = is_row(text[start:end])
        if not row or in_table:
            yield start, end
        in_table = row


def _with_lists(text: str, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Joins a line that ends with a colon to the items after it, as far as they are a list and short."""
    waiting: tuple[int, int] | None = None
    for start, end in spans:
        if waiting and _is_item(text, start) and end - waiting[0] <= LONGEST_LIST:
            waiting = (waiting[0], end)
            continue
        if waiting:
            yield waiting
            waiting = None
        if text[start:end].endswith(":"):
            waiting = (start, end)
        else:
            yield start, end
    if waiting:
        yield waiting


def _is_item(text: str, start: int) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 :][:12]
    return bool(_ITEM.match(line.lstrip()))
