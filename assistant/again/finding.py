"""Find a quote of some time ago in today's collection: on its page, elsewhere, in other words, or not at all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from assistant.again.nearly import Near, changes, nearest
from assistant.again.same import evened, has, letters
from assistant.again.types import Quoted, Standing
from assistant.types import Citation
from corpus.index import Index
from corpus.same_words import find as find_letters
from corpus.same_words import letters_of
from corpus.types import Document, Filters, Page, Passage
from corpus.words import language_of, terms

# A quote that its own document has in words as like as this is changed there, whoever else still has the old words.
SURELY = 0.8
TELLING = 5  # words of a quote that is looked for in other documents too: fewer may stand there by chance
PASSAGES_READ = 8  # of a document, the nearest in words, to find the changed words in
PASSAGES_ELSEWHERE = 20
# What belongs to the words beside letters and digits, where it stands right there, as the sign in "44% [3].".
_OPENS = re.compile(r"[(“«\"'‘€$£¥₩]+$")
_CLOSES = re.compile(r"[%‰°€$£¥₩)\]”’»\"'.!?…]*(?:\s?\[\d[\d\s,–-]*\])*[.!?]*")
_FIGURE_GOES_ON = re.compile(r"\d\|[.,]?\d|[.,]\|\d")


class Finder:
    """Looks for quotes in one state of the collection; what it has read of pages it keeps for the next quote."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._pages = cache(index.pages)

    def find(self, cited: Citation) -> Quoted:
        """What became of the quote, with the place of its words today."""
        same = self._index.documents.get(cited.document.id)
        exact = self._exactly(cited, same) if same else None
        if same and exact:
            return Quoted(cited, "there", exact, document=same, same_file=True)
        own = [same] if same else self._successors(cited.document)
        found = [each for document in own for each in self._word_for_word(cited, document)]
        if found:
            return _found(cited, min(found, key=lambda each: _distance(cited, each)), same is not None)
        likeness, changed = self._in_other_words(cited, own)
        if likeness < SURELY:
            elsewhere = self._elsewhere(cited, own)
            if elsewhere:
                return Quoted(cited, "moved", elsewhere, (), own[0] if own else None, same is not None)
        if changed is None:
            return Quoted(cited, "gone", document=own[0] if own else None, same_file=same is not None)
        different = changes(cited.quote, changed.quote)
        if not different:  # every word and figure is there, and what stands between them is set otherwise
            return _found(cited, changed, same is not None)
        return Quoted(cited, "changed", changed, different, changed.document, same is not None)

    def passage(self, citation: Citation) -> Passage | None:
        """The passage of today that holds the words."""
        page, middle = citation.page or 1, (citation.start + citation.end) // 2
        for passage in self._index.passages_of(citation.document.id):
            if any(span.page == page and span.start <= middle <= span.end for span in passage.spans):
                return passage
        return None

    def raw(self, citation: Citation) -> str:
        """The words as they stand on the page, lines and columns and all; the quote, if they go on on the next."""
        page = self._index.page(citation.document.id, citation.page or 1)
        text = page.text[citation.start : citation.end] if page else ""
        return text if evened(text) == evened(citation.quote) else citation.quote

    def _exactly(self, cited: Citation, document: Document) -> Citation | None:
        page = self._index.page(document.id, cited.page or 1)
        if page is None or not cited.quote.strip():
            return None
        span = (cited.start, cited.end)
        if evened(page.text[slice(*span)]) != evened(cited.quote) or _cuts_a_word(page.text, *span):
            return None
        now = _citation(cited, document, page, span, cited.quote)
        return now if _same_page(cited, now) else None

    def _successors(self, document: Document) -> list[Document]:
        """The documents of today that may be the one that was cited: of the same place, or else of the same address or
        title."""
        today = self._index.documents.values()
        at_its_place = [each for each in today if each.source == document.source]
        same = [each for each in today if document.url and document.url in (each.url, each.source)]
        return at_its_place or same or [each for each in today if document.title and each.title == document.title]

    def _word_for_word(self, cited: Citation, document: Document) -> Iterator[Citation]:
        """Every place of the quote in the document, also over the end of a page."""
        pages = self._pages(document.id)
        on_one = [page for page in pages if has(page.text, cited.quote)]
        for page in on_one:
            span = _span(page.text, cited)
            yield _citation(cited, document, page, span, evened(page.text[slice(*span)]) or cited.quote)
        for page, following in pairwise(pages) if not on_one else ():
            both = f"{page.text}\n{following.text}"
            if has(both, cited.quote):
                start, end = _span(both, cited)
                yield _citation(cited, document, page, (start, min(end, len(page.text))), evened(both[start:end]))

    def _in_other_words(self, cited: Citation, own: Sequence[Document]) -> tuple[float, Citation | None]:
        """How like the quote the nearest words of its own document are, and where they stand."""
        best: tuple[Near, Passage, Document] | None = None
        for document in own:
            asked = terms(cited.quote, document.language)
            ids = self._index.by_words(asked, PASSAGES_READ, Filters(document=(document.id,)))
            for passage in self._index.passages(list(ids)).values():
                near = nearest(cited.quote, passage.text, document.language)
                if near and (best is None or near.likeness > best[0].likeness):
                    best = (near, passage, document)
        if best is None:
            return 0.0, None
        near, passage, document = best
        place = passage.locate_parts(near.start, near.end)[0]
        page = self._index.page(document.id, place.page)
        words = evened(passage.text[near.start : near.end])
        return near.likeness, _citation(cited, document, page, (place.start, place.end), words) if page else None

    def _elsewhere(self, cited: Citation, own: Sequence[Document]) -> Citation | None:
        """The quote word for word in another document."""
        if len(cited.quote.split()) < TELLING:
            return None
        asked = terms(cited.quote, language_of(cited.quote, otherwise=cited.document.language))
        ids = list(self._index.by_words(asked, PASSAGES_ELSEWHERE))
        passages = self._index.passages(ids)
        for id_ in ids:
            document = self._index.documents[passages[id_].document]
            if document not in own and letters(cited.quote) in letters(passages[id_].text):
                found = next(self._word_for_word(cited, document), None)
                if found:
                    return found
        return None


