"""Whether the confidence means what it says: of the questions that it gives 0.7, 70% must be right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.answering import holds
from evals.quality.grounds import SHIPPED, SQUAD, Grounds
from evals.quality.rows import Row, order
from evals.statistics import Estimate, calibration_estimate, mean

BINS = 10
SIDE, MARGIN = 400, 50  # of the plot, in pixels


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose confidence lies from `low` to `high`: what it says of them on average, and what is right."""

    low: float
    high: float
    said: float
    right: Estimate


@dataclass(frozen=True, slots=True)
class Judged:
    """The confidence in an answer, and whether it is right or would have been, had it not been held back."""

    confidence: float
    right: bool


def calibration(grounds: Grounds) -> Iterator[Row]:
    """Answerable and near-miss questions of SQuAD and all of the shipped set: one row a bin, and the error of all."""
    cases = judged(grounds)
    of = f"{SQUAD} and {SHIPPED}"
    said, right = [case.confidence for case in cases], [case.right for case in cases]
    yield order(of, "confidence: AUROC of right answers", said, right)
    yield Row(of, "expected calibration error", calibration_estimate(said, right))
    for each in bins_of(cases):
        yield Row(of, f"right where it says {each.low:.1f} to {each.high:.1f} (mean {each.said:.2f})", each.right)


def judged(grounds: Grounds) -> list[Judged]:
    count = grounds.sizes.answered
    drawn = [each for answerable in (True, False) for each in grounds.drawn(SQUAD, answerable, count)]
    asked = [(SQUAD, each.text, each.answers if each.answerable else ()) for each in drawn]
    asked += [(SHIPPED, each.text, each.answers) for each in grounds.page_questions(SHIPPED)]
    cases = []
    for name, text, known in asked:
        right = bool(known) and any(holds(cited.quote, known) for cited in grounds.ask(name, text, False).citations)
        cases.append(Judged(grounds.ask(name, text).confidence, right))
    return cases


def bins_of(cases: Sequence[Judged]) -> list[Bin]:
    """The bins of equal width that hold a question, in order."""
    found = []
    for place in range(BINS):
        own = [case for case in cases if min(int(case.confidence * BINS), BINS - 1) == place]
        if own:
            said = sum(case.confidence for case in own) / len(own)
            found.append(Bin(place / BINS, (place + 1) / BINS, said, mean([case.right for case in own])))
    return found


def plot(bins: Sequence[Bin]) -> str:
    """An SVG: a dot a bin at what it says and what is right, its interval, and the line of a perfect confidence."""
    whole = SIDE + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif"',
        ' font-size="12">',
        f'<rect width="{whole}" height="{whole}" fill="white"/>',
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>',
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999" stroke-dasharray="4"/>',
        f'<text x="{whole / 2}" y="{whole - 10}" text-anchor="middle">confidence</text>',
        f'<text transform="translate(15 {whole / 2}) rotate(-90)" text-anchor="middle">share that is right</text>',
    ]
    for tick in (0.0, 0.5, 1.0):
        parts.append(f'<text x="{_x(tick)}" y="{_y(0) + 18}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{_x(0) - 8}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>')
    for each in bins:
        x, right = _x(each.said), each.right
        parts.append(f'<line x1="{x}" y1="{_y(right.low)}" x2="{x}" y2="{_y(right.high)}" stroke="#1f5a99"/>')
        parts.append(
            f'<circle cx="{x}" cy="{_y(right.value)}" r="4" fill="#1f5a99">'
            f"<title>says {each.said:.2f}, right {right}</title></circle>"
        )
    return "\n".join([*parts, "</svg>", ""])


def _x(value: float) -> float:
    return round(MARGIN + value * SIDE, 1)


def _y(value: float) -> float:
    return round(MARGIN + (1 - value) * SIDE, 1)
