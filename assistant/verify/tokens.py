"""Cut a text into words with their places: what every check of a sentence counts on."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.quotable import without_markers
from corpus.words import is_stop_word, plain, stem

_HYPHENATED = re.compile(r"(?<=[a-zà-ÿ])(?:\u00ad|-\s*\n\s*|\u00ad\s*\n\s*)(?=[a-zà-ÿ])")
# A line that goes on in the next one: not a row of a table, and no item follows.
_WRAPPED = re.compile(r"(?<=\S)\n(?=[ \t]*(?![•▪●◦‣■□–—*✓➢-]|\(?\w{1,2}[.)]\s)\S)")
_GAP = re.compile(r" {3,}|\t|\|")
_SHORTENED = ((re.compile(r"\bcan(?:'t|not)\b", re.I), "can not"), (re.compile(r"\bwon't\b", re.I), "will not"))
_NOT = re.compile(r"(?<=[a-z])n't\b", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
# A space divides thousands too, but also two numbers in a row of a table: what it says is settled where numbers are.
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f'](?=\d{3}(?!\d))")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W_\d]+\d*|[%€$£¥₩]|[.;:!?|()\n•—–]")
_LABEL = re.compile(r"^[ \t]*(?:[•▪●◦‣■□–—*✓➢>~-]\s*|\(?\d{1,2}[.)]\s+|\(?[a-zA-Z][.)]\s+)+", re.MULTILINE)
_CLAUSE_ENDS = frozenset(".;:!?|\n•—–()")
CROSS_LETTERS = 5  # of a word that two languages often share: "participants", "population", "numérique"


@lru_cache(maxsize=100_000)
def spelled(word: str) -> str:
    """`plain` for one word, remembered: it took half of the time of a check."""
    return plain(word)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number: as written, by what it is compared, where it stands, and the clause it belongs to."""

    text: str
    key: str
    start: int
    end: int
    clause: int
    opens: bool
    stop: bool

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def cleaned(text: str) -> str:
    """The text without what is not said: note markers, hyphens of line ends, several spaces for one."""
    text = unicodedata.normalize("NFKC", without_markers(text.replace("</s>", "")))
    text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').replace("‑", "-")
    text = _unwrapped(_HYPHENATED.sub("", text))
    text = _DOTTED.sub(
        lambda found: found.group().replace(".", "") + ("." if found.group().count(".") > 3 else ""), text
    )
    for pattern, full in _SHORTENED:
        text = pattern.sub(full, text)
    return _NOT.sub(" not", text)


def _unwrapped(text: str) -> str:
    """The text with a space where a line goes on in the next, so that no clause seems to end there."""
    lines = text.split("\n")
    rows = [bool(_GAP.search(line.strip())) for line in lines]
    parts = [lines[0]]
    for place in range(1, len(lines)):
        goes_on = not rows[place] and not rows[place - 1] and _WRAPPED.search(f"{lines[place - 1]}\n{lines[place]}")
        parts += [" " if goes_on else "\n", lines[place]]
    return "".join(parts)


@lru_cache(maxsize=512)
def tokenized(text: str, language: str = "en", across: bool = False) -> tuple[Token, ...]:
    """The words of a cleaned text in order. `across` compares by first letters, for a text in another language."""
    found: list[Token] = []
    clause, opens = 0, True
    for match in _TOKEN.finditer(text):
        written = match.group()
        if written in _CLAUSE_ENDS:
            clause += 1
            opens = opens or written in ".!?|\n•:"
            continue
        lower = written.lower()
        stop = is_stop_word(lower, language) or (len(lower) == 1 and lower.isalpha())
        key = _key(lower, language, across)
        found.append(Token(written, key, match.start(), match.end(), clause, opens, stop))
        opens = False
    return tuple(found)


@lru_cache(maxsize=100_000)
def _key(word: str, language: str, across: bool) -> str:
    if word[0].isdigit() or not word[0].isalpha():
        return word
    return plain(word)[:CROSS_LETTERS] if across else stem(word, language)


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text's words without anything between them, so that hyphens, spaces and bullets make no difference.

    `starts` are the places in it where a word begins, each with the place of that word among the tokens.
    """

    text: str
    starts: Mapping[int, int]
    tokens: tuple[Token, ...]

    def find(self, other: "Squeezed") -> Iterator[tuple[int, int]]:
        """Where the other's words stand in a row: first and last place (exclusive) among the tokens."""
        at = self.text.find(other.text)
        while at >= 0:
            end = at + len(other.text)
            if at in self.starts and (end == len(self.text) or end in self.starts):
                yield self.starts[at], self.starts.get(end, len(self.tokens))
            at = self.text.find(other.text, at + 1)


def squeezed(text: str, language: str = "en") -> Squeezed:
    """Two numbers in a row stay apart in it, and it keeps the signs of per cent and of currencies."""
    tokens = tokenized(_THOUSANDS.sub("", re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", text)), language)
    parts: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    for place, token in enumerate(tokens):
        word = spelled(token.text)
        if parts and parts[-1][-1].isdigit() and word[0].isdigit():
            word = f"_{word}"
        starts[length] = place
        parts.append(word)
        length += len(word)
    return Squeezed("".join(parts), starts, tokens)


def without_labels(text: str) -> str:
    """The text without the bullets, numbers and letters that its lines begin with."""
    return _LABEL.sub("", text)
