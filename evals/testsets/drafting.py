"""Propose questions that a document answers, each with what a good answer says and its page, for a person to accept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from assistant.leads import names_by
from assistant.quotable import as_said, is_about_itself, is_back_matter, quotable_spans
from assistant.turning import english, french, headings
from assistant.turning.clauses import ANY_DATE, IsName, clauses_of
from corpus.errors import RoundtableError
from corpus.index import Index
from corpus.sentences import is_row
from corpus.types import Document, Passage
from corpus.words import capitalized, is_stop_word, plain, terms
from evals.metrics.points import says
from evals.testsets.reading import sha256
from evals.testsets.texts import safe_name
from evals.testsets.types import KeyPoint, Place, Question, Tags

MOST_TELLING = 4  # words of a sentence that show that it was said
MOST_POINTS = 3  # sentences of a section that a question for all of it has as key points
DRAFTED = "drafted"
_WORD = re.compile(r"[^\W_](?:[\w.,'’/-]*[^\W_])?%?")
_COUNTED = re.compile(r"(?<![\w.,])(?P<figure>\d(?:[\d.,]*\d)?%?) (?P<of>[^\W\d_][\w’'-]*)")
_FIGURE = re.compile(r"\d")
_ENDS = (".", "!", ".”", '."', ".»")
# How a question opens that is answered by a figure, a date or a name; what else it may ask is a fact.
_KINDS = (
    ("When ", "date"),
    ("How many ", "figure"),
    ("How much ", "figure"),
    ("Who ", "name"),
    ("Combien ", "figure"),
    ("Quand ", "date"),
    ("Qui ", "name"),
    ("What is ", "definition"),
)
_ABOUT = {"en": "What do the documents say about {thing}?", "fr": "Que dit la section « {thing} » ?"}
# A French heading that can be quoted: some words, none of them a number or a code.
_QUOTABLE = re.compile(r"[A-ZÀ-Þ][\w’'-]*(?:,?:? [^\W\d][\w’'-]*){2,11}")


class NoDocument(RoundtableError):
    """The collection has no document of that source."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence that can be quoted, as it is said, with its place and the headings above it."""

    text: str
    place: Place
    section: tuple[str, ...]


