"""Compare a question with a passage, or a sentence of it, token by token (late interaction)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.encoders import Encoder, Vectors

FEWEST = 3  # tokens of the question, those that find the least


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """How near each token of a question (row) is to each token of a passage (column): 0 for what two texts on
    different things have in common, 1 for the same. `places` says at which character of the passage each of its
    tokens ends; a negative one is of the title and headings above it."""

    nearness: Vectors
    places: NDArray[np.int16]

    def whole(self) -> tuple[float, float]:
        """As `within`, for the passage and what stands above it."""
        return _mean_and_weakest(self.nearness)

    def within(self, start: int, end: int) -> tuple[float, float]:
        """How near the question is to the sentence from character `start` to `end`, with the title and headings: the
        mean over the question's tokens of the nearest token (MaxSim: Khattab & Zaharia 2020, "ColBERT"), and the
        mean of the three that find the least: a name or a condition that the sentence lacks shows there."""
        places = self.places
        return _mean_and_weakest(self.nearness[:, (places < 0) | ((places >= start) & (places < end))])


def asked_tokens(encoder: Encoder, text: str) -> Vectors:
    """One row for each token of a question, without the marks at its ends."""
    return encoder.encode_tokens([text])[0][1:-1]


def match(asked: Vectors, tokens: Vectors, places: NDArray[np.int16], unrelated: float) -> Match:
    """The match of a question's tokens with those of a passage; `unrelated` is the encoder's."""
    if not len(asked) or not len(tokens):
        return Match(np.zeros((len(asked), len(tokens)), dtype=np.float32), places)
    return Match((asked @ tokens.T - unrelated) / (1 - unrelated), places)


def _mean_and_weakest(nearness: Vectors) -> tuple[float, float]:
    if not nearness.size:
        return 0.0, 0.0
    best = np.sort(nearness.max(axis=1))
    return float(best.mean()), float(best[:FEWEST].mean())
