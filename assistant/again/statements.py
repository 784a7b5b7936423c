"""Take the claims with their quotes out of a saved briefing, an answer, or the public JSON of answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.again.types import Statement
from assistant.briefing.types import Brief
from assistant.one_line import one_line
from assistant.saved import BadSaved, value_of
from assistant.types import EXTRACTIVE, Answer, Citation
from corpus.types import Document
from corpus.words import language_of


@dataclass(frozen=True, slots=True)
class _Cited:
    n: int
    document: str
    quote: str
    title: str = ""
    page: int | None = None
    page_label: str | None = None
    url: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Answered:
    question: str
    sentences: tuple[_Said, ...]
    citations: tuple[_Cited, ...]
    model: str = EXTRACTIVE


def statements_of(saved: Brief | Answer) -> tuple[Statement, ...]:
    """What it says, in reading order; then the quotes that no claim rests on, such as those of sources that differ."""
    if isinstance(saved, Answer):
        said = [(each.text, each.citations) for each in saved.sentences]
        return tuple(_of_answer(said, saved.citations, saved.model != EXTRACTIVE, saved.question))
    return tuple(_of_brief(saved))


def statements_of_public(data: Any) -> tuple[Statement, ...]:
    """Those of an answer as `ask --json` prints it. Raises `BadSaved` naming the place that is not as it should be."""
    answer: _Answered = value_of(_Answered, data, "answer")
    numbers = {each.n for each in answer.citations}
    for place, sentence in enumerate(answer.sentences):
        if not numbers.issuperset(sentence.citations):
            raise BadSaved(f"answer.sentences[{place}]: names a source that the answer does not have")
    said = [(each.text, each.citations) for each in answer.sentences]
    citations = [_citation(each, place) for place, each in enumerate(answer.citations)]
    return tuple(_of_answer(said, citations, answer.model != EXTRACTIVE, answer.question))


def _of_answer(
    said: Sequence[tuple[str, Sequence[int]]], citations: Sequence[Citation], worded: bool, question: str
) -> Iterator[Statement]:
    by_number: dict[int, list[Citation]] = {}
    for each in citations:
        by_number.setdefault(each.number, []).append(each)
    for text, numbers in said:
        cited = tuple(each for number in numbers for each in by_number.get(number, ()))
        yield _statement(Statement(text, cited, worded, question))
    named = {number for _, numbers in said for number in numbers}
    for each in citations:
        if each.number not in named:
            yield _statement(Statement(each.quote, (each,), where=question, a_claim=False))


def _of_brief(brief: Brief) -> Iterator[Statement]:
    for section in brief.sections:
        for group in section.groups:
            where = ": ".join(one_line(each) for each in (section.planned.title, group.lead) if each)
            lead = group.lead if section.planned.form == "sources" and group.lead else None
            for each in group.claims:
                yield _statement(Statement(each.text, each.citations, each.worded, where, lead=lead))
    for gap in brief.gaps:
        if gap.citations:
            yield _statement(Statement(gap.text, gap.citations, a_claim=False))


def _statement(statement: Statement) -> Statement:
    """The statement in whole characters: half ones, which JSON can hold, can be neither compared nor printed."""
    cited = tuple(replace(each, quote=_whole(each.quote)) for each in statement.citations)
    return replace(statement, text=_whole(statement.text), citations=cited, where=_whole(statement.where))


def _whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _citation(cited: _Cited, place: int) -> Citation:
    """The public form says neither where on the page the words stand nor which content the document had."""
    if cited.page is not None and cited.page < 1:
        raise BadSaved(f"answer.citations[{place}].page: expected a number from 1")
    language, paged = language_of(cited.quote), cited.page is not None
    document = Document("", cited.document, cited.title, date=cited.date, language=language, url=cited.url, paged=paged)
    return Citation(cited.n, document, cited.page, cited.page_label, cited.quote, "", 0, 0)
