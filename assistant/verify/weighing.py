"""Turn features into a probability: small logistic models anyone can read, one for each embedding model."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import exp

from assistant.verify.features import MeaningFeatures, WordFeatures


@dataclass(frozen=True, slots=True)
class Weighing:
    """Weights by feature, and "bias"; `unrelated` is the cosine of texts of no relation."""

    weights: Mapping[str, float]
    threshold: float = 0.5
    unrelated: float = 0.0


# Fitted by `python -m evals.fit_verify` on AttributionBench, which prints the figures too.
WORDS_ONLY = Weighing(
    {
        "bias": -1.02,
        "nearest_two": 0.46,
        "pairs": 1.75,
        "run": 1.14,
        "lost_figures": -1.39,
        "lost_names": -0.73,
    }
)
WEIGHINGS: Mapping[str, Weighing] = {
    "multilingual-e5-small": Weighing(
        {
            "bias": -3.26,
            "nearest_two": -0.31,
            "pairs": 0.52,
            "run": 0.67,
            "lost_figures": -1.51,
            "lost_names": -0.50,
            "tokens": 3.12,
            "weakest": -0.17,
            "passage": 2.66,
        },
        unrelated=0.75,
    ),
    "all-MiniLM-L6-v2": Weighing(
        {
            "bias": -3.57,
            "nearest_two": -0.56,
            "pairs": 0.79,
            "run": 0.71,
            "lost_figures": -1.51,
            "lost_names": -0.45,
            "tokens": 1.13,
            "weakest": 1.83,
            "passage": 3.13,
        }
    ),
}
# For a sentence in another language than its sources, which share few words (fitted with `--across`).
WEIGHINGS_ACROSS: Mapping[str, Weighing] = {
    "multilingual-e5-small": Weighing(
        {
            "bias": -3.22,
            "lost_figures": -1.52,
            "lost_names": -0.51,
            "tokens": 3.82,
            "weakest": 0.04,
            "passage": 2.31,
        },
        unrelated=0.75,
    ),
}


def weighing_for(encoder: str | None, across: bool = False) -> Weighing:
    """The weights for an embedding model by its name; those of words alone without one, or where it has none."""
    return (WEIGHINGS_ACROSS if across else WEIGHINGS).get(encoder or "", WORDS_ONLY)


def probability(weighing: Weighing, words: WordFeatures, meaning: MeaningFeatures | None) -> float:
    """The probability that a reader says the sources carry the sentence."""
    total = weighing.weights.get("bias", 0.0)
    for seen in (words, meaning):
        if seen is not None:
            total += sum(weighing.weights.get(each.name, 0.0) * getattr(seen, each.name) for each in fields(seen))
    return 1 / (1 + exp(-total))
