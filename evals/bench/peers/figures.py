"""Turn what was measured into figures beside ours, and say which aims are met."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from evals.bench.peers.asked import DEPTHS
from evals.bench.peers.comparing import Comparison, Measured
from evals.bench.peers.measuring import OUR_ANSWERS, OURS
from evals.bench.timing import percentile
from evals.statistics import Estimate, difference, mean

FASTER = 2.0  # times, to read the documents and to find passages


@dataclass(frozen=True, slots=True)
class Figures:
    """One program on one set with one encoder. None is what could not be measured; `failed` says why.

    Ingest and cold start are medians over the rounds. Latencies are milliseconds of a question in an open process.
    """

    program: str
    failed: str
    passages: int | None = None
    ingest_seconds: float | None = None
    ingest_processor_seconds: float | None = None
    import_seconds: float | None = None
    ingest_peak_bytes: float | None = None
    index_bytes: int | None = None
    cold_seconds: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    processor_p50_ms: float | None = None
    search_peak_bytes: int | None = None
    passage_length: float | None = None
    recall: dict[int, Estimate] | None = None
    behind: dict[int, Estimate] | None = None  # ours minus theirs, question by question


@dataclass(frozen=True, slots=True)
class Aim:
    """What we want of ours against one program, and what was found. `verdict` is "met", "not certain" or "MISSED"."""

    against: str
    what: str
    figure: str
    verdict: str


def figures(comparison: Comparison) -> list[Figures]:
    ours = comparison.measured[OURS]
    return [_figures(one, ours) for one in comparison.measured.values()]


def _figures(one: Measured, ours: Measured) -> Figures:
    if one.failed:
        return Figures(one.program.name, one.failed)
    took = [1000 * reply.seconds for reply in one.replies]
    return Figures(
        one.program.name,
        "",
        one.ingests[-1].passages if one.ingests else None,
        _middle([each.seconds for each in one.ingests]),
        _middle([each.processor_seconds for each in one.ingests]),
        _middle([each.import_seconds for each in one.ingests]),
        _middle([each.peak_bytes for each in one.ingests]),
        one.index_bytes or None,
        _middle(one.cold_seconds),
        percentile(took, 50),
        percentile(took, 95),
        percentile([1000 * reply.processor_seconds for reply in one.replies], 50),
        one.search_peak_bytes,
        one.length,
        {depth: mean(values) for depth, values in one.recall.items()} or None,
        {depth: difference(ours.recall[depth], values) for depth, values in one.recall.items()}
        if one is not ours and ours.recall and one.recall
        else None,
    )


def aims(found: Sequence[Figures]) -> list[Aim]:
    """Ours against each of the others that ran; none if ours did not."""
    by_name = {each.program: each for each in found}
    ours = by_name[OURS]
    others = [each for each in found if each.program not in (OURS, OUR_ANSWERS) and not each.failed]
    return [] if ours.failed else [aim for other in others for aim in _aims(ours, other)]


def _aims(ours: Figures, other: Figures) -> list[Aim]:
    return [
        _faster(other.program, "reads the documents", ours.ingest_seconds, other.ingest_seconds),
        _faster(other.program, "finds passages", ours.p50_ms, other.p50_ms),
        *(_better(other.program, depth, behind) for depth, behind in (other.behind or {}).items()),
    ]


def _faster(against: str, what: str, ours: float | None, theirs: float | None) -> Aim:
    aim = f"{what} at least {FASTER:g} times as fast"
    if ours is None or theirs is None:
        return Aim(against, aim, "not measured", "not certain")
    ratio = theirs / ours
    return Aim(against, aim, f"{ratio:.2f} times", "met" if ratio >= FASTER else "MISSED")


def _better(against: str, depth: int, behind: Estimate) -> Aim:
    """Better is what an interval above 0 shows; with 0 in it the questions are too few to tell."""
    verdict = "met" if behind.low > 0 else "MISSED" if behind.value <= 0 else "not certain"
    shown = f"{behind.value:+.3f} ({behind.low:+.3f} to {behind.high:+.3f})"
    return Aim(against, f"finds more of the right pages among the first {depth}", shown, verdict)


def as_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison with its figures, and the recall of each question, for whoever wants to count otherwise."""
    found = figures(comparison)
    asked = comparison.asked
    return {
        "set": asked.name,
        "files": len(asked.files),
        "bytes": sum(path.stat().st_size for path in asked.files),
        "questions": len(asked.asked),
        "left_out": asked.left_out,
        "encoder": comparison.model.name,
        "encoder_nearest": comparison.model.nearest,
        "programs": [asdict(each) for each in found],
        "aims": [asdict(each) for each in aims(found)],
        "recall_by_question": {
            name: {
                question.id: [one.recall[depth][place] for depth in DEPTHS]
                for place, question in enumerate(asked.asked)
            }
            for name, one in comparison.measured.items()
            if one.recall
        },
    }


def _middle(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None
