"""What a later check says of a saved briefing or answer: of each claim, and of each quote that it rests on."""

from dataclasses import dataclass
from typing import Literal

from assistant.types import Citation
from assistant.verify import Support
from corpus.types import Document

# Of a quote: word for word on its page; on another page or in another document; with other words; or nowhere.
Standing = Literal["there", "moved", "changed", "gone"]
STANDINGS: tuple[Standing, ...] = ("there", "moved", "changed", "gone")  # best first

Naming = Literal["title", "publisher", "date", "lead"]  # what names a document, or the line above its claims


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that a saved briefing or answer says, and the quotes that it rests on.

    `where` is the heading or the question above it, "" for none. `worded` says that a language model chose its words,
    or whoever edited the file. One that is not `a_claim` only names its quotes, as a note on sources that differ does:
    these are looked for, and no support is asked of them. `seen` is false where the text that a reader of the file
    sees does not have it as it is; `instead` is what stands there in its place, "" for nothing. `lead` is the line
    above it that names its source, "" if it was taken out, None where there never was one.
    """

    text: str
    citations: tuple[Citation, ...]
    worded: bool = False
    where: str = ""
    a_claim: bool = True
    seen: bool = True
    instead: str = ""
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Words that stand where others were quoted; either may be ""."""

    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Named:
    """What the file says of a document, `here`, and what the collection says of it today; either may be ""."""

    what: Naming
    here: str
    today: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quote in today's collection. `now` cites what stands there today, None for a quote that is gone.

    `document` is the document of today that was looked through; None if the collection has it no more. `same_file`
    says that it is byte for byte the one that was cited: what it lacks was never in it, unless files are read
    otherwise today.
    """

    cited: Citation
    standing: Standing
    now: Citation | None = None
    changes: tuple[Change, ...] = ()
    document: Document | None = None
    same_file: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement with what became of its quotes, and how well they carry it today; `support` is None where that was
    not asked. `named` is what the file says otherwise than the collection of the documents that it cites."""

    statement: Statement
    quotes: tuple[Quoted, ...]
    support: Support | None
    named: tuple[Named, ...] = ()

    @property
    def standing(self) -> Standing:
        """That of the quote that fares worst; what cites nothing has nothing there."""
        return max((quote.standing for quote in self.quotes), key=STANDINGS.index, default="gone")

    @property
    def supported(self) -> bool:
        return self.support is None or self.support.supported

    @property
    def fine(self) -> bool:
        return self.standing == "there" and self.supported and self.statement.seen and not self.named


@dataclass(frozen=True, slots=True)
class Report:
    """All statements in their order, and the state of the collection that they were checked against."""

    checked: tuple[Checked, ...]
    corpus: str

    @property
    def fine(self) -> bool:
        """Whether everything is there, supported, shown, and named as the collection does; also of an answer that
        claims nothing."""
        return all(each.fine for each in self.checked)

    @property
    def unsupported(self) -> int:
        return sum(not each.supported for each in self.checked)

    @property
    def not_shown(self) -> int:
        return sum(not each.statement.seen for each in self.checked)

    @property
    def named_otherwise(self) -> int:
        return sum(bool(each.named) for each in self.checked)

    def counts(self) -> dict[Standing, int]:
        return {name: sum(each.standing == name for each in self.checked) for name in STANDINGS}
