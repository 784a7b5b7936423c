"""Say whether an answer makes a point: whether the words that show it stand in one of its sentences."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.types import Answer
from assistant.verify.sense import SCOPE
from assistant.verify.tokens import Token, cleaned, spelled, tokenized
from assistant.verify.vocabulary import negations, sides
from corpus.sentences import sentences
from corpus.words import language_of, ordinal, stem
from evals.testsets.types import KeyPoint, Question

FEWEST = 2  # words of substance that may stand apart from each other; of fewer, all words stand side by side
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ ,']\d{3})+(?![\d])")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_SHARE = re.compile(r"(?<=\d)\s?(?:%|per ?cent\b|pour ?cent\b)", re.IGNORECASE)
_MINUS = re.compile(r"(?<![\w).,%])[-\u2212](?=\d)")
# What sets a bound, and denies nothing.
_BOUNDS = (
    (re.compile(r"\bno (?:more|later|higher) than\b", re.I), "at most"),
    (re.compile(r"\bno (?:less|fewer|earlier|lower) than\b", re.I), "at least"),
    (re.compile(r"\bpas plus d(?:e\b|')", re.I), "au maximum"),
    (re.compile(r"\bpas moins d(?:e\b|')", re.I), "au minimum"),
)
_CURRENCIES = {"€": "euro", "$": "dollar", "£": "pound"}
# What comes behind these is not denied by what stands before: "not built, but planned".
_TURNS = frozenset(
    "but however yet although though whereas while instead mais cependant toutefois tandis alors".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared. `lower` is it in small letters, `small` says that it has no substance."""

    key: str
    lower: str
    small: bool
    clause: int
    scales: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Wording:
    """A text's words in order, and the places of those that deny."""

    words: tuple[Word, ...]
    denials: tuple[int, ...]


def made(question: Question, answer: Answer) -> tuple[bool, ...]:
    """Of each key point, in order, whether the answer makes it."""
    texts = [sentence.text for sentence in answer.sentences]
    return tuple(bool(made_in(point, texts, question.language)) for point in question.key_points)


def forbidden(question: Question, answer: Answer) -> tuple[bool, ...]:
    """Of each forbidden claim, in order, whether the answer makes it."""
    texts = [sentence.text for sentence in answer.sentences]
    return tuple(bool(said_in(claim, texts, question.language)) for claim in question.forbidden)


def made_in(point: KeyPoint, texts: Sequence[str], language: str) -> frozenset[int]:
    """The places of the sentences that make the key point."""
    return frozenset(at for wording in point.wordings or (point.text,) for at in said_in(wording, texts, language))


def said_in(wording: str, texts: Sequence[str], language: str) -> frozenset[int]:
    """The places of the sentences that say a wording: that have its words, or some of them if its words go on over
    the end of a sentence. `language` counts for sentences whose own words do not tell theirs."""
    own = language_of(" ".join(texts), otherwise=language)
    languages = [language_of(text, otherwise=own) for text in texts]
    found = {at for at, text in enumerate(texts) if says(wording, text, languages[at])}
    if found or not texts:
        return frozenset(found)
    ends: list[int] = [0]
    words: list[Word] = []
    for text in texts:
        words += _read(text, own).words
        ends.append(len(words))
    span = next(_runs(_read(wording, own), Wording(tuple(words), _denials(words, own))), None)
    if span is None:
        return frozenset()
    return frozenset(at for at in range(len(texts)) if ends[at] < span[1] and span[0] < ends[at + 1])


def stands(wording: str, text: str, language: str) -> bool:
    """Whether a text says a wording: one of its sentences does, or it has the wording word for word.

    A sentence does if it has all words of substance, by their stems, in any order. Numbers are the same only in every
    digit and sign, and small words count only if they say how much, when or whether ("more", "before", "can"): one of
    their kind must stand there. A wording with fewer than two words of substance must stand there word for word. What
    a sentence denies, it does not say.
    """
    if any(says(wording, text[start:end], language) for start, end in sentences(text, language)):
        return True
    return any(_runs(_read(wording, language), _read(text, language)))


