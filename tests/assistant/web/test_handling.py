"""assistant/web/handling.py: conversations are opened, named, judged and deleted by those whose they are."""

from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from assistant.conversations import Conversations, NoConversation
from assistant.feedback import FeedbackStore
from assistant.phrases import ENGLISH_PAGE, page_phrases
from assistant.types import Answer
from assistant.web import handling
from assistant.web.asking import Place, keep, steps
from assistant.web.desk import Desk
from corpus.types import NO_FILTERS, Filters

ME, OTHER = "me", "another"
NOTHING = [[], [], [], [], [], "", ""]


def answer(question: str, filters: Filters = NO_FILTERS) -> Answer:
    return Answer(question, "refused", note="It does not say.", filters=filters)


def begun(desk: Desk, *questions: str, user: str = ME) -> str:
    """A conversation in which these were asked."""
    id_ = ""
    for question in questions:
        id_ = keep(desk, Place(user, id_), answer(question))
    return id_


def test_conversation_is_opened_with_the_filters_of_its_last_question(desk: Desk) -> None:
    id_ = begun(desk, "One?")
    keep(desk, Place(ME, id_), answer("Two?", Filters(kind=("report",), since="2020")))
    view = handling.opened(desk, ME, ENGLISH_PAGE, id_)
    assert view.conversation == id_
    assert str(view.earlier).index("One?") < str(view.earlier).index("Two?")
    assert view.chosen == [[], ["report"], [], [], [], "2020", ""]
    assert "report" in str(view.active)
    assert (view.question, view.editing, view.note) == ("", 0, "")
    assert len(view.parts()) == len(view.__slots__) + len(NOTHING) - 1


def test_conversation_of_somebody_else_is_said_not_to_exist(desk: Desk) -> None:
    id_ = begun(desk, "A secret?")
    for wanted in (id_, "nobody-has-it", "\ud800"):
        view = handling.opened(desk, OTHER, page_phrases("fr"), wanted)
        assert page_phrases("fr").talk.gone in unescape(str(view.current))
        assert view.conversation == ""
        assert "secret" not in "".join(map(str, view.parts()))


def test_new_conversation_may_be_about_one_document(desk: Desk) -> None:
    for name in ("harbourview.pdf", "case-studies/marisol.md"):
        assert handling.opened(desk, ME, ENGLISH_PAGE, document=name).chosen == [[], [], [], [], [name], "", ""]
    assert handling.opened(desk, ME, ENGLISH_PAGE, document="<b>").chosen == NOTHING


def test_page_opened_without_an_address_leaves_what_was_asked_meanwhile(desk: Desk) -> None:
    view = handling.loaded(desk, ME, ENGLISH_PAGE, "", "")
    assert {name: getattr(view, name) for name in ("earlier", "current", "question", "conversation")} == dict.fromkeys(
        ("earlier", "current", "question", "conversation")
    )
    assert view.listed is not None


def test_list_holds_the_readers_own_conversations_that_have_the_words(desk: Desk) -> None:
    begun(desk, "Amber?")
    begun(desk, "Beryl?")
    begun(desk, "Coral?", user=OTHER)
    everything = handling.listed(desk, ME, ENGLISH_PAGE, "", "")
    assert everything.index("Beryl?") < everything.index("Amber?")
    assert "Coral?" not in everything
    found = handling.listed(desk, ME, ENGLISH_PAGE, " BERYL ", "")
    assert "Amber?" not in found
    assert "Beryl?" in found
    assert ENGLISH_PAGE.talk.none_found in handling.listed(desk, ME, ENGLISH_PAGE, "coral", "")
    assert ENGLISH_PAGE.talk.none_yet in handling.listed(desk, "a new reader", ENGLISH_PAGE, "", "")


