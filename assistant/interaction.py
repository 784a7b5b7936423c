"""Compare a question with a passage, or a sentence of it, token by token (late interaction)."""

from collections.abc import Mapping
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
    tokens ends; a negative one is of the title and headings above it."""

    nearness: Vectors
    places: NDArray[np.int16]

    def whole(self) -> "Nearness":
        """How near the question is to the passage and what stands above it."""
        return _nearness(self.nearness)

    def within(self, start: int, end: int) -> "Nearness":
        """How near it is to the sentence from character `start` to `end`, with the title and headings."""
        own = (self.places >= start) & (self.places < end)
        # Past what the encoder reads a sentence has no tokens: what stands above it must not speak for it.
        return _nearness(self.nearness[:, (self.places < 0) | own]) if own.any() else NOTHING_NEAR

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
    # All in one multiplication: twenty small ones took five times as long. What has no token has no width either.
    together = np.concatenate([asked[:0], *(tokens for tokens, _ in passages.values() if len(tokens))])
    nearness = (asked @ together.T - unrelated) / (1 - unrelated)
    found, start = {}, 0
    for id_, (tokens, places) in passages.items():
        found[id_] = Match(nearness[:, start : start + len(tokens)], places)
        start += len(tokens)
    return found


def nearest(asked: Vectors, tokens: Vectors, unrelated: float) -> Nearness:
    """What the tokens of one text find in another."""
    return _nearness((asked @ tokens.T - unrelated) / (1 - unrelated))


def _nearness(nearness: Vectors) -> Nearness:
    if not nearness.size:
        return NOTHING_NEAR
    best = np.sort(nearness.max(axis=1))
    return Nearness(float(best.mean()), float(best[:FEWEST].mean()), float(np.mean(best < SOMETHING_LIKE)))
