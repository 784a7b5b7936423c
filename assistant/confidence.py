"""Judge whether the evidence answers the question: a small logistic model anyone can read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from math import exp

from assistant.evidence import Candidate, context_of, fits_kind, term_weights
from assistant.question import Question
from assistant.verify import verify
from corpus.index import Index
from corpus.types import Hit
from corpus.words import plain, stem, terms, tokens

# Fitted by `python -m evals.fit_confidence` on questions whose answers are known; the README has the figures.
WEIGHTS: Mapping[str, float] = {
    "bias": 0.12,
    "similarity": 2.17,
    "strange": -3.46,
    "unfit": -1.18,
    "unknown_terms": -1.31,
    "names_elsewhere": -0.58,
    "missing_numbers": -1.81,
    "opposite": -1.61,
    "other_names": -0.27,
    "other_language": 0.24,
}
# At the first, 5% of answerable questions are refused, and 96% of those on other subjects. Below the second, what is
# answered is more likely wrong than right, and says so.
THRESHOLD, SURE = 0.25, 0.5
_WHETHER = re.compile(
    r"\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|est-ce que)\b"
    # "Le bruit a-t-il baissé ?", and not "Pourquoi le bruit a-t-il baissé ?"
    r"|(?:(?!\b(?:pourquoi|comment|combien|quand|ou|qui|que|qu|quoi|(?:le|la|les)?quel\w*)\b).)*?"
    r"\w-(?:t-)?(?:il|elle|on)s?\b"
)
ABOUT = 0.1  # of a document's passages hold the names of what it is about


@dataclass(frozen=True, slots=True)
class Features:
    """What the judgement rests on, each from 0 to 1.

    `similarity` and `strange` are what the question's tokens find in the best sentence on average, and the share of
    them that find nothing like them (see `Nearness`). `unfit` is 1 if that sentence cannot hold what is asked for,
    such as a number. `unknown_terms` is the share of the question's terms that the collection never uses,
    `names_elsewhere` the share of its names that neither the best passage nor much of its document holds,
    `missing_numbers` the share of its numbers that none of the best sentences' passages hold. `opposite` is 1 if the
    question denies what the best passage says, or asks of more what it says of less; `other_names` if the passage says
    of others what is asked of the names in the question. In `other_language`, 1 if the passage is not in the
    question's, words tell nothing, and what rests on them alone is 0.
    """

    similarity: float
    strange: float
    unfit: float
    unknown_terms: float
    names_elsewhere: float
    missing_numbers: float
    opposite: float
    other_names: float
    other_language: float


def features(question: Question, best: Sequence[Candidate], index: Index) -> Features:
    """`best` are the sentences, best first and at least one."""
    first = best[0]
    known = index.passages_with(question.terms)
    near = {plain(token) for candidate in best[:4] for token in tokens(_around(candidate))}
    shared = first.hit.document.language == question.language
    # "Did noise fall?" is answered by "Noise did not fall".
    against = _against(question, first) if shared and not _WHETHER.match(plain(question.text)) else frozenset()
    return Features(
        similarity=first.nearness.mean,
        strange=first.nearness.strange,
        unfit=float(not fits_kind(question, first.text)),
        unknown_terms=_share([known.get(term, 0) == 0 for term in question.terms], empty=1.0) if shared else 0.0,
        names_elsewhere=_elsewhere(question, first.hit, index),
        missing_numbers=_share([plain(number) not in near for number in question.numbers], empty=0.0),
        opposite=float("negation" in against),
        other_names=float("name" in against),
        other_language=float(not shared),
    )


def _against(question: Question, best: Candidate) -> frozenset[str]:
    """What a question, taken for a claim, has that the passage does not carry: kinds of reasons of `verify`."""
    support = verify(question.text, [best.hit.passage.text], question.language, context=context_of(best.hit))
    return frozenset(reason.kind for reason in support.reasons if reason.decisive)


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


def _share(flags: Sequence[bool], empty: float) -> float:
    return sum(flags) / len(flags) if flags else empty
