"""assistant/web/asking.py: what the page shows of a question, step by step, and where its answer is kept."""

import re
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import LONGEST_QUESTION, Assistant
from assistant.briefing.briefs import Briefs
from assistant.conversations import Conversations
from assistant.feedback import FeedbackStore
from assistant.phrases import page_phrases
from assistant.serving.front import Front
from assistant.serving.gate import Gate
from assistant.serving.here import Here
from assistant.serving.types import Asking, Waiting
from assistant.settings import Settings
from assistant.types import Answer
from assistant.web import handling
from assistant.web.asking import Place, Step, keep, steps, turns_of
from assistant.web.desk import Desk
from tests.assistant.web.test_handling import ME, NOTHING, OTHER, answer, begun

SENSORS = "How many noise sensors did Marisol mount?"
NEW = Place(ME, "")


def asked(desk: Desk, typed: str, place: Place = NEW, chosen: list = NOTHING, language: str = "en") -> list[Step]:
    return list(steps(desk, page_phrases(language), typed, place, chosen))


def questions(desk: Desk, conversation: str) -> list[str]:
    return [turn.question for turn in desk.conversations.open(ME, conversation).turns]


def test_question_is_shown_at_once_and_its_answer_kept_at_the_end(desk: Desk) -> None:
    first, *between, last = asked(desk, f"  {SENSORS} ")
    assert SENSORS in str(first.current)
    assert (first.question, first.asked, first.note) == ("", SENSORS, "")
    assert all(step.conversation is None for step in (first, *between))
    assert "48 noise sensors" in str(last.current)
    assert questions(desk, str(last.conversation)) == [SENSORS]


def test_empty_question_changes_nothing(desk: Desk) -> None:
    assert asked(desk, " \n ") == [Step()]
    assert desk.conversations.all(ME) == []


def test_next_question_follows_in_the_same_conversation(desk: Desk) -> None:
    one = str(asked(desk, SENSORS)[-1].conversation)
    first, *_, last = asked(desk, "Who runs the open data portal of Quellstadt?", Place(ME, one))
    assert SENSORS in str(first.earlier)
    assert last.conversation == one
    assert len(questions(desk, one)) == 2
    assert 'data-source="s2-1"' in str(last.current)


def test_edited_question_takes_the_place_of_its_turn_and_of_all_after_it(desk: Desk) -> None:
    id_ = begun(desk, "One?", "Two?", "Three?")
    first, *_, last = asked(desk, SENSORS, Place(ME, id_, editing=2))
    assert "One?" in str(first.earlier)
    assert "Two?" not in str(first.earlier)
    assert questions(desk, id_) == ["One?", SENSORS]
    assert last.editing == 0


def test_edited_question_that_fails_leaves_the_conversation_as_it_was(desk: Desk) -> None:
    id_ = begun(desk, "One?", "Two?")
    (failed,) = asked(desk, "Three?", Place(ME, id_, editing=1), [*NOTHING[:5], "yesterday", ""])
    assert "Two?" in str(failed.earlier)
    assert failed.question == "Three?"
    assert questions(desk, id_) == ["One?", "Two?"]


def test_question_that_is_too_long_stays_typed(desk: Desk) -> None:
    typed = "x" * (LONGEST_QUESTION + 1)
    last = asked(desk, typed, language="fr")[-1]
    assert "2000 caractères" in str(last.current)
    assert last.question == typed
    assert desk.conversations.all(ME) == []


def test_conversation_of_somebody_else_is_neither_shown_nor_added_to(desk: Desk) -> None:
    theirs = begun(desk, "A secret?", user=OTHER)
    made = asked(desk, SENSORS, Place(ME, theirs))
    assert "secret" not in "".join(str(part) for step in made for part in step.parts())
    assert made[-1].conversation != theirs
    assert [turn.question for turn in desk.conversations.open(OTHER, theirs).turns] == ["A secret?"]


