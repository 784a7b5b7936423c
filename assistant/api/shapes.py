"""The shapes of what comes back, for the OpenAPI document; `assistant.render.json` makes them."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Nothing that is not named here is in it."""

    model_config = ConfigDict(extra="forbid")


class SentenceShape(Shape):
    text: str
    citations: list[int]
    support: float


class CitationShape(Shape):
    """`quote` is what the page says; without pages `page` and `page_label` are null."""

    n: int
    document: str
    title: str
    date: str | None
    page: int | None
    page_label: str | None
    quote: str
    url: str | None


class FigureShape(Shape):
    figure: str
    citation: int
    date: str | None


class HitShape(Shape):
    rank: int
    passage: str
    document: str
    title: str
    page: int | None
    page_label: str | None
    heading: str | None
    text: str
    score: float


class WithheldShape(Shape):
    text: str
    reasons: list[str]
    instead: Literal["nothing", "quote", "rewritten"]


class AnswerShape(Shape):
    """As `roundtable ask --json` prints it."""

    question: str
    searched_for: str | None
    status: Literal["answered", "partial", "refused", "clarify"]
    text: str
    sentences: list[SentenceShape]
    citations: list[CitationShape]
    differing: list[FigureShape]
    choices: list[str]
    nearest: list[HitShape]
    model: str
    withheld: list[WithheldShape]
    problem: str | None
    usage: dict[str, Any] | None
    corpus: str
    elapsed_ms: float


class DocumentShape(Shape):
    """As `roundtable corpus list --indexed --json` prints it."""

    document: str
    title: str
    kind: str
    roundtable: int | None
    date: str | None
    places: list[str]
    language: str
    publisher: str | None
    licence: str | None
    url: str | None
    id: str


class PageLineShape(Shape):
    """`number` is its place in the address, `page` the same or null for formats without pages."""

    number: int
    page: int | None
    page_label: str | None
    headings: list[str]
    characters: int


class OneDocumentShape(DocumentShape):
    pages: list[PageLineShape]


class PageShape(Shape):
    document: str
    title: str
    id: str
    page: int | None
    page_label: str | None
    pages: int
    headings: list[str]
    text: str


class ProblemShape(Shape):
    """RFC 9457: `detail` is one line that says what is wrong and what to do."""

    type: str
    title: str
    status: int
    detail: str


class UpShape(Shape):
    status: Literal["up"]


class ReadyShape(Shape):
    status: Literal["ready"]
