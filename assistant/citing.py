"""Cite a document the way the reader's house does: plain words, APA, Chicago or BibTeX, and nothing made up.

A document names no authors; where it has a publisher, that is the author.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.reference import ENGLISH, ISO, Forms, Reference, reference_of, written
from assistant.types import Citation
from corpus.errors import RoundtableError
from corpus.types import Document

_ENDED = re.compile(r"[.?!…][\"'”’»)]*$")
# Braces by name: BibTeX counts them, escaped or not, and one too many would swallow the entries below.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    **{each: f"\\{each}" for each in "&%$#_"},
}


class UnknownStyle(RoundtableError):
    """There is no such citation style."""


def cite(
    cited: Citation | Document,
    page: int | None = None,
    page_label: str | None = None,
    style: str = "plain",
    language: str = "en",
    accessed: date | None = None,
) -> str:
    """The reference in that style: one line, in BibTeX one entry. A Citation brings its own page, unless one is given.

    `accessed` is the day on which the address was read. Raises UnknownStyle for a style that is not in STYLES.
    """
    return _style(style)(reference_of(cited, page, page_label, language, accessed))


def cite_all(
    cited: Sequence[Citation | Document], style: str = "plain", language: str = "en", accessed: date | None = None
) -> list[str]:
    """The different references in their order, in BibTeX each with a key of its own. Raises UnknownStyle."""
    write, taken, written = _style(style), set[str](), []
    for reference in dict.fromkeys(reference_of(each, language=language, accessed=accessed) for each in cited):
        key, more = reference.key, 2
        while key in taken:
            key, more = f"{reference.key}-{more}", more + 1
        taken.add(key)
        written.append(write(replace(reference, key=key)))
    return written


def _plain(ref: Reference) -> str:
    about = ", ".join(filter(None, (ref.publisher, written(ref.dated, ref.words.plain_dates, ref.words), ref.where)))
    seen = ref.words.seen.format(date=_day(ref, ref.words.plain_dates)) if ref.accessed and ref.url else ""
    address = f"{ref.url} ({seen})" if seen else ref.url or ref.source
    return " ".join(filter(None, (stopped(ref.title), stopped(about), address)))


def _apa(ref: Reference) -> str:
    """Publication Manual of the APA, 7th edition, 9.12 (no author), 9.17 (no date), 9.16 (retrieval)."""
    page = f" ({ref.words.page.format(page=ref.page)})" if ref.page else ""
    year = f"({_apa_date(ref)})."
    title = stopped(ref.title + page)
    address = ref.url
    if ref.accessed and ref.url:
        address = ref.words.retrieved.format(date=_day(ref, ref.words.dates), url=ref.url)
    parts = (stopped(ref.publisher), year, title) if ref.publisher else (title, year)
    return " ".join(filter(None, (*parts, address)))


def _chicago(ref: Reference) -> str:
    """Chicago Manual of Style, 17th edition: a note where there is a page, and else an entry of the bibliography."""
    when = written(ref.dated, ref.words.dates, ref.words) or ref.words.undated
    accessed = ref.words.accessed.format(date=_day(ref, ref.words.dates)) if ref.accessed and ref.url else ""
    if ref.page:
        named = ", ".join(filter(None, (ref.publisher, ref.title)))
        return ", ".join(filter(None, (f"{named} ({when})", ref.page, accessed, ref.url))) + "."
    accessed = accessed[:1].upper() + accessed[1:]
    return " ".join(stopped(each) for each in (ref.publisher, ref.title, when, accessed, ref.url) if each)


def _bibtex(ref: Reference) -> str:
    """An entry with the address as it is, for the packages that print it take it letter by letter."""
    report = ref.kind == "report" and ref.publisher
    found = ISO.fullmatch(ref.dated)
    year, month, day = found.groups() if found else (ref.dated, None, None)
    fields = {
        "author": f"{{{{{_tex(ref.publisher)}}}}}" if ref.publisher else "",
        "title": f"{{{{{_tex(ref.title)}}}}}",
        "institution": f"{{{{{_tex(ref.publisher)}}}}}" if report else "",
        "year": f"{{{_tex(year)}}}" if year else "",
        "month": ENGLISH.months[int(month) - 1][:3].lower() if month else "",
        "day": f"{{{int(day)}}}" if day else "",
        "pages": f"{{{_tex(ref.page)}}}" if ref.page else "",
        "url": f"{{{ref.url}}}" if ref.url else "",
        "urldate": f"{{{ref.accessed.isoformat()}}}" if ref.accessed and ref.url else "",
    }
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items() if value)
    return f"@{'techreport' if report else 'misc'}{{{ref.key},\n{lines}}}"


STYLES: Mapping[str, Callable[[Reference], str]] = {
    "plain": _plain,
    "apa": _apa,
    "chicago": _chicago,
    "bibtex": _bibtex,
}


def _style(name: str) -> Callable[[Reference], str]:
    if name not in STYLES:
        raise UnknownStyle(f"{name!r} is no citation style; there are {', '.join(STYLES)}")
    return STYLES[name]


def undated(ref: Reference) -> str:
    """What stands for the year of a document without one; "n.d.-a" where several of one name have none."""
    return f"{ref.words.undated}-{ref.letter}" if ref.letter else ref.words.undated


def _apa_date(ref: Reference) -> str:
    year, month, day = (form.replace("{year}", f"{{year}}{ref.letter}") for form in ref.words.apa_dates)
    if ref.dated and not ISO.fullmatch(ref.dated):
        return f"{ref.dated}{ref.letter}"
    return written(ref.dated, (year, month, day), ref.words) or undated(ref)


def _day(ref: Reference, forms: Forms) -> str:
    return written(ref.accessed.isoformat(), forms, ref.words) if ref.accessed else ""


def stopped(text: str) -> str:
    """The text with a full stop, unless it has an end of its own."""
    return text if not text or _ENDED.search(text) else f"{text}."


def _tex(text: str) -> str:
    return "".join(_TEX.get(each, each) for each in text)
