"""Cut a document into the pieces that passages are made of: paragraphs, sentences, tables, headings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.sentences import sentences
from corpus.types import Passage, Span
from ingest.types import Block, ReadDocument, ReadPage

_HEAD_SHARE = 0.12  # of the room for a table: its caption and first row, if they are no longer
_ENDINGS = (".", "!", "?", ":", ";", "…", "”", '"', "»", ")", "]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is kept together (over a page break it has two spans), and where it stands."""

    spans: tuple[Span, ...]
    section: tuple[str, ...]
    kind: str

    @property
    def length(self) -> int:
        return sum(span.end - span.start + 1 for span in self.spans)

    @property
    def is_heading(self) -> bool:
        return self.kind == "heading"


def pieces(read: ReadDocument, title: str, language: str, limit: int, table_limit: int) -> Iterator[Piece]:
    """Every block but the running ones, in reading order; what is longer than its limit comes in parts."""
    texts = {page.number: page.text for page in read.pages}
    for block in _over_page_breaks(_blocks(read.pages, title), texts):
        if block.is_heading or block.length <= (table_limit if block.kind == "table" else limit):
            yield block
        elif block.kind == "table":
            for spans in _table_parts(block.spans[0], texts[block.spans[0].page], table_limit):
                yield Piece(spans, block.section, block.kind)
        else:
            for spans in _sentence_parts(block, texts, language, limit):
                yield Piece(spans, block.section, block.kind)


def _blocks(pages: Sequence[ReadPage], title: str) -> Iterator[Piece]:
    """Every block but the running ones, under the headings above it, which last from page to page."""
    path: list[tuple[int, str]] = []
    for page in pages:
        for block in page.blocks:
            if block.kind == "running":
                continue
            if block.kind == "heading":
                heading = block_text(page, block)
                path = [above for above in path if above[0] < block.level]
                if heading.casefold() != title.casefold():
                    path.append((block.level, heading))
            section = tuple(name for _, name in path)
            yield Piece((Span(page.number, block.start, block.end),), section, block.kind)


def _over_page_breaks(blocks: Iterable[Piece], texts: dict[int, str]) -> Iterator[Piece]:
    """The blocks; a paragraph cut off in mid-sentence goes on with the first of the next page."""
    waiting: Piece | None = None
    for block in blocks:
        if waiting and _goes_on(waiting, block, texts):
            waiting = Piece((*waiting.spans, *block.spans), waiting.section, waiting.kind)
            continue
        if waiting:
            yield waiting
        waiting = block
    if waiting:
        yield waiting


def _goes_on(before: Piece, after: Piece, texts: dict[int, str]) -> bool:
    if after.kind != "text" or before.kind not in ("text", "item"):
        return False
    last, first = before.spans[-1], after.spans[0]
    if first.page != last.page + 1:
        return False
    end, start = texts[last.page][last.start : last.end], texts[first.page][first.start : first.end]
    if end.endswith(_ENDINGS) or len(end) < 60:  # so short: a name or a label, not half a sentence
        return False
    return start[0].islower() or start[0].isdigit() or len(start) >= 60


def _table_parts(span: Span, text: str, limit: int) -> Iterator[tuple[Span, ...]]:
    """Runs of whole rows; the caption and the first row stand before each, as a span of their own."""
    first = text.find("\n", span.start, span.end)
    second = text.find("\n", first + 1, span.end)
    head_end = next((end for end in (second, first) if 0 < end - span.start <= _HEAD_SHARE * limit), span.start)
    head = (Span(span.page, span.start, head_end),) if head_end > span.start else ()
    start = head_end + 1 if head else span.start
    room = limit - (head_end - span.start) - 1
    while span.end - start > room:
        cut = text.rfind("\n", start, start + room)
        if cut <= start:  # one endless row
            cut = start + _first_cut(text[start : span.end], room)
        yield (*head, Span(span.page, start, cut))
        start = cut + len(text[cut : span.end]) - len(text[cut : span.end].lstrip())
    if start < span.end:
        yield (*head, Span(span.page, start, span.end))


def _first_cut(text: str, limit: int) -> int:
    return next(iter(_without_sentences(text, limit)))[1]


def _sentence_parts(piece: Piece, texts: dict[int, str], language: str, limit: int) -> Iterator[tuple[Span, ...]]:
    whole = Passage("", "", "\n".join(texts[s.page][s.start : s.end] for s in piece.spans), piece.spans)
    for start, end in sentences(whole.text, language):
        if end - start <= limit:
            yield tuple(whole.locate_parts(start, end))
            continue
        for inner_start, inner_end in _without_sentences(whole.text[start:end], limit):
            yield tuple(whole.locate_parts(start + inner_start, start + inner_end))


def _without_sentences(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """Cut a text that has no sentences, such as a list nobody recognised, at the best places there are."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=limit, chunk_overlap=0, add_start_index=True)
    for part in splitter.create_documents([text]):
        start = int(part.metadata["start_index"])
        yield start, start + len(part.page_content)


def block_text(page: ReadPage, block: Block) -> str:
    return " ".join(page.text[block.start : block.end].split())
