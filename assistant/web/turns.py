"""What the chat shows of a conversation: its turns and their sources."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.excerpt import of_citation, of_hit
from assistant.phrases import PagePhrases
from assistant.render import html, html_source, html_tools
from assistant.types import Answer

if TYPE_CHECKING:
    from assistant.feedback import Feedback


def panel_head_html(page: PagePhrases) -> str:
    said = page.reader
    steps = "".join(
        f'<button type="button" class="step" data-step="{by}" aria-label="{name}" title="{name}" disabled>'
        f"{sign}</button>"
        for by, name, sign in ((-1, said.previous_source, "‹"), (1, said.next_source, "›"))
    )
    close = f'<button type="button" class="close" aria-label="{page.close_sources}">✕</button>'
    count = f'<span class="step-of" data-wording="{said.step}"></span>'
    return f'<div class="panel-head"><h2>{page.sources}</h2><div class="steps">{count}{steps}</div>{close}</div>'


def no_sources_html(page: PagePhrases) -> str:
    """Stands where the sources will be, until there are any."""
    steps = "".join(f"<li>{step}</li>" for step in page.how_to_read_steps)
    return f'<div class="hint"><p><strong>{page.how_to_read}</strong></p><ol>{steps}</ol></div>'


def turns_html(turns: Sequence[Answer], given: "Mapping[int, Feedback]", page: PagePhrases, first: int = 1) -> str:
    """Whole turns, with what can be done with each; `first` is the number of the first of them, and `given` what the
    reader thinks of them, by number."""
    return "".join(
        turn_html(answer, turn, page) + html_tools.tools_html(answer, turn, given.get(turn), page)
        for turn, answer in enumerate(turns, start=first)
    )


def turn_html(answer: Answer, turn: int, page: PagePhrases) -> str:
    """One turn."""
    edit = html_tools.edit_html(answer.question, turn, page)
    return html.question_html(answer.question, page, edit) + html.answer_html(answer, turn)


def sources_html(turns: Sequence[Answer], assistant: Assistant, page: PagePhrases, first: int = 1) -> str:
    """The sources of the turns; the script shows those of the turn whose marker was opened."""
    return "".join(
        f'<section class="turn">{"".join(_sources(answer, turn, assistant, page))}</section>'
        for turn, answer in enumerate(turns, start=first)
    )


def _sources(answer: Answer, turn: int, assistant: Assistant, page: PagePhrases) -> Iterator[str]:
    for citation in answer.citations:
        yield html_source.citation_source_html(citation, of_citation(citation, assistant.index), turn, page)
    for hit in answer.nearest:
        yield html_source.hit_source_html(hit, of_hit(hit), turn, page)
    if not answer.citations and not answer.nearest and not answer.growing:
        yield f'<p class="hint">{page.no_passage}</p>'
