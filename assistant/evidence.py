"""Pick, from the passages that were found, the sentences that may answer, and say how well each fits."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, islice

from assistant.interaction import NOTHING_NEAR, Nearness
from assistant.question import Question
from assistant.quotable import is_about_itself, quotable_spans, without_markers
from assistant.retrieve import Found
from corpus.index import Index
from corpus.sentences import is_row, row_cells
from corpus.types import Hit, Passage
from corpus.words import plain, terms

HITS_READ = 16
# Where many documents hold an item each: of how many the best sentences are weighed, and how many of each.
DOCUMENTS_WEIGHED, OF_EACH = 16, 2
PASSAGES_REMEMBERED = 5_000  # some 5 KB each
SHORTEST = 4  # words; what is shorter is a label or a fragment
# How much of a term counts as covered if not the sentence but its title or headings hold it.
CONTEXT_SHARE = 0.7

LONGEST_PAIR = 400  # characters of two sentences that are quoted together
# What the parts of a score add up to at best. Their weights are, rounded, those of a logistic choice among the
# sentences found for 486 questions.
BEST_SCORE = 1.4

OF_ANOTHER = 0.75  # what is left of its score
UNFIT = 0.1  # taken off a sentence without a figure, where a figure or a date is asked for
ABOUT_ITSELF = 0.9  # what is left of the score of what a document says of itself, its limits and its sources
ORDINAL_TERM = re.compile(r"\d+th")  # as `corpus.words.stem` writes every ordinal
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozen|half|third|quarter|hundreds?|thousands?|millions?|billions?|"
    r"percent|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|"
    r"quarante|cinquante|soixante|moitié|tiers|cents?|mille|milliards?)\b",
    re.IGNORECASE,
)
CAPITAL_INSIDE = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w’'-]+")
_DEFINES = re.compile(r"\b(?:is|are|as|means?|defines?|defined|refers?|est|sont|désigne|définit)\b")
_PRONOUN = re.compile(
    r"^(?:it|its|they|their|this|these|those|he|she|such|il|elle|ils|elles|cela|ceci|ce|cet|cette)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence (`passage.text[start:end]`) that may answer. All shares and scores run from 0 to about 1.

    `coverage` is the share of the question's terms, weighed by how rare they are, that the sentence or its
    headings hold; `nearness` is what the question's tokens find in them.
    """

    hit: Hit
    start: int
    end: int
    terms: frozenset[str]
    covered: frozenset[str]
    coverage: float
    score: float
    nearness: Nearness = NOTHING_NEAR

    @property
    def text(self) -> str:
        return self.hit.passage.text[self.start : self.end]


def candidates(found: Found, index: Index) -> list[Candidate]:
    """The sentences of the best hits, best first."""
    return _ranked(found, found.hits[:HITS_READ], index)


def candidates_of(found: Found, index: Index) -> list[Candidate]:
    """The sentences of all hits, best first."""
    return _ranked(found, found.hits, index)


def candidates_of_each(found: Found, index: Index, is_notice: Callable[[Candidate], bool]) -> list[Candidate]:
    """Sentences of all hits, best first, a few of each document, so that no document crowds out another.

    Notices, which stand in many documents, are left out before the few are chosen.
    """
    of_documents: dict[str, list[Candidate]] = {}
    for each in _ranked(found, found.hits, index):
        of_documents.setdefault(each.hit.document.id, []).append(each)
    kept = [
        each
        for of_one in list(of_documents.values())[:DOCUMENTS_WEIGHED]
        for each in islice((each for each in of_one if not is_notice(each)), OF_EACH)
    ]
    return sorted(kept, key=lambda each: -each.score)


def _ranked(found: Found, hits: Sequence[Hit], index: Index) -> list[Candidate]:
    question = found.question
    weighed = []
    for draft, near in _compared(_drafts(question, hits, index), found):
        bonus = _kind_bonus(question, draft) + _form_bonus(question, draft)
        score = (draft.score + 0.3 * near.mean + 0.4 * near.weakest + 0.5 * bonus) / BEST_SCORE
        score *= OF_ANOTHER if of_another(question, draft) else 1.0
        if question.kind in ("date", "number") and not fits_kind(question, draft.text):
            score -= UNFIT
        if is_about_itself(draft.hit.passage.section):
            score *= ABOUT_ITSELF
        weighed.append(replace(draft, nearness=near, score=score))
    return sorted(weighed, key=lambda candidate: -candidate.score)


def _compared(drafts: Sequence[Candidate], found: Found) -> Iterator[tuple[Candidate, Nearness]]:
    """Each draft with what the question's tokens find in it; those of one passage stand together."""
    for id_, group in groupby(drafts, key=lambda draft: draft.hit.passage.id):
        of_one = list(group)
        yield from zip(of_one, found.matches[id_].within_each([(each.start, each.end) for each in of_one]), strict=True)


