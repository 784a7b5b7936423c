"""assistant/feedback.py: one opinion an answer, the giver's own, with what was shown; and what a deletion leaves."""

import inspect
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.conversations import Conversations, NoConversation
from assistant.feedback import LONGEST_NOTE, REASONS, BadFeedback, Feedback, FeedbackStore
from assistant.kept import Place, writing
from assistant.phrases import page_phrases
from assistant.saved import BadSaved
from assistant.types import Answer
from tests.assistant.test_saved import EVERYTHING
from tests.places import content_of, read_by_another

TRAMS, BUSES = Answer("Trams?", "refused"), Answer("And buses?", "refused", searched_for="Buses in Genève?")
BOATS = Answer("And boats?", "refused", searched_for="Boats in Genève?")


@pytest.fixture
def store(kept_at: Place) -> FeedbackStore:
    return FeedbackStore(kept_at)


def asked(store: FeedbackStore, user: str, *answers: Answer) -> str:
    conversations = Conversations(store.kept_in)
    id_ = conversations.begin(user)
    for answer in answers:
        conversations.add(user, id_, answer)
    return id_


def test_feedback_holds_the_answer_and_what_was_asked_before(store: FeedbackStore) -> None:
    id_ = asked(store, "ana", TRAMS, BUSES, EVERYTHING)
    before = datetime.now(UTC)
    store.give("ana", id_, 3, "down", "wrong", " It is ten.\nSee page 4. ", EVERYTHING)
    (given,) = store.of("ana", id_).values()
    assert before <= datetime.fromisoformat(given.given) <= datetime.now(UTC)
    assert given == Feedback(
        user="ana",
        conversation=id_,
        place=3,
        verdict="down",
        reason="wrong",
        note="It is ten.\nSee page 4.",
        answer=EVERYTHING,
        given=given.given,
        earlier=("Trams?", "Buses in Genève?"),
    )
    assert list(store.all()) == [given]


def test_given_again_it_replaces_what_was_given_before(store: FeedbackStore) -> None:
    id_ = asked(store, "ana", TRAMS, BUSES)
    store.give("ana", id_, 1, "up", "", "", TRAMS)
    store.give("ana", id_, 2, "up", "", "", BUSES)
    store.give("ana", id_, 1, "down", "incomplete", "More.", TRAMS)
    given = store.of("ana", id_)
    assert {place: (each.verdict, each.reason, each.note) for place, each in given.items()} == {
        1: ("down", "incomplete", "More."),
        2: ("up", "", ""),
    }
    assert [each.place for each in store.all()] == [1, 2]  # newest first


def test_withdrawn_it_is_gone_and_may_be_withdrawn_again(store: FeedbackStore) -> None:
    id_ = asked(store, "ana", TRAMS)
    store.give("ana", id_, 1, "down", "", "A zeppelin.", TRAMS)
    with read_by_another(store.kept_in, "feedback"):
        store.withdraw("ana", id_, 1)
        store.withdraw("ana", id_, 1)
        assert b"zeppelin" not in content_of(store.kept_in)
    assert (store.of("ana", id_), list(store.all())) == ({}, [])


@pytest.mark.parametrize(
    ("verdict", "reason", "note", "said"),
    [
        ("maybe", "", "", "There is no verdict 'maybe'; it is one of up, down."),
        ("", "", "", "There is no verdict ''"),
        ("down", "ugly", "", "There is no reason 'ugly' for 'down'; it is one of wrong, not-supported,"),
        ("up", "wrong", "", "There is no reason 'wrong' for 'up'; what is good needs none."),
        ("up", "", "x" * (LONGEST_NOTE + 1), "A note may have 2,000 characters, this one has 2,001; shorten it"),
    ],
)
def test_what_is_no_feedback_is_refused_and_leaves_what_there_was(
    store: FeedbackStore, verdict: str, reason: str, note: str, said: str
) -> None:
    id_ = asked(store, "ana", TRAMS)
    store.give("ana", id_, 1, "down", "other", "x" * LONGEST_NOTE, TRAMS)
    with pytest.raises(BadFeedback) as raised:
        store.give("ana", id_, 1, verdict, reason, note, TRAMS)
    assert str(raised.value).startswith(said)
    assert [each.reason for each in store.all()] == ["other"]


@pytest.mark.parametrize("reason", ["", *REASONS])
def test_every_reason_can_be_given(store: FeedbackStore, reason: str) -> None:
    id_ = asked(store, "ana", TRAMS)
    store.give("ana", id_, 1, "down", reason, "", TRAMS)
    assert store.of("ana", id_)[1].reason == reason


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_reason_has_its_words_on_the_page(language: str) -> None:
    assert tuple(page_phrases(language).talk.reasons) == REASONS


