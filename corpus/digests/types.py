"""The words of a digest as plain data: what it says about itself, its sections, and its sources."""

from dataclasses import dataclass

from corpus.errors import RoundtableError


class BadDigest(RoundtableError):
    """A digest is not written as the others are, so it cannot be turned into pages."""


@dataclass(frozen=True, slots=True)
class About:
    """The front matter. `date` is ISO, may stop at the year or month, and is that of what the digest covers."""

    title: str
    kind: str
    language: str
    publisher: str
    licence: str
    about: str
    date: str | None = None
    roundtable: int | None = None
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The caption is "" for a table without one; every row has as many cells as the header."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | BulletList | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (level 2 is the outermost below the title) and what stands under it."""

    title: str
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What the marker [number] refers to."""

    number: int
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Digest:
    """`guide` holds the sections that tell how to read the digest, `sections` the others before the sources."""

    about: About
    disclaimer: str
    guide: tuple[Section, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
