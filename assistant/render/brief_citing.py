"""Cite as the reader's house does: by author and date, as in Chicago or the APA's manual, or by number."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

from assistant.citing import STYLES as REFERENCES
from assistant.citing import UnknownStyle, stopped, undated
from assistant.one_line import one_line
from assistant.quotable import as_said
from assistant.reference import ISO, Reference, reference_of, web_address, written
from assistant.render.footnotes import quoted_run, source_runs
from assistant.render.paper import Footnote, Run, Runs
from assistant.render.paper_words import paper_words
from assistant.types import Citation
from corpus.types import Document

SHOWN_OF_A_TITLE = 60  # characters, where it stands for an author in a note


@dataclass(frozen=True, slots=True)
class Notes:
    """The footnotes of a paper and the list of the works that they name."""

    footnotes: tuple[Footnote, ...]
    bibliography: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A document as the paper names it; `number` is its place among the works in the order of the notes, from 1."""

    document: Document
    reference: Reference
    number: int

    @property
    def name(self) -> str:
        """Who published it, or else its title, cut at a word."""
        title = self.reference.title
        short = title if len(title) <= SHOWN_OF_A_TITLE else title[:SHOWN_OF_A_TITLE].rsplit(" ", 1)[0] + " …"
        return self.reference.publisher or short

    @property
    def year(self) -> str:
        """ "2020", "2020a" or "n.d."; what is no date stays as it is."""
        found = ISO.fullmatch(self.reference.dated)
        known = found[1] if found else self.reference.dated
        return f"{known}{self.reference.letter}" if known else undated(self.reference)


@dataclass(frozen=True, slots=True)
class Style:
    """`note` says behind the quoted words where they stand, `entry` names a work at the end of the paper."""

    note: Callable[[Work, Reference], Runs]
    entry: Callable[[Work], str]
    by_number: bool = False


def notes_in_style(citations: Sequence[Citation], style: str, language: str, told: Collection[str] = ()) -> Notes:
    """A footnote for each citation, in their order: the quoted words, unless the text itself has them (`told`), and
    where they stand. Raises UnknownStyle for a style that is not in STYLES."""
    if style not in STYLES:
        raise UnknownStyle(f"{style!r} is no citation style of a paper; there are {', '.join(STYLES)}")
    chosen = STYLES[style]
    works = _works([citation.document for citation in citations], language)
    notes = []
    for number, citation in enumerate(citations, start=1):
        where = chosen.note(works[citation.document.id], reference_of(citation, language=language))
        filed = _in_the_file(citation, language) or _under(citation, language)
        end = tuple(Run(each) for each in (filed, ")." if not chosen.by_number else ".") if each)
        quoted = () if as_said(citation.quote) in told else (quoted_run(citation, language),)
        notes.append(Footnote(number, _begun((*quoted, *where, *end))))
    listed = works.values() if chosen.by_number else sorted(works.values(), key=_by_author)
    return Notes(tuple(notes), tuple(_entry(work, chosen) for work in listed))


def _under(citation: Citation, language: str) -> str:
    """The heading, where there is no page."""
    heading = one_line(citation.heading)
    return f", {paper_words(language).under.format(heading=heading)}" if heading and citation.page is None else ""


def _begun(runs: Runs) -> Runs:
    """Without the space that parted it from the quoted words, where these are left out."""
    return (replace(runs[0], text=runs[0].text.lstrip()), *runs[1:]) if runs else runs


def _works(documents: Sequence[Document], language: str) -> dict[str, Work]:
    """The documents by their ids, in the order in which they come first; of those that a note could not tell apart,
    each has its letter, in the order of their titles."""
    works: dict[str, Work] = {}
    for document in documents:
        if document.id not in works:
            works[document.id] = Work(document, reference_of(document, language=language), len(works) + 1)
    alike: defaultdict[tuple[str, str], list[Work]] = defaultdict(list)
    for work in works.values():
        alike[work.name.casefold(), work.year].append(work)
    for several in alike.values():
        if len(several) > 1:
            several.sort(key=lambda work: (work.reference.title.casefold(), work.number))
            for place, work in enumerate(several):
                lettered = replace(work.reference, letter=_letter(place))
                works[work.document.id] = replace(work, reference=lettered)
    return works


def _letter(place: int) -> str:
    """a, b, … z, aa, ab …"""
    before, last = divmod(place, len(ascii_lowercase))
    return (_letter(before - 1) if before else "") + ascii_lowercase[last]


def _by_author(work: Work) -> tuple[str, bool, str, str]:
    """Authors by their letters, the works of one by year, and those without a year last."""
    return work.name.casefold(), not work.reference.dated, work.year, work.reference.title.casefold()


def _entry(work: Work, style: Style) -> Runs:
    """The work as the style names it, and where it has no address, the file that it is."""
    begin = work.reference.publisher and not style.by_number
    shown = source_runs(style.entry(work), work.document, len(work.reference.publisher) if begin else 0)
    number = (Run(f"[{work.number}] "),) if style.by_number else ()
    file = () if web_address(work.document) else (Run(f" [{work.reference.source}]"),)
    return (*number, *shown, *file)


def _chicago_note(work: Work, cited: Reference) -> Runs:
    """Chicago Manual of Style, 17th edition, 15.23 and 15.34."""
    # Without a break before it: a page number alone on a line reads as a mistake.
    return (Run(" ("), _name(work), Run(",\u00a0".join(filter(None, (f" {work.year}", cited.page)))))


def _chicago_entry(work: Work) -> str:
    """Chicago Manual of Style, 17th edition, 15.6 and 15.36 (an organisation as author), 15.34 (no author)."""
    ref = work.reference
    found = ISO.fullmatch(ref.dated)
    day = written(ref.dated, ref.words.dates, ref.words) if found and found[2] else ""
    return " ".join(
        stopped(each) for each in (ref.publisher or ref.title, work.year, *_title(ref), day, ref.url) if each
    )


def _title(ref: Reference) -> tuple[str, ...]:
    return (ref.title,) if ref.publisher else ()


def _apa_note(work: Work, cited: Reference) -> Runs:
    """Publication Manual of the APA, 7th edition, 8.13 (specific parts) and 8.14 (no author)."""
    page = cited.words.page.format(page=cited.page) if cited.page else ""
    return (Run(" ("), _name(work), Run("".join(f", {each}" for each in (work.year, page) if each)))


def _apa_entry(work: Work) -> str:
    return REFERENCES["apa"](work.reference)


def _numbered_note(work: Work, cited: Reference) -> Runs:
    page = cited.words.page.format(page=cited.page) if cited.page else ""
    return (Run("".join((f" [{work.number}]", f", {page}" if page else ""))),)


def _numbered_entry(work: Work) -> str:
    ref = work.reference
    dated = written(ref.dated, ref.words.plain_dates, ref.words)
    about = ", ".join(filter(None, (ref.publisher, dated)))
    return " ".join(filter(None, (stopped(ref.title), stopped(about), ref.url)))


def _name(work: Work) -> Run:
    return Run(work.name, italic=not work.reference.publisher)


def _in_the_file(citation: Citation, language: str) -> str:
    """The number of the page in the file, where another one is printed on it: who opens the file looks for that."""
    printed = reference_of(citation, language=language).page
    if citation.page is None or printed == str(citation.page):
        return ""
    return paper_words(language).file_page.format(page=citation.page)


STYLES: Mapping[str, Style] = {
    "chicago": Style(_chicago_note, _chicago_entry),
    "apa": Style(_apa_note, _apa_entry),
    "numbered": Style(_numbered_note, _numbered_entry, by_number=True),
}
