"""Draft an answer: which sentences, in which paragraphs, for each shape of question. Writing it out comes after."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import compose
from assistant.evidence import Candidate, fits_kind
from assistant.judging import Judge, Judged
from assistant.kinds import asks_for_many, asks_for_places
from assistant.period import first_year
from assistant.phrases import listed, phrases
from assistant.question import Question
from assistant.sides import Side, sides_named, sides_of
from assistant.subject import places_in, without_place
from corpus.filters import matching
from corpus.types import Filters
from corpus.words import terms

MOST_DOCUMENTS = 10  # in a list of what several documents hold
# A sentence is an item of a list if it has nearly as much of the question's words as the one that has the most. The
# score alone tells too little: multilingual-e5-small finds every sentence on cities near to every other.
COVERED_IN_A_LIST = 0.75
COVERED_OF_A_PLACE = 0.5  # among the documents on one place, which are few
LEAST_COVERED = 0.4  # of the question's words by weight: without the rare one that tells, a sentence has less
MOST_OF_A_PART = 0.7  # of its words, for a sentence that speaks of it
NAMED_IN = 4  # sentences, one of which must have the name that they are to tell of
FEWEST_DOCUMENTS = 2  # what one document says is no list of documents
# "Which case studies mention LoRaWAN?" is met by what mentions it, and not by what calls itself a case study.
DOCUMENT_NOUN = re.compile(
    r"\b(?:case\s+studies|documents|reports|papers|digests|sources|études\s+de\s+cas|rapports)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The sentences of an answer by paragraph, how sure they are to answer, and what is to be said beside them.

    `missing` names the sides of the question that the documents do not answer.
    """

    paragraphs: Sequence[Sequence[Candidate]]
    confidence: float
    missing: tuple[str, ...] = ()
    note: str = ""

    @property
    def chosen(self) -> list[Candidate]:
        return [candidate for paragraph in self.paragraphs for candidate in paragraph]


def draft(whole: Judged, filters: Filters, judge: Judge) -> Draft | None:
    """The draft for the shape that the question has; None if the documents do not answer it."""
    question = whole.question
    sides = sides_of(question, judge.index.places) if whole.found.hits else ()
    if sides and sides[0].shape == "name":
        return _of_so_many(_compared(whole, sides, filters, judge), question, sides)
    if sides:
        made = _of_so_many(_sided(whole, sides, filters, judge), question, sides)
        # Two questions in one may still be answered as one; a roundtable or a year may not stand for another.
        return made or (plain(whole, judge) if sides[0].shape == "part" else None)
    return (of_documents(whole, filters, judge) if asks_for_many(question.text) else None) or plain(whole, judge)


def plain(whole: Judged, judge: Judge) -> Draft | None:
    """The best sentences for the question as it is."""
    if not judge.is_enough(whole):
        return None
    chosen = compose.choose_for_all([(whole.question, whole.ranked)], judge.index)
    return Draft(compose.in_reading_order(chosen), whole.confidence) if chosen else None


def of_documents(whole: Judged, filters: Filters, judge: Judge) -> Draft | None:
    """The best sentence of each document that names something of what is asked for; None if too few do."""
    question, index = whole.question, judge.index
    known = index.places
    places = places_in(question.text, known)
    if not judge.is_enough(whole) or question.roundtables or any(_documents_on(place, judge) == 1 for place in places):
        return None
    asked = question.text
    if len(places) == 1 and not filters.place:
        # "Which cities in Korea …": the documents on Korea need not say so in each sentence.
        filters, asked = replace(filters, place=(places[0],)), without_place(asked, places[0])
    of_each = judge.judge_each(DOCUMENT_NOUN.sub(" ", asked), filters)
    most = max((each.coverage for judged in of_each for each in judged.ranked), default=0.0)
    enough = max(LEAST_COVERED, most * (COVERED_OF_A_PLACE if places else COVERED_IN_A_LIST))
    items: list[Candidate] = []
    for best in sorted(
        filter(None, (_item(judged, enough, known, judge) for judged in of_each)), key=lambda each: -each.score
    ):
        if not any(compose.says_the_same(best, other) for other in items):
            items.append(best)
    if len(items) < FEWEST_DOCUMENTS:
        return None
    shown, said = items[:MOST_DOCUMENTS], phrases(question.language)
    wording = said.items_found if len(shown) == len(items) else said.items_shown
    note = wording.format(documents=len(items), shown=len(shown))
    return Draft([[best] for best in shown], whole.confidence, note=note)


def _item(judged: Judged, enough: float, known: Sequence[str], judge: Judge) -> Candidate | None:
    """The best sentence of a document that names something of what is asked for, if one does."""
    if not judge.is_enough(judged):
        return None
    return next(
        (each for each in judged.ranked if each.coverage >= enough and _names_one(each, judged.question.text, known)),
        None,
    )


def _compared(whole: Judged, sides: Sequence[Side], filters: Filters, judge: Judge) -> Draft | None:
    """What is said of each of the names compared, or of the whole question if only that is answered."""
    near = tuple({hit.document.id for hit in whole.found.hits})
    within = replace(filters, document=near)  # a name alone may be found in documents of something else
    parts = [judge.judge(side.text, _about(side.name, within, judge)) for side in sides]
    topic = _topic(whole.question, sides)
    shared = any(_speaks_to(part, topic) for part in parts)
    held = [
        part
        for side, part in zip(sides, parts, strict=True)
        if judge.is_enough(part) and _names(side, part, judge) and (_speaks_to(part, topic) or not shared)
    ]
    judged = held if len(held) > 1 or (held and not judge.is_enough(whole)) else [whole]
    chosen = compose.choose_for_all([(each.question, each.ranked) for each in judged], judge.index)
    if not chosen or not judge.is_enough(judged[0]):
        return None
    lost = [side.name for side, part in zip(sides, parts, strict=True) if part not in held]
    missing = tuple(name for name in lost if not compose.is_named(name, chosen))
    # Of a side that is not answered the answer says so, and is no less sure of the other.
    sure = min(each.confidence for each in held or judged)
    return _lacking(Draft(compose.in_reading_order(chosen), sure, missing), whole, sides[0])


