"""What can be done with a question and its answer, and the list of conversations, as HTML. All of it is escaped."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from assistant.phrases import PagePhrases
from assistant.types import Answer

if TYPE_CHECKING:
    from assistant.conversations import Conversation
    from assistant.feedback import Feedback

EXPORTED_AS = (("docx", "Word"), ("pdf", "PDF"), ("md", "Markdown"), ("json", "JSON"))
LONGEST_NOTE = 2000  # characters
# Drawn here, as not every computer has letters for them; each is a path in a square of 24.
ICONS = {
    "copy": "M9 9h11v11H9zM5 15H4V4h11v1",
    "again": "M20 5v5h-5M19.5 14a8 8 0 1 1-1.2-7.5L20 10",
    "up": "M7 11v9H4v-9zM7 11l4-8c1.7 0 2.5 1 2.5 2.5V9H19c1.2 0 2 1 1.8 2.2l-1.3 7A2 2 0 0 1 17.5 20H7",
    "down": "M7 13V4H4v9zM7 13l4 8c1.7 0 2.5-1 2.5-2.5V15H19c1.2 0 2-1 1.8-2.2l-1.3-7A2 2 0 0 0 17.5 4H7",
    "edit": "M4 20l1-4L16.5 4.5l3 3L8 19zM14 7l3 3",
}


def tools_html(answer: Answer, turn: int, given: "Feedback | None", page: PagePhrases) -> str:
    """The buttons below a whole answer: copy, ask again, and what the reader thinks of it."""
    said = page.talk
    good, bad = (given is not None and given.verdict == verdict for verdict in ("up", "down"))
    buttons = (
        _button("copy-answer", "copy", said.copy_answer, turn, f' data-copied="{said.copied}"'),
        _button("retry", "again", said.retry, turn),
        _button("verdict", "up", said.good, turn, f' data-verdict="up" aria-pressed="{str(good).lower()}"'),
        _button("why", "down", said.bad, turn, f' aria-pressed="{str(bad).lower()}" aria-expanded="false"'),
    )
    thanks = f'<span class="thanks" role="status">{said.thanks if given else ""}</span>'
    return (
        f'<div class="tools" data-turn="{turn}" data-thanks="{said.thanks}">'
        f"{''.join(buttons)}{thanks}{_why(turn, given, page)}</div>"
    )


def edit_html(question: str, turn: int, page: PagePhrases) -> str:
    """The button that puts a question of the conversation back into the box, to be asked anew."""
    return _button("edit-turn", "edit", page.talk.edit_question, turn, f' data-question="{escape(question)}"')


def follow_ups_html(questions: Sequence[str], page: PagePhrases) -> str:
    """Questions to ask next with one click; "" if there are none."""
    if not questions:
        return ""
    items = "".join(
        f'<li><button type="button" class="choice">{escape(question)}</button></li>' for question in questions
    )
    return f'<p class="next" id="next-label">{page.talk.ask_next}</p><ul aria-labelledby="next-label">{items}</ul>'


def conversations_html(listed: Sequence["Conversation"], opened: str, searched: bool, page: PagePhrases) -> str:
    """The reader's conversations, newest first, each with what can be done with it; `opened` is the one shown."""
    none = page.talk.none_found if searched else page.talk.none_yet
    items = "".join(_conversation(each, each.id == opened, page) for each in listed)
    inner = f'<ul class="conversations">{items}</ul>' if listed else f'<p class="hint">{none}</p>'
    return f'<div data-toggle="{page.talk.show_conversations}">{inner}</div>'


def _conversation(conversation: "Conversation", is_open: bool, page: PagePhrases) -> str:
    said, id_, title = page.talk, escape(conversation.id), escape(conversation.title)
    current = ' aria-current="page"' if is_open else ""
    address = "?" + urlencode({"conversation": conversation.id})
    exports = " ".join(f'<a href="exports/{id_}.{form}" download>{name}</a>' for form, name in EXPORTED_AS)
    more = said.more_for.format(title=conversation.title)
    shown = " class=open" if is_open else ""
    return (
        f'<li{shown}><a class="conversation" href="{address}" data-id="{id_}"{current}>{title}'
        f'<span class="when">{escape(conversation.changed[:10])}</span></a>'
        f'<details class="more" name="more"><summary aria-label="{escape(more)}" title="{escape(more)}">⋯</summary>'
        "<div>"
        f'<form class="rename" data-id="{id_}"><label>{said.new_name}'
        f'<input name="title" value="{title}" maxlength="200" required></label><button>{said.rename}</button></form>'
        f"<p>{said.export} {exports}</p>"
        f'<details class="sure"><summary>{said.delete}</summary>'
        f'<button type="button" class="delete" data-id="{id_}">{said.delete_for_good}</button></details>'
        f"</div></details></li>"
    )


def _why(turn: int, given: "Feedback | None", page: PagePhrases) -> str:
    """The form that asks what was wrong once the thumb is turned down, and for a note once it is up."""
    said = page.talk
    chosen, note = (given.reason, given.note) if given else ("", "")
    options = "".join(
        f'<option value="{name}"{" selected" if name == chosen else ""}>{text}</option>'
        for name, text in said.reasons.items()
    )
    return (
        f'<form class="why" data-turn="{turn}" hidden><label>{said.what_was_wrong} <select name="reason">{options}'
        f'</select></label><label>{said.note} <textarea name="note" rows="2" maxlength="{LONGEST_NOTE}">{escape(note)}'
        f"</textarea></label><button>{said.send}</button></form>"
    )


def _button(kind: str, icon: str, name: str, turn: int, data: str = "") -> str:
    return (
        f'<button type="button" class="tool {kind}" data-turn="{turn}"{data} aria-label="{name}" title="{name}">'
        f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{ICONS[icon]}"/></svg></button>'
    )
