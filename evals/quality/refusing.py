"""Whether the confidence tells questions that the collection answers from those that it does not, and is heeded."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.types import Answer
from corpus.errors import RoundtableError
from evals.quality.grounds import CNIL, REFUSED, REPORTS, SHIPPED, SQUAD, Grounds
from evals.quality.rows import Row, Target, order, share

NEAR_MISS, ELSEWHERE = Target(0.70), Target(0.97)
REFUSED_ELSEWHERE, FALSELY_REFUSED = Target(0.95), Target(0.05, at_most=True)
# Whose questions are asked of which other collection: none of them has the subject of the other.
CROSSED = ((SQUAD, SHIPPED), (CNIL, SHIPPED), (SHIPPED, SQUAD), (REPORTS, SQUAD))


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers to the questions of the set `of`, asked of the collection `where`."""

    of: str
    where: str
    answers: list[Answer]


def near_misses(grounds: Grounds) -> Iterator[Row]:
    """SQuAD's questions that their paragraph seems to answer and does not, against those that it answers."""
    count = grounds.sizes.answered
    answers = {
        answerable: [grounds.ask(SQUAD, question.text) for question in grounds.drawn(SQUAD, answerable, count)]
        for answerable in (True, False)
    }
    scores = [answer.confidence for answerable in answers for answer in answers[answerable]]
    labels = [answerable for answerable in answers for _ in answers[answerable]]
    yield order(SQUAD, "confidence: AUROC, near misses", scores, labels, NEAR_MISS)
    yield share(SQUAD, "refused, near misses", [answer.status == REFUSED for answer in answers[False]])


def elsewhere(grounds: Grounds) -> Iterator[Row]:
    """Questions asked of a collection on something else, against answerable ones asked of their own."""
    crossed, own = [], []
    for name, where in CROSSED:
        try:
            crossed.append(asked_of(grounds, name, where))
        except RoundtableError as error:
            yield Row(f"{name} asked of {where}", "refused", None, note=str(error))
    for name in (SQUAD, CNIL, SHIPPED, REPORTS):
        try:
            own.append(asked_of(grounds, name, name))
        except RoundtableError as error:
            yield Row(name, "answerable, refused", None, note=str(error))
    for each in crossed:
        yield share(f"{each.of} asked of {each.where}", "refused", _refused(each))
    for each in own:
        yield share(each.of, "answerable, refused", _refused(each))
    away, home = ([answer for each in group for answer in each.answers] for group in (crossed, own))
    labels = [True] * len(home) + [False] * len(away)
    yield order("all of these", "confidence: AUROC", [a.confidence for a in [*home, *away]], labels, ELSEWHERE)
    yield share("all asked elsewhere", "refused", [each for a in crossed for each in _refused(a)], REFUSED_ELSEWHERE)
    yield share(
        "all asked at home", "answerable, refused", [each for a in own for each in _refused(a)], FALSELY_REFUSED
    )


def asked_of(grounds: Grounds, name: str, where: str) -> Asked:
    """The answerable questions of a set, asked of a collection. Raises `RoundtableError` if one is not there."""
    if name in (SQUAD, CNIL):
        texts = [each.text for each in grounds.drawn(name, True, grounds.sizes.answered)]
    else:
        texts = [each.text for each in grounds.page_questions(name) if each.answerable]
    return Asked(name, where, [grounds.ask(where, text) for text in texts])


def _refused(asked: Asked) -> list[bool]:
    return [answer.status == REFUSED for answer in asked.answers]
