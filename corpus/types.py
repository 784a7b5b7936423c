"""The words of the library as plain data: document, page, passage, hit."""

from collections.abc import Mapping
from dataclasses import dataclass

KINDS = ("roundtable", "report", "case-study", "programme", "policy", "network", "document")


@dataclass(frozen=True, slots=True)
class Document:
    """One file or web page of the collection, described but not quoted.

    `id` is the SHA-256 of the file's bytes. `source` is the path below the ingested folder, or the address
    it was fetched from. `date` is ISO and may stop at the year or the month. `paged` is false for formats
    that have no pages; their text is kept as one page whose number is never shown.
    """

    id: str
    source: str
    title: str
    kind: str = "document"
    roundtable: int | None = None
    date: str | None = None
    places: tuple[str, ...] = ()
    language: str = "en"
    licence: str | None = None
    publisher: str | None = None
    url: str | None = None
    paged: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One page as its reader sees it: `number` counts from 1, `label` is what is printed ("iii", "A-2")."""

    number: int
    label: str | None
    text: str
    headings: tuple[str, ...] = ()

    @property
    def has_text(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the text of page number `page`."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document small enough to be found and read as one thought.

    `text` is the text of its spans joined by newlines, so that any part of it can be traced to a page.
    `section` is the path of headings above it, outermost first. `id` is "<document id>:<ordinal>".
    """

    id: str
    document: str
    text: str
    spans: tuple[Span, ...]
    section: tuple[str, ...] = ()
    is_table: bool = False

    @property
    def page(self) -> int:
        """The number of the page that holds most of its text."""
        lengths: dict[int, int] = {}
        for span in self.spans:
            lengths[span.page] = lengths.get(span.page, 0) + span.end - span.start
        return max(lengths, key=lambda page: lengths[page], default=1)

    def locate_parts(self, start: int, end: int) -> list[Span]:
        """Where `text[start:end]` stands on its page; two or more places if it crosses from page to page."""
        parts: list[Span] = []
        offset = 0
        for span in self.spans:
            length = span.end - span.start
            first, last = max(start, offset), min(end, offset + length)
            if first < last:
                inner = Span(span.page, span.start + first - offset, span.start + last - offset)
                parts.append(inner)
            offset += length + 1
        return parts


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `parts` says where the score came from: "meaning", "words".

    `page` is the number of the page that holds most of the passage and `page_label` what is printed there; both
    are None for formats without pages.
    """

    passage: Passage
    document: Document
    rank: int
    score: float
    parts: Mapping[str, float]
    page: int | None = None
    page_label: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents a search may look at; an empty filter allows all of them.

    Values within one field are alternatives, fields are combined. `since` and `until` are ISO dates and
    include their own day; a document whose date is only a year matches if any day of it does.
    """

    roundtable: tuple[int, ...] = ()
    kind: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


NO_FILTERS = Filters()