def test_conversation_is_named_by_its_reader_alone(desk: Desk) -> None:
    id_ = begun(desk, "Amber?")
    handling.rename(desk, OTHER, id_, "Stolen")
    handling.rename(desk, ME, id_, "   ")
    assert desk.conversations.open(ME, id_).title == "Amber?"
    handling.rename(desk, ME, id_, " <b>Mine</b> ")
    assert desk.conversations.open(ME, id_).title == "<b>Mine</b>"
    assert "<b>Mine" not in handling.listed(desk, ME, ENGLISH_PAGE, "", "")


def test_deleted_conversation_makes_room_for_a_new_one_only_where_it_was_shown(desk: Desk) -> None:
    one, two = begun(desk, "Amber?"), begun(desk, "Beryl?")
    assert handling.deleted(desk, OTHER, ENGLISH_PAGE, one, "", "").conversation is None
    assert desk.conversations.open(ME, one).title == "Amber?"  # it is not theirs to delete
    view = handling.deleted(desk, ME, ENGLISH_PAGE, one, two, "")
    assert view.conversation is None
    assert "Amber?" not in str(view.listed)
    assert handling.deleted(desk, ME, ENGLISH_PAGE, two, two, "").conversation == ""
    assert handling.deleted(desk, ME, ENGLISH_PAGE, two, "", "").conversation is None  # twice does no harm


def test_thumb_up_given_twice_is_taken_back(desk: Desk) -> None:
    place = Place(ME, begun(desk, "Amber?"))
    handling.judge(desk, place, 1, "up", "", "")
    assert desk.feedback.of(ME, place.conversation)[1].verdict == "up"
    handling.judge(desk, place, 1, "up", "", "")
    assert desk.feedback.of(ME, place.conversation) == {}


def test_thumb_down_takes_the_place_of_what_was_thought_before(desk: Desk) -> None:
    place = Place(ME, begun(desk, "Amber?"))
    handling.judge(desk, place, 1, "up", "", "")
    for note in ("why", "why not"):
        handling.judge(desk, place, 1, "down", "wrong", note)
    given = desk.feedback.of(ME, place.conversation)[1]
    assert (given.verdict, given.reason, given.note) == ("down", "wrong", "why not")


def test_answer_that_there_is_not_is_not_judged(desk: Desk) -> None:
    place = Place(ME, begun(desk, "Amber?"))
    for turn in (0, 2, -1):
        handling.judge(desk, place, turn, "up", "", "")
    assert desk.feedback.of(ME, place.conversation) == {}
    with pytest.raises(NoConversation):
        handling.judge(desk, Place(OTHER, place.conversation), 1, "up", "", "")
    assert list(desk.feedback.all()) == []


def test_question_that_was_stopped_or_broken_off_is_in_the_box_again(desk: Desk) -> None:
    place = Place(ME, begun(desk, "Amber?"))
    earlier, below, _, sources, question, *_ = handling.stopped(desk, place, ENGLISH_PAGE, "Beryl?")
    assert "Amber?" in earlier
    assert ENGLISH_PAGE.stopped in below
    assert (sources, question) == ("", "Beryl?")
    below = handling.broken_off(desk, place, ENGLISH_PAGE, "Beryl?")[1]
    assert ENGLISH_PAGE.went_wrong in unescape(below)


def test_store_that_cannot_be_read_is_said_and_questions_are_still_answered(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    desk = replace(desk, conversations=Conversations(broken), feedback=FeedbackStore(broken))
    broken.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    assert "broken.sqlite" in handling.listed(desk, "ana", ENGLISH_PAGE, "", "")
    assert "broken.sqlite" in str(handling.opened(desk, "ana", ENGLISH_PAGE, "an-id").current)
    made = list(steps(desk, ENGLISH_PAGE, "How many noise sensors did Marisol mount?", Place("ana", ""), NOTHING))
    assert "48 noise sensors" in str(made[-1].current)
    assert "This conversation could not be kept" in str(made[-1].current)
    again = list(steps(desk, ENGLISH_PAGE, "And in 2020?", Place("ana", "an-id"), NOTHING))
    assert "broken.sqlite" in str(again[-1].current)
    assert again[-1].question == "And in 2020?"