def _sided(whole: Judged, sides: Sequence[Side], filters: Filters, judge: Judge) -> Draft | None:
    """A paragraph or more for each side, in their order, and the names of those that are not answered."""
    room = compose.room_of_each(len(sides))
    paragraphs: list[Sequence[Candidate]] = []
    said: list[Candidate] = []
    held: list[float] = []
    missing: dict[str, Judged] = {}
    for side in sides:
        judged = judge.judge(side.text, _within(side, filters, judge), side.period)
        if not judge.is_enough(judged):
            missing[side.name] = judged
            continue
        held.append(judged.confidence)
        chosen = _chosen(judged, room, said, judge)
        said += chosen
        paragraphs += _ordered(chosen, side)
    if not paragraphs:
        return None
    if missing and sides[0].shape == "part" and judge.is_enough(whole):
        # "… and how many were there before?" says too little by itself: the whole question may find what it lacks.
        added = _chosen(whole, room, said, judge)
        paragraphs += compose.in_reading_order(added)
        missing = {name: part for name, part in missing.items() if not _speaks_of(part, added)}
    return _lacking(Draft(paragraphs, min(held), tuple(missing)), whole, sides[0])


def _chosen(judged: Judged, room: int, said: Sequence[Candidate], judge: Judge) -> list[Candidate]:
    ranked = [each for each in judged.ranked[: compose.CHOSEN_FROM] if not compose.is_boilerplate(each, judge.index)]
    return compose.choose(judged.question, ranked, room, said)


def _speaks_of(part: Judged, chosen: Sequence[Candidate]) -> bool:
    """Whether one of the sentences has most words of a part of the question, and can be what it asks for."""
    asked = set(part.question.terms)
    return any(
        len(asked & each.terms) >= MOST_OF_A_PART * len(asked) and fits_kind(part.question, each.text)
        for each in chosen
    )


def _topic(question: Question, sides: Sequence[Side]) -> frozenset[str]:
    """The words that a comparison is about: those of the question that are in no name compared."""
    names = {term for side in sides for term in terms(side.name, question.language)}
    return frozenset(question.terms) - names


def _speaks_to(part: Judged, topic: frozenset[str]) -> bool:
    """Whether the best sentences for a name have a word of what it is compared in: else they tell of something else,
    as those on Lyon's noise do if only Ghent's are on open data."""
    return not topic or any(each.covered & topic for each in part.ranked[:NAMED_IN])


def _names(side: Side, part: Judged, judge: Judge) -> bool:
    """Whether the best sentences for a name have it. Documents in other languages only may call it otherwise."""
    return part.question.language not in judge.index.languages or compose.is_named(side.name, part.ranked[:NAMED_IN])


def _about(name: str, within: Filters, judge: Judge) -> Filters:
    """Those of the documents that are about the place of that name; all of them if none is."""
    narrower = replace(within, place=(name,)) if not within.place else within
    return narrower if matching(judge.index.documents.values(), narrower) else within


def _within(side: Side, filters: Filters, judge: Judge) -> Filters:
    """The filters, and for a roundtable that documents are marked with, those documents."""
    marked = {document.roundtable for document in judge.index.documents.values()}
    if side.roundtable is None or side.roundtable not in marked or filters.roundtable:
        return filters
    return replace(filters, roundtable=(side.roundtable,))


def _ordered(chosen: Sequence[Candidate], side: Side) -> list[list[Candidate]]:
    """By document; over several years by year, each sentence where its year stands."""
    period = side.period
    if period is None or period.is_one_year:
        return compose.in_reading_order(chosen)
    by_year = sorted(chosen, key=lambda each: first_year(each, period))
    return [by_year] if by_year else []


def _lacking(made: Draft, whole: Judged, side: Side) -> Draft:
    """The draft with a note that names what it lacks."""
    if not made.missing:
        return made
    said = phrases(whole.question.language)
    if side.shape == "part":
        return replace(made, note=said.lacks_part.format(names=" ".join(made.missing)))
    return replace(made, note=said.lacks.format(names=listed(made.missing, said.or_)))


def _of_so_many(made: Draft | None, question: Question, sides: Sequence[Side]) -> Draft | None:
    """The draft; with a note if the question names more sides than it is answered for."""
    named = sides_named(question, sides)
    if made is None or named == len(sides):
        return made
    note = phrases(question.language).first_sides.format(shown=len(sides), named=named)
    return replace(made, note=" ".join(filter(None, (note, made.note))))


def _documents_on(place: str, judge: Judge) -> int:
    return sum(
        place.lower() in (each.lower() for each in document.places) for document in judge.index.documents.values()
    )


def _names_one(candidate: Candidate, question: str, places: Sequence[str]) -> bool:
    """Whether the sentence can be an item: where places are asked for, it or its document must be of one."""
    if not asks_for_places(question):
        return True
    return bool(candidate.hit.document.places or places_in(candidate.text, places))
