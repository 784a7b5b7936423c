"""Questions, answers and runs written by hand, and metrics whose values are read off them."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.metrics.calibrating import CALIBRATING
from evals.metrics.columns import scored
from evals.metrics.types import Metric
from evals.runs.types import Found, Record, Run, Took
from evals.testsets.types import KeyPoint, Place, Question, Tags

REPORT = Place("report.pdf", 4)
OTHER = Place("report.pdf", 9)


def question(id_: str = "q1", **fields: Any) -> Question:
    given: dict[str, Any] = {
        "question": "How many tablets does the library lend?",
        "key_points": (KeyPoint("lends 40 tablets"), KeyPoint("since 2019", "okay")),
        "evidence": (REPORT,),
    }
    return Question(id_, **(given | fields))


def record(
    id_: str = "q1",
    status: str = "answered",
    said: Sequence[tuple[str, float]] = (("The library lends 40 tablets.", 0.9),),
    cites: Sequence[Place] = (REPORT,),
    found: Sequence[Place] = (REPORT,),
    made: tuple[bool, ...] = (True, False),
    scores: Mapping[str, float | None] | None = None,
    model: str = "extractive",
    withheld: Sequence[str] = (),
    of: Question | None = None,
) -> Record:
    """A record; one that is not answered says and cites nothing."""
    if status not in ("answered", "partial"):
        said, cites = (), ()
    answer = {
        "question": "How many tablets does the library lend?",
        "status": status,
        "text": " ".join(text for text, _ in said),
        "sentences": [{"text": text, "citations": [1], "support": support} for text, support in said],
        "citations": [
            {"n": n, "document": place.document, "page": place.page, "quote": "lends 40 tablets"}
            for n, place in enumerate(cites, start=1)
        ],
        "model": model,
        "withheld": [{"text": text, "reasons": ["no passage says so"], "instead": "nothing"} for text in withheld],
    }
    passages = tuple(
        Found(f"p{at}", place.document, (place.page,) if place.page else (), 1 - at / 100)
        for at, place in enumerate(found)
    )
    return Record(of or question(id_), answer, 0.8, passages, made, scores or {})


def not_asked(id_: str = "q1") -> Record:
    return Record(question(id_), {}, made=(False, False), error="the index is damaged")


def run(records: Sequence[Record], name: str = "a run", **fields: Any) -> Run:
    given: dict[str, Any] = {
        **{"set_name": "roundtables", "set_digest": "d1" * 32, "settings": {}, "versions": {}},
        **{"collection": {"state": "s1"}, "took": tuple(Took(float(at)) for at in range(len(records)))},
    }
    return Run(f"id of {name}", name, records=tuple(records), **(given | fields))


def scoring(*values: float | None, name: str = "score", kinds: Sequence[str] = (), **fields: Any) -> Run:
    """A run whose only news is what each question scored."""
    tags = [Tags(kind=kind) for kind in kinds] or [Tags()] * len(values)
    return run(
        [
            record(f"q{at}", scores={name: value}, of=question(f"q{at}", tags=tags[at]))
            for at, value in enumerate(values)
        ],
        **fields,
    )


SCORE = Metric("score", "Score", "What it scored.", "Our own", "citing", scored("score"))
LOSS = Metric("loss", "Loss", "What it lost.", "Our own", "citing", scored("score"), better="lower")
SLOWNESS = Metric("slowness", "Slowness", "Its time.", "Our own", "cost",
                  lambda records, took: [its.elapsed_ms for its in took], better="lower", unit="ms")  # fmt: skip
CALIBRATION_ERROR = next(metric for metric in CALIBRATING if metric.name == "calibration_error")


def metrics(*of: Metric) -> dict[str, Metric]:
    return {metric.name: metric for metric in of}


def filler(count: int) -> list[Place]:
    """Passages of no interest."""
    return [Place("filler.pdf", page) for page in range(1, count + 1)]


__all__ = ["KeyPoint", "Place", "Tags"]
