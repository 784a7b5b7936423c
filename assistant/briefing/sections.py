"""Write one section of a briefing from the collection: its groups of claims, and what it has nothing for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from assistant import compose
from assistant.assistant import Assistant
from assistant.briefing.choosing import Chosen, by_year, choose, of_cell
from assistant.briefing.gather import Statement, Topic, about_place, distinct, statements, topic_of
from assistant.briefing.leads import roundtable_line, roundtable_years, source_line
from assistant.briefing.outline import FURTHER, rest_of_topic
from assistant.briefing.types import Aspect, Claim, Group, Outline, Planned, Section
from assistant.briefing.words import brief_words
from assistant.evidence import coverage
from assistant.period import years_of
from assistant.phrases import phrases
from assistant.suggesting import suggestions
from assistant.tracing import NO_TRACES
from assistant.types import Citation
from assistant.writing.passages import Place as WordsOf
from assistant.writing.writer import Material
from corpus.filters import matching
from corpus.words import terms

OF_A_YEAR, OF_A_ROUNDTABLE = 2, 4
FURTHER_QUESTIONS, OF_A_QUESTION = 4, 4
FURTHER_SECONDS = 5.0
STILL_ON_TOPIC = 0.4  # of the topic's words by weight, which a further question must have


@dataclass(frozen=True, slots=True)
class Desk:
    """What a section is written from: the topic over one state of the collection, the statements on it (`pool`; `heard`
    with those that say the same as another), and the words of the audience."""

    assistant: Assistant
    outline: Outline
    topic: Topic
    pool: Sequence[Statement]
    audience: Sequence[str] = ()
    heard: Sequence[Statement] = ()

    @property
    def language(self) -> str:
        return self.outline.order.language


class Made(NamedTuple):
    """A section, and the statements that it says: no other section says them again."""

    section: Section
    said: tuple[Statement, ...] = ()


def made(planned: Planned, desk: Desk, room: int, said: Sequence[Statement]) -> Made:
    """The section in about `room` words, without what is said already."""
    if planned.form == "missing":
        return Made(Section(planned))
    if planned.form == "table":
        return _table(planned, desk, said)
    if planned.form == "timeline":
        return _timeline(planned, desk, room, said)
    if planned.form == "questions":
        return _questions(planned, desk, room, said)
    chosen, lacking = choose(desk.topic, planned.aspects, planned.form, desk.pool, room, said, desk.audience)
    groups = _by_source(chosen, desk) if planned.form == "sources" else (Group("", claims_of(chosen, desk)),)
    section = Section(planned, tuple(group for group in groups if group.claims), tuple(lacking))
    return Made(_worded(section, chosen, desk), tuple(each.statement for each in chosen))


def claims_of(chosen: Iterable[Chosen], desk: Desk) -> tuple[Claim, ...]:
    """The statements in the documents' own words, each with the pages it stands on."""
    claims = []
    for each in chosen:
        sentences, citations, _ = compose.write([[each.statement.candidate]], desk.topic.judge.index)
        claims += [Claim(sentence.text, citations, sentence.support, each.aspect) for sentence in sentences]
    return tuple(claims)


def _by_source(chosen: Sequence[Chosen], desk: Desk) -> tuple[Group, ...]:
    """One group a document, in the order of the best statements, each in the order of its pages."""
    groups: dict[str, list[Chosen]] = {}
    for each in chosen:
        groups.setdefault(each.statement.document, []).append(each)
    ordered = []
    for group in groups.values():
        claims = claims_of(group, desk)
        document = group[0].statement.candidate.hit.document
        claims = tuple(sorted(claims, key=lambda each: (each.citations[0].page or 0, each.citations[0].start)))
        ordered.append(Group(source_line(document, desk.language), claims))
    return tuple(ordered)


def _table(planned: Planned, desk: Desk, said: Sequence[Statement]) -> Made:
    order, judge = desk.outline.order, desk.topic.judge
    rest = rest_of_topic(order.topic, planned.subjects)
    groups, taken = [], list(said)
    lacking = [] if planned.subjects else [brief_words(desk.language).no_subject.format(title=planned.title)]
    for subject in planned.subjects:
        filters = about_place(desk.topic, subject)
        if not matching(judge.index.documents.values(), filters):
            groups.append(Group(subject, ()))
            lacking.append(brief_words(desk.language).nothing_on.format(name=subject))
            continue
        topic = topic_of(judge, rest or subject, filters, language=desk.language)
        pool = statements(topic)
        claims: list[Claim] = []
        for aspect in planned.aspects:
            asked = replace(aspect, question=aspect.question.replace("{subject}", subject))
            chosen = of_cell(topic, asked, pool, taken)
            taken += [each.statement for each in chosen]
            claims += claims_of(chosen, desk)
            if not chosen:
                lacking.append(f"{subject}: {aspect.name}")
        groups.append(Group(subject, tuple(claims)))
    return Made(Section(planned, tuple(groups), tuple(lacking)), tuple(taken[len(said) :]))


def _timeline(planned: Planned, desk: Desk, room: int, said: Sequence[Statement]) -> Made:
    name = planned.title
    if "roundtable" in planned.subjects:
        rows, lacking = _of_roundtables(desk, room, name, said)
    else:
        left = distinct(desk.pool, said)
        now = datetime.now(UTC).year
        rows = [(str(year), [Chosen(each, name) for each in row]) for year, row in by_year(left, now, OF_A_YEAR, room)]
        lacking = [] if rows else [brief_words(desk.language).no_statement]
    groups = tuple(Group(lead, claims_of(chosen, desk)) for lead, chosen in rows)
    used = tuple(each.statement for _, chosen in rows for each in chosen)
    return Made(Section(planned, groups, tuple(lacking)), used)


