"""A briefing as a paper to hand on: each section in its form, every claim with its footnotes, and what is missing."""

from collections.abc import Iterator
from datetime import datetime

from assistant.briefing.templates import readable_templates
from assistant.briefing.types import Brief, Group, Section
from assistant.one_line import one_line
from assistant.phrases import counted, phrases
from assistant.reference import written_date
from assistant.render.brief_citing import notes_in_style
from assistant.render.brief_claims import Claims, has_missing, is_missing
from assistant.render.brief_missing import missing
from assistant.render.brief_tables import comparison, timeline
from assistant.render.brief_words import brief_words
from assistant.render.html import filters_text
from assistant.render.paper import Block, BulletList, Heading, Paper, Paragraph, Run, Runs
from assistant.render.paper_words import paper_words
from assistant.render.passage_quote import passage_quote
from assistant.types import EXTRACTIVE

MOST_WITHOUT_CONTENTS = 3  # sections, on one page


def brief_paper(brief: Brief, style: str = "chicago", exported: datetime | None = None) -> Paper:
    """The briefing in the language of its order, cited in that style; `exported` is the time of the export.

    Raises UnknownStyle for a style that is not one of `assistant.render.brief_citing.STYLES`.
    """
    order = brief.outline.order
    claims = Claims(order.language)
    said, words = paper_words(order.language), claims.words
    blocks = tuple(_refusal(brief, order.language) if brief.refusal else _sections(brief, claims))
    told = {one_line(claim.text) for claim in brief.claims if not claim.worded}
    notes = notes_in_style(claims.footnotes.citations, style, order.language, told)
    listed = not brief.refusal and (order.pages > 1 or len(brief.sections) > MOST_WITHOUT_CONTENTS)
    return Paper(
        title=one_line(brief.outline.title) or one_line(order.topic),
        language=order.language,
        notes_title=said.notes,
        bibliography_title=said.sources,
        about=tuple(_about(brief, claims)),
        blocks=blocks,
        footnotes=notes.footnotes,
        bibliography=notes.bibliography,
        closing=tuple(_closing(brief, exported, order.language, bool(notes.footnotes))),
        made=exported or _moment(brief.made),
        contents=words.contents if listed else "",
    )


def _about(brief: Brief, claims: Claims) -> Iterator[Runs]:
    """What the briefing is, for whom, on what, from which documents, of which day, and in whose words."""
    order, language, words = brief.outline.order, claims.language, claims.words
    audience, topic = one_line(order.audience), one_line(order.topic)
    yield _dotted(_template(order.template, language), words.audience.format(audience=audience) if audience else "")
    if topic and topic != one_line(brief.outline.title):
        yield (Run(words.topic.format(topic=topic)),)
    if order.filters:
        only = phrases(language).searched_only.format(filters=filters_text(order.filters, language))
        yield (Run(one_line(only)),)
    if order.excluded:
        yield (Run(counted(len(order.excluded), words.excluded, language)),)
    made = _moment(brief.made)
    if made:
        yield (Run(words.made.format(date=_date(made, language))),)
    if brief.claims:
        model = one_line(brief.model)
        worded = phrases(language).worded_by.format(model=model)
        yield (Run(words.extractive if model == EXTRACTIVE else worded),)
    if claims.marked:
        yield (Run(words.legend),)


def _sections(brief: Brief, claims: Claims) -> Iterator[Block]:
    if brief.growing:
        yield Paragraph((Run(claims.words.unfinished),), "warning")
    for section in brief.sections:
        claims.footnotes.begin_part()
        yield Heading(one_line(section.planned.title), 1)
        if section.problem:
            yield Paragraph((Run(one_line(section.problem)),), "warning")
        if is_missing(section):
            yield from missing(brief, claims)
            continue
        yield from list(_section(section, claims)) or [Paragraph((Run(claims.words.empty),), "aside")]
        names = "; ".join(filter(None, map(one_line, section.unanswered)))
        if names and not has_missing(brief):
            yield Paragraph((Run(claims.words.unanswered.format(names=names)),), "aside")


def _section(section: Section, claims: Claims) -> Iterator[Block]:
    match section.planned.form:
        case "table":
            yield from comparison(section, claims)
        case "timeline":
            yield from timeline(section, claims)
        case "sources" | "questions":
            for group in section.groups:
                yield from _led(group, section.planned.form == "questions")
                yield _paragraph(group, claims)
        case _:
            for group in section.groups:
                yield from _led(group)
                yield BulletList(tuple(map(claims.runs, group.claims))) if group.claims else _paragraph(group, claims)


def _paragraph(group: Group, claims: Claims) -> Paragraph:
    """The claims of a group, or that there are none."""
    return Paragraph(claims.paragraph(group.claims)) if group.claims else Paragraph((Run(claims.words.empty),), "aside")


def _led(group: Group, as_heading: bool = False) -> Iterator[Block]:
    """The line before the claims of a group, if it has one."""
    lead = one_line(group.lead)
    if lead and as_heading:
        yield Heading(lead, 2)
    elif lead:
        yield Paragraph((Run(lead, bold=True),), "lead")


def _refusal(brief: Brief, language: str) -> Iterator[Block]:
    said = phrases(language)
    yield Paragraph((Run(one_line(brief.refusal)),), "warning")
    if brief.nearest:
        yield Paragraph((Run(f"{said.nearest} {said.no_answer}", bold=True),), "lead")
        yield from (passage_quote(hit, language) for hit in brief.nearest)


def _closing(brief: Brief, exported: datetime | None, language: str, quotes: bool) -> Iterator[Runs]:
    said, state = paper_words(language), one_line(brief.corpus)
    lines = [f"{said.exported.format(date=_date(exported, language))}."] if exported else []
    lines += [f"{brief_words(language).state.format(state=state)}."] if state else []
    lines += [said.check] if quotes else []
    if lines:
        yield (Run(" ".join(lines)),)


def _dotted(*parts: str) -> Runs:
    return (Run(" · ".join(filter(None, parts))),)


def _template(name: str, language: str) -> str:
    """The title of a template that comes along; one of the user's is known by its name."""
    shipped, _ = readable_templates()
    title = shipped[name].title if name in shipped else {}
    return one_line(title.get(language) or title.get("en") or name)


def _date(moment: datetime, language: str) -> str:
    return written_date(moment.date().isoformat(), language)


def _moment(iso: str) -> datetime | None:
    """The moment, if it is one: a briefing may come from a file."""
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return None
