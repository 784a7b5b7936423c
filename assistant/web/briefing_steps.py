"""Write a briefing while its reader watches: what the page shows after each section, and once it is whole."""

from collections.abc import Generator
from dataclasses import replace

from assistant.briefing.types import Brief, Outline
from assistant.briefing.writing import writing
from assistant.phrases import PagePhrases
from assistant.phrases.brief_words import brief_phrases
from assistant.render.html_brief import brief_body_html
from assistant.render.html_brief_notes import sources_html
from assistant.render.html_brief_page import growing_head_html, unsaved_head_html, warning_html
from assistant.web.briefing_handling import CLOSED, Seen, index_now, kind_of, listed, opened, templates_of
from assistant.web.briefing_input import outline_from
from assistant.web.desk import Desk
from corpus.errors import RoundtableError

WRITING, STOPPED = "yes", "stopped"


def steps(desk: Desk, user: str, page: PagePhrases, sent: str, search: str = "") -> Generator[Seen, None, None]:
    """Each section as it is written, then the whole, saved as a first version.

    A briefing on what the collection does not hold is shown and not saved. Where something fails the outline stays,
    with a line that says what.
    """
    said = brief_phrases(page.language)
    try:
        outline = outline_from(sent, said)
        templates, _ = templates_of(desk)
        kind = kind_of(desk, outline.order.template, page)
        first = growing_head_html(outline, 0, kind, said)
        yield replace(CLOSED, outline=None, head=first, under_way=WRITING)
        for brief in writing(desk.assistant, outline, templates):
            if brief.refusal:
                yield _unsaved(desk, page, brief.outline, brief, "")
                return
            head = growing_head_html(outline, len(brief.sections), kind, said)
            yield Seen(head=head, body=brief_body_html(brief, page), sources=sources_html(brief, index_now(desk), page))
            # Whoever stops it before this has seen nothing saved, and nothing is.
            if not brief.growing:
                yield _saved(desk, user, page, brief, search)
    except RoundtableError as error:
        yield _outline_again(str(error))


def stopped(page: PagePhrases) -> Seen:
    """The outline again, once the reader has stopped the writing."""
    return replace(_outline_again(brief_phrases(page.language).reading.stopped), under_way=STOPPED)


def broken_off(page: PagePhrases, under_way: str) -> Seen:
    """What follows when Gradio says that the writing has failed, as it also does once it is stopped: then a last
    section may have come after the word that it is; else it is a bug of ours, and the outline has a line on it."""
    if under_way == STOPPED:
        return stopped(page)
    return _outline_again(page.went_wrong) if under_way == WRITING else Seen()


def _outline_again(line: str) -> Seen:
    return replace(CLOSED, outline=None, wrong=warning_html(line))


def _saved(desk: Desk, user: str, page: PagePhrases, brief: Brief, search: str) -> Seen:
    try:
        id_ = desk.briefs.begin(user, brief)
    except RoundtableError as error:  # what was written is shown all the same
        why = brief_phrases(page.language).reading.not_saved.format(why=error)
        return _unsaved(desk, page, brief.outline, brief, why)
    return replace(opened(desk, user, page, id_), listed=listed(desk, user, page, search))


def _unsaved(desk: Desk, page: PagePhrases, outline: Outline, brief: Brief, note: str) -> Seen:
    return replace(
        CLOSED,
        outline=None,
        head=unsaved_head_html(outline, brief_phrases(page.language), note),
        body=brief_body_html(brief, page),
        sources=sources_html(brief, index_now(desk), page),
    )
