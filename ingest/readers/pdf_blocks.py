"""Put the lines of a PDF page together to paragraphs, headings and tables, and write the page's text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.cleaning import clean, join_lines, vocabulary
from ingest.readers import pdf_roles as roles
from ingest.readers.pdf_lines import Line, RawPage
from ingest.types import Block, BlockKind, ReadPage


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
    repeated = roles.repeated_lines(pages)
    look = roles.look_of(pages)
    read = []
    for number, (page, label) in enumerate(zip(pages, labels, strict=True), start=1):
        titles = {roles.line_key(title): level for level, title in outline.get(number, ())}
        read.append(_write(number, label, _groups(page, repeated, look, titles)))
    return tuple(read)


def _cleaned(raw: Sequence[RawPage]) -> list[RawPage]:
    texts = [[clean(line.text) for line in page.lines] for page in raw]
    known = vocabulary("\n".join(lines) for lines in texts)
    pages = []
    for page, lines in zip(raw, texts, strict=True):
        joined = join_lines(lines, known)
        kept = [
            replace(line, text=text.rstrip()) for line, text in zip(page.lines, joined, strict=True) if text.strip()
        ]
        pages.append(replace(page, lines=tuple(kept)))
    return pages


def _groups(page: RawPage, repeated: set[str], look: roles.Look, outline: Mapping[str, int]) -> list[_Group]:
    groups: list[_Group] = []
    gap = roles.usual_gap(page.lines)
    before: Line | None = None
    for line, beside in zip(page.lines, _in_rows(page.lines), strict=True):
        if roles.is_running(line, page, repeated):
            groups.append(_Group("running", [line]))
            continue
        level = 0 if beside else roles.heading_level(line, look, outline)
        last = groups[-1] if groups else None
        if level:
            if last and last.kind == "heading" and _continues_heading(line, last):
                last.lines.append(line)
            else:
                groups.append(_Group("heading", [line], level))
        elif roles.CAPTION.match(line.text):
            groups.append(_Group("text", [line]))
        elif beside or roles.is_tabular(line):
            if last and (last.kind == "table" or _is_caption(last)):
                last.kind = "table"
                last.lines.append(line)
            else:
                groups.append(_Group("table", [line]))
        elif last and last.kind in ("text", "item") and before and not _starts_new(line, last, gap):
            last.lines.append(line)
        else:
            groups.append(_Group("item" if roles.ITEM.match(line.text) else "text", [line]))
        before = line
    return _without_false_headings(_without_small_tables(groups))


def _in_rows(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether the line before or after it stands in the same row."""
    beside = [False] * len(lines)
    for place, (one, other) in enumerate(pairwise(lines)):
        if roles.same_row(one, other):
            beside[place] = beside[place + 1] = True
    return beside


def _continues_heading(line: Line, heading: _Group) -> bool:
    last = heading.lines[-1]
    alike = abs(line.size - last.size) < 0.6 and line.bold == last.bold
    return alike and 0 <= line.top - last.top < 2 * line.size and len(heading.lines) < 4


def _starts_new(line: Line, group: _Group, gap: float) -> bool:
    right_edge = max(other.right for other in group.lines)
    return roles.begins_paragraph(line, group.lines[-1], gap, right_edge)


def _is_caption(group: _Group) -> bool:
    return len(group.lines) <= 2 and bool(roles.CAPTION.match(group.lines[0].text))


def _without_small_tables(groups: list[_Group]) -> list[_Group]:
    """A lone line that looks like a table row is a line of text ("In 2019 and 2020, …"); it joins its neighbours."""
    kept: list[_Group] = []
    for group in groups:
        last = kept[-1] if kept else None
        if group.kind == "table" and len(group.lines) < 2:
            group.kind = "text"
            if last and last.kind in ("text", "item") and not roles.CAPTION.match(last.lines[0].text):
                last.lines += group.lines
                continue
        elif group.kind == "text" and last and last.kind == "table" and len(last.lines) == 1:
            last.kind = "text"
        kept.append(group)
    return kept


def _without_false_headings(groups: list[_Group]) -> list[_Group]:
    """A heading has text below it: bold or large lines directly above a table's rows are its column heads."""
    for group, after in pairwise(groups):
        if group.kind == "heading" and after.kind == "table" and not roles.CAPTION.match(after.lines[0].text):
            group.kind, group.level = "table", 0
    merged: list[_Group] = []
    for group in groups:
        last = merged[-1] if merged else None
        if last and group.kind == last.kind == "table" and not roles.CAPTION.match(group.lines[0].text):
            last.lines += group.lines
        else:
            merged.append(group)
    return merged


def _write(number: int, label: str | None, groups: Sequence[_Group]) -> ReadPage:
    text = ""
    blocks = []
    for group in groups:
        if text:
            text += "\n\n"
        start = len(text)
        text += "\n".join(line.text.strip() for line in group.lines)
        blocks.append(Block(group.kind, start, len(text), group.level))
    return ReadPage(number, label, text, tuple(blocks))
