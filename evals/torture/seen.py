"""What a reader can see of an index, so that two states can be compared and half of one is noticed."""

from dataclasses import dataclass
from pathlib import Path

from corpus import generations
from corpus.damage import look as look_at_files
from corpus.index import Index
from corpus.writer import IndexWriter
from evals.torture.tiny import Tiny
from ingest.pipeline import ingest

MANY = 1_000


class Lost(Exception):
    """Something is gone, half written, or not what it should be; the message says what."""


@dataclass(frozen=True, slots=True)
class Seen:
    """All of a state; `passages` are found by reading, by words and by meaning alike."""

    state: str
    counts: tuple[tuple[str, int], ...]
    passages: frozenset[str]


def look(folder: Path) -> Seen:
    """Raises `Lost` if reading, words and meaning do not agree, and what opening raises."""
    current = generations.current(folder)
    if current:
        look_at_files(current, thorough=True)
    index = Index(folder)
    try:
        read = {passage.id for document in index.documents for passage in index.passages_of(document)}
        ways = {
            "words": set(index.by_words(["citi"], MANY)),
            "meaning": set(index.by_meaning(Tiny().encode_queries(["city"])[0], MANY)),
            "tokens": set(index.tokens(sorted(read))),
        }
        for way, found in ways.items():
            if found != read:
                raise Lost(f"{len(read)} passages are read and {len(found)} are found by {way}")
        counts = {"passages": len(read), "vectors": index.vector_count(), "words": index.word_count()}
        if len(set(counts.values())) != 1:
            raise Lost(f"counts that differ: {counts}")
        if {file.document for file in index.files()} != set(index.documents):
            raise Lost("files and documents do not agree")
        return Seen(index.state, tuple(index.counts().items()), frozenset(read))
    finally:
        index.close()


def complete(files: Path, index: Path) -> Seen:
    """What is seen after an ingest that nobody disturbs."""
    with IndexWriter(index, Tiny.name) as writer:
        ingest([files], writer, Tiny, prune=True)
    return look(index)
