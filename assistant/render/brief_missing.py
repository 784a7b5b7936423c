"""What a briefing says is missing: what was not found, and where its evidence is thin, divided or old."""

from collections.abc import Iterator

from assistant.briefing.types import Brief, Gap
from assistant.one_line import one_line
from assistant.render.brief_claims import Claims
from assistant.render.paper import Block, BulletList, Paragraph, Run, Runs


def missing(brief: Brief, claims: Claims) -> Iterator[Block]:
    """The gaps by their kind, each kind under a line of its own; if there are none, that none was found."""
    kinds = {kind: [gap for gap in brief.gaps if gap.kind == kind] for kind in claims.words.gaps}
    found = False
    for kind, gaps in kinds.items():
        unanswered = list(_unanswered(brief)) if kind == "not-found" else []
        # An aspect that its section names already need not be named twice.
        named = {one_line(name).casefold() for section in brief.sections for name in section.unanswered}
        fresh = [gap for gap in gaps if one_line(gap.text).casefold() not in named]
        items = [*unanswered, *(_gap(gap, claims) for gap in fresh)]
        if items:
            found = True
            yield Paragraph((Run(claims.words.gaps[kind], bold=True),), "lead")
            yield BulletList(tuple(items))
    if not found:
        yield Paragraph((Run(claims.words.nothing_missing),))


def _unanswered(brief: Brief) -> Iterator[Runs]:
    """For each section, the aspects that the collection has nothing for."""
    for section in brief.sections:
        names = "; ".join(filter(None, map(one_line, section.unanswered)))
        if names:
            yield Run(one_line(section.planned.title), bold=True), Run(f" – {names}")


def _gap(gap: Gap, claims: Claims) -> Runs:
    return (Run(one_line(gap.text), claims.numbers(gap.citations, looking_back=True)),)
