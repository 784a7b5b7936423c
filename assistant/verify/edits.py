"""Find what was changed in a sentence that is taken nearly word for word from its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.verify.reading import Reading

MOSTLY = 0.7  # of a sentence's words stand in the source's in the same order


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens from `start` to `end` (exclusive) of the sentence stand for those of the source; either may be none."""

    start: int
    end: int
    other_start: int
    other_end: int


def edits(sentence: Reading, source: Reading, nearest: list[tuple[int, int]]) -> Iterator[Edit]:
    """The edits that make the sentence of the source's nearest sentence; none if it is not mostly the same."""
    mine = [token.key for token in sentence.tokens]
    for first, last in nearest[:1]:
        matcher = SequenceMatcher(None, mine, [token.key for token in source.tokens[first:last]], autojunk=False)
        if sum(block.size for block in matcher.get_matching_blocks()) < MOSTLY * len(mine):
            return
        for tag, start, end, other_start, other_end in matcher.get_opcodes():
            if tag != "equal":
                yield Edit(start, end, first + other_start, first + other_end)
