"""Answer each question in three ways: in the documents' words, as a model words them, and that through the gate."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.assistant import Assistant
from assistant.model import Model
from assistant.types import EXTRACTIVE, Answer, Citation, Sentence
from assistant.verify import verify
from assistant.writing.gate import Gate, Passed
from assistant.writing.passages import Given, Place
from assistant.writing.reply import Drafted
from assistant.writing.writer import Writer
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.words import language_of
from evals.reports import PageQuestion, stands_at
from evals.writing.replay import Recorder, Replay

IN_QUOTES, OPEN, GATED = "extractive", "model without gate", "model with gate"
WAYS = (IN_QUOTES, OPEN, GATED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence that a reader gets, and the words that it cites. `supported` is what `assistant.verify` says of it,
    `right_place` whether a citation is at a place of the set, None if the set has none."""

    way: str
    question: str
    text: str
    cited: tuple[str, ...]
    places: tuple[str, ...]
    supported: bool
    reasons: tuple[str, ...]
    right_place: bool | None
    by_model: bool

    def row(self) -> Mapping[str, object]:
        """As a line for a person to read, who fills in "supported"."""
        row = asdict(self)
        return {"of": "sentence", **row, "by_verify": row.pop("supported"), "supported": None}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way made of one question; times in milliseconds from asking."""

    way: str
    question: PageQuestion
    answer: Answer
    shown: tuple[Shown, ...]
    first_ms: float
    last_ms: float

    def row(self) -> Mapping[str, object]:
        answer = self.answer
        about = {"of": "answer", "way": self.way, "question": self.question.text, "status": answer.status}
        took = {"first_ms": round(self.first_ms), "last_ms": round(self.last_ms)}
        withheld = [asdict(each) for each in answer.withheld]
        # Its times are those of a clock that does not know what a replay did not wait for.
        counted = ("requests", "input_tokens", "output_tokens")
        used = {name: getattr(answer.usage, name) for name in counted} if answer.usage else None
        return {**about, "problem": answer.problem, "withheld": withheld, **took, "usage": used}


class OpenGate(Gate):
    """No gate: every sentence gets through, with the passages that the model names, whole, as far as there are any."""

    def __init__(
        self, given: Sequence[Given], language: str, encoder: Encoder | None = None, question: str = ""
    ) -> None:
        super().__init__(given, language, encoder, question)
        self._passages = {each.number: each.hit for each in given}

    def check(self, drafted: Drafted) -> Passed:
        hits = [self._passages[number] for number in drafted.passages if number in self._passages]
        places = tuple(Place(hit, 0, len(hit.passage.text)) for hit in hits)
        return Passed(drafted.text, places, support=0.0)  # nobody has looked


class ThreeWays:
    """One collection and one model. The model answers once a question: its reply is kept for the way with the gate,
    which asks it again only to mend sentences."""

    def __init__(self, index: Index, encoder: Encoder, model: Model, seconds: float) -> None:
        self._index, self._encoder = index, encoder
        self._recorder, self._replay = Recorder(model), Replay(model)
        without = Writer(self._recorder, encoder, seconds, make_gate=OpenGate)
        through = Writer(self._replay, encoder, seconds)
        self._assistants = {
            IN_QUOTES: Assistant(index, encoder),
            OPEN: Assistant(index, encoder, writer=without),
            GATED: Assistant(index, encoder, writer=through),
        }
        self._assistants[IN_QUOTES].ask("Warm up?")  # the first answer of a process takes longer

    def answer(self, question: PageQuestion) -> Iterator[Outcome]:
        """In the order of `WAYS`."""
        self._recorder.replies.clear()
        yield self._ask(IN_QUOTES, question, lambda: 0.0)
        yield self._ask(OPEN, question, lambda: 0.0)
        self._replay.load(self._recorder.replies)
        yield self._ask(GATED, question, lambda: self._replay.unwaited)

    def _ask(self, way: str, question: PageQuestion, unwaited: Callable[[], float]) -> Outcome:
        started = time.monotonic()
        first = last = 0.0
        for answer in self._assistants[way].answering(question.text):
            last = (time.monotonic() - started + unwaited()) * 1000
            if answer.sentences and not first:
                first = last
        shown = tuple(self._shown(way, question, answer, sentence) for sentence in answer.sentences)
        return Outcome(way, question, answer, shown, first or last, last)

    def _shown(self, way: str, question: PageQuestion, answer: Answer, sentence: Sentence) -> Shown:
        cited = [answer.citations[number - 1] for number in sentence.citations]
        quotes = [each.quote for each in cited]
        context = " ".join(dict.fromkeys(self._above(each) for each in cited))
        support = verify(sentence.text, quotes, language_of(sentence.text, "en"), self._encoder, context)
        reasons = tuple(reason.text for reason in support.reasons) if cited else ("It cites nothing.",)
        places = tuple(f"{each.document.source}{f', page {each.page}' if each.page else ''}" for each in cited)
        right = any(stands_at(question, each.document.source, {each.page} if each.page else set()) for each in cited)
        return Shown(
            way,
            question.text,
            sentence.text,
            tuple(quotes),
            places,
            bool(cited) and support.supported,
            reasons,
            right if question.answerable else None,
            answer.model != EXTRACTIVE,
        )

    def _above(self, citation: Citation) -> str:
        """The title and headings above a citation's passage, as the gate takes them into account."""
        passages = self._index.passages_of(citation.document.id)
        section = next((each.section for each in passages if each.id == citation.passage), ())
        return " › ".join((citation.document.title, *section))


def shown_of(row: Mapping[str, Any]) -> Shown:
    """A sentence that an earlier run wrote."""
    listed = {name: tuple(row[name]) for name in ("cited", "places", "reasons")}
    return Shown(
        row["way"],
        row["question"],
        row["text"],
        supported=row["by_verify"],
        right_place=row["right_place"],
        by_model=row["by_model"],
        **listed,
    )
