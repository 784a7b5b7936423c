"""What differs between two versions of a briefing, as a list to read, in HTML. All of it is escaped."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from assistant.briefing.compared import ClaimChange, Comparison
from assistant.phrases import counted
from assistant.phrases.brief_types import BriefPhrases
from assistant.render.html import filters_text
from corpus.types import Filters


def compared_html(comparison: Comparison, before: int, after: int, said: BriefPhrases) -> str:
    """Each difference in one line, by what it concerns."""
    words = said.compared
    lines = list(_lines(comparison, said))
    shown = f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if lines else f"<p>{words.same}</p>"
    same = counted(comparison.unchanged, words.unchanged, said.language)
    return (
        f'<section class="report compared"><div class="part-head"><h3 tabindex="-1">'
        f"{words.heading.format(before=before, after=after)}</h3>"
        f'<button type="button" class="close-report">{said.again.close}</button></div>{shown}'
        f'<p class="about">{same}</p></section>'
    )


def _lines(comparison: Comparison, said: BriefPhrases) -> Iterator[str]:
    words = said.compared
    for changed in comparison.order:
        old, new = (_value(each, said) for each in (changed.old, changed.new))
        yield escape(words.became.format(name=words.about.get(changed.name, changed.name), old=old, new=new))
    for section in comparison.sections:
        yield escape(words.sections[section.kind].format(old=section.old_title, new=section.new_title))
    for claim in comparison.claims:
        yield _claim(claim, said)
    for name, documents in (
        (words.newly_cited, comparison.newly_cited),
        (words.no_longer_cited, comparison.no_longer_cited),
    ):
        yield from (f"<strong>{name}</strong> {escape(document.title)}" for document in documents)
    # How many statements have one source alone is a count, which nearly every change changes.
    counted_in_both = (
        {gap.kind for gap in comparison.new_gaps} & {gap.kind for gap in comparison.closed_gaps} & {"single"}
    )
    for name, gaps in ((words.new_gaps, comparison.new_gaps), (words.closed_gaps, comparison.closed_gaps)):
        told = (gap for gap in gaps if gap.kind not in counted_in_both)
        yield from (f"<strong>{name}</strong> {escape(gap.text)}" for gap in told)


def _claim(change: ClaimChange, said: BriefPhrases) -> str:
    """What was said and what is said now; the same words once."""
    placed = [each for each in (change.old, change.new) if each]
    where = " → ".join(dict.fromkeys(each.title for each in placed))
    old, new = (f"<{tag}>{escape(each.claim.text)}</{tag}>" if each else "" for tag, each in _tagged(change))
    texts = [old, new] if change.kind in ("reworded", "added", "removed") else [escape(placed[-1].claim.text)]
    name = f"<strong>{said.compared.claims[change.kind]}</strong>"
    return f'{name} <span class="about">{escape(where)}</span> {" ".join(filter(None, texts))}'


def _tagged(change: ClaimChange) -> Sequence[tuple[str, Any]]:
    return ("del", change.old), ("ins", change.new)


def _value(value: Any, said: BriefPhrases) -> str:
    """The value of a field of the order, in words."""
    if isinstance(value, Filters):
        return filters_text(value, said.language) or said.compared.nothing
    if isinstance(value, tuple):
        return str(len(value)) if value else said.compared.nothing
    return str(value) or said.compared.nothing
