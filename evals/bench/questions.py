"""Make questions from an index's own documents: about their titles, their headings, and how passages begin."""

from collections.abc import Iterator

from corpus.index import Index

FIRST_WORDS = 8


def questions_from(index: Index, count: int) -> list[str]:
    """`count` questions, the same for the same index; some twice if the documents are too few and too short.

    Headings come from all over the collection. They time the assistant; they do not tell how well it answers.
    """
    headings = list(dict.fromkeys(_from_headings(index)))
    found = _spread(headings, count)
    if len(found) < count:
        more = list(dict.fromkeys([*found, *_from_passages(index)]))
        found += _spread(more[len(found) :], count - len(found))
    return [found[place % len(found)] for place in range(count)] if found else []


def _from_headings(index: Index) -> Iterator[str]:
    for document in index.documents.values():
        yield f"What is {document.title} about?"
        for passage in index.passages_of(document.id):
            if passage.section:
                yield f"What does {document.title} say about {passage.section[-1]}?"


def _from_passages(index: Index) -> Iterator[str]:
    for document in index.documents.values():
        for passage in index.passages_of(document.id):
            yield f"What do we know of this: {' '.join(passage.text.split()[:FIRST_WORDS])}?"


def _spread(values: list[str], count: int) -> list[str]:
    """At most `count` of the values, at equal distances."""
    if len(values) <= count:
        return values
    return [values[place * len(values) // count] for place in range(count)]
