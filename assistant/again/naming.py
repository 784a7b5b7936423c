"""Compare what a saved file says of the documents that it cites with what the collection says of them today."""

from collections.abc import Iterator, Sequence

from assistant.again.types import Named, Naming, Quoted
from assistant.briefing.leads import source_line
from assistant.one_line import one_line
from corpus.types import Document

LANGUAGES = ("en", "fr")  # a line that names a source is in that of the briefing


def named_otherwise(quotes: Sequence[Quoted], lead: str | None) -> tuple[Named, ...]:
    """What differs in the title, publisher and date of the documents that are quoted, each once, and in the line above
    the claim that names its source. Nothing is said of a document that the collection has no more."""
    pairs = [(quote.cited.document, quote.document) for quote in quotes if quote.document]
    found = [each for cited, today in pairs if _is_the_same(cited, today) for each in _differing(cited, today)]
    known = [document for pair in pairs for document in pair if document.id]
    lines = {one_line(source_line(document, language)) for document in known for language in LANGUAGES}
    if lead is not None and lines and one_line(lead) not in lines:
        # The collection's own name for it; in which language matters little.
        found.append(Named("lead", one_line(lead), one_line(source_line(pairs[0][1], LANGUAGES[0]))))
    return tuple(dict.fromkeys(found))


def _is_the_same(cited: Document, today: Document) -> bool:
    """One that is only taken for the successor, by its title or address, may be named as it likes."""
    return today.id == cited.id or today.source == cited.source


def _differing(cited: Document, today: Document) -> Iterator[Named]:
    told: tuple[tuple[Naming, str | None, str | None], ...] = (
        ("title", cited.title, today.title),
        ("publisher", cited.publisher, today.publisher),
        ("date", cited.date, today.date),
    )
    for what, here, now in told:
        # The public form of an answer, which has no ids of documents, does not say everything of them.
        if one_line(here or "") != one_line(now or "") and (cited.id or here):
            yield Named(what, one_line(here or ""), one_line(now or ""))
