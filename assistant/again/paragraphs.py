"""Say which paragraphs a briefing is printed in, and which of its claims each of them has."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.briefing.types import Brief
from assistant.one_line import one_line


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph, and the texts of the claims in it; a `lead` that names a source counts as one. A `missing` one
    tells of what is missing, and they are gaps."""

    text: str
    claims: tuple[str, ...] = ()
    missing: bool = False
    lead: bool = False


def paragraphs_of(brief: Brief) -> tuple[Printed, ...]:
    """The headings, paragraphs and cells of its sections, in the order in which they are printed."""
    return tuple(each for each in _printed(brief) if each.text)


def _printed(brief: Brief) -> Iterator[Printed]:
    from assistant.render.brief import brief_paper
    from assistant.render.brief_claims import is_missing
    from assistant.render.paper import BulletList, Heading, Paragraph, Runs, Table

    sections = iter(brief.sections)
    missing, leads, texts = False, frozenset[str](), frozenset[str]()

    def printed(runs: Runs) -> Printed:
        said = one_line("".join(f"{run.text} " if run.breaks else run.text for run in runs))
        return Printed(said, tuple(run.text for run in runs if run.text and run.text in texts), missing, said in leads)

    for block in brief_paper(brief).blocks:
        if isinstance(block, Heading) and block.level == 1:
            section = next(sections)
            missing = is_missing(section)
            claims = brief.gaps if missing else [each for group in section.groups for each in group.claims]
            # The line that names a source is no claim, but who edits it puts words into somebody's mouth.
            named = section.groups if section.planned.form == "sources" else ()
            leads = frozenset(one_line(group.lead) for group in named)
            texts = leads | {one_line(each.text) for each in claims}
        match block:
            case Heading(text=text):
                yield Printed(one_line(text), (), missing)
            case Paragraph(runs=runs):
                yield printed(runs)
            case BulletList(items=items):
                yield from map(printed, items)
            case Table(header=header, rows=rows):
                yield from (printed(cell) for row in (header, *rows) for cell in row)