def _drafts(question: Question, hits: Sequence[Hit], index: Index) -> list[Candidate]:
    """The sentences of the passages, weighed by words and by the passage they stand in."""
    weights = term_weights(question.terms, index)
    drafts: list[Candidate] = []
    for hit in hits:
        context = question.with_acronyms(frozenset(terms(context_of(hit), hit.document.language)))
        for start, end, words in _sentences(hit.passage, frozenset(headings_of(hit, index)), hit.document.language):
            share = coverage(weights, question.with_acronyms(words), context)
            score = 0.35 * share + 0.35 * hit.score / (hits[0].score or 1.0)
            drafts.append(Candidate(hit, start, end, words, (words | context) & set(weights), share, score))
    return drafts


# What many ask about is found again and again, and its sentences are the same whatever is asked.
@lru_cache(maxsize=PASSAGES_REMEMBERED)
def _sentences(passage: Passage, headings: frozenset[str], language: str) -> Sequence[tuple[int, int, frozenset[str]]]:
    """The sentences of a passage that can be quoted: start, end, and terms."""
    spans = with_antecedents(passage.text, quotable_spans(passage, headings, language))
    read = ((*span, frozenset(terms(without_markers(passage.text[slice(*span)]), language))) for span in spans)
    return tuple(each for each in read if len(each[2]) >= SHORTEST)


def with_antecedents(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans; one that begins with "it" or "these" is quoted with the sentence before it, which explains it."""
    found = []
    before: tuple[int, int] | None = None
    for start, end in spans:
        leans = bool(_PRONOUN.match(text[start:end]))
        if leans and before and end - before[0] <= LONGEST_PAIR and not text[before[1] : start].strip():
            found.append((before[0], end))
        else:
            found.append((start, end))
        before = (start, end)
    return found


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


def context_of(hit: Hit) -> str:
    """The title and the headings that a passage stands under: they say what its "it" and "the city" are."""
    return " › ".join((hit.document.title, *hit.passage.section))


def headings_of(hit: Hit, index: Index) -> set[str]:
    """What the passage's pages print as headings, and the title, which may stand there unmarked."""
    pages = (index.page(hit.document.id, number) for number in {span.page for span in hit.passage.spans})
    return {hit.document.title, *hit.passage.section, *(heading for page in pages if page for heading in page.headings)}


def fits_kind(question: Question, text: str) -> bool:
    """Whether the text can hold what is asked for: a year or a day, a number, a name that the question lacks."""
    text = without_markers(text)
    if question.kind == "date":
        return bool(re.search(r"\d", text))
    if question.kind == "number":
        return bool(re.search(r"\d", YEAR.sub("", text)) or _NUMBER_WORD.search(text))
    if question.kind in ("person", "place"):
        asked = set(map(plain, question.names))
        return any(plain(name) not in asked for name in CAPITAL_INSIDE.findall(text))
    return True


def _has_word(cell: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", cell)) and not re.fullmatch(r"(?:from|page|pp?\.?)\s*\d+", cell)


def of_another(question: Question, draft: Candidate) -> bool:
    """Whether the sentence is of the third of something, or of 2023, where the question asks of the fourth, or 2022."""
    asked, years = _ordinals(question.terms), set(YEAR.findall(" ".join(question.numbers)))
    said = set(YEAR.findall(without_markers(draft.text))) if years else set()
    if said and not years & said:
        return True
    named, roundtable = _ordinals(draft.terms) if asked else set(), draft.hit.document.roundtable
    if question.roundtables and roundtable is not None and roundtable not in question.roundtables:
        return not asked & named
    return bool(asked and named) and not asked & named


def _ordinals(words: Iterable[str]) -> set[str]:
    return {term for term in words if ORDINAL_TERM.fullmatch(term)}


def _kind_bonus(question: Question, draft: Candidate) -> float:
    if question.kind == "definition":
        return 0.04 if _DEFINES.search(draft.text) else 0.0
    if question.kind == "date" and not YEAR.search(draft.text):
        return 0.0
    return 0.06 if fits_kind(question, draft.text) else 0.0


def _form_bonus(question: Question, draft: Candidate) -> float:
    """A whole sentence reads better than the row of a table, and that better than a fragment; worst is one that
    only a sentence left out explains."""
    text = without_markers(draft.text).strip()
    if is_row(text):
        # "Governance   12" answers how many; else it is a line of a list of contents.
        only_number = question.kind not in ("number", "date") and not any(map(_has_word, row_cells(text)[1:]))
        return -0.2 if only_number else -0.06
    whole = text.rstrip(' ”"»)’').endswith((".", "!", ";")) and not text[:1].islower()
    return (0.0 if whole else -0.06) - (0.1 if _PRONOUN.match(text) else 0.0)
