"""Say that the documents do not answer, and why: what the collection lacks, how much was searched, what is nearest."""

from assistant import readings
from assistant.judging import Judged
from assistant.named_source import unknown_source
from assistant.phrases import nth, phrases
from assistant.question import Question
from assistant.types import Answer
from corpus.filters import matching
from corpus.index import Index
from corpus.types import Filters

NEAREST_SHOWN = 3


def unknown(question: Question, index: Index) -> str:
    """What is to be said if the question names a document or a roundtable that the collection lacks, or ""."""
    said, title = phrases(question.language), unknown_source(question, index)
    if title:
        return said.no_such_document.format(title=title)
    of_no_year = readings.roundtable_of_no_year(question.text, index.documents.values())
    if of_no_year:
        return said.no_such_roundtable.format(roundtable=of_no_year)
    held = {document.roundtable for document in index.documents.values()}
    lost = [number for number in question.roundtables if number not in held]
    if lost and held != {None} and len(lost) == len(question.roundtables):
        return said.no_such_roundtable.format(roundtable=nth(lost[0], question.language))
    return ""


def refusal(judged: Judged, filters: Filters, index: Index, why: str = "") -> Answer:
    """Why there is no answer (`why`, if more is known than that nothing fits), how much was searched, and the nearest
    passages."""
    counts, said = index.counts(), phrases(judged.question.language)
    allowed = len(matching(index.documents.values(), filters)) if filters else counts["documents"]
    wording = said.searched if not filters else said.searched_allowed if allowed else said.none_allowed
    searched = wording.format(allowed=allowed, documents=counts["documents"], passages=counts["passages"])
    nearest = judged.found.hits[:NEAREST_SHOWN]
    below = said.nearest_below if nearest else ""
    return Answer(
        question=judged.question.text,
        status="refused",
        note=" ".join(filter(None, (said.does_not_say, why, searched, below))),
        nearest=nearest,
        confidence=0.0 if why else judged.confidence,
    )
