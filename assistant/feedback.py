"""Keep what people think of answers, each with the whole answer, so that the collection's keeper can learn from it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from assistant.conversations import answer_from, can_be_id, held, moment, saved_text, user_bytes
from assistant.kept import Place, forget_the_past, one_by_one, reading, writing
from assistant.one_line import readable
from assistant.types import Answer
from corpus.errors import RoundtableError

Verdict = Literal["up", "down"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
# Why an answer is not good; with the verdict "up" it is "", and with "down" it may be.
REASONS = ("wrong", "not-supported", "incomplete", "off-topic", "should-refuse", "should-answer", "other")
LONGEST_NOTE = 2000  # characters

_NAMES = '"user", conversation, place, verdict, reason, note, given, earlier, answer'
_COLUMNS = f"SELECT {_NAMES} FROM feedback"  # noqa: S608 our own names; values go by ?
_WITHDRAWN = 'DELETE FROM feedback WHERE "user" = ? AND conversation = ? AND place = ?'


class BadFeedback(RoundtableError):
    """A verdict or reason that is none of those there are, or a note that is too long."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a user thinks of one answer, with the answer as it was shown.

    `conversation` is None once that conversation is deleted or its turn is asked anew. `earlier` are the questions
    asked before this one, oldest first, as they were taken; they go with the conversation. `given` is a moment in UTC.
    """

    user: str
    conversation: str | None
    place: int
    verdict: Verdict
    reason: str
    note: str
    answer: Answer
    given: str
    earlier: tuple[str, ...] = ()


class FeedbackStore:
    """The feedback of all users, kept with their conversations; for several threads and processes at once.

    A user sees their own only. Who runs the program sees everybody's: `all`, `counts`. Deleting a conversation keeps
    what was thought of its answers, see `Conversations.delete`; `Conversations.delete_all` deletes it. Every method
    raises `UnusableFile` as those of `Conversations` do.
    """

    def __init__(self, place: Place) -> None:
        self.kept_in = place

    def give(
        self, user: str, conversation: str, place: int, verdict: str, reason: str, note: str, answer: Answer
    ) -> None:
        """Keeps it in place of what the user thought of that turn before. Raises `BadFeedback`, or `NoConversation` if
        the user has no such conversation."""
        _check(verdict, reason, note)
        saved, said = saved_text(answer), readable_lines(note)
        with writing(self.kept_in) as db:
            key = held(db, user, conversation)
            sql = "SELECT answer FROM turns WHERE conversation = ? AND place < ? ORDER BY place"
            before = [json.loads(turn) for (turn,) in db.execute(sql, (key, place))]
            earlier = json.dumps([turn["searched_for"] or turn["question"] for turn in before])
            row = (user_bytes(user), conversation, place, verdict, reason, said, moment(), earlier, saved)
            db.execute(_WITHDRAWN, row[:3])
            db.execute(f"INSERT INTO feedback ({_NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608 our own names; values go by ?

    def of(self, user: str, conversation: str) -> dict[int, Feedback]:
        """What the user thinks of the answers of a conversation, by place; nothing of one that is not theirs."""
        if not can_be_id(conversation):
            return {}
        with reading(self.kept_in) as db:
            rows = db.execute(f'{_COLUMNS} WHERE "user" = ? AND conversation = ?', (user_bytes(user), conversation))
            return {given.place: given for given in map(_feedback, rows)}

    def withdraw(self, user: str, conversation: str, place: int) -> None:
        """Takes it back for good; nothing happens where there is none."""
        if not can_be_id(conversation):
            return
        with writing(self.kept_in) as db:
            db.execute(_WITHDRAWN, (user_bytes(user), conversation, place))
        forget_the_past(self.kept_in)

    def all(self) -> Iterator[Feedback]:
        """Everybody's, newest first. Raises `BadSaved` at one whose answer is damaged."""
        with reading(self.kept_in) as db:
            yield from map(_feedback, one_by_one(db, f"{_COLUMNS} ORDER BY given DESC, key DESC"))

    def counts(self) -> dict[tuple[str, str], int]:
        """How often each verdict was given with each reason, most often first."""
        with reading(self.kept_in) as db:
            rows = db.execute("SELECT verdict, reason, count(*) FROM feedback GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2")
            return {(verdict, reason): count for verdict, reason, count in rows}

    def noted(self, limit: int) -> list[Feedback]:
        """The newest with a note, everybody's."""
        with reading(self.kept_in) as db:
            rows = db.execute(f"{_COLUMNS} WHERE note <> '' ORDER BY given DESC, key DESC LIMIT ?", (max(0, limit),))
            return [_feedback(row) for row in rows]


def readable_lines(text: str) -> str:
    """The text line by line, without what no document can hold."""
    return "\n".join(readable(line) for line in text.strip().splitlines())


def _check(verdict: str, reason: str, note: str) -> None:
    if verdict not in VERDICTS:
        raise BadFeedback(f"There is no verdict {verdict!r:.40}; it is one of {', '.join(VERDICTS)}.")
    allowed = ("",) if verdict == "up" else ("", *REASONS)
    if reason not in allowed:
        known = "it is one of " + ", ".join(REASONS) if verdict == "down" else "what is good needs none"
        raise BadFeedback(f"There is no reason {reason!r:.40} for {verdict!r}; {known}.")
    if len(note) > LONGEST_NOTE:
        raise BadFeedback(
            f"A note may have {LONGEST_NOTE:,} characters, this one has {len(note):,}; shorten it and send it again."
        )


def _feedback(row: Sequence[Any]) -> Feedback:
    user, conversation, place, verdict, reason, note, given, earlier, saved = row
    return Feedback(
        user.decode("utf-8", "surrogatepass"),
        conversation,
        place,
        verdict,
        reason,
        note,
        answer_from(saved, f"feedback of {given}"),
        given,
        tuple(json.loads(earlier)),
    )
