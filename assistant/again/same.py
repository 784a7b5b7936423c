"""Say whether a text has certain words in a row, however it spaces, hyphenates and marks them."""

import re
from dataclasses import replace
from functools import lru_cache

from assistant.verify.tokens import Squeezed, cleaned, squeezed
from corpus.words import language_of, plain


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


@lru_cache(maxsize=500)
def _squeezed(text: str, language: str) -> Squeezed:
    # Spaces evened out, for the gaps between the cells of a row are none in a quote.
    return squeezed(cleaned(evened(text)), language)
