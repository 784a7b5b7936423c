"""What the chat shows of a conversation: its turns, their sources, and a word on the collection at the top."""

from collections.abc import Iterator, Sequence

from assistant.assistant import Assistant
from assistant.excerpt import of_citation, of_hit
from assistant.render import html
from assistant.types import Answer
from assistant.web.choices import collection_text

TITLE = "Roundtable Assistant"
NO_SOURCES = (
    '<div class="hint"><p><strong>How to read an answer</strong></p><ol>'
    "<li>Every sentence ends in a number.</li>"
    "<li>Open a number, and the page and the words that the sentence stands on appear here.</li>"
    "<li>What the documents do not say is not answered; you see the nearest passages instead.</li></ol></div>"
)


def header_html(assistant: Assistant) -> str:
    return (
        f"<h1>{TITLE}</h1><p>Every sentence of an answer shows the page and the words it stands on.</p>"
        f"<p>It answers from {collection_text(assistant.documents())}.</p>"
    )


def conversation_html(turns: Sequence[Answer], sentences: int | None = None, below: str = "") -> str:
    """All turns, the last one as far as its first `sentences`; `below` stands under them."""
    last = len(turns)
    inner = "".join(
        html.question_html(answer.question) + html.answer_html(answer, turn, sentences if turn == last else None)
        for turn, answer in enumerate(turns, start=1)
    )
    return inner + below


def sources_html(turns: Sequence[Answer], assistant: Assistant) -> str:
    """The sources of all turns; the script shows those of the turn whose marker was opened."""
    return "".join(
        f'<section class="turn">{"".join(_sources(answer, turn, assistant))}</section>'
        for turn, answer in enumerate(turns, start=1)
    )


def _sources(answer: Answer, turn: int, assistant: Assistant) -> Iterator[str]:
    for citation in answer.citations:
        yield html.citation_source_html(citation, of_citation(citation, assistant.index), turn)
    for hit in answer.nearest:
        yield html.hit_source_html(hit, of_hit(hit), turn)
    if not answer.citations and not answer.nearest:
        yield '<p class="hint">No passage was found for this question.</p>'
