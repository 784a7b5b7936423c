"""Change a briefing that is written: a section anew, another sentence, without a source; nothing else of it moves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from assistant.assistant import Assistant
from assistant.briefing.choosing import Chosen, ranked_for
from assistant.briefing.gather import Statement, Topic, about_place, distinct, statements, topic_of
from assistant.briefing.missing import gaps
from assistant.briefing.outline import rest_of_topic
from assistant.briefing.sections import Desk, claims_of, made
from assistant.briefing.templates import Template
from assistant.briefing.types import Aspect, Brief, Claim, Outline, Place, Planned, Section
from assistant.briefing.writing import desk_for, room_of
from assistant.period import years_of
from assistant.types import EXTRACTIVE
from corpus.errors import RoundtableError


class NoOther(RoundtableError):
    """There is no other supported sentence for this place."""

    def __init__(self) -> None:
        super().__init__("the collection has no other sentence on this; remove it, or change the outline")


class NoSuchPlace(RoundtableError):
    """The briefing has no section or sentence there."""

    def __init__(self) -> None:
        super().__init__("the briefing has no such section or sentence; open it again")


def redone(assistant: Assistant, brief: Brief, section: int, templates: Mapping[str, Template] | None = None) -> Brief:
    """The briefing with that section written anew from today's collection, by its plan, saying nothing that the others
    say. Raises `NoSuchPlace`."""
    if not 0 <= section < len(brief.sections):
        raise NoSuchPlace
    desk = desk_for(assistant, brief.outline, templates)
    return _changed(brief, _redone(brief, brief.sections, section, desk), desk)


def _redone(brief: Brief, sections: Sequence[Section], section: int, desk: Desk) -> list[Section]:
    said = _statements_of([each for place, each in enumerate(sections) if place != section], desk.heard)
    planned = sections[section].planned
    done, _ = made(planned, desk, room_of(planned, brief.outline), said)
    return [done if place == section else each for place, each in enumerate(sections)]


def replaced(
    assistant: Assistant, brief: Brief, place: Place, templates: Mapping[str, Template] | None = None
) -> Brief:
    """The briefing with another supported sentence in that place, on the same aspect and of the same source, town or
    time where these stand above it: the next best one, that the briefing does not have. Asked again and again it
    comes to an end: raises `NoOther`; and `NoSuchPlace`."""
    claim = claim_at(brief, place)
    desk = desk_for(assistant, brief.outline, templates)
    section = brief.sections[place.section]
    group = section.groups[place.group]
    aspect = _aspect_of(section.planned, claim, group.lead, brief.outline)
    topic, pool = _within(desk, section.planned, group.lead)
    ranked = ranked_for(topic, aspect, pool, desk.audience)
    said = _statements_of(brief.sections, (*desk.heard, *ranked))
    # Those before it were chosen, or passed over by whoever asks for the next one.
    present = [place for place, each in enumerate(ranked) if _quote_of(each) in _quotes_of(claim)]
    rest = ranked[present[0] + 1 :] if present else ranked
    for each in distinct((each for each in rest if _belongs(each, section.planned, group.lead, claim)), said):
        new = claims_of([Chosen(each, claim.about)], desk)
        if new:
            return _changed(brief, _with(brief, place, new), desk)
    raise NoOther


def without(
    assistant: Assistant, brief: Brief, document: str, templates: Mapping[str, Template] | None = None
) -> Brief:
    """The briefing without that document, by its id: it is excluded from the order, and the sections that cite it are
    written anew."""
    order = brief.outline.order
    order = replace(order, excluded=tuple(dict.fromkeys((*order.excluded, document))))
    nearest = tuple(hit for hit in brief.nearest if hit.document.id != document)
    brief = replace(brief, outline=replace(brief.outline, order=order), nearest=nearest)
    desk, sections = desk_for(assistant, brief.outline, templates), list(brief.sections)
    for place, section in enumerate(brief.sections):
        cited = {
            citation.document.id for group in section.groups for each in group.claims for citation in each.citations
        }
        if document in cited:
            sections = _redone(brief, sections, place, desk)
    return _changed(brief, sections, desk)  # what only a gap names goes too


def removed(assistant: Assistant, brief: Brief, place: Place) -> Brief:
    """The briefing without the sentence in that place. Raises `NoSuchPlace`."""
    claim_at(brief, place)
    return _changed(brief, _with(brief, place, ()), desk_for(assistant, brief.outline, None))


def claim_at(brief: Brief, place: Place) -> Claim:
    """Raises `NoSuchPlace`."""
    try:
        if min(place.section, place.group, place.claim) < 0:
            raise NoSuchPlace
        return brief.sections[place.section].groups[place.group].claims[place.claim]
    except IndexError:
        raise NoSuchPlace from None


def _statements_of(sections: Sequence[Section], known: Sequence[Statement]) -> list[Statement]:
    """The statements behind the claims, as far as they are among those known."""
    claims = [claim for section in sections for group in section.groups for claim in group.claims]
    quoted = {quote for claim in claims for quote in _quotes_of(claim)}
    return list({each.key: each for each in known if _quote_of(each) in quoted}.values())


def _quotes_of(claim: Claim) -> set[tuple[str, str]]:
    """The quotes by their passage; one that goes over the end of a page has two citations."""
    whole: dict[str, list[str]] = {}
    for citation in claim.citations:
        whole.setdefault(citation.passage, []).append(citation.quote)
    joined = {(passage, " ".join(quotes)) for passage, quotes in whole.items()}
    return joined | {(citation.passage, citation.quote) for citation in claim.citations}


def _quote_of(statement: Statement) -> tuple[str, str]:
    return statement.candidate.hit.passage.id, " ".join(statement.candidate.text.split())


def _belongs(statement: Statement, planned: Planned, lead: str, claim: Claim) -> bool:
    """Whether what stands above the claim is true of the statement too: the name of its source, its time."""
    if not lead or not claim.citations:
        return True
    document = claim.citations[0].document
    if planned.form == "sources":
        return statement.document == document.id
    if planned.form == "timeline" and "roundtable" in planned.subjects:
        return statement.candidate.hit.document.roundtable == document.roundtable
    return planned.form != "timeline" or str(max(years_of(statement.candidate), default="")) == lead


def _within(desk: Desk, planned: Planned, lead: str) -> tuple[Topic, Sequence[Statement]]:
    """The topic and its statements; of a table those on the subject of the row."""
    if planned.form != "table":
        return desk.topic, desk.pool
    filters = about_place(desk.topic, lead)
    topic = topic_of(desk.topic.judge, rest_of_topic(desk.outline.order.topic, planned.subjects) or lead, filters)
    return topic, statements(topic)


def _aspect_of(planned: Planned, claim: Claim, lead: str, outline: Outline) -> Aspect:
    found = next((aspect for aspect in planned.aspects if claim.about in (aspect.name, aspect.question)), None)
    asked = outline.order.topic if planned.form == "timeline" else claim.about
    aspect = found or Aspect(claim.about, asked or outline.order.topic)
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
    said = _statements_of(sections, desk.heard)
    changed = replace(
        brief, sections=tuple(sections), gaps=gaps(sections, said, desk.heard, desk.topic, desk.language), growing=False
    )
    worded = any(claim.worded for claim in changed.claims)
    writer = desk.assistant.words_with if brief.model == EXTRACTIVE else brief.model
    return replace(
        changed,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        # The other sections are of the state that they were written from.
        corpus=brief.corpus or desk.topic.judge.index.state,
        model=writer if worded else EXTRACTIVE,
    )
