"""A conversation as a paper to hand on: each question, its answer with footnotes, and what the documents left open."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from assistant.figures import differing_text
from assistant.one_line import one_line
from assistant.phrases import counted, phrases
from assistant.reference import written_date
from assistant.render.footnotes import Footnotes, bibliography
from assistant.render.html import filters_text
from assistant.render.json import answer_json
from assistant.render.paper import Block, BulletList, Heading, Kind, Paper, Paragraph, Run, Runs
from assistant.render.paper_words import PaperWords, paper_words
from assistant.render.passage_quote import passage_quote
from assistant.render.text import answer_language, uncounted_text, worded_text
from assistant.types import EXTRACTIVE, Answer, Sentence

Turn = tuple[Answer, datetime | None]


def conversation_paper(title: str, turns: Sequence[Turn], language: str, exported: datetime) -> Paper:
    """The turns in their order, each with the time it was asked, if known; `exported` is the time of the export.

    The words around the answers are in `language`; what an answer says itself is in that of its question. Of the
    sentences that were withheld from an answer only their number is told.
    """
    said = paper_words(language)
    footnotes = Footnotes(language)
    blocks: list[Block] = []
    for answer, asked in turns:
        footnotes.begin_part()
        blocks += _turn(answer, asked, footnotes, said, language)
    return Paper(
        title=one_line(title),
        language=language,
        notes_title=said.notes,
        bibliography_title=said.sources,
        about=((Run(f"{_exported(exported, said, language)} · {counted(len(turns), said.questions, language)}"),),),
        blocks=tuple(blocks),
        footnotes=tuple(footnotes.written),
        bibliography=bibliography(footnotes.documents.values(), language),
        closing=_closing(turns, exported, said, language, bool(footnotes.written)),
        made=exported,
    )


def conversation_json(title: str, turns: Sequence[Turn], language: str, exported: datetime) -> dict[str, Any]:
    """The conversation as data: each turn is the JSON of its answer, with the time it was asked and its filters."""
    return {
        "title": title,
        "language": language,
        "exported": exported.isoformat(),
        "turns": [
            {"asked": asked.isoformat() if asked else None, "filters": _filters(answer), **answer_json(answer)}
            for answer, asked in turns
        ],
    }


def _turn(
    answer: Answer, asked: datetime | None, footnotes: Footnotes, said: PaperWords, language: str
) -> Iterator[Block]:
    spoken = answer_language(answer)
    phrased = phrases(spoken)
    yield Heading(one_line(answer.question), 1)
    about = [
        said.asked.format(date=_date(asked, language), time=f"{asked:%H:%M}") if asked else "",
        phrased.taken_for.format(question=answer.searched_for) if answer.searched_for else "",
        phrased.searched_only.format(filters=filters_text(answer.filters, spoken)) if answer.filters else "",
    ]
    for line in filter(None, about):
        yield _said(line, "aside", spoken)
    # Whether the answer is one at all must be read before it, not after.
    unsure = answer.note.startswith(phrased.unsure)
    if unsure:
        yield _said(phrased.unsure, "warning", spoken)
    for group in answer.paragraphs:
        sentences = [_sentence(answer, answer.sentences[place], footnotes, spoken) for place in group]
        yield Paragraph(tuple(run for sentence in _parted(sentences) for run in sentence))
    if answer.problem:
        yield _said(answer.problem, "warning", spoken)
    note = answer.note.removeprefix(phrased.unsure).strip() if unsure else answer.note
    if note:
        yield Paragraph(_note(note, answer, footnotes, spoken), "warning" if answer.status == "refused" else "text")
    if answer.choices:
        yield _said(phrased.did_you_mean, "text", spoken)
        yield BulletList(tuple((Run(one_line(choice), language=spoken),) for choice in answer.choices))
    if answer.status == "refused" and answer.filters and not answer.nearest:
        yield _said(phrased.no_match, "text", spoken)
    if answer.nearest:
        yield Paragraph((Run(f"{phrased.nearest} {phrased.no_answer}", bold=True, language=spoken),))
        yield from (passage_quote(hit, language) for hit in answer.nearest)
    for line in filter(None, (uncounted_text(answer), worded_text(answer))):
        yield _said(line, "aside", spoken)


def _sentence(answer: Answer, sentence: Sentence, footnotes: Footnotes, spoken: str) -> Runs:
    cited = [answer.citations[number - 1] for number in sentence.citations]
    # Words of a document are in its language, whatever that of the question.
    language = cited[0].document.language if cited and answer.model == EXTRACTIVE else spoken
    numbers = tuple(dict.fromkeys(footnotes.number(citation) for citation in cited))
    return (Run(one_line(sentence.text), numbers, language=language),)


def _note(note: str, answer: Answer, footnotes: Footnotes, spoken: str) -> Runs:
    """The note; where it names the figures on which sources differ, their markers become footnotes."""
    differ = differing_text(answer.differing, spoken)
    before, found, after = note.partition(differ) if differ else (note, "", "")
    runs = [Run(before)]
    for figure in answer.differing if found else ():
        text, marker, found = found.partition(f" [{figure.citation}]")
        if marker:
            runs.append(Run(text, (footnotes.number(answer.citations[figure.citation - 1]),)))
        else:
            found = text
    runs += [Run(found), Run(after)]
    return tuple(Run(run.text, run.notes, language=spoken) for run in runs if run.text)


def _closing(
    turns: Sequence[Turn], exported: datetime, said: PaperWords, language: str, quotes: bool
) -> tuple[Runs, ...]:
    states = list(dict.fromkeys(answer.corpus for answer, _ in turns if answer.corpus))
    lines = [f"{_exported(exported, said, language)}."]
    if states:
        one, several = said.states
        lines.append((one if len(states) == 1 else several).format(names=", ".join(states)))
    if quotes:
        lines.append(said.check)
    return ((Run(" ".join(lines)),),)


def _said(text: str, kind: Kind, language: str) -> Paragraph:
    return Paragraph((Run(one_line(text), language=language),), kind)


def _parted(sentences: Sequence[Runs]) -> Iterator[Runs]:
    """The sentences with a space between two of them."""
    for place, sentence in enumerate(sentences):
        if place:
            yield (Run(" "),)
        yield sentence


def _exported(exported: datetime, said: PaperWords, language: str) -> str:
    return said.exported.format(date=_date(exported, language))


def _date(day: datetime, language: str) -> str:
    return written_date(day.date().isoformat(), language)


def _filters(answer: Answer) -> dict[str, Any]:
    return {name: value for name, value in asdict(answer.filters).items() if value}
