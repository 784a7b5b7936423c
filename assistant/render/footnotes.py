"""What a paper stands on: footnotes with the quoted words and where they stand, and a bibliography."""

from collections.abc import Iterable

from assistant.citing import cite
from assistant.one_line import one_line
from assistant.reference import reference_of, web_address
from assistant.render.paper import Footnote, Run, Runs
from assistant.render.paper_words import paper_words
from assistant.types import Citation
from corpus.types import Document


class Footnotes:
    """Numbers the citations of a paper in the order in which its text comes to them."""

    def __init__(self, language: str) -> None:
        self.written: list[Footnote] = []
        self.documents: dict[str, Document] = {}
        self._language = language
        self._of_this_part: dict[Citation, int] = {}

    def number(self, citation: Citation) -> int:
        """The number of its footnote; within one part of the paper, the same citation has one note."""
        if citation not in self._of_this_part:
            number = len(self.written) + 1
            self.written.append(Footnote(number, footnote_runs(citation, self._language)))
            self.documents.setdefault(citation.document.id, citation.document)
            self._of_this_part[citation] = number
        return self._of_this_part[citation]

    def begin_part(self) -> None:
        """From here on a citation has a new note: nobody wants to leaf back to the first answer."""
        self._of_this_part.clear()


def footnote_runs(citation: Citation, language: str) -> Runs:
    """The quoted words, then title, publisher, date, page, and the file or the address."""
    quoted = paper_words(language).quoted.format(quote=one_line(citation.quote))
    source = source_runs(cite(citation, style="plain", language=language), citation.document)
    return (Run(quoted, language=citation.document.language), Run(" "), *source)


def bibliography(documents: Iterable[Document], language: str) -> tuple[Runs, ...]:
    """Each document once, in the style of the APA and in the order of its letters."""
    entries = {document.id: (cite(document, style="apa", language=language), document) for document in documents}
    ordered = sorted(entries.values(), key=lambda entry: entry[0].casefold())
    # A publisher may be named like its document; in the style of the APA it stands first.
    return tuple(source_runs(entry, document, len(reference_of(document).publisher)) for entry, document in ordered)


def source_runs(reference: str, document: Document, begin: int = 0) -> Runs:
    """The reference with its title, the first from character `begin`, in italics and its address to click on."""
    title, address = reference_of(document).title, web_address(document)
    before, _, rest = reference[begin:].partition(title)
    between, found, after = rest.rpartition(address) if address else (rest, "", "")
    runs = (
        Run(reference[:begin] + before),
        Run(title, italic=True),
        Run(between),
        Run(found, url=address),
        Run(after),
    )
    return tuple(run for run in runs if run.text)
