"""Compare a question with a passage, or a sentence of it, token by token (late interaction)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.encoders import Vectors

FEWEST = 3  # tokens of the question, those that find the least
SOMETHING_LIKE = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """How near each token of a question (row) is to each token of a passage (column): 0 for what two texts on
    different things have in common, 1 for the same. `places` says at which character of the passage each of its
    tokens ends, in their order; a negative one is of the title and headings above it."""

    nearness: Vectors
    places: NDArray[np.int16]

    def whole(self) -> "Nearness":
        """How near the question is to the passage and what stands above it."""
        return _nearness(self.nearness)

    def within(self, start: int, end: int) -> "Nearness":
        """How near it is to the sentence from character `start` to `end`, with the title and headings."""
        return self.within_each([(start, end)])[0]

    def within_each(self, spans: Sequence[tuple[int, int]]) -> list["Nearness"]:
        """How near it is to each of the sentences, all weighed at once: one by one they took six times as long."""
        if not self.nearness.size or not spans:
            return [NOTHING_NEAR] * len(spans)
        own = np.searchsorted(self.places, np.array(spans)).tolist()
        above = self.nearness[:, : np.searchsorted(self.places, 0)].max(axis=1, initial=-np.inf)
        # Past what the encoder reads a sentence has no tokens: what stands above it must not speak for it.
        read = [place for place, (first, last) in enumerate(own) if first < last]
        best = [self.nearness[:, slice(*own[place])].max(axis=1) for place in read]
        near = dict(zip(read, _nearnesses(np.maximum(best, above)) if read else (), strict=True))
        return [near.get(place, NOTHING_NEAR) for place in range(len(spans))]

    def nearest_within(self, start: int, end: int) -> Vectors:
        """How near each token of the question comes to one of the sentence's own, what stands above it left out."""
        own = self.nearness[:, (self.places >= start) & (self.places < end)]
        return own.max(axis=1) if own.size else np.zeros(len(own), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Nearness:
    """What the question's tokens find in a text, each its nearest token: on average (MaxSim: Khattab & Zaharia 2020,
    "ColBERT"), the three that find the least on average, and the share of those that find nothing like them. A name or
    a condition that the text lacks shows in the last two."""

    mean: float = 0.0
    weakest: float = 0.0
    strange: float = 1.0


NOTHING_NEAR = Nearness()


def matches(
    asked: Vectors, passages: Mapping[str, tuple[Vectors, NDArray[np.int16]]], unrelated: float
) -> dict[str, Match]:
    """The matches of a question's tokens with those of each passage; `unrelated` is the encoder's."""
    # Much is multiplied by little in half the time that little by much takes.
    across = asked.T
    found = {}
    for id_, (tokens, places) in passages.items():
        near = (tokens @ across).T if len(tokens) else asked[:, :0]  # what has no token has no width either
        found[id_] = Match((near - unrelated) / (1 - unrelated), places)
    return found


def wholes(found: Mapping[str, Match]) -> dict[str, Nearness]:
    """How near the question is to each of the passages and what stands above them."""
    held = {id_: match.nearness.max(axis=1) for id_, match in found.items() if match.nearness.size}
    near = dict(zip(held, _nearnesses(np.stack(list(held.values()))), strict=True)) if held else {}
    return {id_: near.get(id_, NOTHING_NEAR) for id_ in found}


def nearest(asked: Vectors, tokens: Vectors, unrelated: float) -> Nearness:
    """What the tokens of one text find in another."""
    return _nearness((asked @ tokens.T - unrelated) / (1 - unrelated))


def _nearness(nearness: Vectors) -> Nearness:
    return _nearnesses(nearness.max(axis=1)[np.newaxis])[0] if nearness.size else NOTHING_NEAR


def _nearnesses(best: Vectors) -> list[Nearness]:
    """Of each row, which says for each token of the question how near the nearest token is."""
    best = np.sort(best, axis=1)
    parts = (best.mean(axis=1), best[:, :FEWEST].mean(axis=1), (best < SOMETHING_LIKE).mean(axis=1))
    return [Nearness(*row) for row in zip(*(part.tolist() for part in parts), strict=True)]
