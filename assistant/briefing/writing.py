"""Write a briefing section by section, and change what is written: a section anew, a sentence, without a source."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from assistant import confidence
from assistant.assistant import Assistant
from assistant.briefing.choosing import Chosen, ranked_for, specific_first
from assistant.briefing.gather import Statement, Topic, distinct, heard, statements, topic_of
from assistant.briefing.missing import gaps
from assistant.briefing.outline import rest_of_topic
from assistant.briefing.sections import Desk, claims_of, made
from assistant.briefing.templates import Template
from assistant.briefing.types import Aspect, Brief, Claim, Outline, Place, Planned, Section
from assistant.briefing.words import brief_words
from corpus.errors import RoundtableError

WORDS_A_PAGE = 300  # of claims; headings, lines between and footnotes come on top
NEAREST_SHOWN = 5


class NoOther(RoundtableError):
    """There is no other supported sentence for this place."""

    def __init__(self) -> None:
        super().__init__("the collection has no other sentence on this; remove it, or change the outline")


class NoSuchPlace(RoundtableError):
    """The briefing has no section or sentence there."""

    def __init__(self) -> None:
        super().__init__("the briefing has no such section or sentence; open it again")


def writing(
    assistant: Assistant, outline: Outline, templates: Mapping[str, Template] | None = None
) -> Generator[Brief, None, None]:
    """The briefing as it grows, section by section; the last one is whole (`growing` is false).

    Without a language model it is made of the documents' own sentences; with one, of those of its sentences that pass
    the check. On what the collection does not hold there is one Brief, with its `refusal`. To stop, close the
    iterator.
    """
    desk = _desk(assistant, outline, templates)
    empty = Brief(
        outline=outline, made=datetime.now(UTC).isoformat(timespec="seconds"),
        corpus=desk.topic.judge.index.state, model=assistant.words_with,
    )  # fmt: skip
    if _is_outside(desk):
        hits = desk.topic.judge.retriever.search(outline.order.topic, NEAREST_SHOWN, desk.topic.filters)
        yield replace(
            empty, refusal=brief_words(desk.language).refusal.format(topic=outline.order.topic), nearest=tuple(hits)
        )
        return
    done: dict[int, Section] = {}
    said: list[Statement] = []
    for place in specific_first(outline.sections, desk.pool):
        planned = outline.sections[place]
        section, new = made(planned, desk, _room(planned, outline), said)
        done[place] = section
        said += new
        yield replace(empty, sections=tuple(done[each] for each in sorted(done)), growing=True)
    sections = tuple(done[place] for place in sorted(done))
    yield replace(empty, sections=sections, gaps=gaps(sections, said, desk.heard, desk.topic, desk.language))


def redone(assistant: Assistant, brief: Brief, section: int, templates: Mapping[str, Template] | None = None) -> Brief:
    """The briefing with that section written anew from today's collection, by its plan, saying nothing that the others
    say. Raises `NoSuchPlace`."""
    if not 0 <= section < len(brief.sections):
        raise NoSuchPlace
    desk = _desk(assistant, brief.outline, templates)
    others = [each for place, each in enumerate(brief.sections) if place != section]
    said = _statements_of(others, desk)
    planned = brief.sections[section].planned
    done, _ = made(planned, desk, _room(planned, brief.outline), said)
    sections = [done if place == section else each for place, each in enumerate(brief.sections)]
    return _changed(brief, sections, desk)


def replaced(
    assistant: Assistant, brief: Brief, place: Place, templates: Mapping[str, Template] | None = None
) -> Brief:
    """The briefing with another supported sentence in that place, on the same aspect: the next best one, that the
    briefing does not have. Raises `NoOther` if there is none, and `NoSuchPlace`."""
    claim = claim_at(brief, place)
    desk = _desk(assistant, brief.outline, templates)
    section = brief.sections[place.section]
    group = section.groups[place.group]
    aspect = _aspect_of(section.planned, claim, group.lead, brief.outline)
    topic, pool = _within(desk, section.planned, group.lead)
    said = _statements_of(brief.sections, desk)
    passed_over = {(claim.citations[0].document.id, claim.citations[0].quote)} if claim.citations else set()
    for each in distinct(ranked_for(topic, aspect, pool, desk.audience), said):
        new = claims_of([Chosen(each, claim.about)], desk)
        if new and (new[0].citations[0].document.id, new[0].citations[0].quote) not in passed_over:
            return _changed(brief, _with(brief, place, new), desk)
    raise NoOther


def without(
    assistant: Assistant, brief: Brief, document: str, templates: Mapping[str, Template] | None = None
) -> Brief:
    """The briefing without that document, by its id: it is excluded from the order, and the sections that cite it are
    written anew."""
    order = brief.outline.order
    order = replace(order, excluded=tuple(dict.fromkeys((*order.excluded, document))))
    brief = replace(brief, outline=replace(brief.outline, order=order))
    for place, section in enumerate(brief.sections):
        cited = {
            citation.document.id for group in section.groups for each in group.claims for citation in each.citations
        }
        if document in cited:
            brief = redone(assistant, brief, place, templates)
    return brief


def removed(assistant: Assistant, brief: Brief, place: Place) -> Brief:
    """The briefing without the sentence in that place. Raises `NoSuchPlace`."""
    claim_at(brief, place)
    return _changed(brief, _with(brief, place, ()), _desk(assistant, brief.outline, None))


def claim_at(brief: Brief, place: Place) -> Claim:
    """Raises `NoSuchPlace`."""
    try:
        if min(place.section, place.group, place.claim) < 0:
            raise NoSuchPlace
        return brief.sections[place.section].groups[place.group].claims[place.claim]
    except IndexError:
        raise NoSuchPlace from None


def _desk(assistant: Assistant, outline: Outline, templates: Mapping[str, Template] | None) -> Desk:
    order, judge = outline.order, assistant.judge_now()
    topic = topic_of(judge, order.topic, order.filters, order.excluded)
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


def _room(planned: Planned, outline: Outline) -> int:
    """The words that a section may have."""
    shares = sum(each.share for each in outline.sections if each.form != "missing")
    return round(outline.order.pages * WORDS_A_PAGE * planned.share / shares) if shares else 0


def _statements_of(sections: Sequence[Section], desk: Desk) -> list[Statement]:
    """The statements behind the claims, as far as the collection still has them."""
    quoted = {
        (citation.document.id, citation.quote)
        for section in sections for group in section.groups for claim in group.claims for citation in claim.citations
    }  # fmt: skip
    found = []
    for each in desk.pool:
        text = " ".join(each.candidate.text.split())
        if (each.document, text) in quoted:
            found.append(each)
    return found


def _within(desk: Desk, planned: Planned, lead: str) -> tuple[Topic, Sequence[Statement]]:
    """The topic and its statements; of a table those on the subject of the row."""
    if planned.form != "table":
        return desk.topic, desk.pool
    filters = replace(desk.topic.filters, place=(lead,))
    topic = topic_of(desk.topic.judge, rest_of_topic(desk.outline.order.topic, planned.subjects) or lead, filters)
    return topic, statements(topic)


def _aspect_of(planned: Planned, claim: Claim, lead: str, outline: Outline) -> Aspect:
    found = next((aspect for aspect in planned.aspects if claim.about in (aspect.name, aspect.question)), None)
    aspect = found or Aspect(claim.about, claim.about or outline.order.topic)
    return replace(aspect, question=aspect.question.replace("{subject}", lead))


def _with(brief: Brief, place: Place, claims: Sequence[Claim]) -> list[Section]:
    """The sections with these claims in the place of the one there."""
    sections = list(brief.sections)
    section = sections[place.section]
    groups = list(section.groups)
    held = groups[place.group].claims
    groups[place.group] = replace(groups[place.group], claims=(*held[: place.claim], *claims, *held[place.claim + 1 :]))
    kept = tuple(group for group in groups if group.claims or section.planned.form == "table")
    sections[place.section] = replace(section, groups=kept)
    return sections


def _changed(brief: Brief, sections: Sequence[Section], desk: Desk) -> Brief:
    said = _statements_of(sections, desk)
    return replace(
        brief,
        sections=tuple(sections),
        gaps=gaps(sections, said, desk.heard, desk.topic, desk.language),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        corpus=desk.topic.judge.index.state,
        growing=False,
    )
