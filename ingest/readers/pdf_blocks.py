"""Put the lines of a PDF page together to paragraphs, headings and tables, and write the page's text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.cleaning import clean, join_lines, vocabulary
from ingest.readers.pdf_headings import Look, bookmark_key, heading_at, look_of
from ingest.readers.pdf_lines import CELL_GAP, Line, RawPage, in_one_row, margin_lines, usual_gap
from ingest.readers.pdf_tables import CAPTION, tables
from ingest.running import contents_places, running_places
from ingest.types import Block, BlockKind, ReadPage

SMALLEST_TYPE = 2.0  # points
ITEM = re.compile(r"^\s*(?:[•▪●◦‣\uf0b7\uf0a7■□➢✓–-]\s|o\s+(?=\w)|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s)")


@dataclass(slots=True)
class _Group:
    """Lines that become one block."""

    kind: BlockKind
    lines: list[Line]
    level: int = 0


def read_pages(
    raw: Sequence[RawPage], labels: Sequence[str | None], outline: Mapping[int, Sequence[tuple[int, str]]]
) -> tuple[ReadPage, ...]:
    """The pages with their blocks. `outline` holds level and title of the bookmarks by page number from 1."""
    pages = _cleaned(raw)
    running = running_places([{place: line.text for place, line in margin_lines(page).items()} for page in pages])
    look = look_of(pages)
    deepest = max((level for entries in outline.values() for level, _ in entries), default=0)
    read = []
    for number, (page, label, repeated) in enumerate(zip(pages, labels, running, strict=True), start=1):
        contents = contents_places([line.text for line in page.lines])
        bookmarks = {bookmark_key(title): level for level, title in outline.get(number, ())}
        bookmarks.pop("", None)
        groups = _page_groups(page, repeated, contents, look, bookmarks, deepest)
        read.append(_write(number, label, groups))
    return tuple(read)


def too_small(line: Line) -> bool:
    """Whether nobody can see the line: some programs print their own marks a point high and white."""
    return 0 < line.size < SMALLEST_TYPE and line.right - line.left < SMALLEST_TYPE * len(line.text)


def _cleaned(raw: Sequence[RawPage]) -> list[RawPage]:
    kept = [[line for line in page.lines if not too_small(line)] for page in raw]
    texts = [[clean(line.text) for line in lines] for lines in kept]
    known = vocabulary("\n".join(lines) for lines in texts)
    pages = []
    for page, seen, cleaned in zip(raw, kept, texts, strict=True):
        whole = zip(seen, join_lines(cleaned, known), strict=True)
        lines = [replace(line, text=text.strip()) for line, text in whole if text.strip()]
        pages.append(replace(page, lines=tuple(lines)))
    return pages


def _page_groups(
    page: RawPage,
    repeated: set[int],
    contents: set[int],
    look: Look,
    bookmarks: Mapping[str, int],
    deepest: int,
) -> list[_Group]:
    """The groups of a page in the order of its text; running lines stay where they stand."""
    skipped = repeated | contents
    lines = [line for place, line in enumerate(page.lines) if place not in skipped]
    groups = _without_lone_headings(_groups(lines, look, bookmarks, deepest))
    if not skipped:
        return groups
    places = {id(line): place for place, line in enumerate(page.lines)}
    by_place = {places[id(group.lines[0])]: group for group in groups}
    for place, group in by_place.items():
        if group.kind == "heading" and place + len(group.lines) in contents:
            # "Contents", with nothing under it that a passage could hold
            group.kind, group.level = "running", 0
    by_place |= {place: _Group("running", [page.lines[place]]) for place in skipped}
    return [by_place[place] for place in sorted(by_place)]


def _groups(lines: Sequence[Line], look: Look, bookmarks: Mapping[str, int], deepest: int) -> list[_Group]:
    table_ends = dict(tables(lines))
    gap = usual_gap(lines)
    groups: list[_Group] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if place in table_ends:
            end = table_ends[place]
            groups.append(_Group("table", list(lines[place:end])))
            place = end
            continue
        count, level = heading_at(lines, place, look, bookmarks, deepest)
        count = next((n for n in range(count) if place + n in table_ends), count)
        if count:
            groups.append(_Group("heading", list(lines[place : place + count]), level))
            place += count
            continue
        last = groups[-1] if groups else None
        if last and last.kind in ("text", "item") and not _begins_paragraph(line, last, gap):
            last.lines.append(line)
        else:
            groups.append(_Group("item" if ITEM.match(line.text) else "text", [line]))
        place += 1
    return groups


def _begins_paragraph(line: Line, group: _Group, gap: float) -> bool:
    before = group.lines[-1]
    if CAPTION.match(line.text):
        return True
    if ITEM.match(line.text):
        # "in Goals 1 and⏎2. Both" is no list: only a list goes on in the middle of a sentence.
        return before.ended or group.kind == "item" or not line.text[0].isdigit()
    if not line.size or not before.size:
        return before.ended and len(before.text) < 60
    if abs(line.size - before.size) > 1.5:
        return True
    if line.top < before.top - line.size:  # the next column
        return before.ended
    if line.top - before.bottom > gap + 0.4 * line.size:
        return True
    if group.kind == "item" and line.text[0].isupper() and line.left < group.lines[0].left + 0.3 * line.size:
        # Back at the margin after a line that had room left: the text below the list.
        return before.right < line.right - 0.2 * (line.right - line.left)
    if not before.ended:
        return False
    left = min(other.left for other in group.lines)
    right = max(other.right for other in group.lines)
    indented = group.kind == "text" and len(group.lines) > 1 and line.left > left + 0.8 * line.size
    return indented or before.right < right - 0.15 * max(right - left, 1.0)


def _without_lone_headings(groups: list[_Group]) -> list[_Group]:
    """A heading has something under it: of several bold lines in a row, only the last one has.

    So names in a bold list do not each become a section.
    """
    for place, group in enumerate(groups[:-1]):
        after = groups[place + 1]
        alike = group.kind == after.kind == "heading" and group.level == after.level
        if alike and not group.lines[0].text[0].isdigit():
            group.kind, group.level = "text", 0
    return groups


def _write(number: int, label: str | None, groups: Sequence[_Group]) -> ReadPage:
    text = ""
    blocks = []
    for group in groups:
        if text:
            text += "\n\n"
        start = len(text)
        is_table = group.kind == "table"
        text += _table_text(group.lines) if is_table else "\n".join(line.text for line in group.lines)
        blocks.append(Block(group.kind, start, len(text), group.level))
    return ReadPage(number, label, text, tuple(blocks))


def _table_text(lines: Sequence[Line]) -> str:
    """One line a row, where the cells of a row follow each other."""
    text = lines[0].text
    for before, line in pairwise(lines):
        text += (CELL_GAP if in_one_row(before, line) and line.left > before.right else "\n") + line.text
    return text
