"""Find what was changed in a sentence that is taken nearly word for word from its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.verify.reading import Reading
from assistant.verify.types import Reason

ADDED = 2  # words that say something
MOSTLY_BUT_ADDED = 0.6
MOSTLY = 0.7  # of a sentence's words stand in the source's in the same order


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens from `start` to `end` (exclusive) of the sentence stand for those of the source; either may be none."""

    start: int
    end: int
    other_start: int
    other_end: int


def edits(sentence: Reading, source: Reading, nearest: list[tuple[int, int]], mostly: float = MOSTLY) -> Iterator[Edit]:
    """The edits that make the sentence of the source's nearest sentence; none if it is not mostly the same."""
    mine = [token.key for token in sentence.tokens]
    for first, last in nearest[:1]:
        matcher = SequenceMatcher(None, mine, [token.key for token in source.tokens[first:last]], autojunk=False)
        if sum(block.size for block in matcher.get_matching_blocks()) < mostly * len(mine):
            return
        for tag, start, end, other_start, other_end in matcher.get_opcodes():
            if tag != "equal":
                yield Edit(start, end, first + other_start, first + other_end)


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
