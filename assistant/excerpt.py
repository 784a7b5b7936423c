"""Show cited words where they stand: the passage around a quote, with the quote told apart."""

import re
from dataclasses import dataclass

from assistant.types import Citation
from corpus.index import Index
from corpus.types import Hit


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage on its page: `before` + `quote` + `after` is what the page says, spaces evened out.

    `section` is the path of headings above it. Paragraphs, items and the rows of a table keep their own lines.
    """

    before: str
    quote: str
    after: str
    section: tuple[str, ...] = ()


def of_citation(citation: Citation, index: Index) -> Excerpt:
    """The cited words in their passage; alone if the collection has changed and no longer holds them there."""
    passage = index.passages([citation.passage]).get(citation.passage)
    page = index.page(citation.document.id, citation.page or 1)
    if passage is None or page is None:
        return Excerpt("", citation.quote, "")
    start, end = citation.start, citation.end
    for span in passage.spans:
        if span.page == page.number and span.start <= start and end <= span.end:
            parts = page.text[span.start : start], page.text[start:end], page.text[end : span.end]
            if " ".join(parts[1].split()) == citation.quote:
                before, quote, after = (_evened(part, passage.is_table) for part in parts)
                return Excerpt(before, quote, after, passage.section)
    return Excerpt("", citation.quote, "")


def of_hit(hit: Hit) -> Excerpt:
    """A passage that was found and not quoted."""
    return Excerpt(_evened(hit.passage.text, hit.passage.is_table), "", "", hit.passage.section)


def _evened(text: str, keep_lines: bool) -> str:
    """Spaces evened out; one stays at either end where there was one."""
    lines = "\n" if keep_lines else r"\n\s*\n|\n(?=\s*[•▪●◦‣■□–—*✓➢]\s)"
    return "\n".join(re.sub(r"\s+", " ", line) for line in re.split(lines, text))
