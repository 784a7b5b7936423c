"""Small runs made by hand, for what a report makes of them."""

from collections.abc import Sequence
from typing import Any

from evals.metrics import METRICS
from evals.runs.types import Found, Record, Run, Took
from evals.testsets.types import Expected, KeyPoint, Place, Question, Tags

SCORED = [name for name, metric in METRICS.items() if metric.family in ("finding", "answering", "citing", "supporting")]
TRAMS_PAGE = Place("lumen.pdf", 4)


def asked(
    text: str = "How many trams has Lumen?",
    expected: Expected = "answer",
    points: Sequence[str] = ("Lumen has 42 trams",),
    **more: Any,
) -> Question:
    """A question about a city that does not exist, whose answer stands on page 4 of lumen.pdf."""
    given: dict[str, Any] = {"id": "lumen-1", "evidence": (TRAMS_PAGE,), "tags": Tags("city staff", "fact", 2)} | more
    return Question(question=text, expected=expected, key_points=tuple(KeyPoint(point) for point in points), **given)


def answer(
    text: str = "Lumen has 42 trams.", status: str = "answered", support: float = 0.9, page: int | None = 4, **more: Any
) -> dict[str, Any]:
    """One sentence with one citation, as `roundtable ask --json` has it; a refusal has neither."""
    given = status in ("answered", "partial")
    sentence = {"text": text, "citations": [1], "support": support}
    quote = {"n": 1, "document": "lumen.pdf", "title": "Trams", "page": page, "quote": "42 trams run in Lumen."}
    return {
        "status": status,
        "text": f"{text} [1]" if given else text,
        "sentences": [sentence] if given else [],
        "citations": [quote] if given else [],
        "model": "extractive",
    } | more


def record(
    question: Question | None = None, said: dict[str, Any] | None = None, made: tuple[bool, ...] = (True,), **more: Any
) -> Record:
    """A question that was answered well, unless told otherwise."""
    found = (Found("p1", "other.pdf", (1,), 0.9), Found("p2", "lumen.pdf", (4, 5), 0.8))
    given: dict[str, Any] = {"confidence": 0.7, "retrieved": found} | more
    return Record(question or asked(), answer() if said is None else said, made=made, **given)


def run(*records: Record, took: tuple[Took, ...] | None = None, **more: Any) -> Run:
    given: dict[str, Any] = {
        "id": "r1",
        "name": "nightly",
        "set_name": "lumen",
        "set_digest": "ab12",
        "seconds": 3.5,
        "started": "2031-02-03T04:05:06",
        "settings": {"limit": 8},
        "versions": {"python": "3.11"},
        "collection": {"documents": 3, "state": "c0ffee"},
        "content": "dd00",
    }
    times = tuple(Took(20.0 + 5 * place) for place, _ in enumerate(records)) if took is None else took
    return Run(records=records, took=times, **given | more)


def failing_record() -> Record:
    """An answer that says the wrong thing, without support, to a question that asked for another."""
    question = asked(
        "And its buses?",
        points=("Lumen has 7 buses",),
        id="lumen-2",
        earlier=("How many trams has Lumen?",),
        forbidden=("Lumen has 9 buses",),
        reference="Lumen has 7 buses.",
        language="fr",
        tags=Tags("researcher", "follow-up"),
    )
    return record(question, answer("Lumen has 9 buses.", support=0.1, page=6), (False,), confidence=0.4)


def many(count: int) -> Run:
    """A run as long as a real one, a third of it failing, with answers as long as real ones."""
    long = " ".join(["The second roundtable was held on 3 December 2020, online, with mayors of many cities."] * 4)
    found = tuple(Found(f"p{rank}", f"digests/paper-{rank}.pdf", (rank, rank + 1), 1 / rank) for rank in range(1, 21))
    groups, kinds = ("city staff", "researcher", "citizen"), ("fact", "follow-up", "list", "trap", "compare")
    records = []
    for place in range(count):
        question = asked(
            f"Question {place}: {long}",
            ("answer", "answer", "refuse", "clarify")[place % 4],  # type: ignore[arg-type]
            id=f"q-{place:03}",
            language="fr" if place % 7 == 0 else "en",
            tags=Tags(groups[place % 3], kinds[place % 5]),
            reference=long,
        )
        said = answer(long, ("answered", "partial", "refused", "clarify")[place % 4])
        said["citations"] *= 5
        scores = dict.fromkeys(SCORED, (place * 7 + 3) % count / count) | {"right": float(place % 3 != 0)}
        made = (place % 3 != 0,)
        records.append(record(question, said, made, retrieved=found, scores=scores, confidence=place / count))
    return run(*records, took=tuple(Took(20.0 + place % 50 * 3) for place in range(count)))
