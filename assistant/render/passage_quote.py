"""A passage that answers nothing, quoted on paper so that a reader sees how near the documents come."""

from assistant.one_line import one_line
from assistant.render.html_source import below_headings
from assistant.render.paper import Quote, Run
from assistant.render.text import page_text
from corpus.types import Hit

SHOWN_OF_A_PASSAGE = 400  # characters


def passage_quote(hit: Hit, language: str) -> Quote:
    """A nearest passage, cut at a word, and where it stands; without a footnote, since nothing rests on it."""
    text = below_headings(one_line(hit.passage.text), hit.document.title, hit.passage.section)
    if len(text) > SHOWN_OF_A_PASSAGE:
        text = text[:SHOWN_OF_A_PASSAGE].rsplit(" ", 1)[0] + " …"
    where = page_text(hit.page, hit.page_label, language)
    source = (Run(one_line(hit.document.title), italic=True), *((Run(f", {one_line(where)}"),) if where else ()))
    return Quote((Run(text, language=hit.document.language),), source)