def _of_roundtables(
    desk: Desk, room: int, name: str, said: Sequence[Statement]
) -> tuple[list[tuple[str, list[Chosen]]], list[str]]:
    """What the documents of each roundtable say on the topic, and the roundtables that say nothing on it."""
    documents = matching(desk.topic.judge.index.documents.values(), desk.topic.filters)
    numbers = sorted({document.roundtable for document in documents if document.roundtable is not None})
    rows, taken = [], list(said)
    lacking = [] if numbers else [brief_words(desk.language).no_statement]
    for number in numbers:
        topic = replace(desk.topic, filters=replace(desk.topic.filters, roundtable=(number,)))
        aspect = Aspect(name, desk.outline.order.topic)
        lead, years = roundtable_line(number, documents, desk.language), roundtable_years(number, documents)
        pool = [
            each for each in statements(topic) if not years or not years.isdisjoint(years_of(each.candidate) or years)
        ]
        chosen, _ = choose(topic, [aspect], "points", pool, room // len(numbers), taken, desk.audience)
        chosen = [each for each in chosen if any(each.statement.key == known.key for known in pool)]
        if chosen:
            rows.append((lead, chosen[:OF_A_ROUNDTABLE]))
            taken += [each.statement for each in chosen[:OF_A_ROUNDTABLE]]
        else:
            lacking.append(lead)
    return rows, lacking


def _questions(planned: Planned, desk: Desk, room: int, said: Sequence[Statement]) -> Made:
    groups: list[Group] = []
    lacking, taken, problem = [], list(said), ""
    asked = [aspect for aspect in planned.aspects if FURTHER not in aspect.question]
    of_each = max(20, room // max(1, len(planned.aspects)))
    for aspect in asked:
        chosen, _ = choose(desk.topic, [aspect], "points", desk.pool, of_each, taken, desk.audience)
        if not chosen:
            lacking.append(aspect.question)
            continue
        taken += [each.statement for each in chosen]
        quoted = Section(planned, (Group(aspect.question, claims_of(chosen, desk)),))
        section = _worded(quoted, chosen, desk, aspect.question)
        groups += section.groups
        problem = problem or section.problem
    groups += _further(desk, {group.lead for group in groups}, taken) if len(asked) < len(planned.aspects) else []
    return Made(Section(planned, tuple(groups), tuple(lacking), problem), tuple(taken[len(said) :]))


def _further(desk: Desk, asked: set[str], said: Sequence[Statement]) -> list[Group]:
    """Questions that the collection is found to answer for certain, each with its answer."""
    asking, order = desk.assistant.unworded(), desk.outline.order
    *_, first = asking.growing(order.topic, desk.topic.filters, (), NO_TRACES)
    quoted = {(citation.document.id, citation.quote) for citation in _citations_of(said, desk)}
    groups = []
    for question in suggestions(desk.assistant, [first], FURTHER_QUESTIONS, FURTHER_SECONDS):
        if question in asked or not _is_on(desk.topic, question):
            continue
        *_, answer = asking.growing(question, desk.topic.filters, (), NO_TRACES)
        claims = []
        for sentence in answer.sentences[:OF_A_QUESTION]:
            cited = tuple(answer.citations[number - 1] for number in sentence.citations)
            new = {(each.document.id, each.quote) for each in cited}
            if not new & quoted:
                quoted |= new
                claims.append(Claim(sentence.text, cited, sentence.support, question))
        if claims:
            groups.append(Group(question, tuple(claims)))
    return groups


def _is_on(topic: Topic, question: str) -> bool:
    """Whether a question that may be asked next is on the topic still."""
    words = frozenset(terms(question, topic.question.language))
    return max((coverage(weights, words, frozenset()) for weights in topic.weights), default=0.0) >= STILL_ON_TOPIC


def _citations_of(said: Sequence[Statement], desk: Desk) -> list[Citation]:
    index = desk.topic.judge.index
    found: list[Citation] = []
    for each in said:
        found += compose.citations_of(each.candidate.hit, each.candidate.start, each.candidate.end, index, 1)
    return found


def _worded(section: Section, chosen: Sequence[Chosen], desk: Desk, question: str = "") -> Section:
    """The section in the words of the language model, as far as its sentences pass the check; as it is without one."""
    if not chosen or not section.groups:
        return section
    hits = list({each.statement.candidate.hit.passage.id: each.statement.candidate.hit for each in chosen}.values())
    places = [WordsOf(each.statement.candidate.hit, *each.statement.key[1:]) for each in chosen]
    asked = question or " ".join(aspect.question for aspect in section.planned.aspects)[:1500]
    material = Material(asked, desk.language, places, hits, desk.topic.judge.index)
    written = desk.assistant.word(material)
    if written is None:
        return section
    said, words = phrases(desk.language), brief_words(desk.language)
    why = said.troubles.get(written.problem or "formless", written.problem)
    if not written.sentences:
        return replace(section, problem=words.model_failed.format(why=why))
    problem = words.model_cut.format(why=why) if written.problem else ""
    claims = []
    for passed in written.sentences:
        cited: list[Citation] = []
        for place in passed.places:
            cited += compose.citations_of(place.hit, place.start, place.end, desk.topic.judge.index, 1)
        about = section.planned.aspects[0].name if section.planned.aspects else ""
        claims.append(Claim(passed.text, tuple(dict.fromkeys(cited)), passed.support, about, worded=True))
    lead = section.groups[0].lead if question else ""
    return replace(section, groups=(Group(lead, tuple(claims)),), problem=problem)
