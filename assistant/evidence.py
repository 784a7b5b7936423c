"""Pick, from the passages that were found, the sentences that may answer, and say how well each fits."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.question import Question
from assistant.quotable import as_said, quotable_spans, without_markers
from assistant.retrieve import Found
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.sentences import is_row
from corpus.types import Hit
from corpus.words import terms

HITS_READ = 10
SENTENCES_EMBEDDED = 24
SHORTEST = 4  # words; what is shorter is a label or a fragment
# How much of a term counts as covered if not the sentence but its title or headings hold it.
CONTEXT_SHARE = 0.7

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_PRONOUN = re.compile(
    r"^(?:it|its|they|their|this|these|those|he|she|such|il|elle|ils|elles|cela|ceci|ce|cet|cette)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence (`passage.text[start:end]`) that may answer. All shares and scores run from 0 to about 1.

    `coverage` is the share of the question's terms, weighed by how rare they are, that the sentence or its
    headings hold; `similarity` is the cosine of its meaning with the question's.
    """

    hit: Hit
    start: int
    end: int
    terms: frozenset[str]
    covered: frozenset[str]
    coverage: float
    similarity: float
    score: float

    @property
    def text(self) -> str:
        return self.hit.passage.text[self.start : self.end]

    @property
    def leans_on_another(self) -> bool:
        """Whether it begins with a word such as "it" or "they" that only the sentence before explains."""
        return bool(_PRONOUN.match(self.text))


def candidates(found: Found, index: Index, encoder: Encoder) -> list[Candidate]:
    """The sentences of the best hits, best first; at most `SENTENCES_EMBEDDED` of them."""
    question = found.question
    hits = found.hits[:HITS_READ]
    if not hits:
        return []
    weights = term_weights(question.terms, index)
    best_hit = hits[0].score or 1.0
    drafts: list[Candidate] = []
    for hit in hits:
        context = frozenset(terms(_context(hit), hit.document.language))
        for start, end in quotable_spans(hit.passage, _headings(hit, index), hit.document.language):
            words = frozenset(terms(without_markers(hit.passage.text[start:end]), hit.document.language))
            if len(words) < SHORTEST:
                continue
            share = coverage(weights, words, context)
            prior = 0.2 * hit.score / best_hit
            drafts.append(
                Candidate(hit, start, end, words, (words | context) & set(weights), share, 0.0, 0.45 * share + prior)
            )
    drafts.sort(key=lambda draft: -draft.score)
    drafts = drafts[:SENTENCES_EMBEDDED]
    vectors = encoder.encode_passages([f"{_context(draft.hit)}: {as_said(draft.text)}" for draft in drafts])
    similarities = vectors @ found.vector
    scored = [
        Candidate(
            draft.hit,
            draft.start,
            draft.end,
            draft.terms,
            draft.covered,
            draft.coverage,
            float(similarity),
            draft.score + 0.35 * float(similarity) + _kind_bonus(question, draft.text) + _form_bonus(draft.text),
        )
        for draft, similarity in zip(drafts, similarities, strict=True)
    ]
    return sorted(scored, key=lambda candidate: -candidate.score)


def term_weights(question_terms: Sequence[str], index: Index) -> dict[str, float]:
    """How much each term of a question tells: its inverse document frequency over the passages, in logs."""
    from math import log

    total = index.counts()["passages"]
    counts = index.passages_with(question_terms)
    return {term: log(1 + (total - count + 0.5) / (count + 0.5)) for term, count in counts.items()}


def coverage(weights: Mapping[str, float], words: frozenset[str], context: frozenset[str]) -> float:
    """The weighed share of the terms that the words hold; what only the context holds counts in part."""
    total = sum(weights.values())
    if not total:
        return 0.0
    found = sum(
        weight if term in words else CONTEXT_SHARE * weight if term in context else 0.0
        for term, weight in weights.items()
    )
    return found / total


def _context(hit: Hit) -> str:
    return " › ".join((hit.document.title, *hit.passage.section))


def _headings(hit: Hit, index: Index) -> set[str]:
    """What the passage's pages print as headings, and the title, which may stand there unmarked."""
    pages = (index.page(hit.document.id, number) for number in {span.page for span in hit.passage.spans})
    return {hit.document.title, *hit.passage.section, *(heading for page in pages if page for heading in page.headings)}


def _kind_bonus(question: Question, text: str) -> float:
    text = without_markers(text)
    if question.kind == "date":
        return 0.06 if _YEAR.search(text) else 0.0
    if question.kind == "number":
        return 0.06 if re.search(r"\d", _YEAR.sub("", text)) else 0.0
    if question.kind == "definition":
        return 0.04 if re.search(r"\b(?:is|are|as|means?|defines?|defined|refers?|est|sont|désigne)\b", text) else 0.0
    return 0.0


def _form_bonus(text: str) -> float:
    """A whole sentence reads better than the row of a table, and that better than a fragment."""
    if is_row(text):
        return -0.03
    return 0.0 if without_markers(text).rstrip(' ”"»)’').endswith((".", "!", ";")) else -0.06
