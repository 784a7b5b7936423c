"""What the chat shows of a conversation: its turns, their sources, and a word on the collection at the top."""

from collections.abc import Iterator, Sequence

from assistant.assistant import Assistant
from assistant.excerpt import of_citation, of_hit
from assistant.phrases import PagePhrases
from assistant.render import html, html_source
from assistant.types import Answer
from assistant.web.choices import collection_text

TITLE = "Roundtable Assistant"


def header_html(assistant: Assistant, page: PagePhrases) -> str:
    collection = collection_text(assistant.documents(), page.language)
    return f"<h1>{TITLE}</h1><p>{page.about}</p><p>{page.answers_from.format(collection=collection)}</p>"


def panel_head_html(page: PagePhrases) -> str:
    close = f'<button type="button" class="close" aria-label="{page.close_sources}">✕</button>'
    return f"<h2>{page.sources}</h2>{close}"


def no_sources_html(page: PagePhrases) -> str:
    """Stands where the sources will be, until there are any."""
    steps = "".join(f"<li>{step}</li>" for step in page.how_to_read_steps)
    return f'<div class="hint"><p><strong>{page.how_to_read}</strong></p><ol>{steps}</ol></div>'


def conversation_html(turns: Sequence[Answer], page: PagePhrases, sentences: int | None = None, below: str = "") -> str:
    """All turns, the last one as far as its first `sentences`; `below` stands under them."""
    last = len(turns)
    inner = "".join(
        html.question_html(answer.question, page) + html.answer_html(answer, turn, sentences if turn == last else None)
        for turn, answer in enumerate(turns, start=1)
    )
    return inner + below


def sources_html(turns: Sequence[Answer], assistant: Assistant, page: PagePhrases) -> str:
    """The sources of all turns; the script shows those of the turn whose marker was opened."""
    if not turns:
        return no_sources_html(page)
    return "".join(
        f'<section class="turn">{"".join(_sources(answer, turn, assistant, page))}</section>'
        for turn, answer in enumerate(turns, start=1)
    )


def _sources(answer: Answer, turn: int, assistant: Assistant, page: PagePhrases) -> Iterator[str]:
    for citation in answer.citations:
        yield html_source.citation_source_html(citation, of_citation(citation, assistant.index), turn, page)
    for hit in answer.nearest:
        yield html_source.hit_source_html(hit, of_hit(hit), turn, page)
    if not answer.citations and not answer.nearest and not answer.growing:
        yield f'<p class="hint">{page.no_passage}</p>'
