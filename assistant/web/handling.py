"""What the handlers of the chat do with a conversation: open, list, rename, delete, edit, judge, and recover."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from assistant.conversations import NoConversation
from assistant.opened import NoSuchPage, document_named
from assistant.phrases import PagePhrases
from assistant.render import html, html_tools
from assistant.web.asking import Place, Step, shown_earlier, turns_of
from assistant.web.desk import Desk
from assistant.web.filtering import active_html, chosen_of
from corpus.errors import RoundtableError
from corpus.filters import FIELDS
from corpus.types import NO_FILTERS, Filters


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows of a conversation; None leaves a part as it is. `chosen` are the values of the filters, and
    `note` is the word that a turn is being edited."""

    earlier: str | None = None
    current: str | None = None
    earlier_sources: str | None = None
    sources: str | None = None
    question: str | None = None
    conversation: str | None = None
    editing: int | None = None
    listed: str | None = None
    following: str | None = None
    note: str | None = None
    chosen: Sequence[Any] = (None,) * len(FIELDS)
    active: str | None = None

    def parts(self) -> tuple[Any, ...]:
        """In the order of the fields, each of the filters by itself, as the page takes them."""
        before = [getattr(self, name) for name in self.__slots__[:-2]]
        return (*before, *self.chosen, self.active)


def opened(desk: Desk, user: str, page: PagePhrases, wanted: str = "", document: str = "", search: str = "") -> View:
    """The conversation of that id, with the filters of its last question; without an id a new one, which may be about
    one document."""
    documents, current = desk.assistant.documents(), ""
    place = Place(user, wanted)
    try:
        turns = [turn.answer for turn in desk.conversations.open(user, wanted).turns] if wanted else []
    except RoundtableError as error:
        why = page.talk.gone if isinstance(error, NoConversation) else str(error)
        place, turns, current = Place(user, ""), [], html.failed_html(why)
    filters = turns[-1].filters if turns else _of_document(desk, document)
    chosen = chosen_of(filters)
    earlier, sources = shown_earlier(desk, page, turns, place)
    return View(
        earlier, current, sources, "", "", place.conversation, 0,
        listed(desk, user, page, search, place.conversation), "", "", chosen, active_html(chosen, documents, page),
    )  # fmt: skip


def loaded(desk: Desk, user: str, page: PagePhrases, wanted: str, document: str) -> View:
    """What a page that was opened shows: the conversation of its address, or a new one on the document of its address.

    Without either only the list of conversations changes, for somebody quick may have asked already.
    """
    if wanted or document:
        return opened(desk, user, page, wanted, document)
    return View(listed=listed(desk, user, page, "", ""))


def listed(desk: Desk, user: str, page: PagePhrases, search: str, opened: str) -> str:
    """The reader's conversations that hold the words, as HTML."""
    try:
        found = desk.conversations.all(user, search.strip())
    except RoundtableError as error:  # the file of conversations cannot be read: questions are still answered
        return html.failed_html(str(error))
    return html_tools.conversations_html(found, opened, bool(search.strip()), page)


def broken_off(desk: Desk, place: Place, page: PagePhrases, question: str) -> tuple[Any, ...]:
    """The parts of a step: the conversation as it is kept, a line on a bug of ours, and the question in the box."""
    return _instead(desk, place, page, question, html.failed_html(page.went_wrong))


def stopped(desk: Desk, place: Place, page: PagePhrases, question: str) -> tuple[Any, ...]:
    """The parts of a step: the conversation as it is kept, and the question that was stopped back in the box."""
    return (*_instead(desk, place, page, question, html.stopped_html(page.stopped))[:-1], "")


def rename(desk: Desk, user: str, id_: str, title: str) -> None:
    """Names the conversation; an empty name changes nothing."""
    if title.strip():
        with suppress(NoConversation):  # deleted in another tab, as the list then shows
            desk.conversations.rename(user, id_, title.strip())


def deleted(desk: Desk, user: str, page: PagePhrases, id_: str, shown: str, search: str) -> View:
    """Deletes the conversation; where it is the one that is shown, a new one takes its place."""
    with suppress(NoConversation):
        desk.conversations.delete(user, id_)
    if id_ == shown:
        return opened(desk, user, page, search=search)
    return View(listed=listed(desk, user, page, search, shown))


def editing(page: PagePhrases, turn: int) -> str:
    """The word that a question of the conversation is being edited, with a button that leaves it."""
    said = page.talk
    note = said.editing.format(number=turn)
    return f'<p class="editing" role="status">{note} <button type="button" class="leave">{said.cancel}</button></p>'


def judge(desk: Desk, place: Place, turn: int, verdict: str, reason: str, note: str) -> None:
    """Keeps what the reader thinks of an answer; a thumb up given again is taken back. Raises `RoundtableError`."""
    before = desk.feedback.of(place.user, place.conversation).get(turn)
    if before and before.verdict == verdict == "up" and not note:
        desk.feedback.withdraw(place.user, place.conversation, turn)
        return
    answers = {each.place: each.answer for each in desk.conversations.open(place.user, place.conversation).turns}
    if turn in answers:
        desk.feedback.give(place.user, place.conversation, turn, verdict, reason, note, answers[turn])


def _of_document(desk: Desk, name: str) -> Filters:
    try:
        return Filters(document=(document_named(desk.assistant.index, name).source,)) if name else NO_FILTERS
    except NoSuchPage:
        return NO_FILTERS


def _instead(desk: Desk, place: Place, page: PagePhrases, question: str, below: str) -> tuple[Any, ...]:
    try:
        turns = turns_of(desk, place)
    except RoundtableError:  # `below` says already that something went wrong
        turns = []
    earlier, sources = shown_earlier(desk, page, turns, place)
    return Step(earlier, below, sources, "", question).parts()
