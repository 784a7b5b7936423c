"""Find where questions that fail, or a drop, lie close together: in one user group, one kind, one language, one tag."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.testsets.types import Question

FEWEST = 3  # questions of a cluster
DENSER = 1.5  # as often as elsewhere


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions with one tag: `by` is "group", "kind", "language", "expected", "roundtable" or "tag". `count` of its
    `of` questions fail, elsewhere `others` of the `rest`."""

    by: str
    value: str
    count: int
    of: int
    others: int
    rest: int


@dataclass(frozen=True, slots=True)
class Concentration:
    """A tag whose questions have the greater part of a drop: `difference` is their mean, over `count` questions."""

    by: str
    value: str
    difference: float
    count: int


def tags_of(question: Question) -> Iterator[tuple[str, str]]:
    """What a question is parted by: each kind of tag that it has, with its value."""
    tags = question.tags
    named = {
        "group": tags.group,
        "kind": tags.kind,
        "language": question.language,
        "expected": question.expected,
        "roundtable": "" if tags.roundtable is None else str(tags.roundtable),
    }
    yield from ((by, value) for by, value in named.items() if value)
    yield from (("tag", value) for value in dict.fromkeys(tags.more))


def clusters(failing: Sequence[tuple[Question, bool]]) -> list[Cluster]:
    """Tags whose questions fail clearly more often than the others, those with the most failures too many first.

    `failing` says of each question whether it fails. A tag of most questions is no cluster, and one with the very
    questions of another is left out.
    """
    failed = sum(fails for _, fails in failing)
    found: dict[frozenset[int], Cluster] = {}
    for (by, value), places in _by_tag([question for question, _ in failing]).items():
        of, rest = len(places), len(failing) - len(places)
        count = sum(failing[place][1] for place in places)
        others = failed - count
        if count >= FEWEST and 0 < of <= rest and count / of >= DENSER * others / rest:
            found.setdefault(frozenset(places), Cluster(by, value, count, of, others, rest))
    return sorted(found.values(), key=lambda each: each.of * each.others / each.rest - each.count)


def concentration(questions: Sequence[Question], gaps: Sequence[float]) -> Concentration | None:
    """Where a drop lies: the tag with the largest part of it among those that dropped clearly more than all questions;
    None if it lies everywhere. `gaps` are the differences of the questions; those above 0 are gains."""
    if not gaps or sum(gaps) >= 0:
        return None
    mean = sum(gaps) / len(gaps)
    best: Concentration | None = None
    for (by, value), places in _by_tag(questions).items():
        here = sum(gaps[place] for place in places) / len(places)
        if FEWEST <= len(places) < len(gaps) and here <= DENSER * mean:
            part = here * len(places)
            if best is None or part < best.difference * best.count:
                best = Concentration(by, value, here, len(places))
    return best


def _by_tag(questions: Sequence[Question]) -> Mapping[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, question in enumerate(questions):
        for tag in tags_of(question):
            found[tag].append(place)
    return found
