import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant import kept
from assistant.conversations import Conversations
from assistant.feedback import Feedback, FeedbackStore
from assistant.kept import writing
from assistant.saved import BadSaved
from assistant.types import Answer, Citation, Sentence
from corpus.types import Document
from evals.testsets.from_use import drafts_from_feedback, drafts_from_refusals
from evals.testsets.reading import checked
from evals.testsets.rows import Row
from evals.testsets.types import KeyPoint, Place, Question, Tags
from evals.testsets.writing import question_data
from tests.assistant.test_saved import EVERYTHING

TRAMS = Document("t", "plans/trams.pdf", "Trams")
NOTES = Document("n", "notes.md", "Notes", paged=False)
GOOD = Answer(
    "How many run?",
    "answered",
    (Sentence("Nine trams run.", (1, 2), 0.9), Sentence("They are red.", (3,), 0.9)),
    (
        Citation(1, TRAMS, 3, "iii", "Nine trams run.", "t:0", 0, 15),
        Citation(2, TRAMS, 4, "iv", "Nine trams run.", "t:1", 0, 15),
        Citation(3, NOTES, None, None, "They are red.", "n:0", 0, 13),
    ),
    ((0, 1),),
    searched_for="How many trams run?",
)
UP = Feedback("ana@example.org", "c-17", 2, "up", "", "", GOOD, "2026-11-28T16:30:00.000000+00:00", ("Which trams?",))
REFUSED = Answer("Who is the mayor?", "refused", note="The documents do not say.")


def only(given: Feedback) -> Question:
    (draft,) = drafts_from_feedback([given])
    # Whatever was typed, a file of drafts can be read again.
    assert checked([("drafts", Row(question_data(draft), 1))]) == (draft,)
    return draft


def test_an_answer_found_good_gives_its_quotes_as_key_points_with_their_pages() -> None:
    draft = only(UP)
    assert draft.id.startswith("fb-")
    assert draft == Question(
        draft.id,
        "How many run?",
        "answer",
        "en",
        ("Which trams?",),
        (
            KeyPoint("Nine trams run.", evidence=(Place("plans/trams.pdf", 3), Place("plans/trams.pdf", 4))),
            KeyPoint("They are red.", evidence=(Place("notes.md"),)),
        ),
        "Nine trams run. They are red.",
        (Place("plans/trams.pdf", 3), Place("plans/trams.pdf", 4), Place("notes.md")),
        tags=Tags(more=("from feedback", "found good")),
        draft=True,
    )


def test_without_the_questions_before_it_a_follow_up_is_what_it_was_taken_for() -> None:
    assert only(replace(UP, conversation=None, earlier=())).question == "How many trams run?"


@pytest.mark.parametrize(
    ("reason", "status", "expected"),
    [
        ("wrong", "answered", "answer"),
        ("not-supported", "partial", "answer"),
        ("incomplete", "answered", "answer"),
        ("should-answer", "refused", "answer"),
        ("should-refuse", "answered", "refuse"),
        ("off-topic", "answered", "answer"),
        ("other", "refused", "refuse"),
        ("", "clarify", "clarify"),
    ],
)
def test_an_answer_found_bad_vouches_for_nothing_and_its_reason_says_what_was_expected(
    reason: str, status: str, expected: str
) -> None:
    answer = replace(GOOD, status=status)  # type: ignore[arg-type]
    draft = only(replace(UP, verdict="down", reason=reason, note="It is\nten.", answer=answer))
    assert (draft.expected, draft.key_points, draft.evidence, draft.reference) == (expected, (), (), "")
    said = (f"reason: {reason}",) if reason else ()
    assert draft.tags.more == ("from feedback", "found bad", *said, "note: It is ten.")


def test_a_good_refusal_is_one_to_be_refused() -> None:
    draft = only(replace(UP, answer=REFUSED, earlier=()))
    assert (draft.expected, draft.key_points, draft.reference) == ("refuse", (), "")


def test_nobody_is_named_and_no_conversation() -> None:
    text = repr(only(UP))
    assert "ana" not in text
    assert "c-17" not in text


def test_what_no_file_can_hold_is_made_readable() -> None:
    draft = only(replace(UP, answer=EVERYTHING, note="\ud800\x00", earlier=("\x07", "Trams\u2028?")))
    assert draft.question == "How many trams \ufffd “run”?"
    assert draft.earlier == ("Trams ?",)


def test_a_question_that_is_empty_or_too_long_to_ask_gives_none() -> None:
    for question in (" ", "a" * 2001):
        assert not list(drafts_from_feedback([replace(UP, answer=replace(GOOD, question=question))]))


@pytest.fixture
def store(kept_at: kept.Place) -> Conversations:
    return Conversations(kept_at)


@pytest.fixture
def ask(store: Conversations) -> Callable[..., None]:
    def asked(user: str, *answers: Answer) -> None:
        id_ = store.begin(user)
        for answer in answers:
            store.add(user, id_, answer)

    return asked


def test_refused_questions_of_all_users_are_drafts_once_each_the_most_often_asked_first(
    store: Conversations, ask: Callable[..., None]
) -> None:
    follow_up = Answer("And its size?", "refused", searched_for="How large is Marisol?")
    ask("ana", GOOD, follow_up, REFUSED, replace(follow_up, searched_for="How large is Lyon?"))
    ask(
        "bob", replace(REFUSED, question="  WHO is the\nmayor"), Answer("Quelle est la taille de la ville ?", "refused")
    )
    drafts = list(drafts_from_refusals(store))
    assert [(each.question, each.language, each.tags.more[1]) for each in drafts] == [
        ("Who is the mayor?", "en", "asked 2 times"),
        ("How large is Marisol?", "en", "asked 1 time"),
        ("How large is Lyon?", "en", "asked 1 time"),
        ("Quelle est la taille de la ville ?", "fr", "asked 1 time"),
    ]
    assert {(each.expected, each.draft, each.tags.more[0]) for each in drafts} == {("refuse", True, "from refusals")}
    assert "ana" not in repr(drafts)
    assert "bob" not in repr(drafts)
    assert checked(("drafts", Row(question_data(each), 0)) for each in drafts) == tuple(drafts)


def test_a_question_keeps_its_id_when_it_is_asked_again(store: Conversations, ask: Callable[..., None]) -> None:
    ask("ana", REFUSED)
    (before,) = drafts_from_refusals(store)
    ask("bob", REFUSED)
    (after,) = drafts_from_refusals(store)
    assert before.id == after.id


def test_a_deleted_conversation_leaves_no_draft(store: Conversations, ask: Callable[..., None]) -> None:
    ask("ana", REFUSED)
    store.delete_all("ana")
    assert list(drafts_from_refusals(store)) == []
    assert list(drafts_from_feedback(FeedbackStore(store.kept_in).all())) == []


def test_a_damaged_answer_is_named(store: Conversations, ask: Callable[..., None]) -> None:
    ask("ana", REFUSED)
    with writing(store.kept_in) as db:
        db.execute("UPDATE turns SET answer = '{'")
    with pytest.raises(BadSaved, match=rf"answer 1 of those kept in {re.escape(str(store.kept_in))}: damaged"):
        list(drafts_from_refusals(store))
