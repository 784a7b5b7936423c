"""Put the letters of a quote together into the lines in which they stand on the page."""

from collections.abc import Iterable
from dataclasses import dataclass

# Shares of the lower one's height. In the head of a table a cell of one line stands half-way between the two lines of
# the next cell, and belongs to neither; a large first letter reaches down over several lines, and is no part of them.
SHARED = 0.7
MOST_HEIGHT = 2.0
WIDEST_GAP = 3.0  # between two words


@dataclass(frozen=True, slots=True)
class Line:
    """Letters of one line and the room they take. `is_across` is false for one that runs up or down the page: its
    `start` and `end` count downwards from the page's top, its `top` and `bottom` from the page's left."""

    is_across: bool
    start: float
    end: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def goes_on_with(self, other: "Line") -> bool:
        lower, higher = sorted((self.height, other.height))
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        gap = max(self.start, other.start) - min(self.end, other.end)
        is_level = shared >= SHARED * lower and higher <= MOST_HEIGHT * lower
        return self.is_across == other.is_across and is_level and gap <= WIDEST_GAP * lower

    def joined(self, other: "Line") -> "Line":
        start, end = min(self.start, other.start), max(self.end, other.end)
        return Line(self.is_across, start, end, min(self.top, other.top), max(self.bottom, other.bottom))


def joined(letters: Iterable[Line]) -> list[Line]:
    """Letters in reading order as lines; what stands wide apart, such as the cells of a row, stays apart."""
    lines: list[Line] = []
    for letter in letters:
        if lines and lines[-1].goes_on_with(letter):
            lines[-1] = lines[-1].joined(letter)
        else:
            lines.append(letter)
    return lines
