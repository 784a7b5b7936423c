"""The sources of a briefing as HTML: markers, a card for each footnote, the list of documents. All of it is escaped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from assistant.briefing.types import Brief
from assistant.excerpt import of_citation, of_hit
from assistant.phrases import PagePhrases, kind_forms, phrases
from assistant.phrases.brief_types import BriefPhrases
from assistant.render.html_source import citation_source_html, hit_source_html
from assistant.render.text import page_text, place_text
from assistant.types import Citation
from corpus.index import Index

TURN = 1  # a briefing has all its sources in one list
SHOWN_OF_A_PASSAGE = 220  # characters


@dataclass(frozen=True, slots=True)
class Notes:
    """The footnotes of a briefing: each place of a source once, numbered in reading order."""

    citations: tuple[Citation, ...]

    def of(self, citations: Sequence[Citation]) -> list[Citation]:
        """Those citations with the numbers that they have here."""
        numbered = {_key(each): each for each in self.citations}
        return [numbered[_key(each)] for each in citations]


def notes_of(brief: Brief) -> Notes:
    cited = [each for claim in brief.claims for each in claim.citations]
    cited += [each for gap in brief.gaps for each in gap.citations]
    places = list({_key(each): each for each in cited}.values())
    return Notes(tuple(replace(each, number=number) for number, each in enumerate(places, start=1)))


def _key(citation: Citation) -> tuple[object, ...]:
    return citation.document.id, citation.page, citation.start, citation.end


def sources_html(brief: Brief, index: Index, page: PagePhrases) -> str:
    """A card for each footnote, or for each nearest passage of a refusal; the script opens them."""
    cards = [citation_source_html(each, of_citation(each, index), TURN, page) for each in notes_of(brief).citations]
    cards += [hit_source_html(hit, of_hit(hit), TURN, page) for hit in brief.nearest]
    return f'<section class="turn">{"".join(cards)}</section>' if cards else ""


def marker_html(citation: Citation, language: str) -> str:
    """The number that opens a source."""
    where = ", ".join(filter(None, (citation.document.title, place_text(citation, language))))
    label = phrases(language).source_at.format(number=citation.number, where=where)
    return (
        f'<button type="button" class="marker" data-source="s{TURN}-{citation.number}" '
        f'aria-label="{escape(label)}">{citation.number}</button>'
    )


def cited_html(notes: Notes, said: BriefPhrases) -> str:
    """Each document once with the markers that lead to it; on paper, what every footnote quotes."""
    if not notes.citations:
        return ""
    language = said.language
    items = []
    for document in {each.document.id: each.document for each in notes.citations}.values():
        own = [each for each in notes.citations if each.document.id == document.id]
        about = " · ".join(filter(None, (kind_forms(document.kind, language)[0], document.date, document.publisher)))
        markers = "".join(marker_html(each, language) for each in own)
        items.append(
            f'<li><cite>{escape(document.title)}</cite> <span class="about">{escape(about)}</span> {markers}</li>'
        )
    quotes = "".join(_note(each, language) for each in notes.citations)
    return (
        f'<section class="part cited-in-brief"><div class="part-head"><h3>{said.reading.sources}</h3></div>'
        f'<ul>{"".join(items)}</ul><div class="on-paper"><h3>{said.reading.notes}</h3><ol>{quotes}</ol></div></section>'
    )


def _note(citation: Citation, language: str) -> str:
    document = citation.document
    where = ", ".join(filter(None, (document.title, document.date, place_text(citation, language), document.source)))
    return f'<li value="{citation.number}">“{escape(citation.quote)}” {escape(where)}</li>'


def refusal_html(brief: Brief, said: BriefPhrases) -> str:
    """That the collection does not hold the topic, and what comes nearest."""
    items = []
    for hit in brief.nearest:
        text = " ".join(hit.passage.text.split())
        if len(text) > SHOWN_OF_A_PASSAGE:
            text = text[:SHOWN_OF_A_PASSAGE].rsplit(" ", 1)[0] + " …"
        where = ", ".join(filter(None, (hit.document.title, page_text(hit.page, hit.page_label, said.language))))
        items.append(
            f'<li><button type="button" class="passage" data-source="s{TURN}-n{hit.rank}">{escape(where)}</button>'
            f'<p lang="{escape(hit.document.language)}">{escape(text)}</p></li>'
        )
    nearest = f"<h3>{said.reading.nearest}</h3><ol>{''.join(items)}</ol>" if items else ""
    return (
        f'<div class="refusal"><p class="verdict">{said.reading.refused}</p><p>{escape(brief.refusal)}</p>'
        f"{nearest}</div>"
    )
