"""Split a document into passages: whole sentences, headings with their text, tables whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from corpus.types import Page, Passage, Span
from ingest.pieces import Piece, block_text, pieces
from ingest.types import ReadDocument, ReadPage

LIMIT_CHARS = 900  # with title and headings less than the embedding model reads at once (512 tokens)
TABLE_LIMIT_CHARS = 1_800
STUMP_CHARS = 250  # a section shorter than this shares a passage with its neighbours of the same chapter


class _Room(NamedTuple):
    """How many characters a passage may have, without and with a table."""

    text: int
    table: int

    def for_(self, group: Iterable[Piece]) -> int:
        return self.table if any(piece.kind == "table" for piece in group) else self.text


def split(
    document_id: str,
    read: ReadDocument,
    title: str,
    language: str = "en",
    *,
    limit_chars: int = LIMIT_CHARS,
    table_limit_chars: int = TABLE_LIMIT_CHARS,
) -> tuple[list[Page], list[Passage]]:
    """The document's pages, and its passages in reading order.

    A passage is of one section, of whole sentences, and seldom longer than the limit; sections of a few words
    that follow each other under one heading share a passage. Running headers are in no passage. A heading
    that only repeats the title starts no section: the title is known anyway.
    """
    pages = [_page(page) for page in read.pages]
    texts = {page.number: page.text for page in pages}
    room = _Room(limit_chars, table_limit_chars)
    passages: list[Passage] = []
    for group in _without_stumps(_grouped(pieces(read, title, language, *room), room), room):
        spans = _merged([span for piece in group for span in piece.spans], texts)
        text = "\n".join(texts[span.page][span.start : span.end] for span in spans)
        is_table = any(piece.kind == "table" for piece in group)
        passages.append(Passage(f"{document_id}:{len(passages)}", document_id, text, spans, _section(group), is_table))
    return pages, passages


def _page(page: ReadPage) -> Page:
    headings = tuple(block_text(page, block) for block in page.blocks if block.kind == "heading")
    return Page(page.number, page.label, page.text, headings)


def _grouped(pieces: Iterable[Piece], room: _Room) -> Iterator[list[Piece]]:
    """Neighbouring pieces of one section up to the limit; a heading goes with what follows it."""
    group: list[Piece] = []
    for piece in pieces:
        if group and not _fits(group, piece, room):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _fits(group: Sequence[Piece], piece: Piece, room: _Room) -> bool:
    if all(member.is_heading for member in group):
        # A chapter's heading directly above a section's: both belong to the text below. But a page of
        # nothing but headings is a list, and is cut like one.
        return not piece.is_heading or _length(group) + piece.length <= room.text
    if piece.is_heading or piece.section != group[-1].section or _on_another_page(group, piece):
        return False
    limit = room.for_([*group, piece])
    length = _length(group) + piece.length
    # Rather one passage a little too long than a stump of a few words.
    return length <= limit or (piece.length < 80 and length <= limit + 80)


def _on_another_page(group: Sequence[Piece], piece: Piece) -> bool:
    """A passage crosses a page break only where a paragraph does: who finds it is sent to one page."""
    return group[-1].spans[-1].page != piece.spans[0].page


def _without_stumps(groups: Iterable[list[Piece]], room: _Room) -> Iterator[list[Piece]]:
    """Join a section of a few words to the one above it, and what is still as short to the one beside it.

    A form with forty headings and a line under each would else be forty passages that say nothing alone.
    """
    return _joined(_joined(groups, room, _is_above), room, _is_beside)


def _joined(groups: Iterable[list[Piece]], room: _Room, may_join: Callable[..., bool]) -> Iterator[list[Piece]]:
    waiting: list[Piece] = []
    for group in groups:
        together = [*waiting, *group]
        is_short = min(_length(waiting), _length(group)) < STUMP_CHARS
        fits = (
            _length(together) <= room.for_(together) and not _on_another_page(waiting, group[0]) if waiting else False
        )
        if fits and is_short and may_join(waiting, group):
            waiting = together
            continue
        if waiting:
            yield waiting
        waiting = list(group)
    if waiting:
        yield waiting


def _is_above(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    section = _section(one)
    return bool(section) and _section(other)[: len(section)] == section


def _is_beside(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    above, below = _section(one), _section(other)
    shared = len(_shared(above, below))
    return shared > 0 and shared >= len(above) - 1 and shared >= len(below) - 1


def _section(group: Sequence[Piece]) -> tuple[str, ...]:
    """The headings that all of the group's text stands under."""
    path = group[-1].section
    for piece in group:
        if not piece.is_heading:
            path = _shared(path, piece.section)
    return path


def _shared(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _length(group: Sequence[Piece]) -> int:
    return sum(piece.length for piece in group)


def _merged(spans: Sequence[Span], texts: dict[int, str]) -> tuple[Span, ...]:
    """Spans with nothing but white space between them become one."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if (
            last
            and last.page == span.page
            and last.end <= span.start
            and not texts[span.page][last.end : span.start].strip()
        ):
            merged[-1] = Span(last.page, last.start, span.end)
        else:
            merged.append(span)
    return tuple(merged)
