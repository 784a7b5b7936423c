"""An answer as plain data: sentences, citations, and what was searched. Nothing here depends on a screen."""

from dataclasses import dataclass
from typing import Literal

from corpus.types import NO_FILTERS, Document, Filters, Hit

EXTRACTIVE = "extractive"  # the "model" of an answer in the documents' own words
Status = Literal["answered", "partial", "refused", "clarify"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a source: `quote` is what the page says from character `start` to `end`, spaces evened out.

    `page` counts from 1 and is the page's number in the file; `page_label` is what is printed on it. Both
    are None for formats without pages, where `start` and `end` count in the whole text and `heading` is the one that
    the words stand under.
    """

    number: int
    document: Document
    page: int | None
    page_label: str | None
    quote: str
    passage: str
    start: int
    end: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, the numbers of its citations, and how well they support it (0 to 1)."""

    text: str
    citations: tuple[int, ...]
    support: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or a date that another source gives differently, as the source words it.

    `citation` is the number of the citation that has it; `date` is the year that its sentence names, or else the
    date of its document, if either is known.
    """

    text: str
    citation: int
    date: str | None


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence of a language model that its passages do not carry: what it said, why it is not in the answer, and
    what stands in its place: nothing, the documents' own words, or the model's second attempt, which they carry."""

    text: str
    reasons: tuple[str, ...]
    instead: Literal["nothing", "quote", "rewritten"] = "nothing"


@dataclass(frozen=True, slots=True)
class Usage:
    """What a language model took for one answer: requests, tokens as its server counts them, milliseconds to the
    first sentence that passed and to the last, and the price if one is set, in the currency of the settings;
    `trouble` is a word for what went wrong, "" if nothing did."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    first_ms: float | None = None
    last_ms: float = 0.0
    cost: float | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to a question.

    `paragraphs` groups the sentences (by their place in `sentences`) as they should be read. `note` is what
    the assistant says in its own name: the refusal, or what the collection does not cover. `nearest` holds
    the nearest passages of a refusal; `corpus` names the state of the collection that gave the answer.
    `searched_for` is the question that a follow-up was taken for, "" for a question that stands alone; `choices`
    are questions to ask instead, where this one may mean several things; `differing` the figures on which the
    cited sources differ.

    `model` is what worded it: "extractive" if no language model did, else its provider and name. `withheld` are the
    sentences of the model that did not pass the check, `problem` is the one line that says why the model's words are
    missing or incomplete, and `growing` is true while more sentences may follow.
    """

    question: str
    status: Status
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    paragraphs: tuple[tuple[int, ...], ...] = ()
    note: str = ""
    nearest: tuple[Hit, ...] = ()
    searched_for: str = ""
    choices: tuple[str, ...] = ()
    differing: tuple[Figure, ...] = ()
    filters: Filters = NO_FILTERS
    confidence: float = 0.0
    model: str = EXTRACTIVE
    withheld: tuple[Withheld, ...] = ()
    problem: str = ""
    usage: Usage | None = None
    growing: bool = False
    corpus: str = ""
    elapsed_ms: float = 0.0
