"""Write a briefing section by section: first what the collection says on its topic, then each section from that."""

from collections.abc import Generator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from assistant import confidence
from assistant.assistant import Assistant
from assistant.briefing.choosing import specific_first
from assistant.briefing.gather import Statement, distinct, heard, topic_of
from assistant.briefing.missing import gaps
from assistant.briefing.sections import Desk, Made, made
from assistant.briefing.templates import Template
from assistant.briefing.types import Brief, Outline, Planned, Section
from assistant.briefing.words import brief_words
from assistant.types import EXTRACTIVE
from corpus.filters import matching

WORDS_A_PAGE = 300  # of claims; headings, lines between and footnotes come on top
NEAREST_SHOWN = 5
LEAST_LEFT = 25  # words, for another statement


def writing(
    assistant: Assistant, outline: Outline, templates: Mapping[str, Template] | None = None
) -> Generator[Brief, None, None]:
    """The briefing as it grows, section by section; the last one is whole (`growing` is false).

    Without a language model it is made of the documents' own sentences; with one, of those of its sentences that pass
    the check. On what the collection does not hold there is one Brief, with its `refusal`. To stop, close the
    iterator.
    """
    desk = desk_for(assistant, outline, templates)
    empty = Brief(
        outline=outline, made=datetime.now(UTC).isoformat(timespec="seconds"),
        corpus=desk.topic.judge.index.state, model=assistant.words_with,
    )  # fmt: skip
    if _is_outside(desk):
        hits = desk.topic.judge.retriever.search(outline.order.topic, NEAREST_SHOWN, desk.topic.filters)
        yield replace(empty, refusal=_refusal(desk), nearest=tuple(hits))
        return
    done: dict[int, Made] = {}
    for place in specific_first(outline.sections, desk.pool):
        planned = outline.sections[place]
        done[place] = made(planned, desk, room_of(planned, outline), _said(done))
        yield replace(empty, sections=_sections(done), growing=True)
    _fill(done, desk)
    sections, said = _sections(done), _said(done)
    yield replace(empty, sections=sections, gaps=gaps(sections, said, desk.heard, desk.topic, desk.language))


def _fill(done: dict[int, Made], desk: Desk) -> None:
    """Gives the room that some sections had no use for to those that may say anything on the topic. What a language
    model has worded stays as it is: to word a section twice costs too much."""
    if desk.assistant.words_with != EXTRACTIVE:
        return
    for place in sorted(done):
        planned = done[place].section.planned
        says_anything = planned.form in ("points", "sources") and not any(each.words for each in planned.aspects)
        left = sum(room_of(each.section.planned, desk.outline) - _words(each) for each in done.values())
        if left < LEAST_LEFT or not says_anything:
            continue
        others = _said({each: made for each, made in done.items() if each != place})
        done[place] = made(planned, desk, _words(done[place]) + left, others)


def _sections(done: Mapping[int, Made]) -> tuple[Section, ...]:
    return tuple(done[place].section for place in sorted(done))


def _said(done: Mapping[int, Made]) -> list[Statement]:
    return [each for made in done.values() for each in made.said]


def _words(of: Made) -> int:
    return sum(len(claim.text.split()) for group in of.section.groups for claim in group.claims)


def desk_for(assistant: Assistant, outline: Outline, templates: Mapping[str, Template] | None) -> Desk:
    order, judge = outline.order, assistant.judge_now()
    topic = topic_of(judge, order.topic, order.filters, order.excluded, order.language)
    template = (templates or {}).get(order.template)
    audience = template.audiences.get(order.audience.lower(), ()) if template else ()
    said = heard(topic)
    return Desk(assistant, outline, topic, distinct(said), audience, said)


def _is_outside(desk: Desk) -> bool:
    """Whether the collection holds too little on the topic: nothing, or less than sure and not the places named."""
    subjects = [subject for planned in desk.outline.sections if planned.form == "table" for subject in planned.subjects]
    places = {place.lower() for place in desk.topic.judge.index.places}
    if any(subject.lower() in places for subject in subjects):
        return False
    return not desk.pool or desk.topic.confidence < confidence.THRESHOLD


def _refusal(desk: Desk) -> str:
    """Why there is no briefing: filters or exclusions that leave no document, another language, or nothing found."""
    words, order, languages = brief_words(desk.language), desk.outline.order, desk.topic.judge.index.languages
    if not matching(desk.topic.judge.index.documents.values(), desk.topic.filters):
        return words.no_document
    found = words.refusal.format(topic=order.topic)
    return (
        found if order.language in languages else f"{found} {words.other_language.format(names=', '.join(languages))}"
    )


def room_of(planned: Planned, outline: Outline) -> int:
    """The words that a section may have."""
    shares = sum(each.share for each in outline.sections if each.form != "missing")
    return round(outline.order.pages * WORDS_A_PAGE * planned.share / shares) if shares else 0
