"""The filters that are set, always in view: what is searched, how many documents that is, and how to take one back."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any

from assistant.phrases import PagePhrases, counted, kind_forms, phrases
from assistant.web.choices import CHOSEN, filters_from
from corpus.errors import BadFilter
from corpus.filters import FIELDS, matching
from corpus.types import Document, Filters


def active_html(chosen: Sequence[Any], documents: Sequence[Document], page: PagePhrases) -> str:
    """What is set, each with a button that takes it back, and how many documents match; "" if nothing is set."""
    if not any(chosen):
        return ""
    try:
        filters = filters_from(*chosen)
    except BadFilter:
        return f'<p class="active none" role="status">{page.no_date}</p>'
    count = len(matching(documents, filters))
    said = page.talk
    found = counted(count, said.matching, page.language) if count else said.none_match
    titles = {document.source: document.title for document in documents}
    chips = "".join(_chip(field, value, name, page) for field, value, name in _set(filters, titles, page))
    return (
        f'<div class="active{"" if count else " none"}"><span>{said.searching_only}</span>{chips}'
        f'<span class="count" role="status">{found}</span>'
        f'<button type="button" class="clear-all">{said.clear_filters}</button></div>'
    )


def cleared(chosen: Sequence[Any], field: str, value: str) -> list[Any]:
    """The values of the fields without that one; without any if no field is named."""
    if not field:
        return [[] if name in CHOSEN else "" for name in FIELDS]
    return [
        each if name != field else [kept for kept in each if kept != value] if name in CHOSEN else ""
        for name, each in zip(FIELDS, chosen, strict=True)
    ]


def chosen_of(filters: Filters) -> list[Any]:
    """What the fields hold for these filters: the way back from `filters_from`."""
    several = [[str(value) for value in getattr(filters, name)] for name in CHOSEN]
    return [*several, filters.since or "", filters.until or ""]


def _set(filters: Filters, titles: dict[str, str], page: PagePhrases) -> Iterator[tuple[str, str, str]]:
    """Each value that is set: its field, itself, and its name for the reader."""
    said = phrases(page.language)
    names: dict[str, Callable[[Any], str]] = {
        "roundtable": lambda value: said.roundtable.format(number=value),
        "kind": lambda value: kind_forms(value, page.language)[0],
        "language": lambda value: said.in_language.format(language=value),
        "document": lambda value: titles.get(value, value),
    }
    for field in CHOSEN:
        for value in getattr(filters, field):
            yield field, str(value), names.get(field, str)(value)
    if filters.since:
        yield "since", filters.since, said.from_date.format(date=filters.since)
    if filters.until:
        yield "until", filters.until, said.until_date.format(date=filters.until)


def _chip(field: str, value: str, name: str, page: PagePhrases) -> str:
    remove = page.talk.remove_filter.format(name=name)
    return (
        f'<span class="chip">{escape(name)}<button type="button" class="unset" data-field="{field}" '
        f'data-value="{escape(value)}" aria-label="{escape(remove)}" title="{escape(remove)}">✕</button></span>'
    )
