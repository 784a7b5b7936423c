"""Judge whether the evidence answers the question: a small logistic model anyone can read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from math import exp

from assistant.evidence import Candidate, context_of, fits_kind, term_weights
from assistant.question import Question, content_of
from assistant.retrieve import Found
from assistant.verify.support import contradictions
from corpus.index import Index
from corpus.types import Hit
from corpus.words import ordinal, plain, stem, terms, tokens

# Fitted by `python -m evals.fit_confidence` on questions whose answers are known; the README has the figures. Only the
# weight of `names_elsewhere` is set by judgement (fitted: -0.75): those questions seldom ask of one city what the
# documents say of another, and users do.
WEIGHTS: Mapping[str, float] = {
    "bias": -1.11,
    "similarity": 2.05,
    "strange": -3.01,
    "met": 1.35,
    "unfit": -1.01,
    "unknown_terms": -0.44,
    "names_elsewhere": -1.50,
    "missing_numbers": -1.94,
    "opposite": -1.83,
    "other_names": -0.43,
    "other_language": 0.80,
}
# Below the first an answer is refused: of the questions used to fit, 6% of the answerable ones and 96% of those on
# other subjects. Below the second what is answered is more likely wrong than right, and says so.
THRESHOLD, SURE = 0.26, 0.5
_WHETHER = re.compile(
    r"\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|est-ce que)\b"
    # "Le bruit a-t-il baissé ?", and not "Pourquoi le bruit a-t-il baissé ?"
    r"|(?:(?!\b(?:pourquoi|comment|combien|quand|ou|qui|que|qu|quoi|(?:le|la|les)?quel\w*)\b).)*?"
    r"\w-(?:t-)?(?:il|elle|on)s?\b"
)
_WORD = re.compile(r"[^\W\d_]+")
ABOUT = 0.1  # of a document's passages hold the names of what it is about


@dataclass(frozen=True, slots=True)
class Features:
    """What the judgement rests on, each from 0 to 1.

    `similarity` and `strange` are what the question's tokens find in the best sentence on average, and the share of
    them that find nothing like them (see `Nearness`). `met` is how near it comes to the two words that it meets best of
    those that say what is asked for; such are not names, nor in the title or headings: "mayor" in "Who is the mayor of
    Barcelona?". `unfit` is 1 if that sentence cannot hold what is asked for, such as a number. `unknown_terms` is the
    share of the question's terms that the collection never uses, `names_elsewhere` the share of its names that neither
    the best passage nor much of its document holds, `missing_numbers` the share of its numbers that none of the best
    sentences' passages hold. `opposite` is 1 if the question denies what the best passage says, or asks of more what it
    says of less; `other_names` if the passage says of others what is asked of the names in the question. In
    `other_language`, 1 if the passage is not in the question's, words tell nothing, and what rests on them alone is 0.
    """

    similarity: float
    strange: float
    met: float
    unfit: float
    unknown_terms: float
    names_elsewhere: float
    missing_numbers: float
    opposite: float
    other_names: float
    other_language: float


def features(question: Question, best: Sequence[Candidate], index: Index, met: float = 1.0) -> Features:
    """`best` are the sentences, best first and at least one; `met` is what `words_met` says of the first."""
    first = best[0]
    known = index.passages_with(question.terms)
    near = {plain(token) for candidate in best[:4] for token in tokens(_around(candidate))}
    shared = first.hit.document.language == question.language
    # "Did noise fall?" is answered by "Noise did not fall".
    against = _against(question, first) if shared and not _WHETHER.match(plain(question.text)) else frozenset()
    return Features(
        similarity=first.nearness.mean,
        strange=first.nearness.strange,
        met=met,
        unfit=float(not fits_kind(question, first.text)),
        unknown_terms=_share([known.get(term, 0) == 0 for term in question.terms], empty=1.0) if shared else 0.0,
        names_elsewhere=_elsewhere(question, first.hit, index),
        missing_numbers=_share([plain(number) not in near for number in question.numbers], empty=0.0),
        opposite=float("negation" in against),
        other_names=float("name" in against),
        other_language=float(not shared),
    )


def words_met(found: Found, best: Candidate) -> float:
    """How near the sentence comes to the two words that it meets best of those that say what is asked for.

    1 for a word that it holds in any form; 1 if the question has no such words.
    """
    question, language = found.question, best.hit.document.language
    above = question.with_acronyms(frozenset(terms(context_of(best.hit), language)))
    held = question.with_acronyms(best.terms)
    names = {plain(token) for name in question.names for token in tokens(name)}
    asked = set(content_of(question.text, question.language))
    near = found.matches[best.hit.passage.id].nearest_within(best.start, best.end)
    values = []
    for word in _WORD.finditer(question.text):
        token = word.group().lower()
        if token not in asked or plain(token) in names or ordinal(token) or stem(token, language) in above:
            continue
        own = [value for value, place in zip(near, found.places, strict=True) if word.start() <= place < word.end()]
        if stem(token, language) in held or own:
            values.append(1.0 if stem(token, language) in held else max(0.0, sum(own) / len(own)))
    return _mean(sorted(values)[-2:]) if values else 1.0


def _against(question: Question, best: Candidate) -> frozenset[str]:
    """What a question, taken for a claim, has that the passage does not carry: kinds of reasons of `verify`."""
    against = contradictions(question.text, [best.hit.passage.text], question.language, context_of(best.hit))
    return frozenset(reason.kind for reason in against if reason.decisive)


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
    return float(sum(values) / len(values))


def _share(flags: Sequence[bool], empty: float) -> float:
    return sum(flags) / len(flags) if flags else empty
