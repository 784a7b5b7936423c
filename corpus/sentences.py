"""Find the sentences of a text: where each one starts and ends."""

import re
from collections.abc import Iterator

# A line that begins like this starts a new item, whatever punctuation the line before it lacked.
_ITEM = r"\s*(?:[•▪●◦‣■□–—*✓➢\uf0b7\uf0a7-]\s|o\s|\(?\d{1,2}[.)]\s+\S|\(?[a-z]\)\s)"
_BULLET = re.compile(r"^\s*[•▪●◦‣■□–—*✓➢\uf0b7\uf0a7-](?=\s)")
_OTHER_SPACE = re.compile(r"[^\S ]")
_BREAK = re.compile(rf"\n[ \t]*\n|\n(?={_ITEM})")
# A row of a table: cells with a gap or a bar between them.
_GAP = r"(?: {3,}|\t| \| )"
_ROW = re.compile(rf"^.*\S{_GAP}\S.*$", re.MULTILINE)
_HAS_GAP = re.compile(r" {3}|\t| \| ")  # rows are sought with much going back and forth, and few texts have any
_ROW_LINES = 8  # of its highest cell
_NARROWER = 0.8
_NO_CELL = re.compile(r"\s*(?:sources?|notes?|table|tableau)\b", re.IGNORECASE)
# A sentence does not end here, full stop or not: what the splitter lacks of the abbreviations of reports.
_NO_END = re.compile(
    r"\b(?:approx|al|cf|Figs?|Tab|Eq|Vol|paras?|Ch|chap|Ms|Inc|Ltd|Co|Corp|Gov|Gen|Dept|M|Mme|Mlle|env|"
    r"U\.S|U\.K|E\.U|U\.N)\.$"
)
_NUMBER_FOLLOWS = re.compile(r"\b(?:nos?|pp?|ca|arts?|chap|secs?|figs?)\.$", re.IGNORECASE)
# These end a sentence as often as not; a capital after them decides.
_MAY_END = re.compile(r"\b(?:etc|al|Inc|Ltd|Co|Corp|U\.S|U\.K|E\.U|U\.N)\.$")
_LONGEST_SHORTENED = 20  # characters, more than any of the above has
# The number of a list's item or a caption: "1. Aims", "Table 2.1. Costs".
_NUMBER_ONLY = re.compile(r"^(?:\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]|(?:[^\W\d]+ )?\d+(?:\.\d+)*\.|[•▪●◦‣■□–—*-])$")
# "[3]" or "[3][4]" after the full stop belongs to the sentence before it.
_NOTES = re.compile(r"\s?(?:\[\d+(?:\s*[,–-]\s*\d+)*\]\s?)+[.]?")


def sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Start and end of each sentence in characters, without the white space around it.

    A line break inside a paragraph ends nothing; an empty line does, and so does one that begins an item or
    stands before or after the row of a table. A row is one sentence, whatever stands in its cells, with the
    lines in which its cells go on.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _pieces(text):
        if is_row(text[start:end]):
            spans.append(_strip(text, start, end))
        else:
            spans += _in_piece(text, start, end, language)
    return spans


def is_row(text: str) -> bool:
    """Whether the text is a row of a table: several cells with a gap or a bar between them in its first line."""
    if not _HAS_GAP.search(text):
        return False
    line, *_ = _BULLET.sub("", text).strip().split("\n", 1)
    return bool(_ROW.fullmatch(line))


def row_cells(row: str) -> list[str]:
    """The cells of a row of a table, without the space around them; empty ones too."""
    return [cell.strip(" |\t") for cell in re.split(_GAP, row.strip())]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    cuts = {found.end() for found in _BREAK.finditer(text)}
    end = 0
    for row in _ROW.finditer(text) if _HAS_GAP.search(text) else ():
        if row.start() >= end:
            end = _row_end(text, row)
        # Cuts inside a row of several lines, such as one before a cell with a bullet, are none.
        cuts = {cut for cut in cuts if not row.start() < cut < end} | {row.start(), end}
    start = 0
    for cut in sorted(cuts | {len(text)}):
        yield start, cut
        start = cut


def _row_end(text: str, row: re.Match[str]) -> int:
    """Where a row ends: its cells may go on below each other, in lines that are clearly narrower than the row."""
    end = row.end()
    for _ in range(_ROW_LINES):
        line = text[end + 1 :].split("\n", 1)[0]
        if not line.strip() or len(line) > _NARROWER * len(row.group()) or _ROW.fullmatch(line) or _NO_CELL.match(line):
            break
        end += 1 + len(line)
    return end


def _in_piece(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    from sentencex import get_sentence_boundaries

    # Same length, so that places in the copy are places in the text. The splitter ends sentences at line
    # breaks, and finds no end at all in a text that begins with a bullet.
    piece = _OTHER_SPACE.sub(" ", text[start:end])
    piece = _BULLET.sub(lambda found: " " * len(found.group()), piece)
    if not piece.strip():
        return []
    spans: list[tuple[int, int]] = []
    for found in get_sentence_boundaries(language, piece):  # counts characters, not bytes
        first, last = found["start_index"], found["end_index"]
        notes = _NOTES.match(piece, first) if spans else None
        if notes:
            spans[-1] = (spans[-1][0], notes.end())
            first = notes.end()
        if not piece[first:last].strip():
            continue
        if spans and not notes and _goes_on(piece[spans[-1][0] : spans[-1][1]].rstrip(), piece[first:last].lstrip()):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    trimmed = [(start + a, start + b) for a, b in (_strip(piece, *span) for span in spans) if a < b]
    bullet = _BULLET.match(text[start:end])
    if bullet:
        trimmed[0] = (start + bullet.end() - len(bullet.group().strip()), trimmed[0][1])
    return trimmed


def _goes_on(before: str, after: str) -> bool:
    """Whether the splitter cut a sentence in two: behind an abbreviation, or before a small letter."""
    if after[:1].islower() or _NUMBER_ONLY.match(before):
        return True
    if not before.endswith("."):
        return False
    before = before[-_LONGEST_SHORTENED:]
    if _MAY_END.search(before):
        return not after[:1].isupper()
    if after[:1].isdigit() and _NUMBER_FOLLOWS.search(before):
        return True
    return bool(_NO_END.search(before))


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
