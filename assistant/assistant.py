"""The assistant: takes a question, gives an answer whose every sentence is cited, or a refusal."""

import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant import confidence
from assistant.answering import Answering
from assistant.judging import Judge, Judged
from assistant.retrieve import WEIGHTS, Weights
from assistant.tracing import NO_TRACES, Tracer
from assistant.types import EXTRACTIVE, Answer, Status
from assistant.writing.writer import Material, Writer, Written
from corpus.encoders import Encoder
from corpus.errors import RoundtableError
from corpus.index import Index
from corpus.types import NO_FILTERS, Document, Filters, Hit

LONGEST_QUESTION = 2000  # characters


class QuestionTooLong(RoundtableError):
    """A question of more characters than can be searched for."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"A question may have {LONGEST_QUESTION:,} characters, this one has {length:,}; shorten it and ask again."
        )


class Assistant:
    """Answers questions over one index. It remembers nothing between questions.

    An answer is given if the evidence answers with a probability of `threshold` or more. With a `writer` a language
    model words it; what may be answered, and from what, is decided without one. `record` is given every answer.
    `newest` gives the state of the collection to answer from, given the last one.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        threshold: float = confidence.THRESHOLD,
        weights: Weights = WEIGHTS,
        writer: Writer | None = None,
        record: Callable[[Answer], None] = lambda answer: None,
        tracer: Tracer = NO_TRACES,
        newest: Callable[[Index], Index] = Index.newest,
    ) -> None:
        self._index, self._moving, self._newest_after = index, threading.Lock(), newest
        self._encoder, self._threshold, self._weights = encoder, threshold, weights
        self._writer, self._record, self._tracer = writer, record, tracer

    @property
    def index(self) -> Index:
        """The newest state that was asked about. It never changes: who needs it twice keeps it."""
        return self._index

    def search(self, query: str, limit: int = 10, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The passages nearest to the query in meaning and words, best first."""
        return self._judge().retriever.search(query, limit, filters)

    def ask(
        self, text: str, filters: Filters = NO_FILTERS, earlier: Sequence[str] = (), replies: Sequence[str] = ()
    ) -> Answer:
        """Answer from the documents that the filters allow, or refuse and show the nearest passages.

        `earlier` are the questions asked before this one, oldest first: "and in Korea?" is answered as the question
        it stands for, which the answer names. `replies` are the texts of their answers: they help a language model to
        understand the question, and are never a source. A question with several sides, such as a comparison, is
        answered for each; if some of them are not covered the answer is partial and says so. One that may mean several
        things is answered for the likeliest, with the others to choose from. Raises `QuestionTooLong`.
        """
        return deque(self.answering(text, filters, earlier, replies), maxlen=1).pop()

    def answering(
        self, text: str, filters: Filters = NO_FILTERS, earlier: Sequence[str] = (), replies: Sequence[str] = ()
    ) -> Generator[Answer, None, None]:
        """The answer of `ask` as it grows; the last one is whole. Without a language model there is only that one.

        To stop, close the iterator: a request to the model that is under way is left then.
        """
        started, last = time.perf_counter(), None
        with self._tracer.span("answer") as span:
            try:
                for answer in self._growing(text, filters, earlier, replies, span):
                    last = replace(answer, elapsed_ms=_milliseconds(started))
                    yield last
            finally:
                if last:  # one that was stopped has taken tokens too
                    span.note(status=last.status, sentences=len(last.sentences), withheld=len(last.withheld))
                    self._record(last)

    def _growing(
        self, text: str, filters: Filters, earlier: Sequence[str], replies: Sequence[str], span: Tracer
    ) -> Iterator[Answer]:
        typed = " ".join(text.split())
        if len(typed) > LONGEST_QUESTION:
            raise QuestionTooLong(len(typed))
        earlier_ones = zip_longest(earlier, replies[: len(earlier)], fillvalue="")
        turns = [turn for turn in earlier_ones if len(turn[0]) <= LONGEST_QUESTION]
        return Answering(self._judge(), self._writer).growing(typed, filters, turns, span)

    def judge(self, text: str, filters: Filters = NO_FILTERS) -> Judged:
        """What there is to answer a question with, and the probability that it does."""
        return Answering(self._judge(), self._writer).judged(text, filters)

    def unworded(self) -> Answering:
        """What answers from the newest state without a language model, and records nothing."""
        return Answering(self._judge(), None)

    def judge_now(self) -> Judge:
        """What judges questions over the newest state of the collection, and over this one alone."""
        return self._judge()

    def word(self, material: Material) -> Written | None:
        """The language model's words for the material, each sentence checked; None without a model."""
        if self._writer is None:
            return None
        *_, written = self._writer.write(material)
        status: Status = "answered" if written.sentences else "refused"
        self._record(Answer(material.question, status, model=self._writer.model.name, usage=written.usage))
        return written

    @property
    def encoder(self) -> Encoder:
        """The embedding model of the index."""
        return self._encoder

    @property
    def words_with(self) -> str:
        """The name of the language model that words answers; `EXTRACTIVE` without one."""
        return self._writer.model.name if self._writer else EXTRACTIVE

    def features(self, judged: Judged) -> confidence.Features:
        """What the confidence in the ranked sentences rests on; there must be one."""
        return self._judge().features(judged.found, judged.ranked)

    def documents(self) -> list[Document]:
        """What is in the collection, by source; what was in it last if its folder is gone."""
        try:
            index = self._newest()
        except RoundtableError:  # a question says what is wrong
            index = self._index
        return sorted(index.documents.values(), key=lambda document: document.source)

    def _judge(self) -> Judge:
        return Judge(self._newest(), self._encoder, self._threshold, self._weights)

    def _newest(self) -> Index:
        with self._moving:
            self._index = self._newest_after(self._index)
            return self._index


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
