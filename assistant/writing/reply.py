"""Read a model's reply as it comes: its sentences, each with the passages that it cites and the words it rests on."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.sentences import sentences
from corpus.words import plain

MARKER = r"\[\s*(?:passages?\s*)?\d+(?:\s*[,;–-]\s*(?:passages?\s*)?\d+)*\s*\]"
_MARKERS = re.compile(rf"\s*(?:{MARKER}\s*)+", re.IGNORECASE)
_MARKERS_BEHIND = re.compile(rf"([.!?…][”\"»’]?)(?:[ \t]*)((?:{MARKER}[ \t]*)+)", re.IGNORECASE)
_THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"\A\s*```(?:json)?\s*", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*•–]\s+|#{1,6}\s+|\d{1,2}[.)]\s+|(?:answer|réponse)\s*:\s+)+", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_NOTHING = ("the collection does not say", "la collection ne le dit pas")
LONGEST_WAIT = 2_000  # characters for one sentence with its words; a weak model can go on with one for ever
LONGEST_REPLY = 40_000  # characters; what is longer is not read further


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence as the model gave it: its text, the passages it cites, and the words of theirs that it rests on,
    "" if it names none."""

    text: str
    passages: tuple[int, ...] = ()
    words: str = ""


class Reply:
    """A reply that is being read. `found_nothing` and `is_formless` are known once it has ended."""

    def __init__(self, language: str = "en") -> None:
        self._language = language
        self._text = ""
        self._given = 0  # sentences handed on
        self._read = 0  # characters up to the last of them
        self.found_nothing = False
        self.is_formless = False

    def feed(self, text: str) -> Iterator[Drafted]:
        """The sentences that are complete with these words."""
        if len(self._text) < LONGEST_REPLY:
            self._text += text
        yield from self._next(complete=False)

    @property
    def runs_away(self) -> bool:
        """Whether it goes on and on: without completing a sentence, or for longer than it is read. What a model thinks
        before is no sentence that does not end."""
        return len(self._text) >= LONGEST_REPLY or len(_without_thinking(self._text)) - self._read > LONGEST_WAIT

    def end(self) -> Iterator[Drafted]:
        """The last sentence, unless it was cut off in its middle."""
        yield from self._next(complete=True)
        said = _without_thinking(self._text)
        self.found_nothing = not self._given and (_is_empty_list(said) or plain(said).strip().startswith(_NOTHING))
        self.is_formless = not self._given and not self.found_nothing

    def _next(self, complete: bool) -> Iterator[Drafted]:
        said = _without_thinking(self._text)
        found = list(_from_json(said) if _is_json(said) else _from_prose(said, self._language, complete))
        for each in found[self._given :]:
            self._given, self._read = self._given + 1, len(said)
            yield each


def _without_thinking(text: str) -> str:
    """The text without what a reasoning model says to itself, and without the fence around JSON."""
    return _FENCE.sub("", _THINKING.sub("", text)).lstrip()


def _is_json(text: str) -> bool:
    return text.startswith("{") or bool(re.match(r"\[\s*[{\]]", text))


def _is_empty_list(text: str) -> bool:
    return _is_json(text) and bool(re.search(r"\[\s*\]", text))


def _from_json(text: str) -> Iterator[Drafted]:
    """The whole objects of the first list; one that has not ended yet is waited for."""
    place, decoder = text.find("["), json.JSONDecoder(strict=False)
    if place < 0:
        return
    place += 1
    while True:
        opened = re.compile(r"[\s,]*(?=\{)").match(text, place)
        if not opened:
            return
        try:
            value, place = decoder.raw_decode(text, opened.end())
        except (ValueError, RecursionError):  # not JSON, or a number of thousands of digits
            return
        if isinstance(value, dict) and isinstance(value.get("sentence"), str):
            words = value.get("words")
            said = _cleaned(_MARKERS.sub(" ", value["sentence"]))
            if said:
                yield Drafted(said, _numbers(value.get("passage")), words if isinstance(words, str) else "")


def _numbers(value: Any) -> tuple[int, ...]:
    """The passages in 2, "2", "[2]", or [2, 3]."""
    found = (int(each) for each in re.findall(r"\d{1,4}", str(value))) if value is not None else ()
    return tuple(dict.fromkeys(found))


def _from_prose(text: str, language: str, complete: bool) -> Iterator[Drafted]:
    """Sentences with markers such as [2]; without `complete` only those that something follows."""
    if plain(text).strip().startswith(_NOTHING):
        return
    # "Words. [1]" and "Words [1]." are one habit each: the markers go before the full stop.
    text = _MARKERS_BEHIND.sub(lambda found: f" {found[2].strip()}{found[1]} ", text)
    spans = list(sentences(text, language))
    waiting = 0 if complete else 1
    if not complete and spans and text[spans[-1][0] :].lstrip().startswith("["):
        waiting = 2  # the beginning of a marker, which belongs to the sentence before it
    for start, end in spans[: len(spans) - waiting]:
        said = text[start:end]
        numbers = [number for each in _MARKERS.findall(said) for number in _numbers(each)]
        words = _cleaned(_MARKERS.sub(" ", said))
        if not re.search(r"\w", words) or (words.endswith(":") and not numbers):
            continue  # "Here is what the passages say:" states nothing
        if complete and (start, end) == spans[-1] and not numbers and not words.endswith((".", "!", "?", "”", '"')):
            continue  # cut off in its middle
        yield Drafted(words, tuple(dict.fromkeys(numbers)))


def _cleaned(text: str) -> str:
    text = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    text = re.sub(r"\s+([.,;:!?])(?=\s|$)", r"\1", text)  # where a marker stood before the full stop
    return _EMPHASIS.sub(r"\2", _BULLET.sub("", text)).strip()
