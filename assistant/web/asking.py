"""One question of the chat, from what is typed to the whole answer: what the page shows at each step."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.assistant import LONGEST_QUESTION, Assistant, QuestionTooLong
from assistant.phrases import PagePhrases
from assistant.render import html
from assistant.render.text import answer_text
from assistant.types import Answer
from assistant.web.choices import filters_from
from assistant.web.turns import conversation_html, sources_html
from corpus.errors import BadFilter, RoundtableError
from corpus.words import language_of


@dataclass(frozen=True, slots=True)
class Step:
    """What changes on the page; None leaves a part as it is. `asked` is the question that is being answered."""

    conversation: str | None = None
    sources: str | None = None
    question: str | None = None
    turns: list[Answer] | None = None
    asked: str | None = None


def steps(
    assistant: Assistant, page: PagePhrases, typed: str, before: Sequence[Answer], chosen: Sequence[Any]
) -> Generator[Step, None, None]:
    """The question at once, then the answer sentence by sentence; a question that failed stays typed."""
    text = typed.strip()
    if not text:
        yield Step()
        return
    try:
        filters = filters_from(*chosen)
        below = html.question_html(text, page) + html.looking_html(filters, language_of(text, page.language))
        yield Step(conversation_html(before, page, below=below), question="", asked=text)
        earlier = [each.searched_for or each.question for each in before]
        replies = [answer_text(each) for each in before]
        grew = False
        for answer in assistant.answering(text, filters, earlier, replies):
            after = [*before, answer]
            if answer.growing:
                grew = True
                yield Step(conversation_html(after, page), sources_html(after, assistant, page))
            else:
                yield from _whole(after, assistant, page, at_once=grew)
    except RoundtableError as error:
        yield Step(conversation_html(before, page, below=html.failed_html(_said(error, text, page))), question=typed)


def _whole(after: list[Answer], assistant: Assistant, page: PagePhrases, at_once: bool) -> Iterator[Step]:
    """The answer sentence by sentence, unless the reader has seen it grow."""
    sources = sources_html(after, assistant, page)
    if not at_once:
        yield Step(conversation_html(after, page, 0), sources)
        for sentences in range(1, len(after[-1].sentences)):
            yield Step(conversation_html(after, page, sentences))
    yield Step(conversation_html(after, page), sources, turns=after)


def _said(error: RoundtableError, text: str, page: PagePhrases) -> str:
    """What went wrong in the reader's language, where it is what the reader has typed."""
    if isinstance(error, QuestionTooLong):
        return page.question_too_long.format(limit=LONGEST_QUESTION, length=len(" ".join(text.split())))
    return page.no_date if isinstance(error, BadFilter) else str(error)