def says(wording: str, sentence: str, language: str) -> bool:
    """Whether one sentence says a wording, see `stands`."""
    wanted, there = _read(wording, language), _read(sentence, language)
    if not wanted.words:
        return False
    if any(_runs(wanted, there)):
        return True
    substance = {word.key for word in wanted.words if not word.small}
    scales = [word.scales for word in wanted.words if word.small and word.scales and not _denies(word, language)]
    if len(substance) + len(scales) < FEWEST or not substance:
        return False
    if any(not any(scale & word.scales for word in there.words) for scale in scales):
        return False
    denied = bool(wanted.denials)
    return any(_is_denied(there, *span) == denied for span in _windows(substance, there.words))


def _runs(wanted: Wording, there: Wording) -> Iterator[tuple[int, int]]:
    """Where the wording's words stand side by side and are meant as they are there."""
    keys, its = [word.key for word in wanted.words], [word.key for word in there.words]
    for first in range(len(its) - len(keys) + 1 if keys else 0):
        last = first + len(keys)
        if its[first:last] == keys and _is_denied(there, first, last) == bool(wanted.denials):
            yield first, last


def _windows(substance: set[str], words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The shortest stretches of words that have all of these."""
    last_seen: dict[str, int] = {}
    before = -1
    for place, word in enumerate(words):
        if word.key in substance:
            last_seen[word.key] = place
            first = min(last_seen.values())
            if len(last_seen) == len(substance) and first > before:
                before = first
                yield first, place + 1


def _is_denied(there: Wording, first: int, last: int) -> bool:
    """Whether a denial stands among the words or reaches them from before."""
    clause = there.words[first].clause
    return any(
        first <= cue < last
        or (
            first - SCOPE <= cue < first
            and there.words[cue].clause == clause
            and not any(word.lower in _TURNS for word in there.words[cue:first])
        )
        for cue in there.denials
    )


def _denies(word: Word, language: str) -> bool:
    return bool(negations([word.lower], language))


@lru_cache(maxsize=4_000)
def _read(text: str, language: str) -> Wording:
    text = cleaned(text)
    for pattern, bound in _BOUNDS:
        text = pattern.sub(bound, text)
    text = _THOUSANDS.sub(lambda found: re.sub(r"[ ,']", "", found.group()), text)
    text = _MINUS.sub(" minus ", _SHARE.sub("%", _DECIMAL_COMMA.sub(".", text)))
    words = tuple(_words(tokenized(text, language), language))
    return Wording(words, _denials(words, language))


def _denials(words: Sequence[Word], language: str) -> tuple[int, ...]:
    return tuple(negations([word.lower for word in words], language))


def _words(tokens: Iterable[Token], language: str) -> Iterator[Word]:
    """The tokens as words; what belongs to a number is one word with it: "35%", "4th", "5G", "-5"."""
    held: tuple[str, int, int] | None = None  # a number that may not be complete: as written, end, clause
    for token in tokens:
        written = token.text
        if held and token.start == held[1] and (written == "%" or _belongs(held[0], written)):
            held = (f"{held[0]}{written}", token.end, held[2])
            continue
        if held:
            yield _number(held)
            held = None
        if written[0].isdigit():
            held = (written, token.end, token.clause)
        else:
            key = stem(_CURRENCIES[written], language) if written in _CURRENCIES else token.key
            lies_on = frozenset(sides(token.lower).items()) if written.isalpha() else frozenset()
            yield Word(key, spelled(written), token.stop, token.clause, lies_on)
    if held:
        yield _number(held)


def _belongs(number: str, written: str) -> bool:
    return ordinal(f"{number}{written.lower()}") is not None or (len(written) == 1 and written.isupper())


def _number(held: tuple[str, int, int]) -> Word:
    written, _, clause = held
    lower = written.lower()
    return Word(stem(lower) if ordinal(lower) else lower, lower, False, clause)
