"""The documents that a question names, by title or by year: which they are, or that there is none of that name."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from assistant.question import Question
from corpus.index import Index
from corpus.types import Document
from corpus.words import plain, terms

_NOUN = (
    r"(?:(?:policy|working|research|white|position|issues?|scoping|technical)\s+)?"
    r"(?:reports?|papers?|briefs?|briefings?|notes?|stud(?:y|ies)|articles?|documents?|digests?|publications?|guides?"
    r"|rapports?|notes?|études?|articles?|documents?)"
)
_QUOTED = re.compile(
    rf"\b{_NOUN}\s+(?:(?:that\s+is\s+)?(?:called|titled|entitled|named|intitulée?|appelée?)\s+)?[\"“«]\s*([^\"”»]{{3,200}}?)\s*[\"”»]",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"\b(?i:{_NOUN}\s+(?:called|titled|entitled|named|intitulée?)\s+)"
    r"([A-ZÀ-ÖØ-Þ][\w'’-]*(?:\s+(?:(?:of|in|and|the|for|on|to|a|de|la|le|les|des|du|et|en|pour)\s+)*[A-ZÀ-ÖØ-Þ0-9][\w'’-]*)*)"
)
_OF_A_YEAR = re.compile(
    rf"\b((?:19|20)\d\d)\s+(?:[\w-]+\s+){{0,3}}?{_NOUN}\b|\b{_NOUN}\s+(?:of|from|in|de)\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# "The governance paper says"; but in "How do the energy systems report faults?" it is a verb.
_SAYS = (
    r"(?:says?|lists?|recommends?|is|was|does|did|has|have|had|gives?|states?|finds?|argues?|defines?|proposes?|describes?"
    r"|mentions?|names?|calls?|suggests?|explains?|cover(?:s|ed)?|warns?|conclude[sd]?|said|written|published)\b"
)
_OF_A_KIND = re.compile(
    rf"\bthe\s+((?:[\w-]+\s+){{1,3}})(?:(?:paper|report)(?=\s+{_SAYS})|paper(?=\W*$|\s*[,;:]|\s+(?:on|of|from|about|and|in|for)\b))"
    rf"|(?<!\bdo)(?<!\bdoes)(?<!\bdid)(?<!\bcan)(?<!\bmust)(?<!\bshould)(?<!\bwill)(?<!\bwould)(?<!\bcould)\s"
    rf"the\s+((?:[\w-]+\s+){{1,3}})report(?=\W*$|\s*[,;:]|\s+(?:on|of|from|about|and|in|for)\b)"
    r"|\b(?:le|du|ce)\s+(?:rapport|document|papier)\s+sur\s+((?:[\w’'-]+\s+){0,4}?[\w’'-]+)"
    rf"(?=\W*$|\s*[,;:]|\s+(?:dit|dit-il|recommande|recommande-t-il|propose|propose-t-il|cite|décrit|explique|conclut|est|a)\b)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\s+(?:(?:by|from|of|de|du|par)\s+(?:(?:the|la|le)\s+|l['’])?|d['’])"
    r"([A-ZÀ-ÖØ-Þ][\w&'’-]*(?:\s+[A-ZÀ-ÖØ-Þ][\w&'’-]*)*)"
)
ALIKE = 0.85  # of the letters, for a title with a slip in it
MOST_WORDS_SHARED = 0.8  # of a title that the question gives, for one that it shortens or words a little differently


def titles_named(question: Question) -> list[str]:
    """The titles that the question gives a document: "Open Data" in 'the report "Open Data"'."""
    return list(dict.fromkeys((*_QUOTED.findall(question.text), *_TITLED.findall(question.text))))


def documents_named(question: Question, documents: Iterable[Document]) -> tuple[Document, ...]:
    """The documents whose titles the question gives, or the one report that "the governance paper" can only mean."""
    documents, titles = tuple(documents), titles_named(question)
    if titles:
        exact = {plain(title) for title in titles}
        named = tuple(each for each in documents if plain(each.title) in exact)
        return named or tuple(each for each in documents if any(_is_title(title, each.title) for title in titles))
    found = _OF_A_KIND.search(question.text)
    said = next(filter(None, found.groups()), "") if found else ""
    meant = tuple(each for each in documents if each.kind == "report" and _has_words(each, said, question.language))
    return meant if len(meant) == 1 else ()


def _has_words(document: Document, said: str, language: str) -> bool:
    """Whether the title has all the words; those of a French question in a French title only."""
    words = set(terms(said, language))
    return bool(words) and words <= set(terms(document.title, document.language))


def unknown_source(question: Question, index: Index) -> str:
    """The title or the year and kind of a document that the collection neither holds nor mentions; "" if there is
    none such."""
    documents = index.documents.values()
    for title in titles_named(question):
        if not any(_is_title(title, document.title) for document in documents) and not _mentioned(title, index):
            return title
    for found in _OF_A_YEAR.finditer(question.text):
        year = found.group(1) or found.group(2)
        dated = any((document.date or "").startswith(year) or year in document.title for document in documents)
        by = _BY.match(question.text, found.end())
        author = terms(by.group(1)) if by else []
        unknown_author = bool(author) and not any(index.passages_with(author).values())
        if not dated and (unknown_author or not index.passages_with([year]).get(year)):
            return found.group() + (by.group() if by else "")
    return ""


def _is_title(given: str, title: str) -> bool:
    parts = (title, re.split(r": | \(| [–—] ", title)[0])
    if any(_is_alike(plain(given), plain(part)) for part in parts):
        return True
    words, held = set(terms(given)), set(terms(title))
    return len(words) > 1 and len(words & held) / len(words) >= MOST_WORDS_SHARED


def _is_alike(given: str, title: str) -> bool:
    letters = SequenceMatcher(None, given, title)
    # The first two are bounds that cost little: a question compares its title with those of all documents.
    return letters.real_quick_ratio() >= ALIKE and letters.quick_ratio() >= ALIKE and letters.ratio() >= ALIKE


def _mentioned(title: str, index: Index) -> bool:
    """Whether some document writes the title, as those do that report on it."""
    return any(index.documents_with_phrase(terms(title, language)) for language in index.languages)
