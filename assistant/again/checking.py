"""Check a saved briefing or answer again: look for its quotes in today's collection, and ask what they carry."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.again.finding import Finder
from assistant.again.naming import named_otherwise
from assistant.again.same import has, is_whole
from assistant.again.statements import statements_of
from assistant.again.types import Checked, Quoted, Report, Statement
from assistant.briefing.types import Brief
from assistant.types import Answer, Citation
from assistant.verify import Reason, Support, verify
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.sentences import sentences
from corpus.types import Passage
from corpus.words import language_of

CITES_NOTHING = Support(0.0, False, (Reason("words", "It cites nothing."),))
# A sentence that nobody worded is its source's, word for word, or somebody has edited it: the check of support, made
# for what a model words, lets "Dokk2" pass for "Dokk1".
OTHER_WORDS = Support(0.0, False, (Reason("words", "It is not said in the words of its source."),))
PART_ONLY = Support(
    0.0,
    False,
    (Reason("words", "It is not whole sentences of its source; what was left out may change it."),),
)
NOTHING_LEFT = Support(0.0, False, (Reason("words", "Nothing that it cites stands in the collection today."),))


def checked_again(saved: Brief | Answer | Sequence[Statement], index: Index, encoder: Encoder | None = None) -> Report:
    """What became of each claim: whether its quotes are there, moved, changed or gone, and whether they carry it as
    they read today.

    The encoder, if there is one, is asked only about words that a language model chose.
    """
    finder = Finder(index)
    stated = statements_of(saved) if isinstance(saved, Brief | Answer) else saved
    return Report(tuple(_checked(each, finder, encoder) for each in stated), index.state)


def _checked(statement: Statement, finder: Finder, encoder: Encoder | None) -> Checked:
    quotes = tuple(finder.find(each) for each in statement.citations)
    named = named_otherwise(quotes, statement.lead)
    support = _support(statement, quotes, finder, encoder) if statement.a_claim else None
    return Checked(statement, quotes, support, named)


def _support(statement: Statement, quotes: Sequence[Quoted], finder: Finder, encoder: Encoder | None) -> Support:
    today = [quote.now for quote in quotes if quote.now]
    if not today:
        return NOTHING_LEFT if quotes else CITES_NOTHING
    passages = [finder.passage(each) for each in today]
    context = " ".join(dict.fromkeys(_above(each, passage) for each, passage in zip(today, passages, strict=True)))
    own = today[0].document.language
    language = language_of(statement.text, otherwise=own) if statement.worded else own
    asked = encoder if statement.worded else None
    # As answers are checked before they are given: the documents' own words against the quotes with spaces evened
    # out, a model's words against what stands on the page, with the lines of its lists and rows.
    sources = [finder.raw(each) for each in today] if statement.worded else [" ".join(each.quote for each in today)]
    support = verify(statement.text, sources, language, asked, context)
    if not support.supported:
        return support
    # A quote may be cut so that it says something else than its sentence: "paid for it" of "nobody paid for it".
    whole = [_whole(each, passage) for each, passage in zip(today, passages, strict=True)]
    if any(whole):
        around = [sentence or each.quote for sentence, each in zip(whole, today, strict=True)]
        wider = verify(statement.text, around, language, asked, context)
        if any(reason.decisive for reason in wider.reasons):
            return replace(wider, reasons=tuple(reason for reason in wider.reasons if reason.decisive))
    unchanged = all(quote.standing in ("there", "moved") for quote in quotes)
    if statement.worded or not unchanged:
        return support
    if support.score < 1 and not has(sources[0], statement.text):
        return OTHER_WORDS
    if not any(is_whole(statement.text, each or quote.quote, own) for each, quote in zip(whole, today, strict=True)):
        return PART_ONLY
    return support


def _above(citation: Citation, passage: Passage | None) -> str:
    """The title and headings above the words, which supply the names of what "it" and "the city" are."""
    return " › ".join((citation.document.title, *(passage.section if passage else ())))


def _whole(citation: Citation, passage: Passage | None) -> str:
    """The sentences that the words are part of; "" if the words are all of them."""
    if passage is None:
        return ""
    page = citation.page or 1
    found = [
        (start, end)
        for start, end in sentences(passage.text, citation.document.language)
        if any(
            part.page == page and part.start < citation.end and citation.start < part.end
            for part in passage.locate_parts(start, end)
        )
    ]
    text = passage.text[found[0][0] : found[-1][1]] if found else ""
    return text if len(" ".join(text.split())) > len(citation.quote) else ""
