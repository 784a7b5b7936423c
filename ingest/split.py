"""Split a document into passages: whole sentences, headings with their text, tables whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.sentences import sentences
from corpus.types import Page, Passage, Span
from ingest.types import Block, ReadDocument, ReadPage

LIMIT = 900  # characters; with title and headings about what the embedding model reads at once (256 tokens)
TABLE_LIMIT = 1_800
# A longer "sentence" is a list or a table that nobody recognised.
LONGEST_SENTENCE = 900


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one page that is kept together, and the headings it stands under."""

    page: int
    start: int
    end: int
    section: tuple[str, ...]
    is_heading: bool = False
    is_table: bool = False

    @property
    def length(self) -> int:
        return self.end - self.start


def split(
    document: str, read: ReadDocument, title: str, language: str = "en", limit: int = LIMIT
) -> tuple[list[Page], list[Passage]]:
    """The document's pages and its passages in reading order, each of one section and about `limit` characters.

    A heading that only repeats the title starts no section: the title is known anyway.
    """
    pages = [_page(page) for page in read.pages]
    texts = {page.number: page.text for page in pages}
    passages = []
    for group in _grouped(list(_pieces(read.pages, title, language, limit)), limit):
        spans = _merged(group, texts)
        text = "\n".join(texts[span.page][span.start : span.end] for span in spans)
        is_table = any(piece.is_table for piece in group)
        passages.append(Passage(f"{document}:{len(passages)}", document, text, spans, group[0].section, is_table))
    return pages, passages


def _page(page: ReadPage) -> Page:
    headings = tuple(_block_text(page, block) for block in page.blocks if block.kind == "heading")
    return Page(page.number, page.label, page.text, headings)


def _block_text(page: ReadPage, block: Block) -> str:
    return " ".join(page.text[block.start : block.end].split())


def _pieces(pages: Sequence[ReadPage], title: str, language: str, limit: int) -> Iterator[_Piece]:
    path: list[tuple[int, str]] = []
    for page in pages:
        for block in page.blocks:
            if block.kind == "running":
                continue
            if block.kind == "heading":
                heading = _block_text(page, block)
                path = [above for above in path if above[0] < block.level]
                if heading.casefold() != title.casefold():
                    path.append((block.level, heading))
            section = tuple(name for _, name in path)
            if block.kind == "heading":
                yield _Piece(page.number, block.start, block.end, section, is_heading=True)
            elif block.kind == "table":
                yield from _table_pieces(page, block, section)
            else:
                yield from _text_pieces(page, block, section, language, limit)


def _table_pieces(page: ReadPage, block: Block, section: tuple[str, ...]) -> Iterator[_Piece]:
    """A table as one piece; one that is too long is cut between rows."""
    start = block.start
    while block.end - start > TABLE_LIMIT:
        cut = page.text.rfind("\n", start, start + TABLE_LIMIT)
        if cut <= start:
            break
        yield _Piece(page.number, start, cut, section, is_table=True)
        start = cut + 1
    yield _Piece(page.number, start, block.end, section, is_table=True)


def _text_pieces(page: ReadPage, block: Block, section: tuple[str, ...], language: str, limit: int) -> Iterator[_Piece]:
    """A paragraph as one piece if it fits, or its sentences."""
    if block.end - block.start <= limit:
        yield _Piece(page.number, block.start, block.end, section)
        return
    for start, end in sentences(page.text[block.start : block.end], language):
        first, last = block.start + start, block.start + end
        if last - first <= LONGEST_SENTENCE:
            yield _Piece(page.number, first, last, section)
        else:
            for inner_start, inner_end in _cut(page.text[first:last], limit):
                yield _Piece(page.number, first + inner_start, first + inner_end, section)


def _cut(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """Cut a text that has no sentences at the best places there are."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=limit, chunk_overlap=0, add_start_index=True)
    for part in splitter.create_documents([text]):
        start = int(part.metadata["start_index"])
        yield start, start + len(part.page_content)


def _grouped(pieces: Sequence[_Piece], limit: int) -> Iterator[list[_Piece]]:
    """Neighbouring pieces of one section up to the limit; a heading goes with what follows it."""
    group: list[_Piece] = []
    for piece in pieces:
        headings_only = bool(group) and all(member.is_heading for member in group)
        if group and not _fits(group, piece, limit, headings_only):
            if headings_only and not piece.is_heading:
                group = group[-1:]
            elif not headings_only:
                yield group
                group = []
        group.append(piece)
    if group:
        yield group


def _fits(group: Sequence[_Piece], piece: _Piece, limit: int, headings_only: bool) -> bool:
    if headings_only:
        # A chapter's heading directly above a section's: both belong to the text below.
        return True
    if piece.is_heading or piece.section != group[-1].section:
        return False
    room = TABLE_LIMIT if piece.is_table or any(member.is_table for member in group) else limit
    length = sum(member.length + 1 for member in group) + piece.length
    if length <= room:
        return True
    # Rather one passage a little too long than a stump of a few words.
    return piece.length < 80 and length <= room + 80


def _merged(group: Sequence[_Piece], texts: dict[int, str]) -> tuple[Span, ...]:
    """Pieces with nothing but white space between them become one span."""
    spans: list[Span] = []
    for piece in group:
        last = spans[-1] if spans else None
        if last and last.page == piece.page and not texts[piece.page][last.end : piece.start].strip():
            spans[-1] = Span(last.page, last.start, piece.end)
        else:
            spans.append(Span(piece.page, piece.start, piece.end))
    return tuple(spans)
