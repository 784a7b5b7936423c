"""One question of the chat, from what is typed to the whole answer: what the page shows at each step."""

from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from assistant.assistant import LONGEST_QUESTION, QuestionTooLong
from assistant.conversations import Conversation, NoConversation, title_of
from assistant.phrases import PagePhrases, counted
from assistant.render import html, html_tools
from assistant.render.text import answer_text
from assistant.serving.types import Asking, BrokeOff, Busy, TooFast, Waiting
from assistant.types import Answer
from assistant.web.choices import filters_from
from assistant.web.desk import Desk
from assistant.web.turns import sources_html, turn_html, turns_html
from corpus.errors import BadFilter, RoundtableError
from corpus.words import language_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question is asked: by whom, in which conversation ("" for a new one), and in place of which of its turns
    (0 for none: after all of them)."""

    user: str
    conversation: str
    editing: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What changes on the page; None leaves a part as it is.

    `earlier` are the turns before this one and `current` is this one, each with its sources. `following` are the
    questions to ask next, `note` the word that a turn is being edited, `asked` the question that is being answered.
    """

    earlier: str | None = None
    current: str | None = None
    earlier_sources: str | None = None
    sources: str | None = None
    question: str | None = None
    conversation: str | None = None
    editing: int | None = None
    following: str | None = None
    note: str | None = None
    asked: str | None = None

    def parts(self) -> tuple[Any, ...]:
        """In the order of the fields, as the page takes them."""
        return tuple(getattr(self, name) for name in self.__slots__)


def steps(
    desk: Desk, page: PagePhrases, typed: str, place: Place, chosen: Sequence[Any]
) -> Generator[Step, None, None]:
    """The question at once, then the answer as it grows; a question that failed stays typed.

    A step that changes nothing is there to be left at, as a reader in the line may.
    """
    text = typed.strip()
    if not text:
        yield Step()
        return
    everything: list[Answer] = []
    try:
        everything = turns_of(desk, place)
        before = everything[: place.editing - 1] if place.editing else everything
        turn = len(before) + 1
        filters = filters_from(*chosen)
        below = html.question_html(text, page) + html.looking_html(filters, language_of(text, page.language))
        asked_before = [each.searched_for or each.question for each in before]
        replies = [answer_text(each) for each in before]
        asking = Asking(
            text, filters, tuple(asked_before), tuple(replies), place.user, _is_again(text, everything, place)
        )
        ahead = 0
        earlier = shown_earlier(desk, page, before, place)
        yield Step(earlier[0], below, earlier[1], "", question="", following="", note="", asked=text)
        for answer in desk.answers.answering(asking):
            if isinstance(answer, Waiting):
                if _is_news(answer.ahead, ahead):
                    ahead = answer.ahead
                    yield Step(current=below + _ahead_html(ahead, page))
                else:
                    yield Step()
                continue
            sources = sources_html([answer], desk.assistant, page, turn)
            if answer.growing:
                yield Step(current=turn_html(answer, turn, page), sources=sources)
            else:
                yield _kept(desk, page, place, answer, turn, sources)
    except RoundtableError as error:
        earlier = shown_earlier(desk, page, everything, place)
        failed = html.failed_html(_said(error, text, page))
        yield Step(earlier[0], failed, earlier[1], "", question=typed)


def _is_news(ahead: int, told: int) -> bool:
    """Whether a reader who was told of so many before them is told again: all readers in a long line at each move would
    be more work than their answers."""
    return ahead > 0 and (told == 0 or ahead <= 2 * told // 3)


def turns_of(desk: Desk, place: Place) -> list[Answer]:
    """The answers of the conversation so far; none of a new one, or of one that was deleted meanwhile."""
    if not place.conversation:
        return []
    try:
        return [turn.answer for turn in desk.conversations.open(place.user, place.conversation).turns]
    except NoConversation:
        return []


def shown_earlier(desk: Desk, page: PagePhrases, turns: Sequence[Answer], place: Place) -> tuple[str, str]:
    """The turns and their sources, as HTML."""
    given = {}
    if place.conversation:
        with suppress(RoundtableError):  # what is wrong with the file is said where it matters
            given = desk.feedback.of(place.user, place.conversation)
    return turns_html(turns, given, page), sources_html(turns, desk.assistant, page)


def _kept(desk: Desk, page: PagePhrases, place: Place, answer: Answer, turn: int, sources: str) -> Step:
    """Keeps the whole answer in its conversation and shows it; an answer that cannot be kept is still shown."""
    conversation, trouble = place.conversation, ""
    try:
        conversation = keep(desk, place, answer)
        shown = turns_html([answer], {}, page, turn)
    except RoundtableError as error:
        trouble = html.failed_html(page.talk.not_kept.format(why=error))
        shown = turn_html(answer, turn, page)
    return Step(current=shown + trouble, sources=sources, conversation=conversation, editing=0)


def keep(desk: Desk, place: Place, answer: Answer) -> str:
    """Adds the answer to its conversation, in place of the turns that were edited away; returns its id."""
    store, user = desk.conversations, place.user
    if place.conversation:
        try:
            # Named after its first question, it is named anew with that.
            renames = place.editing == 1 and _named_by_question(store.open(user, place.conversation))
            store.add(user, place.conversation, answer, instead_of=place.editing)
            if renames:
                store.rename(user, place.conversation, "")
            return place.conversation
        except NoConversation:
            pass  # deleted in another tab: what is asked now begins a new one
    return store.begin(user, answer.question, answer)


def _named_by_question(conversation: Conversation) -> bool:
    return bool(conversation.turns) and conversation.title == title_of(conversation.turns[0].question)


def follow_ups(desk: Desk, page: PagePhrases, place: Place) -> str:
    """Questions to ask next, as HTML; "" without any."""
    turns = turns_of(desk, place)
    return html_tools.follow_ups_html(desk.answers.following(turns), page) if turns else ""


def _is_again(text: str, turns: Sequence[Answer], place: Place) -> bool:
    """Whether a turn is asked again as it stands: for other words, where a language model chooses them."""
    return 0 < place.editing <= len(turns) and turns[place.editing - 1].question == " ".join(text.split())


def _ahead_html(ahead: int, page: PagePhrases) -> str:
    line = counted(ahead, page.before_yours, page.language)
    return f'<div class="answer looking"><p role="status">{line}</p></div>'


def _said(error: RoundtableError, text: str, page: PagePhrases) -> str:
    """What went wrong in the reader's language, where it is what the reader has typed."""
    if isinstance(error, QuestionTooLong):
        return page.question_too_long.format(limit=LONGEST_QUESTION, length=len(" ".join(text.split())))
    if isinstance(error, Busy):
        return page.busy.format(seconds=error.seconds)
    if isinstance(error, TooFast):
        return page.too_fast.format(most=error.most, seconds=error.seconds)
    if isinstance(error, BrokeOff):
        return page.broke_off
    return page.no_date if isinstance(error, BadFilter) else str(error)
