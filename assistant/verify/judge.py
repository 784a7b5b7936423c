"""Turn features into a probability: small logistic models anyone can read, one for each embedding model."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import exp

from assistant.verify.features import MeaningFeatures, WordFeatures


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights by feature, "bias" for none; `unrelated` and `unrelated_tokens` are the cosines that say nothing."""

    weights: Mapping[str, float]
    threshold: float
    unrelated: float = 0.0
    unrelated_tokens: float = 0.0


# Fitted by `python -m evals.fit_verify` on AttributionBench.
WORDS_ONLY = Judge(
    {"bias": -3.0, "coverage": 2.5, "nearest": 2.5, "pairs": 1.0, "run": 1.0, "lost_figures": -1.0, "lost_names": -1.0},
    0.5,
)
JUDGES: Mapping[str, Judge] = {
    "multilingual-e5-small": Judge(WORDS_ONLY.weights, 0.5, unrelated=0.72, unrelated_tokens=0.75),
    "all-MiniLM-L6-v2": Judge(WORDS_ONLY.weights, 0.5, unrelated=0.0, unrelated_tokens=0.2),
}


def judge_for(encoder: str | None) -> Judge | None:
    """The judge of an embedding model by its name; that of words only without one or for one that is not known."""
    return JUDGES.get(encoder) if encoder else None


def probability(judge: Judge, words: WordFeatures, meaning: MeaningFeatures | None) -> float:
    """The probability that a reader says the sources carry the sentence."""
    total = judge.weights.get("bias", 0.0)
    for seen in (words, meaning):
        if seen is not None:
            total += sum(judge.weights.get(each.name, 0.0) * getattr(seen, each.name) for each in fields(seen))
    return 1 / (1 + exp(-total))
