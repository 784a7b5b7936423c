"""An answer as HTML: sentences with markers that open their sources. Every word from outside is escaped."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from assistant.excerpt import Excerpt
from assistant.render.text import page_text, place_text
from assistant.types import Answer, Citation
from corpus.types import Document, Hit

SHOWN_OF_A_PASSAGE = 220  # characters


def question_html(question: str) -> str:
    return f'<div class="question"><span class="who">You asked</span><p>{escape(question)}</p></div>'


def answer_html(answer: Answer, turn: int, sentences: int | None = None) -> str:
    """The answer, or its first `sentences` while it is being shown; `turn` tells the markers of turns apart."""
    shown = len(answer.sentences) if sentences is None else sentences
    parts = []
    for group in answer.paragraphs:
        inner = " ".join(_sentence(answer, place, turn) for place in group if place < shown)
        if inner:
            parts.append(f"<p>{inner}</p>")
    if shown >= len(answer.sentences):
        if answer.note:
            parts.append(f'<p class="note">{escape(answer.note)}</p>')
        if answer.nearest:
            parts.append(_nearest(answer.nearest, turn))
    return f'<div class="answer {answer.status}">{"".join(parts)}</div>'


def citation_source_html(citation: Citation, excerpt: Excerpt, turn: int) -> str:
    """The source behind a marker: title, page, and the passage with the quoted words highlighted."""
    return _source(f"s{turn}-{citation.number}", str(citation.number), citation.document, place_text(citation), excerpt)


def hit_source_html(hit: Hit, excerpt: Excerpt, turn: int) -> str:
    """A nearest passage of a refusal."""
    where = page_text(hit.page, hit.page_label)
    return _source(f"s{turn}-n{hit.rank}", "", hit.document, where, excerpt)


def _sentence(answer: Answer, place: int, turn: int) -> str:
    sentence = answer.sentences[place]
    markers = "".join(_marker(turn, answer.citations[number - 1]) for number in sentence.citations)
    return f'<span class="sentence">{escape(sentence.text)}{markers}</span>'


def _marker(turn: int, citation: Citation) -> str:
    where = ", ".join(filter(None, (citation.document.title, place_text(citation))))
    return (
        f'<button type="button" class="marker" data-source="s{turn}-{citation.number}" '
        f'aria-label="Source {citation.number}: {escape(where)}" title="{escape(where)}">{citation.number}</button>'
    )


def _nearest(hits: Sequence[Hit], turn: int) -> str:
    items = []
    for hit in hits:
        text = " ".join(hit.passage.text.split())
        if len(text) > SHOWN_OF_A_PASSAGE:
            text = text[:SHOWN_OF_A_PASSAGE].rsplit(" ", 1)[0] + " …"
        where = ", ".join(filter(None, (hit.document.title, page_text(hit.page, hit.page_label))))
        items.append(
            f'<li><button type="button" class="passage" data-source="s{turn}-n{hit.rank}">{escape(where)}</button>'
            f"<p>{escape(text)}</p></li>"
        )
    return f'<p class="nearest">Nearest passages, which do not answer the question:</p><ol>{"".join(items)}</ol>'


def _source(id_: str, number: str, document: Document, where: str, excerpt: Excerpt) -> str:
    about = " · ".join(filter(None, (document.publisher, document.date, document.kind.replace("-", " "))))
    section = " › ".join(excerpt.section)
    badge = f'<span class="number">{number}</span> ' if number else ""
    quote = f"<mark>{escape(excerpt.quote)}</mark>" if excerpt.quote else ""
    return (
        f'<article class="source" id="{id_}" tabindex="-1">'
        f"<h3>{badge}<cite>{escape(document.title)}</cite></h3>"
        + (f'<p class="where">{escape(where)}</p>' if where else "")
        + f'<p class="about">{escape(about)}</p>'
        + (f'<p class="section">{escape(section)}</p>' if section else "")
        + f"<blockquote>{escape(excerpt.before)}{quote}{escape(excerpt.after)}</blockquote>"
        + f'<p class="file">{escape(document.source)}{_link(document.url)}</p></article>'
    )


def _link(url: str | None) -> str:
    """A link to the original, if it is a web address: a file may claim any address, such as javascript:…"""
    if not url or urlsplit(url).scheme not in ("http", "https"):
        return ""
    return f' · <a href="{escape(url)}" target="_blank" rel="noopener noreferrer">publisher’s page</a>'
