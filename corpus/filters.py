"""Choose documents by roundtable, date, place, kind, language or name."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from corpus.errors import BadFilter
from corpus.types import KINDS, Document, Filters
from corpus.words import plain

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
FIELDS = tuple(field.name for field in fields(Filters))


def parse_filters(settings: Sequence[str]) -> Filters:
    """Filters from texts such as `roundtable=2`, `place=Seoul`, `since=2020-06`; `a,b` gives alternatives.

    Raises `BadFilter` with the fields that exist.
    """
    found: dict[str, Any] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        name, values = name.strip().lower(), tuple(part.strip() for part in value.split(",") if part.strip())
        if not equals or name not in FIELDS or not values:
            raise BadFilter(f"filter {setting}: expected FIELD=VALUE, where FIELD is one of {', '.join(FIELDS)}")
        if name in ("since", "until"):
            found[name] = checked_date(name, value.strip())
        else:
            found[name] = found.get(name, ()) + tuple(map(_READ.get(name, str), values))
    filters = Filters(**found)
    unknown = [kind for kind in filters.kind if kind not in KINDS]
    if unknown:
        raise BadFilter(f"kind={unknown[0]}: the kinds are {', '.join(KINDS)}")
    return filters


def matching(documents: Iterable[Document], filters: Filters) -> list[Document]:
    """The documents that every field of the filters allows, in their order."""
    if not filters:
        return list(documents)
    names, places = set(filters.document), set(map(plain, filters.place))
    return [
        document
        for document in documents
        if (not filters.roundtable or document.roundtable in filters.roundtable)
        and (not filters.kind or document.kind in filters.kind)
        and (not filters.language or document.language in filters.language)
        and (not places or not places.isdisjoint(map(plain, document.places)))
        and (not names or not names.isdisjoint(_names(document)))
        and _in_range(document.date, filters.since, filters.until)
    ]


def _names(document: Document) -> tuple[str, ...]:
    file = document.source.rsplit("/", 1)[-1]
    return document.source, file, file.rpartition(".")[0], document.id, document.title


def _in_range(date: str | None, since: str | None, until: str | None) -> bool:
    if not since and not until:
        return True
    if not date:
        return False
    # "2020" stands for every day of 2020: its first day must not be after the end, nor its last before the start.
    return (not since or _last_day(date) >= _first_day(since)) and (not until or _first_day(date) <= _last_day(until))


def _first_day(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :]


def _last_day(date: str) -> str:
    return date + "-12-31"[len(date) - 4 :]


def checked_date(name: str, value: str) -> str:
    """The value, if it is a date such as 2020, 2020-12 or 2020-12-03. Raises `BadFilter` naming the field."""
    from datetime import date

    try:
        # Without this look at its form, "2020-1" would be completed to the first of November.
        if not _DATE.fullmatch(value):
            raise ValueError
        date.fromisoformat(_first_day(value))
    except ValueError:
        raise BadFilter(f"{name}={value}: write a date as 2020, 2020-12 or 2020-12-03") from None
    return value


def _number(value: str) -> int:
    if not value.isdecimal():
        raise BadFilter(f"roundtable={value}: write the number of the roundtable, such as 2")
    return int(value)


_READ: Mapping[str, Callable[[str], Any]] = {"roundtable": _number, "kind": str.lower, "language": str.lower}
