"""The collection as HTML: what it holds by roundtable, year, place and kind, its documents, and one of them opened.

All that comes from documents is escaped.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from assistant.phrases import PagePhrases, counted, kind_forms, phrases
from assistant.render.html_reader import citing_html, deep_link, unopened_html
from corpus.types import Document, Page

FIRST_PLACES = 8  # the others are a click away
LISTED = 200  # documents; of more, words or filters choose

Row = tuple[str, str, int]  # name, value of the filter, how many documents


def overview_html(documents: Sequence[Document], pages: int, page: PagePhrases) -> str:
    """How much there is, and four charts whose bars choose: by roundtable, year, place and kind."""
    said = page.library
    holds = said.holds.format(
        documents=f"{len(documents)} {counted(len(documents), kind_forms('document', page.language), page.language)}",
        pages=counted(pages, said.pages, page.language),
    )
    places = _counted(place for document in documents for place in document.places)
    first, rest = places[:FIRST_PLACES], places[FIRST_PLACES:]
    more = said.show_all_places.format(count=len(places))
    hidden = f'<details class="rest"><summary>{more}</summary>{_bars("place", rest, places)}</details>' if rest else ""
    charts = (
        _chart(said.by_roundtable, _bars("roundtable", _roundtables(documents, page))),
        _chart(said.by_year, _timeline(_years(documents), _undated(documents), page)),
        _chart(said.by_place, _bars("place", first, places) + hidden),
        _chart(said.by_kind, _bars("kind", _kinds(documents, page))),
    )
    return f'<h2>{said.heading}</h2><p class="holds">{holds}</p><div class="charts">{"".join(charts)}</div>'


def documents_html(documents: Sequence[Document], pages: Mapping[str, int], opened: str, page: PagePhrases) -> str:
    """The documents as a list, each to be opened or asked about; `opened` is the id or source of the one
    that is open."""
    if not documents:
        return f'<p class="hint" role="status">{page.library.nothing_here}</p>'
    count = counted(len(documents), page.talk.matching, page.language)
    items = "".join(
        _item(document, pages.get(document.id, 0), opened in (document.id, document.source), page)
        for document in documents[:LISTED]
    )
    rest = len(documents) - LISTED
    more = f'<p class="hint">{page.library.more_documents.format(count=rest)}</p>' if rest > 0 else ""
    return f'<p class="count" role="status">{count}</p><ul class="documents">{items}</ul>{more}'


def document_html(document: Document, pages: Sequence[Page], number: int, quote: str, page: PagePhrases) -> str:
    """One document: what is known of it, its sections, and the page of that number, which the script brings."""
    said = page.library
    known = {
        said.publisher: document.publisher,
        said.date: document.date,
        said.places: ", ".join(document.places),
        said.language: document.language,
        said.licence: document.licence,
        said.length: counted(len(pages), said.pages, page.language) if document.paged else None,
        said.file: document.source,
    }
    facts = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in known.items() if value)
    label = next((each.label for each in pages if each.number == number), None)
    return (
        f'<button type="button" class="back">‹ {said.back}</button>'
        f'<article class="document"><h2>{escape(document.title)}</h2>'
        f'<p><a class="ask-about" href="{_asked_about(document)}">{said.ask_about}</a></p>'
        f"<dl>{facts}</dl>{_sections(pages, document.paged, page)}"
        f"{unopened_html(document, number, quote, 0, page)}"
        f"{citing_html(document, number if document.paged else None, label, page)}</article>"
    )


def _chart(title: str, inner: str) -> str:
    return f"<section><h3>{title}</h3>{inner}</section>" if inner else ""


def _bars(field: str, rows: Sequence[Row], of: Sequence[Row] | None = None) -> str:
    """A row for each value, as long as its number of documents to the largest of `of`."""
    most = max((count for _, _, count in of or rows), default=0)
    return "".join(
        f'<button type="button" class="chosen-by" data-field="{field}" data-value="{escape(value)}">'
        f'<span class="name">{escape(name)}</span>'
        f'<span class="amount" style="--share:{100 * count / most:.1f}%"></span>'
        f'<span class="number">{count}</span></button>'
        for name, value, count in rows
    )


def _timeline(years: Mapping[int, int], undated: int, page: PagePhrases) -> str:
    """A column for each year from the first to the last, those without documents too."""
    if not years:
        return ""
    most = max(years.values())
    columns = "".join(
        f'<button type="button" class="year" data-field="year" data-value="{year}" '
        f'aria-label="{year}: {counted(years.get(year, 0), page.talk.matching, page.language)}"'
        f"{'' if years.get(year) else ' disabled'}>"
        f'<span class="number">{years.get(year, "")}</span>'
        f'<span class="column" style="--part:{years.get(year, 0) / most:.3f}"></span>'
        f'<span class="name">{year}</span></button>'
        for year in range(min(years), max(years) + 1)
    )
    without = f'<p class="hint">{page.library.undated}: {undated}</p>' if undated else ""
    return f'<div class="timeline">{columns}</div>{without}'


def _item(document: Document, pages: int, is_open: bool, page: PagePhrases) -> str:
    said = phrases(page.language)
    about = (
        kind_forms(document.kind, page.language)[0],
        document.date,
        said.roundtable.format(number=document.roundtable) if document.roundtable else None,
        ", ".join(document.places[:4]),
        counted(pages, page.library.pages, page.language) if document.paged and pages else None,
    )
    current = ' aria-current="true"' if is_open else ""
    return (
        f'<li><a class="open-document" href="{escape(deep_link(document, None))}" data-document="{escape(document.id)}"'
        f' lang="{escape(document.language)}"{current}>{escape(document.title)}</a>'
        f'<span class="about">{escape(" · ".join(filter(None, about)))}</span></li>'
    )


def _sections(pages: Sequence[Page], paged: bool, page: PagePhrases) -> str:
    """The headings with their pages; without pages there is nothing to go to."""
    if not paged:
        return ""
    items = "".join(
        f'<li><button type="button" class="section" data-page="{each.number}">{escape(heading)}'
        f'<span class="at">{escape(each.label or str(each.number))}</span></button></li>'
        for each in pages
        for heading in each.headings
    )
    return f"<details><summary>{page.library.sections}</summary><ul>{items}</ul></details>" if items else ""


def _asked_about(document: Document) -> str:
    from urllib.parse import urlencode

    return "./?" + urlencode({"document": document.source})


def _counted(values: Iterable[str]) -> list[Row]:
    return [
        (value, value, count) for value, count in sorted(Counter(values).items(), key=lambda each: (-each[1], each[0]))
    ]


def _roundtables(documents: Sequence[Document], page: PagePhrases) -> list[Row]:
    wording = phrases(page.language).roundtable
    counts = Counter(document.roundtable for document in documents if document.roundtable)
    return [(wording.format(number=number), str(number), count) for number, count in sorted(counts.items())]


def _kinds(documents: Sequence[Document], page: PagePhrases) -> list[Row]:
    counts = Counter(document.kind for document in documents)
    return [(kind_forms(kind, page.language)[1].capitalize(), kind, count) for kind, count in counts.most_common()]


def _years(documents: Sequence[Document]) -> Counter[int]:
    return Counter(int(document.date[:4]) for document in documents if document.date and document.date[:4].isdecimal())


def _undated(documents: Sequence[Document]) -> int:
    return sum(not document.date for document in documents)
