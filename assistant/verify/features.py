"""Measure how much of a sentence its sources say: by words, and by meaning where there is an embedding model."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from assistant.interaction import nearest
from assistant.verify.figures import lost_figures
from assistant.verify.named import lost_names
from assistant.verify.reading import Reading
from corpus.encoders import Encoder, of_length_1

NEAREST = 3  # sentences of the source that are compared by meaning
LONGEST_UNIT = 1_500  # characters of a sentence that the model is given


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """What words tell, each from 0 to 1.

    `nearest_two` is the share of the sentence's words (stems, without small words) that the best two sentences of
    the sources have, `pairs` the share of its neighbouring words that are near each other in the sources, `run` the
    longest run of words taken as they are; `lost_figures` and `lost_names` are the shares that the sources lack.
    """

    nearest_two: float
    pairs: float
    run: float
    lost_figures: float
    lost_names: float


@dataclass(frozen=True, slots=True)
class MeaningFeatures:
    """What an embedding model adds: cosines, spread so that unrelated texts have about 0.

    `tokens` is the mean over the sentence's tokens of the nearest token of the source, `weakest` the mean of the
    lowest three; `passage` is the nearness of the source's best few sentences, taken together.
    """

    tokens: float
    weakest: float
    passage: float


def nearest_units(sentence: Reading, source: Reading, limit: int = NEAREST) -> list[tuple[int, int]]:
    """The sentences of the source that share most words with the sentence, best first."""
    wanted = set(sentence.content)
    small = {token.key for token in sentence.tokens} - wanted

    def shared(unit: tuple[int, int]) -> float:
        keys = {token.key for token in source.tokens[unit[0] : unit[1]]}
        return len(wanted & keys) + 0.1 * len(small & keys)

    return sorted(source.units, key=shared, reverse=True)[:limit]


def word_features(sentence: Reading, source: Reading, context: str = "") -> WordFeatures:
    wanted = sentence.content
    keys = [token.key for token in source.tokens]
    units = [frozenset(keys[first:last]) for first, last in nearest_units(sentence, source, limit=12)]
    best = max(units, key=lambda unit: _share(wanted, unit), default=frozenset())
    second = max(units, key=lambda unit: _share(wanted, unit | best), default=frozenset())
    return WordFeatures(
        nearest_two=_share(wanted, best | second),
        pairs=_pairs(sentence, source),
        run=longest_run([token.key for token in sentence.tokens], keys) / max(1, len(sentence.tokens)),
        lost_figures=lost_figures(sentence, source, context),
        lost_names=lost_names(sentence, source, context),
    )


def meaning_features(sentence: Reading, source: Reading, encoder: Encoder, unrelated: float) -> MeaningFeatures:
    """`unrelated` is the cosine that the encoder gives to texts of no relation."""
    spans = [(source.tokens[a].start, source.tokens[b - 1].end) for a, b in nearest_units(sentence, source)]
    texts = [source.text[start : min(end, start + LONGEST_UNIT)] for start, end in spans]
    own, *others = encoder.encode_tokens([sentence.text, *texts])
    if not others:
        return MeaningFeatures(0.0, 0.0, 0.0)
    mine = own[1:-1] if len(own) > 2 else own
    near = nearest(mine, np.concatenate([rows[1:-1] if len(rows) > 2 else rows for rows in others]), unrelated)
    # The mean of a text's token vectors stands for the whole of it: no second run of the model.
    passage = nearest(_mean(own), _mean(np.concatenate(others)), unrelated)
    return MeaningFeatures(near.mean, near.weakest, passage.mean)


def longest_run(mine: Sequence[str], its: Sequence[str]) -> int:
    """The length of the longest run of keys that both have."""
    text = "\n".join(("", *its, ""))
    longest = 0
    for first in range(len(mine)):
        while first + longest < len(mine) and "\n".join(("", *mine[first : first + longest + 1], "")) in text:
            longest += 1
    return longest


def _pairs(sentence: Reading, source: Reading) -> float:
    mine = [token.key for token in sentence.tokens if not token.stop]
    pairs = set(pairwise(mine))
    if not pairs:
        return _share(tuple(mine), {token.key for token in source.tokens})
    its = [token.key for token in source.tokens if not token.stop]
    near = {pair for reach in (1, 2, 3) for pair in zip(its, its[reach:], strict=False)}
    return sum(pair in near or pair[::-1] in near for pair in pairs) / len(pairs)


def _share(wanted: Sequence[str], there: frozenset[str] | set[str]) -> float:
    return sum(key in there for key in wanted) / len(wanted) if wanted else 0.0


def _mean(rows: np.ndarray) -> np.ndarray:
    return of_length_1(rows.mean(axis=0, keepdims=True))
