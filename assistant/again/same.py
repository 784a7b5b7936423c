"""Say whether a text has certain words in a row, however it spaces, hyphenates and marks them."""

import re
from dataclasses import replace
from functools import lru_cache

from assistant.compose import trimmed
from assistant.verify.tokens import Squeezed, cleaned, squeezed
from corpus.sentences import sentences
from corpus.words import language_of, plain

FURTHER = 200  # characters that a source may have between and before the words, such as an opening and markers


def evened(text: str) -> str:
    """The text with one space wherever it has some."""
    return " ".join(text.split())


@lru_cache(maxsize=10_000)
def letters(text: str) -> str:
    """Its letters and digits alone: whoever has the words has these in a row, and they are much sooner looked for."""
    return re.sub(r"[\W_]+", "", plain(cleaned(evened(text))))


def has(text: str, words: str) -> bool:
    """Whether the text has the words in a row, word for word: "48 sensors" is not in "148 sensors"."""
    if not letters(words) or letters(words) not in letters(text):
        return False
    language = language_of(words)
    looked_for, there = _squeezed(words, language), _squeezed(text, language)
    # A figure behind another stands apart from it, also the one that the words begin with.
    behind_a_figure = replace(looked_for, text=f"_{looked_for.text}")
    return bool(looked_for.text) and any(any(there.find(each)) for each in (looked_for, behind_a_figure))


def is_whole(words: str, source: str, language: str) -> bool:
    """Whether the words are sentences in a row of the source from the first to the last, set as a quote is: without
    bullets, an opening that points back, and the gaps between the cells of a row."""
    wanted = letters(words)
    spans = sentences(source, language)
    return any(
        wanted in (letters(source[start:end]), letters(trimmed(source[start:end])))
        for first, (start, _) in enumerate(spans)
        for _, end in spans[first:]
        # What is much shorter or longer cannot be it, and need not be compared.
        if len(words) / 2 <= len(evened(source[start:end])) <= 2 * len(words) + FURTHER
    )


@lru_cache(maxsize=500)
def _squeezed(text: str, language: str) -> Squeezed:
    # Spaces evened out, for the gaps between the cells of a row are none in a quote.
    return squeezed(cleaned(evened(text)), language)
