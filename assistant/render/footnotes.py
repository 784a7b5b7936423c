"""What a paper stands on: footnotes with the quoted words and where they stand, and a bibliography."""

from collections.abc import Iterable, Mapping

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
        self.citations: list[Citation] = []
        self._language = language
        self._of_this_part: dict[Citation, int] = {}
        self._last: dict[Citation, int] = {}

    @property
    def written(self) -> list[Footnote]:
        """The footnotes in plain words."""
        runs = (footnote_runs(citation, self._language) for citation in self.citations)
        return [Footnote(number, each) for number, each in enumerate(runs, start=1)]

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents that are cited, by their ids."""
        return {citation.document.id: citation.document for citation in reversed(self.citations)}

    def number(self, citation: Citation) -> int:
        """The number of its footnote; within one part of the paper, the same citation has one note."""
        if citation not in self._of_this_part:
            self.citations.append(citation)
            self._of_this_part[citation] = self._last[citation] = len(self.citations)
        return self._of_this_part[citation]

    def known(self, citation: Citation) -> int:
        """The number of its last footnote in any part, or that of a new one: for a part that looks back on others."""
        return self._last[citation] if citation in self._last else self.number(citation)

    def begin_part(self) -> None:
        """From here on a citation has a new note: nobody wants to leaf back to the first answer."""
        self._of_this_part.clear()


def footnote_runs(citation: Citation, language: str) -> Runs:
    """The quoted words, then title, publisher, date, page, and the file or the address."""
    source = source_runs(cite(citation, style="plain", language=language), citation.document)
    return (quoted_run(citation, language), Run(" "), *source)


def quoted_run(citation: Citation, language: str) -> Run:
    """The quoted words in the marks of the paper's language."""
    quoted = paper_words(language).quoted.format(quote=one_line(citation.quote))
    return Run(quoted, language=citation.document.language)


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
