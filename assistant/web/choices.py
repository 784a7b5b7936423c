"""What a reader can choose in the chat: the filters that the collection offers, and questions to begin with."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.phrases import ENGLISH_PAGE, Forms, PagePhrases, counted, kind_forms, listed, page_phrases, phrases
from corpus.errors import BadFilter
from corpus.filters import checked_date
from corpus.types import Document, Filters

# The filters with a list of values, in the order of `filters_from`.
CHOSEN = ("roundtable", "kind", "place", "language", "document")
MOST_VALUES, LONGEST_VALUE = 1_000, 500  # of a list, and characters of a value: a path, at most


class NotOffered(BadFilter):
    """A value that no page of ours offers."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of each filter that tell the collection's documents apart, as (shown with their number, value)."""

    roundtable: list[tuple[str, str]]
    kind: list[tuple[str, str]]
    place: list[tuple[str, str]]
    language: list[tuple[str, str]]
    document: list[tuple[str, str]]


def choices(documents: Sequence[Document], page: PagePhrases = ENGLISH_PAGE) -> Choices:
    said = phrases(page.language)
    roundtables = _telling([{str(document.roundtable)} if document.roundtable else set() for document in documents])
    kinds = _telling([{document.kind} for document in documents])
    places = _telling([set(document.places) for document in documents])
    languages = _telling([{document.language} for document in documents])
    return Choices(
        roundtable=[
            (_with(said.roundtable.format(number=number), roundtables[number]), number)
            for number in sorted(roundtables, key=int)
        ],
        kind=[(_with(kind_forms(kind, page.language)[0].capitalize(), kinds[kind]), kind) for kind in sorted(kinds)],
        place=[(_with(place, places[place]), place) for place in sorted(places)],
        language=[(_with(language, languages[language]), language) for language in sorted(languages)],
        document=sorted((document.title, document.source) for document in documents) if len(documents) > 1 else [],
    )


def _with(name: str, count: int) -> str:
    return f"{name} ({count})"


def _telling(values: Sequence[set[str]]) -> Counter[str]:
    """How many documents have each value; none if all have the same, for then choosing one changes nothing."""
    if not any(each != values[0] for each in values):
        return Counter()
    return Counter(value for each in values for value in each)


def filters_from(
    roundtable: Sequence[str],
    kind: Sequence[str],
    place: Sequence[str],
    language: Sequence[str],
    document: Sequence[str],
    since: str | None,
    until: str | None,
) -> Filters:
    """Filters from what the fields of the chat hold. Raises `BadFilter` for a date that is none, and `NotOffered`."""
    return Filters(
        roundtable=tuple(_number(number) for number in _values("roundtable", roundtable)),
        kind=_values("kind", kind),
        place=_values("place", place),
        language=_values("language", language),
        document=_values("document", document),
        since=_date("from", since),
        until=_date("until", until),
    )


def _values(name: str, chosen: Any) -> tuple[str, ...]:
    if not isinstance(chosen, list | tuple) or len(chosen) > MOST_VALUES:
        raise NotOffered(f"{name}: take up to {MOST_VALUES} values")
    if not all(isinstance(each, str) and len(each) <= LONGEST_VALUE for each in chosen):
        raise NotOffered(f"{name}: a value is a word of the list")
    return tuple(chosen)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise NotOffered(f"roundtable {text[:20]!r}: is no number")
    return int(text)


def _date(name: str, typed: str | None) -> str | None:
    if typed is not None and not (isinstance(typed, str) and len(typed) <= LONGEST_VALUE):
        raise NotOffered(f"{name}: is no date")
    return checked_date(name, typed.strip()) if typed and typed.strip() else None


def examples(documents: Sequence[Document], page: PagePhrases = ENGLISH_PAGE) -> list[str]:
    """Questions that this collection answers; none for a collection of other documents."""
    sources = {document.source for document in documents}
    return [question for question, source in page.examples if source in sources]


def collection_text(documents: Sequence[Document], language: str = "en") -> str:
    """How many documents there are, and of which kinds: "3 documents (2 case studies and 1 report)"."""
    kinds = Counter(document.kind for document in documents if document.kind != "document")
    counts = [_counted(number, kind_forms(kind, language), language) for kind, number in kinds.most_common()]
    total = _counted(len(documents), kind_forms("document", language), language)
    if not counts:
        return total
    others = len(documents) - kinds.total()
    if others:
        counts.append(_counted(others, page_phrases(language).other_documents, language))
    return f"{total} ({listed(counts, phrases(language).and_)})"


def _counted(number: int, forms: Forms, language: str) -> str:
    return f"{number} {counted(number, forms, language)}"
