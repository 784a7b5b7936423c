"""Check what people write into a catalogue: each value is read as what it must be, or refused by name."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NoReturn
from urllib.parse import urlsplit

from corpus.errors import BadCatalogue
from corpus.types import KINDS

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # ids become file names, so nothing else may stand in one
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")

LONGEST = 1_000  # characters of a line that says what is wrong

Check = Callable[[str, str, Any], Any]


def refuse(where: str, key: str, what: str) -> NoReturn:
    raise BadCatalogue(" ".join(f"{where}, {key!s:.100}: {what}".split())[:LONGEST])


def read_value(where: str, key: str, value: Any) -> Any:
    """The value as `Entry` holds it. Raises `BadCatalogue` with place, key and what would be right."""
    return _CHECKS.get(key, _text)(where, key, value)


def _text(where: str, key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        refuse(where, key, f"{value!r} is not a text; put it in quotes, or write null if it is not known")
    return value.strip()


def _id(where: str, key: str, value: Any) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        refuse(where, key, f"{value!r} must be small letters and digits with hyphens, such as rt2-agenda")
    return value


def _kind(where: str, key: str, value: Any) -> str:
    if value not in KINDS:
        refuse(where, key, f"{value!r} is not known; the kinds are {', '.join(KINDS)}")
    return str(value)


def _number(where: str, key: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        refuse(where, key, f"{value!r} must be a whole number from 1, or null")
    return value


def _day(where: str, key: str, value: Any) -> str:
    written = str(value)  # a year alone is a number to YAML
    try:
        if not _DATE.fullmatch(written):
            raise ValueError
        date.fromisoformat(written + "-01-01"[len(written) - 4 :])
    except ValueError:
        refuse(where, key, f"{written!r} is not a date; write 2020, 2020-12 or 2020-12-03, or null")
    return written


def _language(where: str, key: str, value: Any) -> str:
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):  # an unquoted no is False to YAML
        refuse(where, key, f'{value!r} is not a language code such as en or fr (write "no" in quotes)')
    return value


def _page_address(where: str, key: str, value: Any) -> str:
    address = _text(where, key, value)
    if not _is_address(address, ("http", "https")):
        refuse(where, key, f"{address} is not a web address that begins with https:// or http://")
    return address


def _download_address(where: str, key: str, value: Any) -> str:
    address = _text(where, key, value)
    if not _is_address(address, ("https",)):
        refuse(where, key, f"{address} must begin with https://; nothing is downloaded in any other way")
    return address


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:  # "https://[half" is no address at all
        return False
    return parts.scheme in schemes and bool(parts.hostname) and not re.search(r"\s", text)


def _file(where: str, key: str, value: Any) -> str:
    name = _text(where, key, value)
    if "\\" in name or {"", ".", ".."} & set(name.split("/")):
        refuse(where, key, f"{name} must be a path below the folder of the documents, such as digests/a.pdf")
    return name


def _each(check: Check) -> Check:
    def list_of(where: str, key: str, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            refuse(where, key, f"{value!r} must be a list, such as [a, b]")
        return tuple(check(where, key, item) for item in value)

    return list_of


_CHECKS: Mapping[str, Check] = {
    "id": _id,
    "kind": _kind,
    "roundtable": _number,
    "pages": _number,
    "date": _day,
    "language": _language,
    "places": _each(_text),
    "landing_url": _page_address,
    "mirror_urls": _each(_page_address),
    "pdf_url": _download_address,
    "file": _file,
    "describes": _each(_id),
}
