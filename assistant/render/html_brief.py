"""A briefing as HTML, to be read and changed: sections, claims with markers that open their sources. All is escaped."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from assistant.briefing.types import Brief, Claim, Group, Place, Section
from assistant.phrases import PagePhrases
from assistant.phrases.brief_types import BriefPhrases
from assistant.phrases.brief_words import brief_phrases
from assistant.render.brief_tables import MOST_COLUMNS
from assistant.render.html import LONGEST_KEPT
from assistant.render.html_brief_notes import Notes, cited_html, marker_html, notes_of, refusal_html


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a change, to be read where it was asked for: at that claim, or at its section where `at` names none
    that is there."""

    at: Place
    text: str


def brief_body_html(
    brief: Brief, page: PagePhrases, tools: BriefPhrases | None = None, told: Told | None = None
) -> str:
    """The sections, and the documents that they cite; with `tools`, each claim and section with what changes it."""
    notes, said = notes_of(brief), brief_phrases(brief.outline.order.language)
    if brief.refusal:
        return refusal_html(brief, said)
    parts = [
        _Drawn(brief, notes, said, page, tools, told).section(section, place)
        for place, section in enumerate(brief.sections)
    ]
    if not brief.growing:
        parts.append(cited_html(notes, said))
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What every part of a briefing is drawn with; `said` are the words of the briefing's own language."""

    brief: Brief
    notes: Notes
    said: BriefPhrases
    page: PagePhrases
    tools: BriefPhrases | None
    told: Told | None

    def section(self, section: Section, place: int) -> str:
        form = section.planned.form
        redo = ""
        if self.tools and form != "missing":
            redo = (
                f'<button type="button" class="redo" data-section="{place}" lang="{self.tools.language}" '
                f'aria-label="{escape(f"{self.tools.reading.redo}: {section.planned.title}")}">'
                f"↻ {self.tools.reading.redo}</button>"
            )
        problem = f'<p class="warning">{escape(section.problem)}</p>' if section.problem else ""
        inner = self._missing() if form == "missing" else self._written(section, place)
        return (
            f'<section class="part as-{form}" data-section="{place}" '
            f'lang="{self.said.language}"><div class="part-head">'
            f'<h3 tabindex="-1">{escape(section.planned.title)}</h3>{redo}</div>'
            f"{self._told_of(section, place)}{problem}{inner}</section>"
        )

    def _told_of(self, section: Section, place: int) -> str:
        if not self.told or self.told.at.section != place:
            return ""
        at = self.told.at
        there = 0 <= at.group < len(section.groups) and 0 <= at.claim < len(section.groups[at.group].claims)
        return "" if there else self._told(at)

    def _told(self, at: Place) -> str:
        if not self.told or self.told.at != at:
            return ""
        language = (self.tools or self.said).language
        return f'<span class="done told" role="status" lang="{language}">{escape(self.told.text)}</span>'

    def _written(self, section: Section, place: int) -> str:
        if section.planned.form == "table":
            return self._table(section, place)
        if not any(group.claims for group in section.groups):
            return f'<p class="none">{self.said.reading.nothing_here}</p>'
        return "".join(
            self._group(group, section, place, number)
            for number, group in enumerate(section.groups)
            if group.claims or group.lead
        )

    def _group(self, group: Group, section: Section, place: int, number: int) -> str:
        claims = [self._claim(claim, Place(place, number, at)) for at, claim in enumerate(group.claims)]
        if section.planned.form == "sources":
            text = f"<p>{' '.join(claims)}</p>" if claims else ""
        else:
            text = f"<ul>{''.join(f'<li>{claim}</li>' for claim in claims)}</ul>" if claims else ""
        if not claims:
            text = f'<p class="none">{self.said.reading.empty_cell}</p>'
        lead = f"<h4>{escape(group.lead)}</h4>" if group.lead else ""
        return f'<div class="group">{lead}{text}</div>'

    def _table(self, section: Section, place: int) -> str:
        """Roles are written out, for on a phone the style sheet stacks the cells, and browsers then forget them."""
        words, held = self.said.reading, {group.lead for group in section.groups}
        without = [Group(subject, ()) for subject in section.planned.subjects if subject not in held]
        groups = [*section.groups, *without]
        planned = [aspect.name for aspect in section.planned.aspects]
        aspects = list(dict.fromkeys([*planned, *(claim.about for group in groups for claim in group.claims)]))
        cells = [[self._cell(name, group, place, at) for name in aspects] for at, group in enumerate(groups)]
        rows, columns, corner = [group.lead for group in groups], aspects, words.subject
        if len(rows) <= MOST_COLUMNS < len(columns):  # turned around, as on paper
            rows, columns, corner, cells = (
                columns,
                rows,
                words.aspect,
                [list(each) for each in zip(*cells, strict=True)],
            )
        wide = len(columns) > MOST_COLUMNS
        heads = "".join(f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in columns)
        lines = "".join(
            f'<tr role="row"><th scope="row" role="rowheader">{escape(row)}</th>'
            + "".join(
                f'<td role="cell" data-label="{escape(name)}">{cell}</td>'
                for name, cell in zip(columns, line, strict=True)
            )
            + "</tr>"
            for row, line in zip(rows, cells, strict=True)
        )
        name = escape(section.planned.title)
        return (
            f'{f"""<p class="about sideways">↔ {words.wide_table}</p>""" if wide else ""}'
            f'<div class="scroll{" wide" if wide else ""}" tabindex="0" role="region" aria-label="{name}">'
            f'<table role="table"><caption class="unseen">{name}</caption>'
            f'<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{corner}</th>{heads}</tr>'
            f'</thead><tbody role="rowgroup">{lines}</tbody></table></div>'
        )

    def _cell(self, about: str, group: Group, place: int, number: int) -> str:
        claims = [
            self._claim(claim, Place(place, number, at))
            for at, claim in enumerate(group.claims)
            if claim.about == about
        ]
        return " ".join(claims) or f'<span class="none">{self.said.reading.empty_cell}</span>'

    def _claim(self, claim: Claim, at: Place) -> str:
        language = self.brief.outline.order.language
        markers = "".join(marker_html(each, language) for each in self.notes.of(claim.citations))
        # Words of a document are in its language, whatever that of the briefing.
        spoken = claim.citations[0].document.language if claim.citations and not claim.worded else language
        lang = f' lang="{escape(spoken)}"' if spoken != language else ""
        start, space, last = claim.text.rpartition(" ")
        if len(last) > LONGEST_KEPT:
            start, space, last = claim.text, "", ""
        id_ = f"claim-{at.section}-{at.group}-{at.claim}"
        return (
            f'<span class="claim" id="{id_}" tabindex="-1"{lang}>{escape(start + space)}'
            f'<span class="kept">{escape(last)}{markers}{self._support(claim)}{self._changing(claim, at)}</span></span>'
            f"{self._told(at)}"
        )

    def _support(self, claim: Claim) -> str:
        """How well the sources support words that a model chose, as a filled bar."""
        if not claim.worded:
            return ""
        share = int(100 * claim.support)  # never told as more than it is, as on paper
        name = self.page.talk.support.format(share=share)
        return (
            f'<span class="support" role="img" aria-label="{escape(name)}" title="{escape(name)}" '
            f'style="--share:{share}%"></span>'
        )

    def _changing(self, claim: Claim, at: Place) -> str:
        if not self.tools:
            return ""
        words, where = (
            self.tools.reading,
            f'data-section="{at.section}" data-group="{at.group}" data-claim="{at.claim}"',
        )
        documents = {citation.document.id: citation.document.title for citation in claim.citations}
        excluding = "".join(
            f'<button type="button" class="exclude" data-document="{escape(id_)}" {where}>'
            f"{escape(words.exclude.format(title=title))}</button>"
            for id_, title in documents.items()
        )
        name = escape(f"{words.change}: {claim.text[:80]}")
        return (
            f'<button type="button" class="change" aria-expanded="false" aria-label="{name}" title="{words.change}" '
            f'lang="{self.tools.language}">⋯</button><span class="menu" lang="{self.tools.language}" hidden>'
            f'<button type="button" class="another" {where}>{words.another}</button>'
            f'<button type="button" class="remove-claim" {where}>{words.remove}</button>{excluding}</span>'
        )

    def _missing(self) -> str:
        """What a reader must know of the evidence, by kind, and then what a section found nothing on."""
        parts, said = [], self.said.reading
        for kind, heading in said.gaps.items():
            gaps = [gap for gap in self.brief.gaps if gap.kind == kind]
            items = [
                f"{escape(gap.text)}"
                + "".join(marker_html(each, self.brief.outline.order.language) for each in self.notes.of(gap.citations))
                for gap in gaps
            ]
            if kind == "not-found":
                items += [escape(line) for line in unanswered(self.brief, self.said)]
            if items:
                parts.append(f"<h4>{heading}</h4><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")
        return "".join(parts) or f"<p>{said.no_gaps}</p>"


def unanswered(brief: Brief, said: BriefPhrases) -> Iterator[str]:
    """What each section found nothing on, unless a gap names it already."""
    told = [gap.text for gap in brief.gaps if gap.kind == "not-found"]
    for section in brief.sections:
        rest = [aspect for aspect in section.unanswered if not any(aspect in text for text in told)]
        if rest:
            yield said.reading.unanswered.format(section=section.planned.title, aspects="; ".join(rest))
