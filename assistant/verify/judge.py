"""Turn features into a probability: small logistic models anyone can read, one for each embedding model."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import exp

from assistant.verify.features import MeaningFeatures, WordFeatures


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights by feature, and "bias"; `unrelated` is the cosine of texts of no relation."""

    weights: Mapping[str, float]
    threshold: float = 0.5
    unrelated: float = 0.0


# Fitted by `python -m evals.fit_verify` on AttributionBench.
WORDS_ONLY = Judge(
    {"bias": -2.0, "nearest_two": 2.5, "pairs": 1.0, "run": 1.0, "lost_figures": -1.0, "lost_names": -1.0}
)
JUDGES: Mapping[str, Judge] = {
    "multilingual-e5-small": Judge(WORDS_ONLY.weights, unrelated=0.75),
    "all-MiniLM-L6-v2": Judge(WORDS_ONLY.weights),
}
# For a sentence in another language than its sources, which share few words. Only a model that knows both can tell.
JUDGES_ACROSS: Mapping[str, Judge] = {"multilingual-e5-small": Judge(WORDS_ONLY.weights, unrelated=0.75)}


def judge_for(encoder: str | None, across: bool = False) -> Judge:
    """The judge for an embedding model by its name; that of words only without one, or where there are no weights."""
    return (JUDGES_ACROSS if across else JUDGES).get(encoder or "", WORDS_ONLY)


def probability(judge: Judge, words: WordFeatures, meaning: MeaningFeatures | None) -> float:
    """The probability that a reader says the sources carry the sentence."""
    total = judge.weights.get("bias", 0.0)
    for seen in (words, meaning):
        if seen is not None:
            total += sum(judge.weights.get(each.name, 0.0) * getattr(seen, each.name) for each in fields(seen))
    return 1 / (1 + exp(-total))
