"""Grow a collection: passages made of halves of real ones, with vectors and tokens as such passages have them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from corpus.chroma_server import ChromaServer
from corpus.encoders import Embedded, Vectors, of_length_1, packed
from corpus.index import Index
from corpus.types import Document, Page, Passage, Span
from corpus.writer import IndexWriter

PER_DOCUMENT = 40  # passages; the reports of the public set have 40 to 700, the documents that ship about ten
# Between a vector and that of a passage of two halves lies more than their mean: with this much noise (its length
# before all is made 1) the nearest ones of a real question lie as far apart as among as many real passages.
NOISE = 0.25
SEED = 8


@dataclass(frozen=True, slots=True)
class Real:
    """A real passage with its document, its vector, and its tokens: of length 1, and where they end."""

    document: Document
    passage: Passage
    vector: Vectors
    tokens: Vectors
    places: np.ndarray


def real_passages(index: Index) -> list[Real]:
    """All of an index, in its order."""
    found = []
    for document in index.documents.values():
        passages = index.passages_of(document.id)
        ids = [passage.id for passage in passages]
        vectors, tokens = index.vectors(ids), index.tokens(ids)
        found += [Real(document, each, vectors[each.id], *tokens[each.id]) for each in passages]
    return found


def grow(
    real: Sequence[Real], folder: Path, model: str, count: int, tokens: bool = True, server: ChromaServer | None = None
) -> None:
    """An index of `count` passages: the real ones, as far as there is room, then made ones.

    `tokens=False` leaves out the token vectors of the made ones, which are most of the room on the disk.
    """
    with IndexWriter(folder, model, server) as writer:
        for document, passages, embedded in _documents(real, count, tokens):
            page = Page(1, "1", "\n".join(each.text for each in passages))
            writer.add(document, [page], passages, embedded)
        writer.publish()


def _documents(
    real: Sequence[Real], count: int, tokens: bool
) -> Iterator[tuple[Document, list[Passage], list[Embedded]]]:
    draw = np.random.default_rng(SEED)
    made = _made(real, draw, tokens)
    for start in range(0, count, PER_DOCUMENT):
        rows = [
            (real[place].document, real[place].passage.text, real[place].passage.section, _embedded(real[place]))
            if place < len(real)
            else next(made)
            for place in range(start, min(start + PER_DOCUMENT, count))
        ]
        like, number = rows[0][0], start // PER_DOCUMENT
        document = replace(like, id=f"grown-{number}", source=f"grown/{number}.pdf", title=like.title, paged=True)
        passages, at = [], 0
        for ordinal, (_, text, section, _) in enumerate(rows):
            span = Span(1, at, at + len(text))
            passages.append(Passage(f"{document.id}:{ordinal}", document.id, text, (span,), section))
            at += len(text) + 1
        yield document, passages, [row[3] for row in rows]


def _made(
    real: Sequence[Real], draw: np.random.Generator, tokens: bool
) -> Iterator[tuple[Document, str, tuple[str, ...], Embedded]]:
    """Passages without end: the first half of one and the second of another, by their words."""
    none = (np.zeros((0, real[0].tokens.shape[1] // 2), np.uint8), np.zeros(0, np.int16))
    while True:
        one, other = (real[place] for place in draw.integers(len(real), size=2))
        share = draw.uniform(0.3, 0.7)
        first, second = _cut(one.passage.text, share), _cut(other.passage.text, share)
        text = one.passage.text[:first] + other.passage.text[second:]
        noise = draw.standard_normal(one.vector.shape).astype(np.float32)
        mixed = share * one.vector + (1 - share) * other.vector + NOISE * noise / np.linalg.norm(noise)
        held = _tokens(one, other, first, second) if tokens else none
        yield one.document, text, one.passage.section, Embedded(of_length_1(mixed[None])[0], *held)


def _tokens(one: Real, other: Real, first: int, second: int) -> tuple[np.ndarray, np.ndarray]:
    before, after = one.places < first, other.places >= second
    shifted = other.places[after] - second + first
    rows = np.concatenate([one.tokens[before], other.tokens[after]])
    return packed(rows), np.concatenate([one.places[before], shifted]).astype(np.int16)


def _embedded(each: Real) -> Embedded:
    return Embedded(each.vector, packed(each.tokens), each.places)


def _cut(text: str, share: float) -> int:
    """The place of a space about that far into the text."""
    place = text.find(" ", int(len(text) * share))
    return place if place >= 0 else len(text)
