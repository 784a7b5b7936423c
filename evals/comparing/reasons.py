"""Say of a question that came out otherwise where on its way that began: finding, choosing, checking or refusing."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.types import EXTRACTIVE
from evals.comparing.types import Changed, Pair, Reason, Way
from evals.metrics.types import Family, Metric
from evals.runs.failing import behaves, is_at, supported, with_claimed, with_made
from evals.runs.types import DEPTH, Found, Record
from evals.testsets.types import Place

DEPTHS = (5, DEPTH)  # passages that an answer is mostly made of, and all that it could be made of
# Of these metrics a change is one of the answer; found passages alone, time and cost change no answer.
_OF_ANSWERS: tuple[Family, ...] = ("answering", "citing", "supporting", "refusing")
_SAME = 1e-6


def changed(pair: Pair, metrics: Mapping[str, Metric]) -> Changed | None:
    """The question, if its answer changed: in what it did, the key points it makes, the places it cites, or a score
    of one of the metrics; else None."""
    what = tuple(_what(pair, metrics))
    if not what:
        return None
    gone, come, depth = _moved(pair)
    reason = _reason(pair, bool(gone or come))
    return Changed(pair.one, pair.other, reason, _way(pair), what, gone, come, depth)


def cited(record: Record) -> frozenset[tuple[str, int | None]]:
    """The documents and pages that an answer cites."""
    return frozenset((each["document"], each.get("page")) for each in record.answer.get("citations", ()))


def share_supported(record: Record) -> float | None:
    """The share of an answer's sentences that what they cite supports; None if it has none."""
    sentences = supported(record)
    return sum(sentences) / len(sentences) if sentences else None


def _what(pair: Pair, metrics: Mapping[str, Metric]) -> Iterator[str]:
    one, other = pair.one, pair.other
    if one.status != other.status:
        yield "status"
    if one.made != other.made:
        yield "points"
    if list(with_claimed(one)) != list(with_claimed(other)):
        yield "forbidden"
    if cited(one) != cited(other):
        yield "places"
    for name in dict.fromkeys((*one.scores, *other.scores)):
        metric = metrics.get(name)
        if metric and metric.family in _OF_ANSWERS and _differ(one.scores.get(name), other.scores.get(name)):
            yield name


def _differ(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) > _SAME


def _reason(pair: Pair, moved: bool) -> Reason:
    """The first that applies on the way of a question.

    Of an answer by a language model, sentences withheld otherwise count as checking, also where that took key points
    or citations with it; what it says otherwise without that was chosen otherwise.
    """
    one, other = pair.one, pair.other
    said = one.did == "answer", other.did == "answer"
    if "error" in (one.status, other.status):
        return "asking"
    if moved:
        return "retrieval"
    if all(said):
        return "verification" if _worded(pair) and _checked_otherwise(pair) else "selection"
    if any(said) and _worded(pair) and _withheld(one) != _withheld(other):
        return "verification"  # every sentence of it was stopped in one run
    return "clarification" if "clarify" in (one.status, other.status) else "refusal"


def _worded(pair: Pair) -> bool:
    """Whether a language model had a part in one of the answers."""
    return any(each.answer.get("model", EXTRACTIVE) != EXTRACTIVE or each.answer.get("withheld")
               for each in (pair.one, pair.other))  # fmt: skip


def _checked_otherwise(pair: Pair) -> bool:
    one, other = pair.one, pair.other
    if len(_withheld(one)) != len(_withheld(other)):
        return True
    # The same was said and cited, and only the support of it is another.
    return (one.made, cited(one)) == (other.made, cited(other)) and _supports(one) != _supports(other)


def _withheld(record: Record) -> list[str]:
    return [each["text"] for each in record.answer.get("withheld", ())]


def _supports(record: Record) -> list[float]:
    return [each.get("support", 0.0) for each in record.answer.get("sentences", ())]


def _moved(pair: Pair) -> tuple[tuple[Place, ...], tuple[Place, ...], int]:
    """The places of evidence that only the run before found, and only the run after, among the first few passages; or,
    if those are the same, among all that are kept."""
    for depth in DEPTHS:
        before = _found_places(pair.question.places, pair.one.retrieved[:depth])
        after = _found_places(pair.question.places, pair.other.retrieved[:depth])
        if before != after:
            return (
                tuple(place for place in before if place not in after),
                tuple(place for place in after if place not in before),
                depth,
            )
    return (), (), 0


def _found_places(places: Sequence[Place], found: Sequence[Found]) -> list[Place]:
    return [place for place in places if any(is_at(each, place) for each in found)]


def _way(pair: Pair) -> Way:
    """By what matters most first: asked at all, doing what is expected, forbidden claims, vital key points, all key
    points, supported sentences. "other" if all of these are the same."""
    one, other = _worth(pair.one), _worth(pair.other)
    if one[:-1] == other[:-1] and None in (one[-1], other[-1]):
        return "other"  # one of them says nothing that could be supported, and both are right to
    return "other" if one == other else "better" if other > one else "worse"  # type: ignore[operator]


def _worth(record: Record) -> tuple[float | None, ...]:
    made = list(with_made(record))
    return (
        float(record.status != "error"),
        float(behaves(record)),
        -sum(claimed for _, claimed in with_claimed(record)),
        sum(is_made for point, is_made in made if point.weight == "vital"),
        sum(is_made for _, is_made in made),
        share_supported(record),
    )
