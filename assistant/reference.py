"""What may be said of a document when it is cited: its fields, each on one line, its date and its address in words."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from assistant.one_line import one_line
from assistant.render.text import page_text
from assistant.types import Citation
from corpus.types import Document

ISO = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_NOT_IN_AN_ADDRESS = re.compile(r"[\s\"<>\\^`{|}]")
Forms = tuple[str, str, str]  # of a date that stops at the year, at the month, and at the day


@dataclass(frozen=True, slots=True)
class Words:
    """What a style says itself; dates are made of {year}, {month} and {day}."""

    months: tuple[str, ...]
    undated: str
    page: str
    retrieved: str
    accessed: str
    seen: str
    apa_dates: Forms
    dates: Forms
    plain_dates: Forms


ENGLISH = Words(
    months=tuple("January February March April May June July August September October November December".split()),
    undated="n.d.",
    page="p. {page}",
    retrieved="Retrieved {date}, from {url}",
    accessed="accessed {date}",
    seen="seen {date}",
    apa_dates=("{year}", "{year}, {month}", "{year}, {month} {day}"),
    dates=("{year}", "{month} {year}", "{month} {day}, {year}"),
    plain_dates=("{year}", "{month} {year}", "{day} {month} {year}"),
)
FRENCH = Words(
    months=tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()),
    undated="s.d.",
    page="p. {page}",
    retrieved="Consulté le {date}, à l’adresse {url}",
    accessed="consulté le {date}",
    seen="consulté le {date}",
    apa_dates=("{year}", "{year}, {month}", "{year}, {day} {month}"),
    dates=("{year}", "{month} {year}", "{day} {month} {year}"),
    plain_dates=("{year}", "{month} {year}", "{day} {month} {year}"),
)
WORDS: Mapping[str, Words] = {"en": ENGLISH, "fr": FRENCH}


@dataclass(frozen=True, slots=True)
class Reference:
    """What a style may say of a document: each field on one line, "" where the document does not say.

    `page` is the printed page, or its number in the file where none is printed; `where` names it in words. `letter`
    sets apart works of one author and year: the "a" of "2020a".
    """

    title: str
    publisher: str
    dated: str
    page: str
    where: str
    source: str
    url: str
    kind: str
    key: str
    accessed: date | None
    words: Words
    letter: str = ""


def reference_of(
    cited: Citation | Document,
    page: int | None = None,
    page_label: str | None = None,
    language: str = "en",
    accessed: date | None = None,
) -> Reference:
    """The fields of the document, with the page given or else that of the Citation."""
    document = cited if isinstance(cited, Document) else cited.document
    if isinstance(cited, Citation) and page is None and page_label is None:
        page, page_label = cited.page, cited.page_label
    label = one_line(page_label or "")
    title = one_line(document.title) or one_line(document.source)
    publisher, dated = one_line(document.publisher or ""), one_line(document.date or "")
    return Reference(
        title=title,
        publisher=publisher,
        dated=dated,
        page=label or (str(page) if page is not None else ""),
        where=page_text(page, label, language),
        source=one_line(document.source),
        url=web_address(document),
        kind=document.kind,
        key=_key(publisher, dated, title),
        accessed=accessed,
        words=WORDS.get(language, ENGLISH),
    )


def _key(publisher: str, dated: str, title: str) -> str:
    """Of letters and digits that every BibTeX takes, "oecd2020smart"."""
    by, about = ([each for each in map(_ascii, text.split()) if each] for text in (publisher, title))
    longer = [word for word in about if len(word) > 3] or about
    key = "".join((*by[:1], _ascii(dated[:4]), *longer[:1]))
    return key if key[:1].isalpha() else f"document{key}"


def _ascii(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return "".join(filter(str.isalnum, letters))


def written(iso: str, forms: Forms, words: Words) -> str:
    """The date in the form for as much of it as is known; what is no date stays as it is."""
    found = ISO.fullmatch(iso)
    if not found:
        return iso
    year, month, day = found.groups()
    form = forms[bool(month) + bool(day)]
    number = "" if not day else "1er" if day == "01" and words is FRENCH else str(int(day))
    return form.format(year=year, month=words.months[int(month) - 1] if month else "", day=number)


def web_address(document: Document) -> str:
    """Where the document can be read on the web, safe to print and to follow; "" if it is nowhere.

    A file may claim any address, such as javascript:…
    """
    for address in (document.url, document.source):
        line = one_line(address or "")
        try:
            scheme, host = urlsplit(line)[:2]
        except ValueError:  # "http://[" is no address
            continue
        if scheme in ("http", "https") and host:
            return _NOT_IN_AN_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), line)
    return ""


def written_date(iso: str, language: str = "en") -> str:
    """The date as one reads it: "2020-12-03" is "3 December 2020"; what is no date stays as it is."""
    words = WORDS.get(language, ENGLISH)
    return written(iso, words.plain_dates, words)
