"""Say which documents that a briefing rests on were updated or removed since, so that it is known to be affected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.briefing.types import Brief
from corpus.types import Document


@dataclass(frozen=True, slots=True)
class Absent:
    """A cited document that is no longer in the index. `now` is the id of the document that has taken its place, from
    the same source; None if it was removed."""

    id: str
    title: str
    source: str
    now: str | None


@dataclass(frozen=True, slots=True)
class Affected:
    """A briefing whose newest version cites documents that were updated or removed."""

    id: str
    title: str
    version: int
    documents: tuple[Absent, ...]


def cited_documents(brief: Brief) -> list[Document]:
    """Those that its claims and its section on what is missing cite, in the order in which they come."""
    cited = [claim.citations for claim in brief.claims] + [gap.citations for gap in brief.gaps]
    return list({citation.document.id: citation.document for each in cited for citation in each}.values())


def absent_documents(cited: Iterable[Mapping[str, str]], documents: Mapping[str, Document]) -> tuple[Absent, ...]:
    """Of documents, given by "id", "title" and "source", those that are not among the documents of an index."""
    now = {document.source: document.id for document in documents.values()}
    return tuple(
        Absent(each["id"], each["title"], each["source"], now.get(each["source"]))
        for each in cited
        if each["id"] not in documents
    )
