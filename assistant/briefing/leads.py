"""Write the lines that stand above claims and claim nothing: the name of a source, of a roundtable."""

from collections.abc import Iterable

from assistant.briefing.words import brief_words
from assistant.citing import cite
from assistant.one_line import one_line
from assistant.reference import written_date
from corpus.types import Document


def source_line(document: Document, language: str) -> str:
    """What names a source above its sentences: its title, and its publisher and date as far as they are known."""
    about = ", ".join(filter(None, (document.publisher, written_date(document.date or "", language))))
    title = one_line(document.title) or cite(document, language=language)
    return brief_words(language).of_source.format(title=title, about=one_line(about)) if about else title


def roundtable_line(number: int, documents: Iterable[Document], language: str) -> str:
    said = brief_words(language)
    dates = sorted(
        each.date for each in documents if each.roundtable == number and each.kind == "roundtable" and each.date
    )
    if not dates:
        return said.roundtable.format(number=number)
    return said.roundtable_of.format(number=number, date=written_date(dates[0], language))


def roundtable_years(number: int, documents: Iterable[Document]) -> set[int]:
    """The years of a roundtable, as its own documents are dated: a paper on it came out later, and may say what nobody
    said there."""
    own = (each.date for each in documents if each.roundtable == number and each.kind == "roundtable" and each.date)
    return {int(date[:4]) for date in own}
