"""Judge whether the evidence answers the question: a small logistic model anyone can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from math import exp

from assistant.evidence import Candidate, context_of, coverage, fits_kind
from assistant.question import Question
from corpus.words import plain, stem, terms, tokens

# Fitted by `python -m evals.fit_confidence` on questions whose answers are known; the README has the figures.
WEIGHTS: Mapping[str, float] = {
    "bias": -9.0,
    "coverage": 2.0,
    "passage_coverage": 1.0,
    "similarity": 7.0,
    "weakest": 4.0,
    "unknown_terms": -2.0,
    "names_elsewhere": -1.0,
    "missing_numbers": -1.0,
    "fits_kind": 0.5,
}
THRESHOLD = 0.3


@dataclass(frozen=True, slots=True)
class Features:
    """What the judgement rests on, each from 0 to 1.

    `coverage`, `similarity` and `weakest` are those of the best sentence, `passage_coverage` is that of its whole
    passage. `unknown_terms` is the share of the question's terms that the collection never uses,
    `names_elsewhere` the share of its names that the best passage lacks, `missing_numbers` the share of its
    numbers that none of the best sentences' passages hold; `fits_kind` is 1 if the best sentence can hold what
    is asked for, such as a number.
    """

    coverage: float
    passage_coverage: float
    similarity: float
    weakest: float
    unknown_terms: float
    names_elsewhere: float
    missing_numbers: float
    fits_kind: float


def features(
    question: Question, best: Sequence[Candidate], weights: Mapping[str, float], known: Mapping[str, int]
) -> Features:
    """`best` are the sentences, best first and at least one; `known` says how many passages hold each term."""
    first = best[0]
    language = first.hit.document.language
    whole = f"{context_of(first.hit)} {first.hit.passage.text}"
    held = frozenset(terms(whole, language))
    names = [[stem(token, language) for token in tokens(name)] for name in question.names]
    elsewhere = [name for name in names if name and not held.issuperset(name)]
    near = {plain(token) for candidate in best[:4] for token in tokens(_around(candidate))}
    return Features(
        coverage=first.coverage,
        passage_coverage=coverage(weights, held, frozenset()),
        similarity=first.similarity,
        weakest=first.weakest,
        unknown_terms=_share([known.get(term, 0) == 0 for term in question.terms], empty=1.0),
        names_elsewhere=len(elsewhere) / len(names) if names else 0.0,
        missing_numbers=_share([plain(number) not in near for number in question.numbers], empty=0.0),
        fits_kind=float(fits_kind(question, first.text)),
    )


def probability(seen: Features, weights: Mapping[str, float] = WEIGHTS) -> float:
    """The probability that the evidence answers the question, from 0 to 1."""
    total = weights["bias"] + sum(weights[each.name] * getattr(seen, each.name) for each in fields(seen))
    return 1 / (1 + exp(-total))


def _around(candidate: Candidate) -> str:
    return f"{candidate.hit.document.title} {candidate.hit.document.date or ''} {candidate.hit.passage.text}"


def _share(flags: Sequence[bool], empty: float) -> float:
    return sum(flags) / len(flags) if flags else empty
