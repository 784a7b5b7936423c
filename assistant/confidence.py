"""Judge whether the evidence answers the question: a small logistic model anyone can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from assistant.evidence import Candidate
from assistant.question import Question
from corpus.words import plain, stem, tokens

# Fitted by hand so far.
WEIGHTS: Mapping[str, float] = {
    "bias": -7.0,
    "coverage": 5.0,
    "similarity": 6.0,
    "unknown_names": -4.0,
    "unknown_terms": -2.0,
    "missing_numbers": -2.0,
}
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Features:
    """What the judgement rests on. `coverage` and `similarity` are of the best sentence; `unknown_names` is
    the share of the question's names, `unknown_terms` of its terms, that the collection never uses, and
    `missing_numbers` the share of its numbers that none of the best sentences or their titles holds."""

    coverage: float
    similarity: float
    unknown_names: float
    unknown_terms: float
    missing_numbers: float


def features(question: Question, best: Sequence[Candidate], known: Mapping[str, int]) -> Features:
    """`known` says how many passages hold each of the question's terms."""
    names = [[stem(token, question.language) for token in tokens(name)] for name in question.names]
    lost = [name for name in names if name and all(known.get(term, 0) == 0 for term in name)]
    unknown = [term for term in question.terms if known.get(term, 0) == 0]
    shown = " ".join(plain(f"{candidate.hit.document.title} {candidate.hit.passage.text}") for candidate in best[:4])
    numbers = [number for number in question.numbers if number not in shown]
    return Features(
        coverage=max((candidate.coverage for candidate in best[:4]), default=0.0),
        similarity=max((candidate.similarity for candidate in best[:4]), default=0.0),
        unknown_names=len(lost) / len(names) if names else 0.0,
        unknown_terms=len(unknown) / len(question.terms) if question.terms else 1.0,
        missing_numbers=len(numbers) / len(question.numbers) if question.numbers else 0.0,
    )


def probability(seen: Features, weights: Mapping[str, float] = WEIGHTS) -> float:
    """The probability that the evidence answers the question, from 0 to 1."""
    total = weights["bias"] + sum(weights[name] * getattr(seen, name) for name in seen.__slots__)
    return 1 / (1 + exp(-total))
