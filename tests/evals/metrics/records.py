"""Records, hits and answers as short as a test needs them."""

from collections.abc import Mapping, Sequence

from assistant.types import Answer, Citation, Sentence
from corpus.index import Index
from corpus.types import Document, Hit, Passage, Span
from evals.runs.types import Record
from evals.testsets.types import Expected, Question, Tags


def record(
    id_: str = "q",
    expected: Expected = "answer",
    status: str = "answered",
    confidence: float = 0.5,
    cites: Sequence[tuple[str, int | None]] = (),
    same_as: str = "",
    scores: Mapping[str, float | None] | None = None,
    language: str = "en",
    tags: Tags | None = None,
) -> Record:
    """`status` "error" is a question that could not be asked."""
    question = Question(id_, "?", expected, language=language, tags=tags or Tags(), same_as=same_as)
    if status == "error":
        return Record(question, {}, error="it broke")
    citations = [{"document": document, "page": page} for document, page in cites]
    return Record(question, {"status": status, "citations": citations}, confidence, scores=scores or {})


def given(confidence: float, right: bool | None, status: str = "answered") -> Record:
    """An answer of which it is known whether it is right; None if it is not."""
    return record(confidence=confidence, status=status, scores={"right": None if right is None else float(right)})


def hit(document: str, *pages: int) -> Hit:
    """A passage on these pages; of a document without pages, if there are none."""
    passage = Passage(f"{document}:{pages}", document, "Words.", tuple(Span(page, 0, 6) for page in pages or (1,)))
    return Hit(passage, Document(document, document, document, paged=bool(pages)), 1, 0.5, {})


def cite(index: Index, number: int, document: str, quote: str, page: int | None = None) -> Citation:
    """A citation of words of the small collection, true if they stand there."""
    cited = next(each for each in index.documents.values() if each.source == document)
    text = next(each.text for each in index.pages(cited.id) if each.number == (page or 1))
    passage = next(
        (p.id for p in index.passages_of(cited.id) if any(span.page == (page or 1) for span in p.spans)), "none"
    )
    start = max(0, text.find(quote))
    return Citation(number, cited, page, None, quote, passage, start, start + len(quote))


def answer(*sentences: tuple[str, Sequence[int]], citations: Sequence[Citation] = ()) -> Answer:
    return Answer("?", "answered", tuple(Sentence(text, tuple(own), 1.0) for text, own in sentences), tuple(citations))
