"""Whether the same question in other words is answered alike."""

from collections.abc import Callable, Sequence
from statistics import fmean

from evals.metrics.columns import Values
from evals.metrics.types import Metric
from evals.runs.types import Record, Took

_PAIRS = (
    "Each question is paired with every other one of the run that rewords it or the same question; its value is the "
    "mean over its pairs. Not scored for a question that nothing rewords."
)


def _over_pairs(alike: Callable[[Record, Record], float]) -> Values:
    def values(records: Sequence[Record], took: Sequence[Took]) -> list[float | None]:
        firsts = _firsts(records)
        groups: dict[str, list[int]] = {}
        for at, record in enumerate(records):
            if record.did:
                groups.setdefault(firsts[record.question.id], []).append(at)
        found: list[float | None] = [None] * len(records)
        for group in groups.values():
            for at in group if len(group) > 1 else ():
                found[at] = fmean(alike(records[at], records[other]) for other in group if other != at)
        return found

    return values


def _firsts(records: Sequence[Record]) -> dict[str, str]:
    """For each question the id of the one that it rewords in the end: "a" for "c", which rewords "b", which rewords
    "a". Questions that reword each other in a ring count as rewording the first of them by id."""
    rewords = {record.question.id: record.question.same_as for record in records}
    firsts = {}
    for id_ in rewords:
        chain = [id_]
        while rewords.get(chain[-1]) and rewords[chain[-1]] not in chain:
            chain.append(rewords[chain[-1]])
        ring = rewords.get(chain[-1])
        firsts[id_] = min(chain[chain.index(ring) :]) if ring else chain[-1]
    return firsts


def _cited_alike(one: Record, other: Record) -> float:
    refused = {one.did == "refuse", other.did == "refuse"}
    if True in refused:
        return float(False not in refused)
    mine, its = _places(one), _places(other)
    return len(mine & its) / len(mine | its) if mine | its else 1.0


def _places(record: Record) -> set[tuple[str, int | None]]:
    return {(each.get("document", ""), each.get("page")) for each in record.answer.get("citations", ())}


CONSISTENCY = (
    Metric(
        "same_places",
        "Same places cited",
        "How far two wordings of one question lead to the same pages: the pages that both answers cite, divided by "
        f"those that either does; 1 if both were refused, 0 if one was. {_PAIRS}",
        "Consistency over paraphrases, Elazar et al. 2021; overlap by Jaccard 1912",
        "consistency",
        _over_pairs(_cited_alike),
    ),
    Metric(
        "same_behaviour",
        "Same behaviour",
        "Whether two wordings of one question are both answered (in full or in part), both refused, or both asked "
        f"back about. {_PAIRS}",
        "Consistency over paraphrases, Elazar et al. 2021",
        "consistency",
        _over_pairs(lambda one, other: float(one.did == other.did)),
    ),
)
