"""What a reader can choose in the chat: the filters that the collection offers, and questions to begin with."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.filters import checked_date
from corpus.types import Document, Filters

# Each is shown if the document that answers it is in the collection.
EXAMPLES = (
    ("What did the fourth Roundtable say about artificial intelligence?", "digests/roundtable-4-2024.pdf"),
    ("Which cities took part in the second Roundtable?", "digests/roundtable-2-2020.pdf"),
    ("Why was Sidewalk Labs’ project in Toronto given up?", "case-studies/toronto-sidewalk-labs.md"),
    ("How does Barcelona let residents take part in decisions?", "case-studies/barcelona.md"),
)


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of each filter that occur in the collection, as (shown, value)."""

    roundtable: list[tuple[str, str]]
    kind: list[tuple[str, str]]
    place: list[tuple[str, str]]
    language: list[tuple[str, str]]
    document: list[tuple[str, str]]


def choices(documents: Sequence[Document]) -> Choices:
    numbers = sorted({document.roundtable for document in documents if document.roundtable})
    kinds = sorted({document.kind for document in documents})
    places = sorted({place for document in documents for place in document.places})
    languages = sorted({document.language for document in documents})
    return Choices(
        roundtable=[(f"Roundtable {number}", str(number)) for number in numbers],
        kind=[(kind.replace("-", " "), kind) for kind in kinds],
        place=[(place, place) for place in places],
        language=[(language, language) for language in languages],
        document=sorted((document.title, document.source) for document in documents),
    )


def filters_from(
    roundtable: Sequence[str],
    kind: Sequence[str],
    place: Sequence[str],
    language: Sequence[str],
    document: Sequence[str],
    since: str | None,
    until: str | None,
) -> Filters:
    """Filters from what the fields of the chat hold. Raises `BadFilter` for a date that is none."""
    return Filters(
        roundtable=tuple(int(number) for number in roundtable),
        kind=tuple(kind),
        place=tuple(place),
        language=tuple(language),
        document=tuple(document),
        since=_date("from", since),
        until=_date("until", until),
    )


def _date(name: str, typed: str | None) -> str | None:
    return checked_date(name, typed.strip()) if typed and typed.strip() else None


def examples(documents: Sequence[Document]) -> list[str]:
    """Questions that this collection answers; none for a collection of other documents."""
    sources = {document.source for document in documents}
    return [question for question, source in EXAMPLES if source in sources]
