"""Say how far reviewers agree with each other, and how far what the program counts agrees with them."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from evals.judging.judgements import SCALE, Judgement, key_of
from evals.judging.kappa import Agreement, Ratings, agreement
from evals.runs.failing import supported
from evals.runs.types import Run

Part = Literal["points", "support", "usefulness"]
PARTS: tuple[Part, ...] = ("points", "support", "usefulness")
PROGRAM = "program"  # who counted without a person


@dataclass(frozen=True, slots=True)
class Between:
    """How far these agree on one part of the answers. With more than two it is the mean over all pairs."""

    part: Part
    names: tuple[str, ...]
    agreement: Agreement


def among_people(judgements: Sequence[Judgement]) -> list[Between]:
    """For each part how far all people agree, and, if they are more than two, every two of them. Models are no
    people. A person alone agrees with nobody, and is told with the reason."""
    names = sorted({each.reviewer for each in judgements if not each.by_model})
    groups = [tuple(names), *(combinations(names, 2) if len(names) > 2 else ())]
    return [Between(part, group, _among(judgements, part, group)) for part in PARTS for group in groups if group]


def program_with_people(run: Run, judgements: Sequence[Judgement]) -> list[Between]:
    """How far the program agrees with people on key points made and on sentences supported."""
    names = tuple(sorted({each.reviewer for each in judgements if not each.by_model}))
    counted: dict[Part, Ratings] = {"points": _points_of(run), "support": _support_of(run)}
    return [Between(part, (PROGRAM, *names), _with_people(its, judgements, part)) for part, its in counted.items()]


def model_with_people(judgements: Sequence[Judgement], reviewer: str) -> list[Between]:
    """How far a model that judges agrees with people, on key points and on sentences."""
    names = tuple(sorted({each.reviewer for each in judgements if not each.by_model}))
    return [
        Between(part, (reviewer, *names), _with_people(ratings(judgements, part, reviewer), judgements, part))
        for part in PARTS[:2]
    ]


def ratings(judgements: Iterable[Judgement], part: Part, reviewer: str) -> Ratings:
    """What one reviewer says of each item: (answer, place of the point or sentence)."""
    return {
        (each.answer, place): int(value)
        for each in judgements
        if each.reviewer == reviewer
        for place, value in enumerate(_values(each, part))
        if value is not None
    }


def consensus(judgements: Iterable[Judgement], part: Part) -> Ratings:
    """What most people say of each item; one on which they are split evenly is left out."""
    said: dict[tuple[Hashable, Hashable], Counter[int]] = {}
    for each in judgements:
        if each.by_model:
            continue
        for place, value in enumerate(_values(each, part)):
            if value is not None:
                said.setdefault((each.answer, place), Counter())[int(value)] += 1
    tops = {item: votes.most_common(2) for item, votes in said.items()}
    return {item: top[0][0] for item, top in tops.items() if len(top) == 1 or top[0][1] > top[1][1]}


def _among(judgements: Sequence[Judgement], part: Part, names: Sequence[str]) -> Agreement:
    own = [ratings(judgements, part, name) for name in names]
    return agreement(own, "quadratic", SCALE) if part == "usefulness" else agreement(own)


def _with_people(counted: Ratings, judgements: Sequence[Judgement], part: Part) -> Agreement:
    """One rater against what most people say."""
    return agreement([counted, consensus(judgements, part)])


def _values(judgement: Judgement, part: Part) -> Sequence[bool | int | None]:
    parts: Mapping[Part, Sequence[bool | int | None]] = {
        "points": judgement.points,
        "support": judgement.sentences,
        "usefulness": (judgement.usefulness,),
    }
    return parts[part]


def _points_of(run: Run) -> Ratings:
    return {(key_of(record), place): int(made) for record in run.records for place, made in enumerate(record.made)}


def _support_of(run: Run) -> Ratings:
    return {
        (key_of(record), place): int(carried)
        for record in run.records
        for place, carried in enumerate(supported(record))
    }
