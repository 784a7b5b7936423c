"""What a reader hands on: the pages of one file with the blocks found on them."""

from dataclasses import dataclass, field
from typing import Any, Literal

BlockKind = Literal["heading", "text", "item", "table", "running"]


@dataclass(frozen=True, slots=True)
class Block:
    """Characters `start` to `end` of a page's text that belong together.

    `level` is the depth of a heading (1 is the outermost) and 0 for everything else. A "running" block is
    a header or footer repeated from page to page: part of the page as the reader sees it, and of no passage.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class ReadPage:
    """The text of one page, its printed label where it has one, and its blocks in reading order."""

    number: int
    label: str | None
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One file, read. `metadata` holds what the file says about itself under the names of `Document`'s
    fields; `problems` are whole sentences about what could not be read, for the ingest's summary."""

    pages: tuple[ReadPage, ...]
    paged: bool
    metadata: dict[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
