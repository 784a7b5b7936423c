"""Let a model word an answer, sentence by sentence through the gate, and say what became of the sentences stopped."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from assistant.model import Message, Model, ModelFailed, Trouble
from assistant.types import Usage, Withheld
from assistant.usage import cost_of
from assistant.writing import prompt
from assistant.writing.following import may_point_back, standing_alone
from assistant.writing.gate import Gate, Passed, Stopped
from assistant.writing.passages import Given, Place, given, tokens_of
from assistant.writing.reply import Drafted, Reply
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.types import Hit
from corpus.words import terms

MOST_SENTENCES = 6
REPEATS = 2  # a model may go on saying the same until its limit: twice as many sentences as asked for are read
Problem = Trouble | Literal["formless", "cut", "nothing_passed", ""]
NO_USAGE = Usage()
Turn = tuple[str, str]  # a question and what was answered to it


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer may be worded from: the question alone and its language, the sentences that were chosen for an
    answer without a model, best first, the passages that were found, best first, and the state they were found in."""

    question: str
    language: str
    chosen: Sequence[Place]
    hits: Sequence[Hit]
    index: Index


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as far as it is worded. `problem` says why the model's words are missing or incomplete."""

    sentences: tuple[Passed, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    found_nothing: bool = False
    problem: Problem = ""
    usage: Usage = NO_USAGE
    growing: bool = True


@dataclass
class _Meter:
    """What the requests of one answer took."""

    started: float = field(default_factory=time.perf_counter)
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    first_ms: float | None = None

    def usage(self, prices: tuple[float, float], trouble: str = "") -> Usage:
        cost = cost_of(self.input_tokens, self.output_tokens, *prices)
        return Usage(self.requests, self.input_tokens, self.output_tokens, self.first_ms, self.now(), cost, trouble)

    def now(self) -> float:
        return round((time.perf_counter() - self.started) * 1000, 1)


class Writer:
    """Words answers with one model. It remembers one thing: whether the model can be held to a schema.

    `prices` are those of a million tokens read and written; `make_gate` is for measuring what the gate does.
    """

    def __init__(
        self, model: Model, encoder: Encoder | None, seconds: float = 120.0,
        prices: tuple[float, float] = (0.0, 0.0),
        make_gate: Callable[[Sequence[Given], str, Encoder | None, str], Gate] = Gate,
    ) -> None:  # fmt: skip
        self.model = model
        self._encoder, self._seconds, self._make_gate = encoder, seconds, make_gate
        self._takes_schema = model.structured
        self.prices = prices

    def write(self, material: Material, turns: Sequence[Turn] = ()) -> Iterator[Written]:
        """The answer as it grows, at last the whole of it (`growing` is false). Ends within the writer's seconds and
        never raises `ModelFailed`: what failed is the `problem` of the last one."""
        meter, until = _Meter(), time.monotonic() + self._seconds
        room = prompt.room_for_passages(self.model.context, material.question, material.chosen, turns)
        most = max(MOST_SENTENCES, len(material.chosen))
        as_json = self._takes_schema
        attempt = _Attempt(self, material, meter, until, most)
        for _ in range(3):  # as it is asked first; with half of the passages; in prose
            passages = given(material.chosen, material.hits, material.index, room)
            if not passages:  # a model that is given nothing finds nothing, and that would be taken for a refusal
                attempt.problem = "too_long"
                break
            yield from attempt.run(passages, turns, as_json)
            if attempt.problem == "too_long":
                room = sum(tokens_of(each.text) for each in passages) // 2
            elif attempt.problem in ("form", "formless") and as_json:
                # A server that takes no schema never will; a reply in no form may be the only one.
                as_json = False
                self._takes_schema = attempt.problem == "formless"
            else:
                break
        yield from attempt.mended()
        yield attempt.whole()

    def standing_alone(self, question: str, turns: Sequence[Turn]) -> str:
        """What a follow-up stands for, if it may be one and the model can tell; else ""."""
        return standing_alone(question, turns, self.model) if may_point_back(question) else ""


class _Attempt:
    """One answer while it is being worded: what passed and what was stopped, in the order of the model."""

    def __init__(self, writer: Writer, material: Material, meter: _Meter, until: float, most: int) -> None:
        self._writer, self._material, self._meter, self._until, self._most = writer, material, meter, until, most
        self.items: list[Passed | Stopped] = []
        self.problem: Problem = ""
        self.found_nothing = False
        self._withheld: list[Withheld] = []
        self._asked: list[Message] = []
        self._said = ""
        self._gate: Gate | None = None
        self._schema: dict[str, object] | None = None

    def run(self, passages: Sequence[Given], turns: Sequence[Turn], as_json: bool) -> Iterator[Written]:
        """One request for the whole answer."""
        material, self.problem, self.items = self._material, "", []
        self._gate = self._writer._make_gate(passages, material.language, self._writer._encoder, material.question)
        self._asked = prompt.to_answer(
            material.question, passages, material.chosen, turns, material.language, self._most, as_json
        )
        self._schema = dict(prompt.schema(self._most, len(passages))) if as_json else None
        reply = Reply(material.language)
        try:
            for drafted in islice(self._drafted(self._asked, reply), self._most * REPEATS):
                checked = self._gate.check(drafted)
                if checked is None:
                    continue
                self.items.append(checked)
                if isinstance(checked, Passed):
                    self._meter.first_ms = self._meter.first_ms or self._meter.now()
                    yield self._so_far()
                if len(self.items) > self._most:
                    break
        except ModelFailed as failure:
            self.problem = failure.trouble
        if not self.problem:
            self.found_nothing = reply.found_nothing
            self.problem = "formless" if reply.is_formless else ""

    def mended(self) -> Iterator[Written]:
        """One request for all sentences that were stopped; then the documents' own words take the places of those
        that still are, where the chosen sentences have any from the same passage."""
        stopped = [each for each in self.items if isinstance(each, Stopped)]
        second: list[Drafted] = []
        if stopped and self.problem in ("", "cut") and self._gate:
            problem = self.problem
            try:
                request = prompt.to_mend(self._asked, self._said, stopped)
                drafted = self._drafted(request, Reply(self._material.language))
                second = list(islice(drafted, self._most * REPEATS))
            except ModelFailed:
                second = []  # the first attempt stands as it is
            self.problem = problem  # a second attempt that was cut off is no fault of the first
        for before in stopped:
            again = _likest(before.drafted, second, self._material.language)
            checked = self._gate.check(again) if again and self._gate else None
            place = self.items.index(before)
            if isinstance(checked, Passed):
                self.items[place] = checked
                self._withheld.append(Withheld(before.drafted.text, before.reasons, "rewritten"))
            else:
                self._withheld.append(self._replaced(place, before))
            yield self._so_far()

    def whole(self) -> Written:
        passed = self._passed()
        if not passed and self._withheld and not self.problem:
            self.problem = "nothing_passed"
        usage = self._meter.usage(self._writer.prices, self.problem)
        return Written(passed, tuple(self._withheld), self.found_nothing, self.problem, usage, growing=False)

    def _replaced(self, place: int, before: Stopped) -> Withheld:
        """The documents' own words in place of a sentence, from the passage that it cites; or nothing."""
        cited = self._gate.passages(before.drafted) if self._gate and self._passed() else []
        for quote in self._material.chosen:
            if self._gate and quote.hit.passage.id in cited:
                # Not every sentence of a document can stand in an answer: one may give orders, or be said already.
                checked = self._gate.check(Drafted(quote.said, before.drafted.passages, quote.text))
                if isinstance(checked, Passed):
                    self.items[place] = checked
                    return Withheld(before.drafted.text, before.reasons, "quote")
        self.items.pop(place)
        return Withheld(before.drafted.text, before.reasons)

    def _drafted(self, messages: Sequence[Message], reply: Reply) -> Iterator[Drafted]:
        """The sentences of one reply as they come. Raises `ModelFailed`."""
        model, meter = self._writer.model, self._meter
        most = prompt.most_of_reply(model.context)
        self._said, cut = "", False
        meter.requests += 1
        for chunk in model.stream(messages, most, self._until, self._schema):
            meter.input_tokens += chunk.input_tokens
            meter.output_tokens += chunk.output_tokens
            self._said += chunk.text
            yield from reply.feed(chunk.text)
            if chunk.cut or reply.runs_away:
                self.problem, cut = "cut", True
            if reply.runs_away:
                break
        if not cut:
            yield from reply.end()

    def _passed(self) -> tuple[Passed, ...]:
        return tuple(each for each in self.items if isinstance(each, Passed))

    def _so_far(self) -> Written:
        return Written(self._passed(), tuple(self._withheld), usage=self._meter.usage(self._writer.prices))


def _likest(before: Drafted, second: Sequence[Drafted], language: str) -> Drafted | None:
    """The second attempt at a sentence: that which shares most words with it."""
    said = set(terms(before.text, language))
    return max(second, key=lambda each: len(said & set(terms(each.text, language))), default=None)