# Every method that takes a user, as a stranger tries it on a conversation of ana's.
TRIED: dict[str, Callable[[FeedbackStore, str, str], object]] = {
    "give": lambda store, user, id_: store.give(user, id_, 1, "down", "wrong", "Mine.", TRAMS),
    "of": lambda store, user, id_: store.of(user, id_),
    "withdraw": lambda store, user, id_: store.withdraw(user, id_, 1),
}
METHODS = [
    name
    for name, method in inspect.getmembers(FeedbackStore, inspect.isfunction)
    if not name.startswith("_") and "user" in inspect.signature(method).parameters
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("stranger", ["bo", "", "ANA", "ana\x00", "\ud800", "ana' OR '1'='1"])
def test_nobody_sees_or_changes_the_feedback_of_another(store: FeedbackStore, method: str, stranger: str) -> None:
    id_ = asked(store, "ana", TRAMS)
    store.give("ana", id_, 1, "up", "", "", TRAMS)
    before = store.of("ana", id_)
    if method == "give":
        with pytest.raises(NoConversation):
            TRIED[method](store, stranger, id_)
    else:
        assert not TRIED[method](store, stranger, id_)
    assert (store.of("ana", id_), list(store.all())) == (before, [before[1]])


@pytest.mark.parametrize("id_", ["", "nothing", "\ud800", "é", "' OR 1=1 --"])
def test_conversation_that_is_none_has_no_feedback_and_takes_none(store: FeedbackStore, id_: str) -> None:
    other = asked(store, "ana", TRAMS)
    store.give("ana", other, 1, "up", "", "", TRAMS)
    assert store.of("ana", id_) == {}
    store.withdraw("ana", id_, 1)
    with pytest.raises(NoConversation):
        store.give("ana", id_, 1, "up", "", "", TRAMS)
    assert len(list(store.all())) == 1


def test_deleted_conversation_leaves_the_answer_that_was_judged_and_nothing_else(store: FeedbackStore) -> None:
    id_ = asked(store, "ana", replace(TRAMS, question="Zeppelins?"), BUSES)
    store.give("ana", id_, 2, "down", "off-topic", "Buses!", BUSES)
    Conversations(store.kept_in).delete("ana", id_)
    (left,) = store.all()
    assert (left.conversation, left.earlier, left.note, left.answer) == (None, (), "Buses!", BUSES)
    assert store.of("ana", id_) == {}
    content = content_of(store.kept_in)
    assert b"Zeppelins" not in content
    assert id_.encode() not in content


def test_answer_that_takes_the_place_of_one_that_was_judged_is_not_judged_yet(store: FeedbackStore) -> None:
    conversations = Conversations(store.kept_in)
    id_ = asked(store, "ana", TRAMS, BUSES)
    store.give("ana", id_, 1, "up", "", "", TRAMS)
    store.give("ana", id_, 2, "down", "wrong", "", BUSES)
    conversations.cut("ana", id_, 2)
    conversations.add("ana", id_, BOATS)
    assert list(store.of("ana", id_)) == [1]
    store.give("ana", id_, 2, "up", "", "", BOATS)
    conversations.add("ana", id_, BUSES, instead_of=2)
    assert list(store.of("ana", id_)) == [1]
    assert [(each.answer.question, each.conversation, each.earlier) for each in store.all()] == [
        ("And boats?", None, ("Trams?",)),
        ("And buses?", None, ("Trams?",)),
        ("Trams?", id_, ()),
    ]


def test_counts_and_newest_notes_are_of_everybody(store: FeedbackStore) -> None:
    for user, verdict, reason, note in (
        ("ana", "up", "", "Good."),
        ("ana", "down", "wrong", ""),
        ("bo", "down", "wrong", "No."),
        ("bo", "down", "", "Hm."),
    ):
        store.give(user, asked(store, user, TRAMS), 1, verdict, reason, note, TRAMS)
    assert list(store.counts().items()) == [(("down", "wrong"), 2), (("down", ""), 1), (("up", ""), 1)]
    assert [each.note for each in store.noted(2)] == ["Hm.", "No."]
    assert [each.note for each in store.noted(9)] == ["Hm.", "No.", "Good."]
    assert store.noted(0) == store.noted(-1) == []


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("a\x00b", "ab"),
        ("half \ud800", "half \ufffd"),
        ("\u202eevil", "evil"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("'); DROP TABLE feedback; --", "'); DROP TABLE feedback; --"),
        (" \n ", ""),
    ],
)
def test_note_is_kept_as_text_that_every_document_can_hold(store: FeedbackStore, note: str, kept: str) -> None:
    id_ = asked(store, "ana", TRAMS)
    store.give("ana", id_, 1, "down", "", note, TRAMS)
    assert store.of("ana", id_)[1].note == kept


def test_threads_that_give_at_once_lose_nothing(store: FeedbackStore) -> None:
    id_ = asked(store, "ana", *[TRAMS] * 40)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda place: store.give("ana", id_, place, "up", "", "", TRAMS), range(1, 41)))
    assert sorted(store.of("ana", id_)) == list(range(1, 41))


def test_damaged_answer_is_named(store: FeedbackStore) -> None:
    id_ = asked(store, "ana", TRAMS)
    store.give("ana", id_, 1, "up", "", "", TRAMS)
    with writing(store.kept_in) as db:
        db.execute("UPDATE feedback SET answer = ?", (json.dumps({"status": "refused"}),))
    with pytest.raises(BadSaved, match=r"^feedback of 20\d\d-.*: saved answer: answer.question is missing$"):
        list(store.all())