def test_conversation_deleted_meanwhile_begins_anew(desk: Desk) -> None:
    id_ = begun(desk, "One?")
    desk.conversations.delete(ME, id_)
    begun_anew = keep(desk, Place(ME, id_, editing=1), answer("Two?"))
    assert begun_anew != id_
    assert turns_of(desk, Place(ME, id_)) == []
    assert questions(desk, begun_anew) == ["Two?"]


def test_answer_that_cannot_be_kept_is_shown_all_the_same(
    assistant: Assistant, small_index: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.sqlite"
    desk = Desk(assistant, Settings(index=small_index), Conversations(kept), FeedbackStore(kept), Briefs(kept))
    kept.write_bytes(b"no database at all, but long enough to be looked at" * 40)
    last = asked(desk, SENSORS)[-1]
    assert "48 noise sensors" in str(last.current)
    assert "could not be kept" in str(last.current)
    assert 'class="tools"' not in str(last.current)  # what is not kept cannot be judged


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>?", "\ud800?"])
def test_any_question_is_text(desk: Desk, typed: str) -> None:
    (*_, last) = asked(desk, typed)
    assert "alert(1)" in str(last.current) or "\ufffd" in str(last.current) or "\ud800" in str(last.current)
    assert "<script" not in str(last.current)
    assert "<script" not in handling.listed(desk, ME, page_phrases("en"), "", str(last.conversation))


def test_question_that_there_is_no_room_for_stays_typed_with_the_time_to_come_back(desk: Desk) -> None:
    gate = Gate(at_once=1, waiting=0)
    desk = replace(desk, served=Front(desk.assistant, Here(desk.assistant), gate))
    with gate.enter("somebody else"):
        english, french = (asked(desk, SENSORS, language=language)[-1] for language in ("en", "fr"))
    assert "Many questions are being answered at the moment; please try again in about 2 seconds." in str(
        english.current
    )
    assert "Beaucoup de questions sont en cours ; réessayez dans 2 secondes environ." in str(french.current)
    assert english.question == SENSORS
    assert desk.conversations.all(ME) == []
    assert "48 noise sensors" in str(asked(desk, SENSORS)[-1].current)


def test_who_waits_sees_how_many_are_answered_before(desk: Desk) -> None:
    gate = Gate(at_once=1)
    desk = replace(desk, served=Front(desk.assistant, Here(desk.assistant), gate))
    made = steps(desk, page_phrases("en"), SENSORS, NEW, NOTHING)
    with gate.enter("at the counter"), gate.enter("in the line"), closing(made):
        shown = [next(made), next(made), next(made)]
    assert [("1 question is answered before yours." in str(step.current)) for step in shown] == [False, True, False]
    assert shown[2] == Step()  # nothing new


@pytest.mark.parametrize(
    ("typed", "editing", "anew"),
    [(SENSORS, 1, True), (f" {SENSORS}", 1, True), (SENSORS, 0, False), ("Why?", 1, False)],
)
def test_turn_that_is_asked_again_as_it_stands_is_answered_anew(
    desk: Desk, typed: str, editing: int, anew: bool
) -> None:
    seen: list[bool] = []

    class Seeing(Here):
        def answering(self, asking: Asking) -> Generator[Answer | Waiting, None, None]:
            seen.append(asking.anew)
            yield from super().answering(asking)

    desk = replace(desk, served=Seeing(desk.assistant))
    id_ = str(asked(desk, SENSORS)[-1].conversation)
    asked(desk, typed, Place(ME, id_, editing))
    assert seen == [False, anew]


def test_reader_in_a_long_line_is_told_again_once_a_third_of_those_before_them_are_answered(desk: Desk) -> None:
    class InLine(Here):
        def answering(self, asking: Asking) -> Generator[Answer | Waiting, None, None]:
            yield from map(Waiting, [0, 90, 89, 95, 61, 60, 40, 39, 3, 2, 1, 0])
            yield from super().answering(asking)

    shown = [step.current or "" for step in asked(replace(desk, served=InLine(desk.assistant)), SENSORS)]
    told = [
        found[1]
        for found in (re.search(r"(\d+) questions? (?:is|are) answered before yours", each) for each in shown)
        if found
    ]
    assert told == ["90", "60", "40", "3", "2", "1"]
