"""A source as HTML: a card with title, page and the passage around the quoted words. All of it is escaped."""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from assistant.excerpt import Excerpt
from assistant.phrases import ENGLISH_PAGE, PagePhrases, kind_forms
from assistant.render.html_reader import citing_html, deep_link, unopened_html
from assistant.render.text import page_text, place_text
from assistant.types import Citation
from corpus.types import Document, Hit


def citation_source_html(citation: Citation, excerpt: Excerpt, turn: int, page: PagePhrases = ENGLISH_PAGE) -> str:
    """The source behind a marker: title, page, and the passage with the quoted words highlighted."""
    where = place_text(citation, page.language)
    view = unopened_html(citation.document, citation.page, citation.quote, citation.start, page)
    citing = citing_html(citation.document, citation.page, citation.page_label, page)
    link = _in_collection(citation.document, citation.page, citation.quote, page)
    return _source(
        f"s{turn}-{citation.number}", str(citation.number), citation.document, where, excerpt, page, view, citing + link
    )


def hit_source_html(hit: Hit, excerpt: Excerpt, turn: int, page: PagePhrases = ENGLISH_PAGE) -> str:
    """A nearest passage of a refusal."""
    where = page_text(hit.page, hit.page_label, page.language)
    view, link = unopened_html(hit.document, hit.page, "", 0, page), _in_collection(hit.document, hit.page, "", page)
    return _source(f"s{turn}-n{hit.rank}", "", hit.document, where, excerpt, page, view, link)


def below_headings(text: str, title: str, section: Sequence[str]) -> str:
    """The text without the headings shown above it: "Noise The city of …" reads as one sentence."""
    for heading in (title, *section):
        words = r"\s+".join(map(re.escape, heading.split()))
        text = re.sub(rf"^\s*{words}\s+", "", text)
    return text


def _in_collection(document: Document, number: int | None, quote: str, page: PagePhrases) -> str:
    link = escape(deep_link(document, number, quote))
    return f'<p class="about"><a href="{link}">{page.reader.in_collection}</a></p>'


def _source(
    id_: str, number: str, document: Document, where: str, excerpt: Excerpt, page: PagePhrases, view: str, below: str
) -> str:
    """A card. While it is closed only the quote of its passage shows; the script opens it. `view` and `below`
    are HTML of what an open one has more."""
    kind, _ = kind_forms(document.kind, page.language)
    about = " · ".join(filter(None, (document.publisher, document.date, kind)))
    section = " › ".join(excerpt.section)
    badge = f'<span class="number">{number}</span> ' if number else ""
    before, after = escape(below_headings(excerpt.before, document.title, excerpt.section)), escape(excerpt.after)
    text = (
        f'<span class="around">{before}</span><mark>{escape(excerpt.quote)}</mark><span class="around">{after}</span>'
    )
    return (
        f'<article class="source" id="{id_}" tabindex="-1">'
        f"<h3>{badge}<cite>{escape(document.title)}</cite></h3>"
        + (f'<p class="where">{escape(where)}</p>' if where else "")
        + (f'<p class="section">{escape(section)}</p>' if section else "")
        + f'<blockquote lang="{escape(document.language)}">{text if excerpt.quote else before}</blockquote>'
        + f'<button type="button" class="more" data-source="{id_}">{page.whole_passage}</button>'
        + f'<div class="more-of">{view}</div>'
        + f'<p class="about">{escape(about)}</p>'
        + f'<p class="about">{escape(document.source)}{_link(document.url, page)}</p>'
        + f'<div class="more-of">{below}</div></article>'
    )


def _link(url: str | None, page: PagePhrases) -> str:
    """A link to the original, if it is a web address: a file may claim any address, such as javascript:…"""
    if not url or urlsplit(url).scheme not in ("http", "https"):
        return ""
    return f' · <a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{page.publishers_page}</a>'
