"""Find where the time of a question goes: each step of it by itself, and each part that an answer calls on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from assistant.assistant import Assistant
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.words import terms
from evals.bench.sampling import sampled
from evals.bench.scale.measuring import DEPTH
from evals.bench.timing import Times, Took, timed, times

WARM_UP = 3  # questions asked before the clock counts
FUNCTIONS = 12  # of the assistant, those that take longest by themselves
REST = "all else of the assistant"


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the least that a question costs a step takes, at the median."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True)
class Stage:
    """A method of the index or the encoder with its calls, or a function of the assistant without what it calls of
    them, for one question on average."""

    milliseconds: float
    calls: float | None


@dataclass(frozen=True, slots=True)
class Profile:
    """Questions asked one after another of an open assistant.

    `steps` are timed each by itself, `least` is one call of the encoder and one search by meaning. All was then asked
    once more, which took `watched`; the `stages` add up to that, but where parts of an answer run at the same time.
    """

    questions: int
    different: int
    answered: int
    steps: Mapping[str, Times]
    over_least: Mapping[str, Ratio]
    watched: Times
    stages: Mapping[str, Stage]


def profiled(index: Index, again: Index, encoder: Encoder, questions: Sequence[str]) -> Profile:
    """`again` is the same collection, opened once more: what an index has looked up it does not look up twice."""
    taken, answered = _steps(index, encoder, questions)
    taken["least"] = [_both(*pair) for pair in zip(taken["encode"], taken["meaning"], strict=True)]
    steps = {name: times(each) for name, each in taken.items()}
    watched, stages = _watched(again, encoder, questions)
    return Profile(
        questions=len(questions),
        different=len(set(questions)),
        answered=answered,
        steps=steps,
        over_least={name: _ratio(each, steps["least"]) for name, each in steps.items()},
        watched=watched,
        stages=stages,
    )


def _steps(index: Index, encoder: Encoder, questions: Sequence[str]) -> tuple[dict[str, list[Took]], int]:
    """The times of each step, and how many questions were answered."""
    assistant = Assistant(index, encoder)
    for question in questions[:WARM_UP]:
        assistant.ask(question)
    taken: dict[str, list[Took]] = {name: [] for name in ("ask", "judge", "search", "encode", "meaning", "words")}
    statuses: list[str] = []

    def ask(question: str) -> None:
        statuses.append(assistant.ask(question).status)

    for question in questions:
        vector, sought = encoder.encode_question(question).vector, terms(question)
        # All steps of one question in turn, so that what else the computer does meanwhile slows them alike. The answer
        # comes first, for it must find nothing looked up.
        calls: dict[str, Callable[[], object]] = {
            "ask": partial(ask, question),
            "judge": partial(assistant.judge, question),
            "search": partial(assistant.search, question),
            "encode": partial(encoder.encode_question, question),
            "meaning": partial(index.by_meaning, vector, DEPTH),
            "words": partial(index.by_words, sought, DEPTH),
        }
        for name, call in calls.items():
            taken[name].append(timed(call))
    return taken, sum(status != "refused" for status in statuses)


def _both(one: Took, other: Took) -> Took:
    return Took(one.seconds + other.seconds, one.processor_seconds + other.processor_seconds)


def _ratio(step: Times, least: Times) -> Ratio:
    wall, processor = step.p50 / max(least.p50, 1e-9), step.processor_p50 / max(least.processor_p50, 1e-9)
    return Ratio(round(wall, 3), round(processor, 3))


class _Watched:
    """Stands for a part of the assistant, and notes what each call of its methods takes."""

    def __init__(self, part: object, name: str, taken: dict[str, list[float]]) -> None:
        self._part, self._name, self._taken = part, name, taken

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._part, name)
        return partial(self._called, f"{self._name}.{name}", value) if callable(value) else value

    def _called(self, name: str, method: Callable[..., object], *given: Any, **named: Any) -> object:
        found: list[object] = []
        took = timed(lambda: found.append(method(*given, **named)))
        self._taken.setdefault(name, []).append(took.seconds)
        return found[0]


def _watched(index: Index, encoder: Encoder, questions: Sequence[str]) -> tuple[Times, dict[str, Stage]]:
    """What the answers took, and what takes longest of it first."""
    called: dict[str, list[float]] = {}
    assistant = Assistant(
        cast(Index, _Watched(index, "index", called)),
        cast(Encoder, _Watched(encoder, "encoder", called)),
    )
    for question in questions[:WARM_UP]:
        assistant.ask(question)
    called.clear()
    with sampled("assistant", _Watched._called.__code__) as own:
        taken = [timed(partial(assistant.ask, question)) for question in questions]
    count = len(questions)
    stages = {name: _stage(sum(each), count, len(each)) for name, each in called.items()}
    # The samples say how the time that is left is shared out.
    left = sum(each.seconds for each in taken) - sum(map(sum, called.values()))
    shares = {name: seconds / sum(own.values()) for name, seconds in own.items()}
    listed = sorted(shares, key=lambda name: -shares[name])[:FUNCTIONS]
    stages |= {name: _stage(left * shares[name], count) for name in listed}
    stages[REST] = _stage(left * (1 - sum(shares[name] for name in listed)), count)
    return times(taken), dict(sorted(stages.items(), key=lambda item: -item[1].milliseconds))


def _stage(seconds: float, questions: int, calls: int | None = None) -> Stage:
    return Stage(round(1000 * seconds / questions, 3), None if calls is None else round(calls / questions, 2))
