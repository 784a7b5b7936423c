"""Read a sentence or its sources once: words, numbers, dates, names, negations, each with its place."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.verify.dates import Date, find_dates
from assistant.verify.names import Held, Name, find_names, held
from assistant.verify.quantities import Quantity, find_quantities
from assistant.verify.tokens import Squeezed, Token, cleaned, spelled, squeezed, tokenized, without_labels
from assistant.verify.vocabulary import negations
from corpus.sentences import sentences
from corpus.words import language_of

LONGEST_SENTENCE = 2_000  # characters; longer ones took a minute, and are questions or texts, not sentences
LONGEST = 24_000  # characters that are read closely; of a longer source those of the sentences nearest in words
PIECE = 1_200  # characters of such a source that are taken together
MOST = 2_000_000  # characters that are looked at


@dataclass(frozen=True, eq=False)
class Reading:
    """A text taken apart, as far as it is asked: of a sentence that its source has word for word nothing else is.

    `units` are its sentences as first and last place (exclusive) among its tokens. `cut` says that there is more of
    the text, which was not read. What `beside`, its source, writes in small letters opens its sentences, no more.
    """

    text: str
    language: str
    across: bool
    tokens: tuple[Token, ...]
    cut: bool = False
    beside: "Reading | None" = None

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return find_quantities(self.text, self.dates)

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        return find_dates(self.text)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        small = self.beside.spoken.small if self.beside else frozenset[str]()
        return find_names(self.tokens, self.text, self.spoken.small | small)

    @cached_property
    def denials(self) -> tuple[int, ...]:
        return tuple(negations([token.lower for token in self.tokens], self.language))

    @cached_property
    def units(self) -> tuple[tuple[int, int], ...]:
        return tuple(_units(self.text, self.tokens, self.language))

    @cached_property
    def spoken(self) -> Held:
        return held(self.tokens, self.text)

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The keys of the words that say something, each once, in order."""
        return tuple(dict.fromkeys(token.key for token in self.tokens if not token.stop))

    def places(self, start: int, end: int) -> tuple[int, int]:
        """First and last place (exclusive) of the tokens that the characters touch."""
        first = bisect_left(self.tokens, start + 1, key=lambda token: token.end)
        last = bisect_left(self.tokens, end, key=lambda token: token.start)
        return (first, last) if first < last else (0, 0)

    @cached_property
    def by_key(self) -> Mapping[str, Sequence[int]]:
        """The places of each key."""
        return _grouped(token.key for token in self.tokens)

    @cached_property
    def by_word(self) -> Mapping[str, Sequence[int]]:
        """The places of each word, in small letters without accents."""
        return _grouped(spelled(token.text) for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Source:
    """The passages cited for one sentence, read as one text, and its words without anything between them: as they are,
    and without the labels of lists."""

    reading: Reading
    squeezed: tuple[Squeezed, ...]


def read_sentence(sentence: str, language: str, source: Reading) -> Reading:
    """A sentence that is to be compared with the source."""
    text = without_labels(cleaned(sentence[:MOST]))
    read = text
    if len(text) > LONGEST_SENTENCE:
        # Half a number or name would be another one.
        read = text[:LONGEST_SENTENCE].rsplit(maxsplit=1)[0]
    across = language != source.language
    return Reading(read, language, across, tokenized(read, language, across), cut=read != text, beside=source)


def read_sources(sources: Sequence[str], sentence: str, language: str) -> Source:
    """The sources, of a very long one only what is nearest to the sentence in words."""
    text = cleaned("\n\n".join(sources)[:MOST])
    if len(text) > LONGEST:
        text = _nearest_part(text, cleaned(sentence))
    return _source(text, language)


@lru_cache(maxsize=64)
def _source(text: str, language: str) -> Source:
    own = language_of(text, otherwise=language)
    forms = dict.fromkeys((text, without_labels(text)))
    across = own != language
    return Source(
        Reading(text, own, across, tokenized(text, own, across)), tuple(squeezed(form, own) for form in forms)
    )


def _grouped(words: Iterable[str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        groups.setdefault(word, []).append(place)
    return groups


def _units(text: str, tokens: Sequence[Token], language: str) -> list[tuple[int, int]]:
    units, place = [], 0
    for _, end in sentences(text, language):
        first = place
        while place < len(tokens) and tokens[place].start < end:
            place += 1
        if place > first:
            units.append((first, place))
    return units


def _nearest_part(text: str, sentence: str) -> str:
    """The pieces of the text that share most words with the sentence, in their order, `LONGEST` characters at most."""
    wanted = _beginnings(sentence)
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE // 2)]
    counts = [len(wanted & _beginnings(piece)) for piece in pieces]
    best = sorted(range(len(pieces)), key=lambda place: (-counts[place], place))[: LONGEST // PIECE]
    return "\n\n".join(pieces[place] for place in sorted(best))


def _beginnings(text: str) -> set[str]:
    # Without stems: they took seconds for a source of a million characters.
    return {word[:5] for word in re.findall(r"\w+", text.lower())}
