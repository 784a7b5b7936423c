"""Make drafts of test questions from what people asked and what they thought of the answers, naming nobody."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from assistant.conversations import Conversations, answer_from
from assistant.feedback import Feedback
from assistant.feedback_set import test_set as rows_of
from assistant.kept import one_by_one, reading
from assistant.one_line import one_line
from assistant.render.text import answer_language
from assistant.types import Answer
from corpus.words import plain
from evals.testsets.reading import sha256
from evals.testsets.rules import LONGEST_QUESTION
from evals.testsets.types import Expected, KeyPoint, Place, Question, Tags

FROM_FEEDBACK, FROM_REFUSALS = "from feedback", "from refusals"
# What a reader who found an answer bad for this reason expected instead of it.
CLAIMED: dict[str, Expected] = {
    "wrong": "answer",
    "not-supported": "answer",
    "incomplete": "answer",
    "should-answer": "answer",
    "should-refuse": "refuse",
}
BY_STATUS: dict[str, Expected] = {"answered": "answer", "partial": "answer", "refused": "refuse", "clarify": "clarify"}


def drafts_from_feedback(feedback: Iterable[Feedback]) -> Iterator[Question]:
    """A draft for each, with the id that it has in `roundtable feedback export`; none for a question too long to ask.

    Of an answer found good, the quotes are its key points, each with its page. One found bad vouches for nothing: what
    is expected follows from the reason, and reason and note stand among the tags, for the person who looks at it. The
    notes and questions are in the words of who typed them; no user or conversation is named.
    """
    for given in feedback:
        (row,) = rows_of([given])
        if 0 < len(one_line(row["question"])) <= LONGEST_QUESTION:
            yield _of_feedback(given, row)


def drafts_from_refusals(conversations: Conversations) -> Iterator[Question]:
    """The questions of all users' chats that were refused, most often asked first, each once, with how often.

    A follow-up is the question that it was taken for. Raises `UnusableFile`, and `BadSaved` at a damaged answer.
    """
    counts: Counter[str] = Counter()
    first: dict[str, Answer] = {}
    for answer in _refused(conversations):
        asked = one_line(answer.searched_for or answer.question)
        same = plain(asked).strip(" ?!.")
        if same and len(asked) <= LONGEST_QUESTION:
            counts[same] += 1
            first.setdefault(same, answer)
    for same, count in counts.most_common():
        answer = first[same]
        asked = one_line(answer.searched_for or answer.question)
        yield Question(
            f"refused-{sha256(same.encode())[:16]}",
            asked,
            "refuse",
            answer_language(answer),
            tags=Tags(more=(FROM_REFUSALS, f"asked {count} {'time' if count == 1 else 'times'}")),
            draft=True,
        )


def _of_feedback(given: Feedback, row: dict[str, Any]) -> Question:
    answer, good = given.answer, given.verdict == "up"
    expected = BY_STATUS[answer.status] if good else CLAIMED.get(given.reason, BY_STATUS[answer.status])
    vouched = good and expected == "answer"
    noted = (("reason", given.reason), ("note", one_line(given.note)))
    said = tuple(f"{name}: {text}" for name, text in noted if text)
    return Question(
        row["id"],
        one_line(row["question"]),
        expected,
        row["language"],
        tuple(filter(None, map(one_line, row["earlier"]))),
        _points(answer) if vouched else (),
        one_line(" ".join(sentence.text for sentence in answer.sentences)) if vouched else "",
        _places(answer) if vouched else (),
        tags=Tags(more=(FROM_FEEDBACK, "found good" if good else "found bad", *said)),
        draft=True,
    )


def _points(answer: Answer) -> tuple[KeyPoint, ...]:
    quoted: dict[str, list[Place]] = {}
    for each in answer.citations:
        if one_line(each.quote):
            quoted.setdefault(one_line(each.quote), []).append(Place(each.document.source, each.page))
    return tuple(KeyPoint(quote, evidence=tuple(dict.fromkeys(places))) for quote, places in quoted.items())


def _places(answer: Answer) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(Place(each.document.source, each.page) for each in answer.citations))


def _refused(conversations: Conversations) -> Iterator[Answer]:
    """The refusals that are kept, oldest first, without whose they are."""
    with reading(conversations.kept_in) as db:
        for place, (saved,) in enumerate(one_by_one(db, "SELECT answer FROM turns ORDER BY asked"), start=1):
            answer = answer_from(saved, f"answer {place} of those kept in {conversations.kept_in}")
            if answer.status == "refused":
                yield answer
