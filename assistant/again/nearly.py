"""Find the words most like a quote that is there no more, and say what is different in them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.again.types import Change
from assistant.quotable import without_markers
from corpus.sentences import sentences
from corpus.words import plain

NEARLY = 0.6  # the least likeness (0 to 1) of words that may be the quote's, changed
LONGEST = 600  # words of a quote; more is no quote, and would take long to compare
# "120 000" and "1,000" are one figure; a sign of per cent or a currency is a word.
_WORD = re.compile(
    r"(?P<thousands>(?<!\d)\d{1,3}(?:[ \u00a0\u202f,]\d{3})+(?!\d)(?:\.\d+)?)|"
    r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[%€$£¥₩]"
)


@dataclass(frozen=True, slots=True)
class Near:
    """Characters `start` to `end` of a text that are like a quote, and how much so, from 0 to 1."""

    start: int
    end: int
    likeness: float


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int


def nearest(quote: str, text: str, language: str) -> Near | None:
    """The sentences of the text that are most like the quote; None if none are like it enough."""
    wanted = [word.key for word in _words(quote)]
    if not 0 < len(wanted) <= LONGEST:
        return None
    counts, best = Counter(wanted), None
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(wanted)
    for start, end, keys in _windows(text, language, len(wanted)):
        # No likeness can be more than this, which is much sooner known.
        shared = 2 * (Counter(keys) & counts).total() / (len(keys) + len(wanted))
        if shared < (best.likeness if best else NEARLY):
            continue
        matcher.set_seq1(keys)
        likeness = matcher.ratio()
        if likeness >= NEARLY and (best is None or likeness > best.likeness):
            best = Near(start, end, likeness)
    return best


def changes(was: str, now: str) -> tuple[Change, ...]:
    """What is different, in the order of the text: words for others, words put in, words left out."""
    was, now = (" ".join(without_markers(text).split()) for text in (was, now))
    before, after = list(_words(was)), list(_words(now))
    matcher = SequenceMatcher(None, [each.key for each in before], [each.key for each in after], autojunk=False)
    return tuple(
        Change(_written(was, before[first:last]), _written(now, after[new_first:new_last]))
        for kind, first, last, new_first, new_last in matcher.get_opcodes()
        if kind != "equal"
    )


def _words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text):
        key = re.sub(r"[ \u00a0\u202f,]", "", found.group()) if found["thousands"] else plain(found.group())
        yield _Word(key, found.start(), found.end())


def _windows(text: str, language: str, length: int) -> Iterator[tuple[int, int, list[str]]]:
    """Sentences in a row that have about as many words as the quote: from each the longest run that has fewer and the
    shortest that has as many."""
    spans, keys = _sentences(text, language)
    for first, (start, _) in enumerate(spans):
        run: list[str] = []
        for place in range(first, len(spans)):
            fewer, run = run, [*run, *keys[place]]
            if len(run) >= length:
                if fewer:
                    yield start, spans[place - 1][1], fewer
                yield start, spans[place][1], run
                break
        else:
            yield start, spans[-1][1], run


@lru_cache(maxsize=64)
def _sentences(text: str, language: str) -> tuple[list[tuple[int, int]], list[list[str]]]:
    """The sentences that have words, and these; every quote of a document is looked for in the same ones."""
    found = [((start, end), _keys(text[start:end])) for start, end in sentences(text, language)]
    return [span for span, keys in found if keys], [keys for _, keys in found if keys]


def _keys(text: str) -> list[str]:
    return [word.key for word in _words(without_markers(text))]


def _written(text: str, words: Sequence[_Word]) -> str:
    return text[words[0].start : words[-1].end] if words else ""
