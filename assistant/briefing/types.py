"""A briefing as plain data: what was ordered, its outline, and what stands under each heading, claim by claim."""

from dataclasses import dataclass
from typing import Literal

from assistant.types import EXTRACTIVE, Citation
from corpus.types import NO_FILTERS, Filters, Hit

# How a section reads: a list of points; paragraphs by source; a table of subjects by aspects; rows in the order of
# time; questions with their answers; and what the collection lacks.
Form = Literal["points", "sources", "table", "timeline", "questions", "missing"]
FORMS: tuple[Form, ...] = ("points", "sources", "table", "timeline", "questions", "missing")
GapKind = Literal["not-found", "differs", "caution", "old", "single"]
PAGES = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class Order:
    """What a briefing is to be on, for whom, how long, in which language, and from which documents.

    `template` is the name of a template and `pages` one of `PAGES`. `audience` is for the reader's eyes, and where it
    names one that the template knows, decides which of two equal sentences comes first. `excluded` are the ids of
    documents that must not be used. `sections` are the names of those wanted, () for all of the template.
    """

    topic: str
    template: str = "issue-note"
    audience: str = ""
    pages: int = 2
    language: str = "en"
    filters: Filters = NO_FILTERS
    excluded: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that a section asks for: its name as a reader sees it, and the question that finds it.

    Of `words`, a sentence must hold one to belong here; () where the question alone decides. With `cautions` what the
    documents say of their own limits belongs here too.
    """

    name: str
    question: str
    words: tuple[str, ...] = ()
    cautions: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A section of an outline. `subjects` are the rows of a table, such as cities; `share` is its part of the room."""

    title: str
    form: Form
    aspects: tuple[Aspect, ...] = ()
    subjects: tuple[str, ...] = ()
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Outline:
    """What will be written, to be edited before it is."""

    order: Order
    title: str
    sections: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement and what it stands on; `about` is the name of the aspect that it was found for.

    `support` is how well the quotes of its citations carry it, from 0 to 1; `worded` says that a language model chose
    its words. The numbers of the citations mean nothing here: footnotes are numbered when it is printed.
    """

    text: str
    citations: tuple[Citation, ...]
    support: float
    about: str = ""
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that stand together. `lead` is the line before them, which claims nothing: the name of a source, a subject
    of a table, a time, a question; "" for none."""

    lead: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it is written; `unanswered` names the aspects for which the collection has nothing, of a table as
    "subject: aspect". `problem` is the one line that says why a model's words are missing, "" if they are not."""

    planned: Planned
    groups: tuple[Group, ...] = ()
    unanswered: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What a reader must know of the evidence: an aspect that was not found, sources that differ, what a source says of
    its own limits, a figure of long ago, a statement of one source alone. `text` names it; `citations` are those
    concerned."""

    kind: GapKind
    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A claim in a briefing, by places that count from 0."""

    section: int
    group: int
    claim: int


@dataclass(frozen=True, slots=True)
class Brief:
    """A briefing. `refusal` is the one sentence of a briefing on something that the collection does not hold, with the
    nearest passages; it then has no section. `made` is a moment in UTC as ISO, `corpus` the state of the collection,
    `model` what worded it, and `growing` is true while sections are being written."""

    outline: Outline
    sections: tuple[Section, ...] = ()
    gaps: tuple[Gap, ...] = ()
    refusal: str = ""
    nearest: tuple[Hit, ...] = ()
    made: str = ""
    corpus: str = ""
    model: str = EXTRACTIVE
    growing: bool = False

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims in reading order."""
        return tuple(claim for section in self.sections for group in section.groups for claim in group.claims)
