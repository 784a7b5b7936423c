"""What the citations of an answer rest on in the index, whatever the answer says of them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.types import Answer, Citation, Sentence
from assistant.verify import Support, verify
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.types import Page, Passage
from corpus.words import language_of
from evals.testsets.types import Place

# A sentence, the sources for it, what stands above them, the language of the sentence.
Judge = Callable[[str, tuple[str, ...], str, str], Support]


@dataclass(frozen=True, slots=True)
class Source:
    """What the index has of a citation whose quote stands on its page: the words as they stand there, their passage,
    what stands above it, and the language of the document."""

    place: Place
    words: str
    passage: str
    context: str
    language: str


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence with what each of its citations rests on, None for one that rests on nothing."""

    text: str
    sources: tuple[Source | None, ...]

    @property
    def standing(self) -> tuple[Source, ...]:
        return tuple(source for source in self.sources if source)

    @property
    def language(self) -> str:
        return language_of(self.text, otherwise=self.standing[0].language if self.standing else "en")

    @property
    def context(self) -> str:
        return " ".join(dict.fromkeys(source.context for source in self.standing))

    def cites(self, places: Sequence[Place]) -> bool:
        """Whether it cites one of the places; a place without a page is the whole of its document."""
        own = {source.place for source in self.standing}
        documents = {place.document for place in own}
        return any(place in own or (place.page is None and place.document in documents) for place in places)


def cited_sentences(answer: Answer, index: Index) -> tuple[CitedSentence, ...]:
    """Each sentence of the answer with what it cites."""
    passages = index.passages([citation.passage for citation in answer.citations])
    sources = {each.number: _source(each, passages.get(each.passage), index) for each in answer.citations}

    def of(sentence: Sentence) -> Iterator[Source | None]:
        for number in dict.fromkeys(sentence.citations):
            yield sources.get(number)

    return tuple(CitedSentence(sentence.text, tuple(of(sentence))) for sentence in answer.sentences)


def judging(encoder: Encoder | None) -> Judge:
    """The check of support, which judges nothing twice."""
    return cache(lambda text, sources, context, language: verify(text, sources, language, encoder, context))


def is_quoted(citation: Citation, index: Index) -> bool:
    """Whether the quote stands word for word on the cited page of the index, spaces evened out."""
    page = _page(citation, index)
    return page is not None and bool(_has(page.text, citation.quote))


def _source(citation: Citation, passage: Passage | None, index: Index) -> Source | None:
    page = _page(citation, index)
    document = index.documents.get(citation.document.id)
    if page is None or document is None or passage is None or passage.document != document.id:
        return None
    if not _has(page.text, citation.quote) or not _has(passage.text, citation.quote):
        return None
    there = page.text[citation.start : citation.end]
    return Source(
        Place(document.source, page.number if document.paged else None),
        there if _evened(there) == _evened(citation.quote) else citation.quote,
        passage.text,
        " › ".join((document.title, *passage.section)),
        document.language,
    )


def _page(citation: Citation, index: Index) -> Page | None:
    document = index.documents.get(citation.document.id)
    if document is None or document.paged != (citation.page is not None):
        return None
    return index.page(document.id, citation.page if citation.page is not None else 1)


def _has(text: str, quote: str) -> bool:
    """Whether the text has the quote, and no word or number is cut by it: "8 sensors" is not in "48 sensors"."""
    quote = _evened(quote)
    if not quote:
        return False
    # Where a page lacks a space, a capital begins a word.
    before = r"(?<!\d[.,])(?<!\d)" if quote[0].isdigit() else "" if quote[0].isupper() else r"(?<!\w)"
    behind = r"(?![.,]?\d)" if quote[-1].isdigit() else r"(?![^\W\d_A-ZÀ-Þ])" if quote[-1].isalpha() else ""
    return re.search(f"{before}{re.escape(quote)}{behind}", _evened(text)) is not None


def _evened(text: str) -> str:
    return " ".join(text.split())