def drafts(document: str, index: Index, limit: int) -> list[Question]:
    """At most so many of the `possible` questions on the document, from all over it, in its order.

    Raises `NoDocument` where no document of the collection has that source.
    """
    found = possible(document, index)
    if len(found) <= limit:
        return found
    return [found[place * len(found) // limit] for place in range(limit)]


def possible(document: str, index: Index) -> list[Question]:
    """Every question that can be made of the document, as drafts: of its sentences by themselves, and of its sections.

    Each has the sentence as reference, its telling words as wording of a key point, and its page as evidence. They
    are in the language of the document, and each has a sentence that none before it has. Raises `NoDocument`.
    """
    described = next((each for each in index.documents.values() if each.source == document), None)
    if described is None:
        near = get_close_matches(document, [each.source for each in index.documents.values()], 1, 0.5)
        meant = f"; is {near[0]} meant?" if near else "; roundtable corpus list shows what is in it"
        raise NoDocument(f"{document}: no document of the collection{meant}")
    passages = index.passages_of(described.id)
    said = [each for passage in passages for each in _sayings(passage, described)]
    is_name = names_by(" ".join(" ".join(passage.text for passage in passages).split()))
    made: dict[frozenset[str], Question] = {}
    answered: set[str] = set()
    ways = (_of_sentences, _of_sections, _of_subjects)
    for question in (question for way in ways for question in way(said, described, is_name)):
        asked, new = (
            frozenset(terms(question.question, described.language)),
            {point.text for point in question.key_points},
        )
        if asked not in made and not new <= answered:
            made[asked] = question
            answered |= new
    order = {each.text: number for number, each in reversed(list(enumerate(said)))}
    return sorted(made.values(), key=lambda question: order[question.key_points[0].text])


def _sayings(passage: Passage, document: Document) -> Iterator[_Said]:
    if is_about_itself(passage.section) or is_back_matter(passage.section):
        return
    for start, end in quotable_spans(passage, {document.title, *passage.section}, document.language):
        text = as_said(passage.text[start:end])
        parts = passage.locate_parts(start, end)
        # On two pages it would stand on neither.
        if is_row(passage.text[start:end]) or not text.endswith(_ENDS) or len({part.page for part in parts}) != 1:
            continue
        yield _Said(text, Place(document.source, parts[0].page if document.paged else None), passage.section)


def _of_sentences(said: Sequence[_Said], document: Document, is_name: IsName) -> Iterator[Question]:
    for each in said:
        if document.language == "fr":
            made = french.questions_of(each.text, "fr", is_name)
        else:
            made = english.questions_of(each.text, is_name) if document.language == "en" else []
        if made:
            kind = next((kind for opening, kind in _KINDS if made[0].startswith(opening)), "fact")
            yield _question(made[0], kind, [each], document)


def _of_sections(said: Sequence[_Said], document: Document, is_name: IsName) -> Iterator[Question]:
    """A question for each heading that names a thing, with the sentences under it that say most."""
    for section in dict.fromkeys(each.section for each in said):
        heading = section[-1] if section else ""
        asked = _for_section(heading, document, is_name) if heading and heading != document.title else ""
        under = [each for each in said if each.section == section]
        most = sorted(under, key=lambda each: -len(_figures_and_names(each.text, document.language)))[:MOST_POINTS]
        if asked and len(most) > 1:
            yield _question(asked, "overview", [each for each in under if each in most], document)


def _of_subjects(said: Sequence[_Said], document: Document, is_name: IsName) -> Iterator[Question]:
    """A question for the subject of each English sentence with a figure, for all that is said of it with one."""
    of_subject: dict[str, list[_Said]] = {}
    for each in said if document.language == "en" else ():
        clause = next(clauses_of(each.text, is_name), None)
        if clause and _FIGURE.search(each.text) and len(_content(clause.subject, "en")) > 1:
            of_subject.setdefault(clause.subject, []).append(each)
    for subject, under in of_subject.items():
        asked = _ABOUT["en"].format(thing=subject)
        if english.reads_well(asked):
            yield _question(asked, "overview" if len(under) > 1 else "fact", under[:MOST_POINTS], document)


def _for_section(heading: str, document: Document, is_name: IsName) -> str:
    if document.language == "fr":
        return _ABOUT["fr"].format(thing=heading) if _QUOTABLE.fullmatch(heading) else ""
    if document.language != "en":
        return ""
    thing = headings.thing_of_heading(heading, is_name)
    asked = headings.question_of_heading(heading) or (_ABOUT["en"].format(thing=thing) if thing else "")
    return asked if asked and english.reads_well(asked) else ""


def _question(asked: str, kind: str, said: Sequence[_Said], document: Document) -> Question:
    digest = sha256(f"{document.source}\n{asked}".encode())[:8]
    points = tuple(
        KeyPoint(each.text, "vital" if number == 0 else "okay", (telling(each.text, asked, document.language),))
        for number, each in enumerate(said)
    )
    several = len({each.place for each in said}) > 1
    if several:
        points = tuple(replace(point, evidence=(each.place,)) for point, each in zip(points, said, strict=True))
    return Question(
        f"draft-{safe_name(plain(document.source.rsplit('/', 1)[-1].rsplit('.', 1)[0]))[:40]}-{digest}",
        capitalized(asked),
        language=document.language,
        key_points=points,
        reference=" ".join(each.text for each in said),
        evidence=() if several else (said[0].place,),
        tags=Tags(kind=kind, roundtable=document.roundtable, more=(DRAFTED,)),
        draft=True,
    )


def telling(sentence: str, question: str, language: str) -> str:
    """The words of the sentence that answer the question, as far as can be told, in their order; else all of it.

    Asked when, a date; asked how many, the figure and what it counts; else figures and names that the question lacks,
    and then other words.
    """
    if question.startswith("When ") and (date := ANY_DATE.search(sentence)):
        return date[0]
    if question.startswith(("How many ", "How much ", "Combien ")) and (counted := _counted(sentence, language)):
        return counted
    asked = set(terms(question, language))
    new = [word for word in _content(sentence, language) if not set(terms(word, language)) <= asked]
    first = _figures_and_names(sentence, language)
    chosen = sorted(new, key=lambda word: word not in first)[:MOST_TELLING]
    wording = " ".join(word for word in new if word in chosen)
    return wording if wording and says(wording, sentence, language) else sentence


def _counted(sentence: str, language: str) -> str:
    """The first figure that belongs to no date, with the word behind it; "" if there is none."""
    dates = [date.span() for date in ANY_DATE.finditer(sentence)]
    for found in _COUNTED.finditer(sentence):
        if not any(start <= found.start() < end for start, end in dates):
            return found["figure"] if is_stop_word(found["of"], language) else found[0]
    return ""


def _content(sentence: str, language: str) -> list[str]:
    words = (found[0] for found in _WORD.finditer(sentence))
    return list(dict.fromkeys(word for word in words if not is_stop_word(word.lower(), language)))


def _figures_and_names(sentence: str, language: str) -> list[str]:
    first = sentence.partition(" ")[0]
    return [
        word
        for word in _content(sentence, language)
        if word[:1].isdigit() or (word[:1].isupper() and not first.startswith(word))
    ]
