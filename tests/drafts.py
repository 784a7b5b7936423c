"""Sentences that may answer, made by hand: for tests of what is done with them once they are found and scored."""

from assistant.evidence import Candidate
from assistant.quotable import without_markers
from corpus.types import Document, Hit, Passage, Span
from corpus.words import terms

PLAIN = Document("plain", "plain.txt", "Plain")


def hit(
    text: str, document: Document = PLAIN, section: tuple[str, ...] = (), place: int = 0, meaning: float = 0.0
) -> Hit:
    """A hit whose passage is all of a page, the first for place 0."""
    passage = Passage(f"{document.id}:{place}", document.id, text, (Span(place + 1, 0, len(text)),), section)
    return Hit(passage, document, rank=1, score=1.0, parts={"meaning": meaning})


def candidate(
    found: Hit | str, score: float = 1.0, words: str = "", covered: str = "", coverage: float = 0.0
) -> Candidate:
    """The words of a hit's passage as a candidate, all of them if none are given; a text is a document of its own."""
    found = hit(found, Document(found, "plain.txt", "Plain")) if isinstance(found, str) else found
    text = found.passage.text
    start = text.index(words or text)
    said = text[start : start + len(words or text)]
    held = frozenset(terms(without_markers(said), found.document.language))
    return Candidate(found, start, start + len(said), held, frozenset(covered.split()), coverage, score)
