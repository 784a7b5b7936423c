"""Find the sentences of a text: where each one starts and ends."""

import re

# A line that begins like this starts a new item, whatever punctuation the line before it lacked.
_ITEM = re.compile(r"\n(?=\s*(?:[•▪●◦‣–—*-]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s))")
# A sentence does not end here, though there is a full stop: the splitter knows fewer abbreviations than reports use.
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|approx|ca|al|No|Nos|Fig|Figs|Tab|Eq|Vol|p|pp|para|Ch|Sec|Art|Mr|Mrs|Ms|Dr|Prof|St|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Co|Corp|Gov|Gen|Dept|U\.S|U\.K|E\.U|U\.N|M|Mme)\.|\b[A-Z]\.)\s*$"
)
# "[3]" or "[3][4]" after the full stop belongs to the sentence before it.
_NOTES = re.compile(r"(?:\s?\[\d+\])+\s*")


def sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Start and end of each sentence in characters, without the white space around it.

    A line break inside a paragraph ends nothing; an empty line does, and so does a line that begins an item.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _pieces(text):
        spans += _in_piece(text, start, end, language)
    return spans


def _pieces(text: str) -> list[tuple[int, int]]:
    cuts = sorted({found.end() for found in re.finditer(r"\n\s*\n", text)} | {m.end() for m in _ITEM.finditer(text)})
    return list(zip([0, *cuts], [*cuts, len(text)], strict=True))


def _in_piece(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    from sentencex import segment

    # Same length, so that places in the copy are places in the text.
    piece = text[start:end].replace("\n", " ")
    if not piece.strip():
        return []
    spans: list[tuple[int, int]] = []
    place = 0
    for part in segment(language, piece):
        first = piece.find(part, place)
        if first < 0:  # the splitter changed a character: keep what is left in one piece
            part, first = piece[place:], place
        last = first + len(part)
        if spans and _belongs_to(piece[spans[-1][0] : spans[-1][1]], part):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
        place = last
    return [(start + a, start + b) for a, b in (_strip(piece, *span) for span in spans) if a < b]


def _belongs_to(before: str, part: str) -> bool:
    return bool(_NO_END.search(before) or _NOTES.fullmatch(part) or part[:1].islower())


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
