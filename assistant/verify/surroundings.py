"""Tell what stands where a word of the sentence stands: the words around it, there and in the source."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from assistant.verify.reading import Reading

REACH = 9  # words to each side
STOP_WEIGHT = 0.3  # of a small word, against one that says something
OTHER_CLAUSE = 0.5
OTHER_SIDE = 0.5
MOST_PLACES = 300  # that are compared: a word that stands more often is not told apart by its place


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words before and after a place, each with a weight: the nearer, the heavier."""

    before: dict[str, float]
    after: dict[str, float]

    def without(self, ignored: Collection[str]) -> "Surroundings":
        return Surroundings(
            {key: weight for key, weight in self.before.items() if key not in ignored},
            {key: weight for key, weight in self.after.items() if key not in ignored},
        )


@lru_cache(maxsize=20_000)  # each place of the source is compared with many of the sentence
def surroundings(reading: Reading, first: int, last: int) -> Surroundings:
    """What stands around the tokens from `first` to `last` (exclusive)."""
    clause = reading.tokens[first].clause
    sides: list[dict[str, float]] = []
    for places in (
        range(first - 1, max(-1, first - 1 - REACH), -1),
        range(last, min(len(reading.tokens), last + REACH)),
    ):
        side: dict[str, float] = {}
        for distance, place in enumerate(places):
            token = reading.tokens[place]
            weight = 1 / (1 + distance / 3)
            weight *= STOP_WEIGHT if token.stop else 1
            weight *= OTHER_CLAUSE ** min(3, abs(token.clause - clause))
            side[token.key] = max(side.get(token.key, 0.0), weight)
        sides.append(side)
    return Surroundings(*sides)


def likeness(mine: Surroundings, other: Surroundings) -> float:
    """From 0 to 1: how much of what surrounds one place surrounds the other too, on the same side if fully."""
    total = sum(mine.before.values()) + sum(mine.after.values())
    if not total:
        return 0.0
    found = _shared(mine.before, other.before, other.after) + _shared(mine.after, other.after, other.before)
    return found / total


def best_likeness(mine: Surroundings, source: Reading, spans: Iterable[tuple[int, int]]) -> float:
    """The likeness of the place among the spans that is most like it; -1 if there is none."""
    return max(
        (likeness(mine, surroundings(source, *span)) for span in islice(spans, MOST_PLACES) if span[0] < span[1]),
        default=-1.0,
    )


def _shared(mine: dict[str, float], same: dict[str, float], opposite: dict[str, float]) -> float:
    return sum(
        min(weight, max(same.get(key, 0.0), OTHER_SIDE * opposite.get(key, 0.0))) for key, weight in mine.items()
    )