def _span(text: str, cited: Citation) -> tuple[int, int]:
    """Where in the text the quote stands, nearest to where it stood; (0, 0) for one too long to be looked for."""
    page = letters_of(text)
    found = find_letters(page, cited.quote, at=cited.start / max(1, len(text)))
    if not found:
        return 0, 0
    start, end = page.places[found[0][0]], page.places[found[-1][1] - 1] + 1
    before, behind = _OPENS.search(text[:start]), _CLOSES.match(text[end:])
    return start - len(before.group() if before else ""), end + len(behind.group() if behind else "")


def _citation(cited: Citation, document: Document, page: Page, span: tuple[int, int], quote: str) -> Citation:
    return replace(
        cited,
        document=document,
        page=page.number if document.paged else None,
        page_label=(page.label or str(page.number)) if document.paged else None,
        quote=quote,
        start=span[0],
        end=span[1],
    )


def _found(cited: Citation, now: Citation, same_file: bool) -> Quoted:
    """The quote in its own document, on its page or on another."""
    standing: Standing = "there" if _same_page(cited, now) else "moved"
    return Quoted(cited, standing, now, document=now.document, same_file=same_file)


def _distance(cited: Citation, now: Citation) -> tuple[bool, int]:
    return not _same_page(cited, now), abs((now.page or 1) - (cited.page or 1))


def _same_page(cited: Citation, now: Citation) -> bool:
    """Of a format without pages, or one that had none then, there is no page to be wrong about."""
    if cited.page is None or now.page is None:
        return True
    return cited.page == now.page and cited.page_label in (None, now.page_label)


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Whether the words begin or end within a word or a figure: "8 sensors" of "48 sensors", "legal" of "illegal"."""
    return any(
        _FIGURE_GOES_ON.search(f"{before}|{after}")
        # Where a space is missing, a capital begins a word.
        or (before.isalpha() and after[:1].isalpha() and not (before.islower() and after[:1].isupper()))
        for before, after in ((text[max(0, place - 1) : place], text[place : place + 2]) for place in (start, end))
    )
