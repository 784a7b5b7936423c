"""Judge whether the evidence answers the question: a small logistic model anyone can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from math import exp

from assistant.evidence import Candidate, context_of, term_weights
from assistant.question import Question
from corpus.index import Index
from corpus.types import Hit
from corpus.words import plain, stem, terms, tokens

# Fitted by `python -m evals.fit_confidence` on questions whose answers are known; the README has the figures. Only
# the weight of `names_elsewhere` is set by judgement (fitted: -0.22): those questions seldom ask of one city what the
# documents say of another, and users do.
WEIGHTS: Mapping[str, float] = {
    "bias": -4.21,
    "coverage": 0.90,
    "similarity": 2.61,
    "weakest": 0.46,
    "meaning": 2.85,
    "lead": 0.69,
    "unknown_terms": -2.30,
    "names_elsewhere": -1.20,
    "missing_numbers": -1.87,
}
THRESHOLD = 0.35
ABOUT = 0.1  # of a document's passages hold the names of what it is about


@dataclass(frozen=True, slots=True)
class Features:
    """What the judgement rests on, each from 0 to 1.

    `coverage`, `similarity` and `weakest` are those of the best sentence, `meaning` is the nearness of the best
    passages as wholes, `lead` how far the best sentence is ahead of the sixth to tenth. `unknown_terms` is the
    share of the question's terms that the collection never uses, `names_elsewhere` the share of its names that
    neither the best passage nor much of its document holds, `missing_numbers` the share of its numbers that
    none of the best sentences' passages hold.
    """

    coverage: float
    similarity: float
    weakest: float
    meaning: float
    lead: float
    unknown_terms: float
    names_elsewhere: float
    missing_numbers: float


def features(question: Question, best: Sequence[Candidate], index: Index) -> Features:
    """`best` are the sentences, best first and at least one."""
    first = best[0]
    known = index.passages_with(question.terms)
    near = {plain(token) for candidate in best[:4] for token in tokens(_around(candidate))}
    return Features(
        coverage=first.coverage,
        similarity=first.similarity,
        weakest=first.weakest,
        meaning=max(each.hit.parts.get("meaning", 0.0) for each in best[:4]),
        lead=first.score - _mean([each.score for each in best[5:10]]) if len(best) > 5 else 0.0,
        unknown_terms=_share([known.get(term, 0) == 0 for term in question.terms], empty=1.0),
        names_elsewhere=_elsewhere(question, first.hit, index),
        missing_numbers=_share([plain(number) not in near for number in question.numbers], empty=0.0),
    )


def probability(seen: Features, weights: Mapping[str, float] = WEIGHTS) -> float:
    """The probability that the evidence answers the question, from 0 to 1."""
    total = weights["bias"] + sum(weights[each.name] * getattr(seen, each.name) for each in fields(seen))
    return 1 / (1 + exp(-total))


def _elsewhere(question: Question, hit: Hit, index: Index) -> float:
    """The share of the question's names, a rare one weighing more, that neither the passage nor what is known of
    its document holds, nor much of the document."""
    language = hit.document.language
    about = (context_of(hit), hit.document.publisher or "", *hit.document.places, hit.passage.text)
    held = question.with_acronyms(frozenset(terms(" ".join(about), language)))
    names = {stem(token, language) for name in question.names for token in tokens(name)}
    weights = term_weights([name for name in names if name in question.terms], index)
    lost = [
        weight
        for name, weight in weights.items()
        if name not in held and index.share_with(name, hit.document.id) < ABOUT
    ]
    return sum(lost) / sum(weights.values()) if weights else 0.0


def _around(candidate: Candidate) -> str:
    return f"{candidate.hit.document.title} {candidate.hit.document.date or ''} {candidate.hit.passage.text}"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _share(flags: Sequence[bool], empty: float) -> float:
    return sum(flags) / len(flags) if flags else empty
