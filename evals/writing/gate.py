"""Try the gate: sentences with one thing changed, and two mixed into one, must be stopped; untouched ones must pass.

A sentence is handed over as a model would: with the number of its passage, beside four others that a search for it
finds, and without the words that it rests on, so that the gate has to find these by itself. Needs no model.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.assistant import Assistant
from assistant.evidence import context_of
from assistant.writing.gate import Gate, Passed, Stopped
from assistant.writing.passages import Given, Place, given
from assistant.writing.reply import Drafted
from corpus.encoders import Encoder
from corpus.types import Hit
from evals.alterations import SHORTEST
from evals.altering import alterations, names_in
from evals.quality.rows import Row, share
from evals.sourced import Sourced
from evals.writing.mixing import mixed

OTHERS = 4  # passages given beside the true one
SEARCHED = 12  # passages looked through for those four
ROOM = 100_000  # tokens, more than five passages take
UNALTERED, MIXED = "unaltered", "mixed"


@dataclass(frozen=True, slots=True)
class Tried:
    """A sentence handed to the gate, what it was made from, and the verdict. `part` is what was changed, "mixed" or
    "unaltered"; `change` how."""

    sentence: str
    original: str
    part: str
    change: str
    hit: Hit
    verdict: Passed | Stopped

    @property
    def passed(self) -> bool:
        return isinstance(self.verdict, Passed)

    def row(self) -> Mapping[str, object]:
        """As a line for a person to read."""
        about = {"of": "gate", "part": self.part, "change": self.change, "text": self.sentence, "was": self.original}
        source = {"document": self.hit.document.source, "passage": self.hit.passage.id}
        if isinstance(self.verdict, Passed):
            rests_on = [place.said for place in self.verdict.places]
            return {**about, **source, "support": round(self.verdict.support, 3), "rests_on": rests_on}
        return {**about, **source, "reasons": list(self.verdict.reasons)}


class Trial:
    """The passages of one collection, whose sentences are tried."""

    def __init__(self, assistant: Assistant, encoder: Encoder | None) -> None:
        self._assistant, self._encoder = assistant, encoder
        index = assistant.index
        hits = [
            Hit(passage, document, 1, 1.0, {}, passage.page if document.paged else None)
            for document in assistant.documents()
            for passage in index.passages_of(document.id)
        ]
        self._quotable = {hit.passage.id: self._given(hit, []) for hit in hits}
        said = [place.said for each in self._quotable.values() for place in each[0].quotable]
        self._names = sorted({name for sentence in said for name in names_in(sentence)})

    def tried(self, sentences: int, seed: int = 1) -> Iterator[Tried]:
        """So many sentences drawn by the seed, untouched and changed; then as many passages, two sentences mixed."""
        draw = random.Random(seed)
        places = [place for each in self._quotable.values() for place in _long(each[0])]
        for place in draw.sample(places, min(sentences, len(places))):
            passages = self._beside(place.hit, place.said)
            yield self._try(place.said, place.said, UNALTERED, "", passages)
            for each in alterations(_sourced(place), self._names, draw):
                yield self._try(each.sentence, place.said, each.part, each.change, passages)
        several = [each[0] for each in self._quotable.values() if len(_long(each[0])) > 1]
        for one in draw.sample(several, min(sentences, len(several))):
            found = self._beside(one.hit, one.hit.passage.text)
            for change, original, sentence in mixed([place.said for place in _long(one)], draw):
                yield self._try(sentence, original, MIXED, change, found)

    def _try(self, sentence: str, original: str, part: str, change: str, passages: Sequence[Given]) -> Tried:
        true = passages[0]
        verdict = Gate(passages, true.hit.document.language, self._encoder).check(Drafted(sentence, (true.number,)))
        assert verdict is not None, "a new gate has seen no sentence that this one could repeat"
        return Tried(sentence, original, part, change, true.hit, verdict)

    def _beside(self, hit: Hit, query: str) -> list[Given]:
        found = [each for each in self._assistant.search(query, SEARCHED) if each.passage.id != hit.passage.id]
        return self._given(hit, found)[: OTHERS + 1]

    def _given(self, hit: Hit, others: Sequence[Hit]) -> list[Given]:
        """The passage as number 1, whatever the others are."""
        return given([Place(hit, 0, len(hit.passage.text))], others, self._assistant.index, ROOM)


def _long(one: Given) -> list[Place]:
    return [place for place in one.quotable if len(place.said) >= SHORTEST]


def _sourced(place: Place) -> Sourced:
    return Sourced(place.said, place.hit.passage.text, context_of(place.hit), place.hit.document.language)


def figures(tried: Sequence[Tried], of: str) -> Iterator[Row]:
    """How many get through, of those that should and of those that should not."""
    changed = [each for each in tried if each.part not in (UNALTERED, MIXED)]
    of_two = [each for each in tried if each.part == MIXED]
    yield share(of, "unaltered, get through", [each.passed for each in tried if each.part == UNALTERED])
    yield share(of, "altered, get through", [each.passed for each in changed])
    yield from _by(changed, of, lambda each: each.part)
    yield from _by(changed, of, lambda each: f"{each.part}: {each.change}")
    yield share(of, "mixed, get through", [each.passed for each in of_two])
    yield from _by(of_two, of, lambda each: f"{each.part}: {each.change}")


def _by(tried: Sequence[Tried], of: str, kind: Callable[[Tried], str]) -> Iterator[Row]:
    for name in sorted({kind(each) for each in tried}):
        yield share(of, f"  {name}", [each.passed for each in tried if kind(each) == name])


def wrongly_judged(tried: Sequence[Tried]) -> list[Tried]:
    """What got through and should not have, then what was stopped and should not have been."""
    through = [each for each in tried if each.passed and each.part != UNALTERED]
    return [*through, *(each for each in tried if not each.passed and each.part == UNALTERED)]
