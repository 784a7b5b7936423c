"""Undo what typesetting does to words: line-end hyphens, ligatures, soft hyphens, control characters."""

import re
from collections.abc import Iterable

# Only letters that are drawn as one; a whole-text NFKC would also turn "m²" into "m2" and "½" into "1⁄2".
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPACES = {
    **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " ")
}
_DROPPED = dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", "")
# pdfium marks a hyphen at the end of a line as U+0002 or U+FFFE, depending on the font. A soft hyphen is
# treated alike wherever it stands: some fonts use it for every hyphen they draw, others only at line ends.
LINE_END_HYPHEN = "\ufffe"
_TABLE = str.maketrans({**_LIGATURES, **_SPACES, **_DROPPED, "\u0002": LINE_END_HYPHEN, "\u00ad": LINE_END_HYPHEN})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\uffff]")
_BROKEN = re.compile(rf"([^\W\d_]+)(?:{LINE_END_HYPHEN}\n?|[-\u2010]\n)([^\W\d_]+)")
_BROKEN_LINE = re.compile(rf"([^\W\d_]+)[-\u2010{LINE_END_HYPHEN}]\s*$")
# The second half of a broken word with what clings to it: a closing bracket, a comma.
_WORD_START = re.compile(r"\s*([^\W\d_]+)(\S*)")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


def clean(text: str) -> str:
    """The page as its reader sees it: ligatures as letters, one kind of space, nothing hidden."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    return _CONTROL.sub("\ufffd", text)


def vocabulary(pages: Iterable[str]) -> set[str]:
    """The words of a document in lower case, those broken at a line end left out."""
    words: set[str] = set()
    for text in pages:
        words.update(word.lower().replace("\u2010", "-") for word in _WORD.findall(_BROKEN.sub(" ", text)))
    return words


def join_broken_words(text: str, known: set[str]) -> str:
    """Words broken at line ends in one piece, spelt as the rest of the document spells them.

    "develop-⏎ment" becomes "development"; "data-⏎driven" keeps its hyphen if the document has "data-driven",
    or if it has both halves as words and not the joined form.
    """

    def joined(found: re.Match[str]) -> str:
        first, second = found.groups()
        whole, halves = f"{first}{second}", (first.lower(), second.lower())
        if second[0].isupper() and not first.isupper():
            return f"{first}-{second}"  # "On-⏎Line" is no "OnLine", even where the document has "online"
        if whole.lower() in known:
            return whole
        if f"{halves[0]}-{halves[1]}" in known or all(half in known and len(half) > 2 for half in halves):
            return f"{first}-{second}"
        return whole

    return _BROKEN.sub(joined, text).replace(LINE_END_HYPHEN, "-")


def join_lines(lines: list[str], known: set[str]) -> list[str]:
    """The lines with broken words made whole: the second half moves up to the line of the first."""
    lines = [join_broken_words(line, known) if LINE_END_HYPHEN in line[:-1] else line for line in lines]
    for number in range(len(lines) - 1):
        found = _BROKEN_LINE.search(lines[number])
        rest = _WORD_START.match(lines[number + 1])
        if found and rest:
            whole = join_broken_words(f"{found.group(1)}-\n{rest.group(1)}", known)
            lines[number] = lines[number][: found.start()] + whole + rest.group(2)
            lines[number + 1] = lines[number + 1][rest.end() :].lstrip()
    return [line.replace(LINE_END_HYPHEN, "-") for line in lines]
