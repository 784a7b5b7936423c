"""What was judged and refused in the chat, as drafts of test questions for a person to accept."""

from html import escape

from assistant.phrases import PagePhrases, counted
from assistant.phrases.eval_types import EvalPhrases
from assistant.phrases.eval_words import eval_phrases
from assistant.render.html_brief_page import warning_html
from assistant.web.desk import Desk
from corpus.errors import RoundtableError
from evals.testsets.from_use import FROM_FEEDBACK, drafts_from_feedback, drafts_from_refusals
from evals.testsets.types import Question

SHOWN = 50


def drafts_of(desk: Desk) -> list[Question]:
    """Raises `UnusableFile` or `BadSaved` where the file of conversations cannot be read."""
    return [*drafts_from_feedback(desk.feedback.all()), *drafts_from_refusals(desk.conversations)]


def drafts_html(may: bool, said: EvalPhrases) -> str:
    """The word on drafts with the button that shows them, for those who may see what readers asked."""
    words = said.drafts
    if not may:
        inner = f'<p class="hint">{words.not_allowed}</p>'
    else:
        inner = f'<p>{words.about}</p><button type="button" class="show-drafts">{words.show}</button>'
    return f'<section id="drafts"><h3 tabindex="-1">{words.heading}</h3>{inner}</section>'


def shown_drafts(desk: Desk, page: PagePhrases, may: bool) -> str:
    """The drafts as a list, with the link to all of them."""
    said = eval_phrases(page.language)
    words = said.drafts
    if not may:
        return warning_html(page.library.not_allowed)
    try:
        drafts = drafts_of(desk)
    except RoundtableError as error:
        return warning_html(str(error))
    if not drafts:
        return f'<p class="hint" role="status">{words.none_yet}</p>'
    items = "".join(_draft_html(each, said) for each in drafts[:SHOWN])
    rest = len(drafts) - SHOWN
    more = f'<p class="hint">{words.more.format(count=rest)}</p>' if rest > 0 else ""
    count = counted(len(drafts), words.found, said.language)
    link = f'<a href="drafts.yaml" download>{words.download}</a>'
    return f'<p role="status">{count} · {link}</p><ul class="drafts">{items}</ul>{more}'


def _draft_html(draft: Question, said: EvalPhrases) -> str:
    """Its question and where that is from; notes of readers are in the file alone."""
    origin = said.drafts.from_feedback if FROM_FEEDBACK in draft.tags.more else said.drafts.from_refusal
    about = [origin, said.read.wanted.format(what=said.sets.expected[draft.expected]), draft.language]
    return (
        f'<li><span lang="{escape(draft.language)}">{escape(draft.question)}</span>'
        f'<br><span class="about">{escape(" · ".join(filter(None, about)))}</span></li>'
    )
