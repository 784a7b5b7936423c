"""A page of a source as HTML: its picture with the quoted words boxed, its text, and how to cite it. All is escaped."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote as in_address
from urllib.parse import urlencode

from assistant.citing import STYLES, cite
from assistant.opened import Opened
from assistant.phrases import PagePhrases
from corpus.page_image import Box
from corpus.types import Document

WIDTH = 1200  # pixels of the picture; the script asks for more when it is enlarged


def page_html(opened: Opened, quote: str, page: PagePhrases, original: bool) -> str:
    """The page with what turns it, enlarges it and opens its original; where there is no picture, its text.

    `original` tells whether the file that was read is still there.
    """
    said = page.reader
    data = _data(opened.document, opened.page.number, quote, page)
    bar = _bar(opened, page, original)
    if opened.size:
        shown = _sheet(opened, page) + f'<p class="located" role="status">{escape(_located(opened, quote, page))}</p>'
        text = (
            f'<details class="page-text"><summary>{said.text_of_page}</summary>{_text(opened)}</details>'
            if opened.page.has_text
            else f'<p class="located">{said.no_text}</p>'
        )
    else:
        # Slides have pages and no pictures: of those nothing is missing.
        missing = opened.document.paged and not original
        shown = f'<p class="located" role="status">{said.no_picture}</p>' if missing else ""
        name = f'aria-label="{said.text_of_page}"'
        text = f'<div class="sheet text-only" tabindex="0" role="region" {name}>{_text(opened)}</div>'
    return f'<div class="page-view"{data}>{bar}{shown}{text}</div>'


def unopened_html(document: Document, number: int | None, quote: str, start: int, page: PagePhrases) -> str:
    """Where the script puts that page once it is wanted; `start` is where the quote begins in its text."""
    said = page.reader
    waiting = f' data-start="{start}" data-loading="{said.loading}" data-failed="{said.failed}"'
    return f'<div class="page-view unopened"{_data(document, number or 1, quote, page)}{waiting}></div>'


def failed_page_html(page: PagePhrases) -> str:
    """Stands in place of a page that the collection does not have."""
    return f'<div class="page-view"><p class="located" role="alert">{page.reader.no_document}</p></div>'


def citing_html(document: Document, number: int | None, label: str | None, page: PagePhrases) -> str:
    """A choice of citation styles, with a button that copies the one chosen."""
    said = page.reader
    options = "".join(
        f'<option value="{escape(cite(document, number, label, style, page.language))}">{said.styles[style]}</option>'
        for style in STYLES
    )
    return (
        f'<div class="citing"><label>{said.cite_as} <select>{options}</select></label> '
        f'<button type="button" class="copy-citation" data-copied="{page.talk.copied}">{said.copy_citation}</button>'
        '<output class="cited-as"></output></div>'
    )


def place_of(opened: Opened, page: PagePhrases) -> str:
    """ "page iii (page 3 of 14 of the file)", or "page 3 of 14" where the page prints the same number."""
    number, label = opened.page.number, opened.page.label
    wording = page.reader.printed_of if label and label != str(number) else page.reader.page_of
    return wording.format(page=number, label=label, pages=opened.count)


def deep_link(document: Document, number: int | None, quote: str = "") -> str:
    """The address of the document, open at that page, within the program."""
    asked = {"document": document.source, "page": str(number) if number else "", "quote": quote}
    return "collection?" + urlencode({name: value for name, value in asked.items() if value})


def _data(document: Document, number: int, quote: str, page: PagePhrases) -> str:
    about = {"document": document.id, "page": str(number), "quote": quote, "language": page.language}
    return "".join(f' data-{name}="{escape(value)}"' for name, value in about.items())


def _bar(opened: Opened, page: PagePhrases, original: bool) -> str:
    said, number = page.reader, opened.page.number
    parts = []
    if opened.document.paged:
        parts = [
            f'<cite class="of">{escape(opened.document.title)}</cite>',
            _button("‹", said.previous_page, f'data-goto="{number - 1}"', number > 1),
            _button("›", said.next_page, f'data-goto="{number + 1}"', number < opened.count),
            f'<span class="place">{escape(place_of(opened, page))}</span>',
        ]
    if opened.size:
        parts.append(_button("−", said.zoom_out, 'data-zoom="-1"', False))
        parts.append(_button("+", said.zoom_in, 'data-zoom="1"', True))
    if original:
        address = f"originals/{in_address(opened.document.id)}" + (f"#page={number}" if opened.size else "")
        parts.append(f'<a href="{address}" target="_blank" rel="noopener">{said.original}</a>')
    return f'<div class="bar">{"".join(parts)}</div>' if parts else ""


def _button(sign: str, name: str, data: str, enabled: bool) -> str:
    off = "" if enabled else " disabled"
    return f'<button type="button" {data} aria-label="{name}" title="{name}"{off}>{sign}</button>'


def _sheet(opened: Opened, page: PagePhrases) -> str:
    assert opened.size is not None
    width, height = opened.size
    name = page.reader.picture_of.format(page=opened.page.label or opened.page.number, title=opened.document.title)
    address = f"pages/{in_address(opened.document.id)}/{opened.page.number}.png?width={WIDTH}"
    return (
        f'<div class="sheet" tabindex="0" role="region" aria-label="{escape(name)}"><div class="paper">'
        f'<img src="{address}" width="{WIDTH}" height="{round(WIDTH * height / width)}" alt="{escape(name)}">'
        f"{''.join(map(_box, opened.boxes))}</div></div>"
    )


def _box(box: Box) -> str:
    sides = zip(("left", "top", "width", "height"), (box.left, box.top, box.width, box.height), strict=True)
    return f'<span class="box" style="{";".join(f"{name}:{100 * share:.3f}%" for name, share in sides)}"></span>'


def _located(opened: Opened, quote: str, page: PagePhrases) -> str:
    if not quote:
        return ""
    if opened.boxes:
        return page.reader.boxed
    return page.reader.not_located if opened.mark else page.reader.not_there


def _text(opened: Opened) -> str:
    """The text of the page in its paragraphs, its headings as such, and the quoted words marked."""
    text, mark = opened.page.text, opened.mark
    headings = {" ".join(heading.split()) for heading in opened.page.headings}
    parts, start = [], 0
    for block in text.split("\n\n"):
        end = start + len(block)
        inner = _marked(text, start, end, mark)
        tag = "h4" if " ".join(block.split()) in headings else "p"
        parts.append(f"<{tag}>{inner}</{tag}>" if block.strip() else "")
        start = end + 2
    return f'<div class="words" lang="{escape(opened.document.language)}">{"".join(parts)}</div>'


def _marked(text: str, start: int, end: int, mark: Sequence[int] | None) -> str:
    """Characters `start` to `end`; those of them that `mark` covers are marked."""
    if mark is None or mark[1] <= start or mark[0] >= end:
        return escape(text[start:end])
    first, last = max(start, mark[0]), min(end, mark[1])
    return f"{escape(text[start:first])}<mark>{escape(text[first:last])}</mark>{escape(text[last:end])}"
