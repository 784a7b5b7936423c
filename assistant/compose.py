"""Compose an answer from sentences of the sources: choose, order, trim, and cite each one."""

import re
from collections.abc import Sequence

from assistant.evidence import Candidate
from assistant.question import Question
from assistant.quotable import as_said
from assistant.types import Citation, Sentence
from corpus.index import Index

MOST_SENTENCES = 6
# A question for one fact is answered by the best sentence and what stands close to it.
MOST_FOR_A_FACT = 3
NEAR_ENOUGH = 0.8  # of the best sentence's score
TOO_ALIKE = 0.6  # shared words over all words (Jaccard)

_OPENING = re.compile(
    r"^(?:however|moreover|furthermore|in addition|additionally|for example|for instance|also|finally|indeed|thus|"
    r"therefore|similarly|likewise|meanwhile|en outre|de plus|par ailleurs|toutefois|cependant|ainsi|enfin),\s+(?=\w)",
    re.IGNORECASE,
)


def choose(question: Question, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The sentences to answer with, best first: close to the best in score, and none saying the same twice."""
    if not ranked:
        return []
    most = MOST_FOR_A_FACT if question.kind in ("date", "number", "person", "place") else MOST_SENTENCES
    chosen: list[Candidate] = []
    for candidate in ranked:
        if len(chosen) == most or candidate.score < NEAR_ENOUGH * ranked[0].score:
            break
        if all(_alike(candidate, other) < TOO_ALIKE for other in chosen):
            chosen.append(candidate)
    return chosen


def in_reading_order(chosen: Sequence[Candidate]) -> list[list[Candidate]]:
    """One paragraph a document, that of the best sentence first, each in the order of its pages."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in chosen:
        groups.setdefault(candidate.hit.document.id, []).append(candidate)
    return [sorted(group, key=_place) for group in groups.values()]


def write(
    paragraphs: Sequence[Sequence[Candidate]], index: Index
) -> tuple[tuple[Sentence, ...], tuple[Citation, ...], tuple[tuple[int, ...], ...]]:
    """Sentences, their citations numbered from 1, and the paragraphs as places in the sentences."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    grouped: list[tuple[int, ...]] = []
    for group in paragraphs:
        first = len(sentences)
        for candidate in group:
            cited = _citations(candidate, index, len(citations) + 1)
            citations += cited
            numbers = tuple(citation.number for citation in cited)
            sentences.append(Sentence(trimmed(candidate.text), numbers, support=1.0))
        grouped.append(tuple(range(first, len(sentences))))
    return tuple(sentences), tuple(citations), tuple(grouped)


def trimmed(text: str) -> str:
    """The sentence without note markers and without an opening that points back at what is not shown."""
    text = as_said(text)
    cut = _OPENING.sub("", text)
    if cut != text:
        cut = cut[:1].upper() + cut[1:]
    return cut if cut.endswith((".", "!", "?", ":", ";", "”", '"', "»")) else f"{cut}."


def _citations(candidate: Candidate, index: Index, number: int) -> list[Citation]:
    """One citation for each page that the sentence stands on; nearly always one."""
    document, passage = candidate.hit.document, candidate.hit.passage
    found: list[Citation] = []
    for span in passage.locate_parts(candidate.start, candidate.end):
        page = index.page(document.id, span.page)
        if page is None:
            continue
        found.append(
            Citation(
                number=number + len(found),
                document=document,
                page=page.number if document.paged else None,
                page_label=(page.label or str(page.number)) if document.paged else None,
                quote=" ".join(page.text[span.start : span.end].split()),
                passage=passage.id,
                start=span.start,
                end=span.end,
            )
        )
    return found


def _alike(one: Candidate, other: Candidate) -> float:
    together = one.terms | other.terms
    return len(one.terms & other.terms) / len(together) if together else 1.0


def _place(candidate: Candidate) -> tuple[int, int]:
    parts = candidate.hit.passage.locate_parts(candidate.start, candidate.end)
    return (parts[0].page, parts[0].start) if parts else (0, 0)
