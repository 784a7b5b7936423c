"""Choose the passages that a model is given, number them, and keep out of them what gives orders."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import headings_of, with_antecedents
from assistant.quotable import as_said, is_about_itself, quotable_spans, without_markers
from assistant.writing.orders import is_to_an_assistant
from corpus.index import Index
from corpus.sentences import is_row, sentences
from corpus.types import Hit

MOST_GIVEN = 5  # passages, or as many as hold the sentences that were chosen
BYTES_A_TOKEN = 3.2  # fewer than the 3.5 to 4.5 of English and French texts, so that no request is too long
OF_A_FRAME = 24  # tokens of the line above a passage
LEFT_OUT = "[…]"


@dataclass(frozen=True, slots=True, eq=False)  # each is itself: a hit has no hash
class Place:
    """Characters `start` to `end` of a passage: a sentence, a row of a table or a short list that can be quoted."""

    hit: Hit
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.hit.passage.text[self.start : self.end]

    @property
    def said(self) -> str:
        return as_said(self.text)


@dataclass(frozen=True, slots=True)
class Given:
    """A passage under the number that the model cites it by, what the model reads of it, and what can be quoted."""

    number: int
    hit: Hit
    text: str
    quotable: tuple[Place, ...]


def tokens_of(text: str) -> int:
    """How many tokens a text takes at most, without the model's own tokenizer, which may be anything."""
    return int(len(text.encode()) / BYTES_A_TOKEN) + 1


def given(chosen: Sequence[Place], hits: Iterable[Hit], index: Index, room: int) -> list[Given]:
    """The passages of the chosen sentences, then others, best first, as far as there is room in tokens.

    Of a passage that is too long for what room is left the chosen sentences are given, with those around them.
    """
    first = {place.hit.passage.id: place.hit for place in chosen}
    found: list[Given] = []
    for hit in (*first.values(), *(hit for hit in hits if hit.passage.id not in first)):
        is_chosen = hit.passage.id in first
        if not is_chosen and len(found) >= MOST_GIVEN:
            break
        if not is_chosen and is_about_itself(hit.passage.section):
            continue
        headings = headings_of(hit, index)
        text = _readable(hit, headings)
        # Each chosen passage keeps its share of the room, so that no long one takes that of the others.
        share = room // (len(first) - len(found)) if is_chosen and len(found) < len(first) else room
        if is_chosen and _taken(text) > share:
            text = _around([place for place in chosen if place.hit.passage.id == hit.passage.id])
        if _taken(text) <= room:
            room -= _taken(text)
            found.append(Given(len(found) + 1, hit, text, tuple(_quotable(hit, headings))))
    return found


def _taken(text: str) -> int:
    return tokens_of(text) + OF_A_FRAME


def _quotable(hit: Hit, headings: Collection[str]) -> Iterator[Place]:
    """A sentence that speaks to a program that reads it is evidence of nothing; one that begins with "it" is taken with
    the one before it."""
    spans = quotable_spans(hit.passage, headings, hit.document.language)
    for start, end in with_antecedents(hit.passage.text, spans):
        place = Place(hit, start, end)
        if not is_to_an_assistant(place.said):
            yield place


def _readable(hit: Hit, headings: Collection[str]) -> str:
    """The text with the lines of its tables, without headings, note markers, and what speaks to a program."""
    parts: list[str] = []
    passage = hit.passage
    for start, end in sentences(passage.text, hit.document.language):
        text = without_markers(passage.text[start:end])
        evened = " ".join(text.split())
        if is_to_an_assistant(evened):
            parts += [LEFT_OUT] if parts[-1:] != [LEFT_OUT] else []
        elif " ".join(passage.text[start:end].split()) not in headings:
            parts.append(text.strip() if is_row(text) else evened)
    return "\n".join(parts) if passage.is_table else " ".join(parts)


def _around(places: Sequence[Place]) -> str:
    """The chosen sentences, each with the one before it, which may say of whom it speaks."""
    passage, language = places[0].hit.passage, places[0].hit.document.language
    spans = list(sentences(passage.text, language))
    kept = [
        next_to
        for next_to, after in zip(spans, [*spans[1:], None], strict=True)
        if any(_touch(each, span) for each in places for span in (next_to, after) if span)
    ]
    said = (" ".join(without_markers(passage.text[start:end]).split()) for start, end in kept)
    return " ".join(text for text in said if not is_to_an_assistant(text))


def _touch(place: Place, span: tuple[int, int]) -> bool:
    return place.start < span[1] and span[0] < place.end
