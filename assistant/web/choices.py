"""What a reader can choose in the chat: the filters that the collection offers, and questions to begin with."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.filters import checked_date
from corpus.types import Document, Filters

# Each is shown if the document that answers it is in the collection; Gradio cuts an example after 60 characters.
EXAMPLES = (
    ("When was the first Roundtable held?", "digests/roundtable-1-2019.pdf"),
    ("What is the OECD definition of smart cities?", "digests/roundtable-2-2020.pdf"),
    ("Why was Sidewalk Labs’ project in Toronto given up?", "case-studies/toronto-sidewalk-labs.md"),
    ("What is the Barcelona Digital City Plan?", "case-studies/barcelona.md"),
)
# The filters with a list of values, in the order of `filters_from`, and what the reader calls them.
CHOSEN = {"roundtable": "Roundtable", "kind": "Kind", "place": "Place", "language": "Language", "document": "Document"}
_PLURAL = {"case-study": "case studies", "policy": "policies"}


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of each filter that tell the collection's documents apart, as (shown, value)."""

    roundtable: list[tuple[str, str]]
    kind: list[tuple[str, str]]
    place: list[tuple[str, str]]
    language: list[tuple[str, str]]
    document: list[tuple[str, str]]


def choices(documents: Sequence[Document]) -> Choices:
    roundtables = _telling([{str(document.roundtable)} if document.roundtable else set() for document in documents])
    kinds = _telling([{document.kind} for document in documents])
    places = _telling([set(document.places) for document in documents])
    languages = _telling([{document.language} for document in documents])
    return Choices(
        roundtable=[(f"Roundtable {number}", number) for number in sorted(roundtables, key=int)],
        kind=[(kind.replace("-", " ").capitalize(), kind) for kind in kinds],
        place=[(place, place) for place in places],
        language=[(language, language) for language in languages],
        document=sorted((document.title, document.source) for document in documents) if len(documents) > 1 else [],
    )


def _telling(values: Sequence[set[str]]) -> list[str]:
    """The values in order; none if all documents have the same, for then choosing one changes nothing."""
    return sorted(set().union(*values)) if any(each != values[0] for each in values) else []


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


def collection_text(documents: Sequence[Document]) -> str:
    """How many documents there are, and of which kinds: "3 documents (2 case studies and 1 report)"."""
    kinds = Counter(document.kind for document in documents if document.kind != "document")
    counts = [_counted(kind, number) for kind, number in kinds.most_common()]
    total = _counted("document", len(documents))
    if not counts:
        return total
    others = len(documents) - kinds.total()
    if others:
        counts.append(_counted("other", others))
    return f"{total} ({' and '.join(filter(None, (', '.join(counts[:-1]), counts[-1])))})"


def _counted(kind: str, number: int) -> str:
    name = kind.replace("-", " ")
    return f"{number} {name if number == 1 else _PLURAL.get(kind, name + 's')}"
