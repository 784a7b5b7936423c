"""Let a language model judge answers, if one is wished for, and never show its figures without how far people agree."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.model import PASSING, Model, ModelFailed
from evals.judging.agreeing import Between, model_with_people
from evals.judging.judgements import MODEL, Judgement, Judgements, key_of, sentences_of
from evals.judging.prompt import Read, all_unread, read, to_judge
from evals.runs.types import Record, Run
from evals.statistics import Estimate, mean

SECONDS = 60.0  # for one answer
MOST_TOKENS = 2_048  # of a reply; a model that thinks aloud needs more than its lines
MOST_FAILURES = 3  # one after another; a server that is gone is not asked for every answer


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer as a model judged it. `trouble` is a word of `assistant.model` for why it did not; "" if it did."""

    record: Record
    read: Read
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """What a model says of a run, with how far it agrees with people; None where nothing was judged.

    `points` is the share of key points that it takes for made, `support` that of sentences for supported, over the
    answers it judged. `not_judged` counts the points and sentences of these that it gave no readable verdict on, and
    `answers` those of the run that it did not judge at all. `own_work` says that it wrote answers that it judges.
    """

    reviewer: str
    points: Estimate | None
    support: Estimate | None
    not_judged: int
    answers_not_judged: int
    own_work: bool
    with_people: tuple[Between, ...]


def judging(
    run: Run,
    model: Model,
    judgements: Judgements,
    seconds: float = SECONDS,
    mark: Callable[[], str] = lambda: secrets.token_hex(3),
) -> Iterator[Judged]:
    """Has the model judge every answer of a run that it has not judged yet, and keeps what it says under its name, see
    `reviewer_of`. Ends early if the model cannot be used. An answer of which it judged nothing is not kept, and asked
    about again the next time.
    """
    name = reviewer_of(model.name)
    done = {each.answer for each in judgements.of_run(run) if each.reviewer == name}
    failures = 0
    for record in run.records:
        key = key_of(record)
        if record.status == "error" or key in done or not (record.question.key_points or sentences_of(record)):
            continue
        done.add(key)
        judged = _judged(record, model, seconds, mark())
        if any(each is not None for each in (*judged.read.points, *judged.read.sentences)):
            judgements.give(record, name, judged.read.points, judged.read.sentences, by_model=True)
        yield judged
        failures = failures + 1 if judged.trouble else 0
        if failures >= MOST_FAILURES or (judged.trouble and judged.trouble not in (*PASSING, "too_long")):
            return


def reviewer_of(model: str) -> str:
    """The name under which a model judges."""
    return f"{MODEL}{model}"


def model_figures(run: Run, judgements: Sequence[Judgement], model: str) -> ModelFigures:
    """The figures of a model over a run; `judgements` are all of the run, see `Judgements.of_run`."""
    name = reviewer_of(model)
    own = [each for each in judgements if each.reviewer == name]
    judged = {each.answer for each in own}
    answers = {key_of(record) for record in run.records if record.status != "error"}
    points, sentences = [each.points for each in own], [each.sentences for each in own]
    return ModelFigures(
        name,
        _share(points),
        _share(sentences),
        sum(part.count(None) for part in (*points, *sentences)),
        len(answers - judged),
        any(record.answer.get("model") == model for record in run.records),
        tuple(model_with_people(judgements, name)),
    )


def _judged(record: Record, model: Model, seconds: float, mark: str) -> Judged:
    """One request. What was said before it failed is not read: a list that breaks off may have a line that does."""
    reply, until = [], time.monotonic() + seconds
    try:
        for chunk in model.stream(to_judge(record, mark), min(MOST_TOKENS, model.context // 4), until):
            reply.append(chunk.text)
    except ModelFailed as failure:
        return Judged(record, all_unread(record.question.key_points, sentences_of(record)), failure.trouble)
    return Judged(record, read("".join(reply), record, mark))


def _share(parts: Sequence[Sequence[bool | None]]) -> Estimate | None:
    """The mean over answers of the share that is judged yes."""
    known = [[value for value in part if value is not None] for part in parts]
    shares = [sum(values) / len(values) for values in known if values]
    return mean(shares) if shares else None
