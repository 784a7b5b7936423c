"""Compose an answer from sentences of the sources: choose, order, trim, and cite each one."""

import re
from collections.abc import Sequence

from assistant.evidence import Candidate, context_of
from assistant.figures import differ
from assistant.question import Question
from assistant.quotable import as_said, without_markers
from assistant.types import Citation, Sentence
from assistant.verify import verify
from corpus.index import Index
from corpus.sentences import is_row
from corpus.types import Hit
from corpus.words import capitalized, plain, terms

MOST_SENTENCES = 6
MOST_WITH_TWO = 4  # questions in one answer
CHOSEN_FROM = 30  # of the best sentences; what comes after is not near enough to the first
# A question for one fact is answered by the best sentence and what stands close to it.
MOST_FOR_A_FACT = 3
NEAR_ENOUGH = 0.86  # of the best sentence's score
NEW_WORDS = 0.3  # how much of a score it is worth to hold words of the question that the chosen sentences lack
BOILERPLATE_TERMS = 6
BOILERPLATE_DOCUMENTS = 4
SHORTEST_ROW = 3  # terms of a row that tell it from other rows
TOO_ALIKE = 0.6  # shared words over all words (Jaccard)

_OPENING = re.compile(
    r"^(?:however|moreover|furthermore|in addition|additionally|for example|for instance|also|finally|indeed|thus|"
    r"therefore|similarly|likewise|meanwhile|en outre|de plus|par ailleurs|toutefois|cependant|ainsi|enfin),\s+(?=\w)",
    re.IGNORECASE,
)


def choose_for_all(asked: Sequence[tuple[Question, Sequence[Candidate]]], index: Index) -> list[Candidate]:
    """The sentences to answer one or several questions with; they share the room of one answer."""
    room = room_of_each(len(asked))
    chosen: list[Candidate] = []
    for question, ranked in asked:
        best = [each for each in ranked[:CHOSEN_FROM] if not is_boilerplate(each, index)]
        chosen += choose(question, best, room, chosen)
    return chosen


def room_of_each(questions: int) -> int:
    """How many sentences each of several questions may be answered with in one answer: two at least, of many one."""
    return max(MOST_SENTENCES // max(1, questions), 2 if questions <= MOST_WITH_TWO else 1)


def is_boilerplate(candidate: Candidate, index: Index) -> bool:
    """Whether the sentence opens like sentences of several other documents, or is a row that they have too, such as
    "Published by": a notice, not a statement."""
    text = candidate.hit.passage.text[candidate.start : candidate.end]
    said = terms(without_markers(text), candidate.hit.document.language)
    opening = said[:BOILERPLATE_TERMS]
    long_enough = len(opening) == BOILERPLATE_TERMS or (is_row(text) and len(said) >= SHORTEST_ROW)
    return long_enough and index.documents_with_phrase(opening) >= BOILERPLATE_DOCUMENTS


def choose(
    question: Question, ranked: Sequence[Candidate], room: int = MOST_SENTENCES, said: Sequence[Candidate] = ()
) -> list[Candidate]:
    """The sentences to answer with, best first, and none saying what another or one of `said` says.

    After the best come those close to it in score. One that holds words of the question that the chosen ones
    lack counts for more: it may answer the question's other half.
    """
    most = min(room, MOST_FOR_A_FACT if question.kind in ("date", "number", "person", "place") else MOST_SENTENCES)
    chosen: list[Candidate] = []
    enough = NEAR_ENOUGH * max((each.score for each in ranked), default=0.0)
    waiting = list(ranked)
    while waiting and len(chosen) < most:
        covered = frozenset[str]().union(*(each.covered for each in chosen))
        best = max(waiting, key=lambda each: each.score + _gain(each, covered, question))
        if best.score + _gain(best, covered, question) < enough:
            break
        waiting.remove(best)
        # Two that are alike but for a figure on which they differ are both said: to choose one would hide it.
        if all(not says_the_same(best, other) or differ(question, best, other) for other in (*chosen, *said)):
            chosen.append(best)
    return chosen


def _gain(candidate: Candidate, covered: frozenset[str], question: Question) -> float:
    if not covered or not question.terms:
        return 0.0
    return NEW_WORDS * len(candidate.covered - covered) / len(question.terms)


def is_named(name: str, chosen: Sequence[Candidate]) -> bool:
    """Whether one of the sentences has the name, or the title, a heading or the publisher above it."""
    wanted = re.compile(rf"\b{re.escape(plain(name))}\b")
    texts = (f"{context_of(each.hit)} {each.hit.document.publisher or ''} {each.text}" for each in chosen)
    return any(wanted.search(plain(" ".join(text.split()))) for text in texts)


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
            cited = citations_of(candidate.hit, candidate.start, candidate.end, index, len(citations) + 1)
            citations += cited
            numbers = tuple(citation.number for citation in cited)
            text = trimmed(candidate.text)
            quotes = [" ".join(citation.quote for citation in cited)]
            support = verify(text, quotes, candidate.hit.document.language).score
            sentences.append(Sentence(text, numbers, support))
        grouped.append(tuple(range(first, len(sentences))))
    return tuple(sentences), tuple(citations), tuple(grouped)


def trimmed(text: str) -> str:
    """The sentence without note markers and without an opening that points back at what is not shown."""
    text = as_said(text)
    cut = _OPENING.sub("", text)
    if cut != text:
        cut = capitalized(cut)
    return cut if cut.endswith((".", "!", "?", ":", ";", "”", '"', "»")) else f"{cut}."


def citations_of(hit: Hit, start: int, end: int, index: Index, number: int) -> list[Citation]:
    """One citation, numbered from `number`, for each page that these words of a passage stand on; nearly always one."""
    document, passage = hit.document, hit.passage
    found: list[Citation] = []
    for span in passage.locate_parts(start, end):
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
                heading="" if document.paged else " ".join("".join(passage.section[-1:]).split()),
            )
        )
    return found


def says_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether one of the sentences is enough."""
    return _alike(one, other) >= TOO_ALIKE


def _alike(one: Candidate, other: Candidate) -> float:
    same_passage = one.hit.passage.id == other.hit.passage.id
    if same_passage and one.start < other.end and other.start < one.end:
        return 1.0  # a sentence, and the same with the one after that leans on it
    together = one.terms | other.terms
    return len(one.terms & other.terms) / len(together) if together else 1.0


def _place(candidate: Candidate) -> tuple[int, int]:
    parts = candidate.hit.passage.locate_parts(candidate.start, candidate.end)
    return (parts[0].page, parts[0].start) if parts else (0, 0)
