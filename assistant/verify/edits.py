"""Find what was changed in a sentence that is taken nearly word for word from its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.verify.reading import Reading
from assistant.verify.types import Reason

ADDED = 2  # words that say something: one alone is often another word for the same
MOSTLY = 0.7  # of a sentence's words stand in the source's in the same order: fewer, and it is worded anew
MOSTLY_BUT_ADDED = 0.6  # what is added counts among the words, so fewer of them can be the source's


MOST_TOKENS = 300  # of a sentence that is compared word for word; more took seconds, and is no sentence


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens from `start` to `end` (exclusive) of the sentence stand for those of the source; either may be none."""

    start: int
    end: int
    other_start: int
    other_end: int


def edits(sentence: Reading, source: Reading, nearest: list[tuple[int, int]], mostly: float = MOSTLY) -> Iterator[Edit]:
    """The edits that make the sentence of the source's nearest sentence; none if it is not mostly the same."""
    for first, last in nearest[:1]:
        if max(len(sentence.tokens), last - first) > MOST_TOKENS:
            return
        same, made = _compared(sentence, source, first, last)
        if same >= mostly * len(sentence.tokens):
            yield from made


@lru_cache(maxsize=8)  # three checks of one sentence ask for the same
def _compared(sentence: Reading, source: Reading, first: int, last: int) -> tuple[int, tuple[Edit, ...]]:
    """How many tokens are the same in the same order, and the edits that make the others."""
    mine, its = ([token.key for token in tokens] for tokens in (sentence.tokens, source.tokens[first:last]))
    matcher = SequenceMatcher(None, mine, its, autojunk=False)
    made = [
        Edit(start, end, first + other_start, first + other_end)
        for tag, start, end, other_start, other_end in matcher.get_opcodes()
        if tag != "equal"
    ]
    return sum(block.size for block in matcher.get_matching_blocks()), tuple(made)


def added(sentence: Reading, source: Reading, nearest: list[tuple[int, int]]) -> Iterator[Reason]:
    """Of a sentence taken nearly word for word: words put in that the source has nowhere, as "and critics agreed"."""
    there = {token.key for token in source.tokens}
    for edit in edits(sentence, source, nearest, mostly=MOSTLY_BUT_ADDED):
        new = [token for token in sentence.tokens[edit.start : edit.end] if not token.stop and token.key not in there]
        replaced = [token for token in source.tokens[edit.other_start : edit.other_end] if not token.stop]
        # What stands before the rest may only introduce it: "Studies have shown that …".
        if edit.start and len(new) >= ADDED and not replaced:
            said = " ".join(token.text for token in new)
            yield Reason("words", f"The sentence adds what the source does not say: {said}.")
            return
