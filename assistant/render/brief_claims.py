"""The claims of a briefing as words with footnotes, each in the language of whoever said it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.briefing.types import Brief, Claim, Section
from assistant.one_line import one_line
from assistant.render.brief_words import BriefWords, brief_words
from assistant.render.footnotes import Footnotes
from assistant.render.paper import Run, Runs
from assistant.types import Citation


class Claims:
    """Turns claims into runs; remembers the footnotes they need, and whether a mark needs its legend."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.footnotes = Footnotes(language)
        self.marked = False

    @property
    def words(self) -> BriefWords:
        return brief_words(self.language)

    def runs(self, claim: Claim) -> Runs:
        """The claim with its footnotes; where a model's words are not carried in full, how far they are."""
        text, numbers = one_line(claim.text), self.numbers(claim.citations)
        # Words of a document are in its language, whatever that of the briefing.
        quoted = claim.citations and not claim.worded
        spoken = claim.citations[0].document.language if quoted else self.language
        said = (Run(text, numbers, language=spoken),)
        if not claim.worded or claim.support >= 1:
            return said
        self.marked = True
        # Rounded down: what is not carried in full must not read as if it were.
        return (*said, Run(self.words.carried.format(percent=max(int(claim.support * 100), 0)), italic=True))

    def paragraph(self, claims: Sequence[Claim]) -> Runs:
        """The claims one behind the other."""
        return parted(map(self.runs, claims), Run(" "))

    def lines(self, claims: Sequence[Claim]) -> Runs:
        """The claims one below the other, for a cell of a table."""
        return parted(map(self.runs, claims), Run("", breaks=True))

    def numbers(self, citations: Sequence[Citation], looking_back: bool = False) -> tuple[int, ...]:
        """The footnotes of the citations; with `looking_back` those that another part of the paper has given them."""
        number = self.footnotes.known if looking_back else self.footnotes.number
        # Two claims may number the same words differently, and both numbers mean nothing on paper.
        return tuple(dict.fromkeys(number(replace(citation, number=0)) for citation in citations))


def parted(several: Iterable[Runs], between: Run) -> Runs:
    return tuple(_with_between(several, between))


def _with_between(several: Iterable[Runs], between: Run) -> Iterator[Run]:
    for place, runs in enumerate(several):
        if place:
            yield between
        yield from runs


def has_missing(brief: Brief) -> bool:
    """Whether a section of the briefing says what is missing."""
    return any(is_missing(section) for section in brief.sections)


def is_missing(section: Section) -> bool:
    return section.planned.form == "missing"
