"""An answer as HTML: sentences with markers that open their sources. Every word from outside is escaped."""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from assistant.excerpt import Excerpt
from assistant.phrases import Phrases, phrases
from assistant.render.text import page_text, place_text
from assistant.types import Answer, Citation
from corpus.types import Document, Filters, Hit
from corpus.words import language_of

SHOWN_OF_A_PASSAGE = 220  # characters
LONGEST_KEPT = 20  # characters of a last word that stays on the line of its marker


def question_html(question: str) -> str:
    return f'<div class="question"><span class="unseen">You asked</span><p>{escape(question)}</p></div>'


def answer_html(answer: Answer, turn: int, sentences: int | None = None) -> str:
    """The answer, or its first `sentences` while it is being shown; `turn` tells the markers of turns apart."""
    shown = len(answer.sentences) if sentences is None else sentences
    said = phrases(language_of(answer.searched_for or answer.question))
    parts = [_taken_for(answer.searched_for, said), _searched(answer.filters)]
    for group in answer.paragraphs:
        inner = " ".join(_sentence(answer, place, turn) for place in group if place < shown)
        if inner:
            parts.append(f"<p>{inner}</p>")
    if shown >= len(answer.sentences):
        if answer.note:
            parts.append(f'<p class="note">{escape(answer.note)}</p>')
        if answer.choices:
            parts.append(_choices(answer.choices, said))
        if answer.status == "refused" and answer.filters and not answer.nearest:
            parts.append('<p class="note">No document of the collection matches these filters.</p>')
        if answer.nearest:
            parts.append(_nearest(answer.nearest, turn, said))
    return f'<div class="answer {answer.status}">{"".join(parts)}</div>'


def looking_html(filters: Filters) -> str:
    """Stands where the answer will be while it is being made."""
    return f'<div class="answer looking">{_searched(filters)}<p>Looking in the documents …</p></div>'


def failed_html(message: str) -> str:
    """One line in place of an answer: what happened, and what to do."""
    return f'<div class="answer failed"><p class="note" role="alert">{escape(message)}</p></div>'


def filters_text(filters: Filters) -> str:
    """The filters in words: alternatives with "or", fields set apart by dots; "" if there are none."""
    fields = [
        [f"Roundtable {number}" for number in filters.roundtable],
        [kind.replace("-", " ") for kind in filters.kind],
        filters.place,
        [f"language {language}" for language in filters.language],
        filters.document,
        [f"from {filters.since}"] if filters.since else [],
        [f"until {filters.until}"] if filters.until else [],
    ]
    return " · ".join(" or ".join(values) for values in fields if values)


def citation_source_html(citation: Citation, excerpt: Excerpt, turn: int) -> str:
    """The source behind a marker: title, page, and the passage with the quoted words highlighted."""
    return _source(f"s{turn}-{citation.number}", str(citation.number), citation.document, place_text(citation), excerpt)


def hit_source_html(hit: Hit, excerpt: Excerpt, turn: int) -> str:
    """A nearest passage of a refusal."""
    where = page_text(hit.page, hit.page_label)
    return _source(f"s{turn}-n{hit.rank}", "", hit.document, where, excerpt)


def _searched(filters: Filters) -> str:
    return f'<p class="searched">Searched only: {escape(filters_text(filters))}</p>' if filters else ""


def _taken_for(searched_for: str, said: Phrases) -> str:
    text = said.taken_for.format(question=searched_for)
    return f'<p class="searched">{escape(text)}</p>' if searched_for else ""


def _choices(questions: Sequence[str], said: Phrases) -> str:
    """Questions to ask with one click; the script types them."""
    buttons = (f'<button type="button" class="choice">{escape(question)}</button>' for question in questions)
    items = "".join(f"<li>{button}</li>" for button in buttons)
    return f'<p class="nearest">{said.did_you_mean}</p><ul class="choices">{items}</ul>'


def _sentence(answer: Answer, place: int, turn: int) -> str:
    sentence = answer.sentences[place]
    markers = "".join(_marker(turn, answer.citations[number - 1]) for number in sentence.citations)
    start, space, last = sentence.text.rpartition(" ")
    if len(last) > LONGEST_KEPT:
        return f'<span class="sentence">{escape(sentence.text)}{markers}</span>'
    return f'<span class="sentence">{escape(start + space)}<span class="kept">{escape(last)}{markers}</span></span>'


def _marker(turn: int, citation: Citation) -> str:
    where = ", ".join(filter(None, (citation.document.title, place_text(citation))))
    return (
        f'<button type="button" class="marker" data-source="s{turn}-{citation.number}" '
        f'aria-label="Source {citation.number}: {escape(where)}" title="{escape(where)}">{citation.number}</button>'
    )


def _nearest(hits: Sequence[Hit], turn: int, said: Phrases) -> str:
    items = []
    for hit in hits:
        text = _below_headings(" ".join(hit.passage.text.split()), hit.document.title, hit.passage.section)
        if len(text) > SHOWN_OF_A_PASSAGE:
            text = text[:SHOWN_OF_A_PASSAGE].rsplit(" ", 1)[0] + " …"
        where = ", ".join(filter(None, (hit.document.title, page_text(hit.page, hit.page_label))))
        items.append(
            f'<li><button type="button" class="passage" data-source="s{turn}-n{hit.rank}">{escape(where)}</button>'
            f"<p>{escape(text)}</p></li>"
        )
    return f'<p class="nearest">{said.nearest}</p><ol>{"".join(items)}</ol>'


def _source(id_: str, number: str, document: Document, where: str, excerpt: Excerpt) -> str:
    """A card. While it is closed only the quote of its passage shows; the script opens it."""
    about = " · ".join(filter(None, (document.publisher, document.date, document.kind.replace("-", " "))))
    section = " › ".join(excerpt.section)
    badge = f'<span class="number">{number}</span> ' if number else ""
    before, after = escape(_below_headings(excerpt.before, document.title, excerpt.section)), escape(excerpt.after)
    text = (
        f'<span class="around">{before}</span><mark>{escape(excerpt.quote)}</mark><span class="around">{after}</span>'
    )
    return (
        f'<article class="source" id="{id_}" tabindex="-1">'
        f"<h3>{badge}<cite>{escape(document.title)}</cite></h3>"
        + (f'<p class="where">{escape(where)}</p>' if where else "")
        + (f'<p class="section">{escape(section)}</p>' if section else "")
        + f"<blockquote>{text if excerpt.quote else before}</blockquote>"
        + f'<button type="button" class="more" data-source="{id_}">Show the whole passage</button>'
        + f'<p class="about">{escape(about)}</p>'
        + f'<p class="about">{escape(document.source)}{_link(document.url)}</p></article>'
    )


def _below_headings(text: str, title: str, section: Sequence[str]) -> str:
    """The text without the headings shown above it: "Noise The city of …" reads as one sentence."""
    for heading in (title, *section):
        words = r"\s+".join(map(re.escape, heading.split()))
        text = re.sub(rf"^\s*{words}\s+", "", text)
    return text


def _link(url: str | None) -> str:
    """A link to the original, if it is a web address: a file may claim any address, such as javascript:…"""
    if not url or urlsplit(url).scheme not in ("http", "https"):
        return ""
    return f' · <a href="{escape(url)}" target="_blank" rel="noopener noreferrer">publisher’s page</a>'
