"""The assistant: takes a question, gives an answer whose every sentence is cited, or a refusal."""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant import compose, confidence, readings
from assistant.drafting import Draft, draft
from assistant.exonyms import in_english
from assistant.figures import differing, differing_text
from assistant.follow_up import standalone
from assistant.judging import Judge, Judged
from assistant.named_source import documents_named
from assistant.phrases import nth, phrases
from assistant.question import roundtables_in
from assistant.readings import Reading
from assistant.refusing import refusal, unknown
from assistant.retrieve import WEIGHTS, Weights
from assistant.tracing import NO_TRACES, Tracer
from assistant.types import Answer
from assistant.worded import Prepared, worded
from assistant.writing.passages import Place
from assistant.writing.writer import Material, Turn, Writer
from corpus.encoders import Encoder
from corpus.errors import RoundtableError
from corpus.filters import matching
from corpus.index import Index
from corpus.types import NO_FILTERS, Document, Filters, Hit
from corpus.words import language_of

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
    ) -> None:
        self.index = index
        self._writer, self._record, self._tracer = writer, record, tracer
        self._judge = Judge(index, encoder, threshold, weights)

    def search(self, query: str, limit: int = 10, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The passages nearest to the query in meaning and words, best first."""
        self.index.refresh()
        return self._judge.retriever.search(query, limit, filters)

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
        self.index.refresh()
        typed = " ".join(text.split())
        if len(typed) > LONGEST_QUESTION:
            raise QuestionTooLong(len(typed))
        with span.span("find"):
            asked = self._in_their_names(typed)
            turns = [
                (self._in_their_names(question), reply)
                for question, reply in zip_longest(earlier, replies[: len(earlier)], fillvalue="")
                if len(question) <= LONGEST_QUESTION
            ]
            whole = self._standing_alone(asked, turns)
            prepared = self._answer(whole, filters)
        growing: Iterator[Answer] = iter((prepared.answer,))
        if self._writer:
            growing = worded(prepared, self._writer, self.index, turns, span)
        for answer in growing:
            searched_for = whole if whole != asked else ""
            yield replace(answer, question=typed, searched_for=searched_for, filters=filters, corpus=self.index.state)

    def _standing_alone(self, asked: str, turns: Sequence[Turn]) -> str:
        """The question that a follow-up stands for, by rules, or by the model where these change nothing."""
        documents = self.index.documents.values()
        whole = standalone(asked, [question for question, _ in turns], self.index.places)
        if self._writer and turns and whole == asked:
            whole = self._writer.standing_alone(asked, turns) or asked
        return readings.all_numbered(readings.numbered_by_year(whole, documents), documents)

    def judge(self, text: str, filters: Filters = NO_FILTERS) -> Judged:
        """What there is to answer a question with, and the probability that it does."""
        return self._judge.judge(self._in_their_names(text), filters)

    def features(self, judged: Judged) -> confidence.Features:
        """What the confidence in the ranked sentences rests on; there must be one."""
        return self._judge.features(judged.found, judged.ranked)

    def _in_their_names(self, question: str) -> str:
        """A French question of documents that are all in other languages, with the names of places as those write
        them."""
        foreign = "fr" not in self.index.languages and language_of(question) == "fr"
        return in_english(question) if foreign else question

    def _answer(self, text: str, filters: Filters) -> Prepared:
        judged = self.judge(text, filters)
        question, documents = judged.question, list(self.index.documents.values())
        lacking = unknown(question, self.index)
        if lacking:
            return self._only_mentioned(judged) or self._refusal(judged, filters, lacking)
        named = documents_named(question, matching(documents, filters))
        if named and not filters.document:
            within = replace(filters, document=tuple(document.id for document in named))
            prepared = self._answer_within(self.judge(text, within), within)
            between = "», «" if question.language == "fr" else "”, “"
            titles = between.join(document.title for document in named)
            looked_in = phrases(question.language).looked_in.format(titles=titles)
            return prepared.but(note=" ".join(filter(None, (prepared.answer.note, looked_in))))
        return self._answer_within(judged, filters)

    def _answer_within(self, judged: Judged, filters: Filters) -> Prepared:
        """The answer from the documents that the filters allow, once it is known which the question names."""
        question, documents = judged.question, list(self.index.documents.values())
        meant = readings.of_roundtables(question, documents, filters)
        if meant:
            return self._clarified(meant, filters) or self._refusal(judged, filters)
        made = draft(judged, filters, self._judge)
        if made is None:
            return self._refusal(judged, filters)
        meant = readings.of_documents(question, documents, judged.found.hits, made.chosen, filters)
        meant = meant or readings.of_places(question, made.chosen, filters)
        if meant:
            return self._clarified(meant, filters) or self._written(made, judged)
        return self._written(made, judged)

    def _only_mentioned(self, judged: Judged) -> Prepared | None:
        """What is mentioned under the name of a roundtable that no document is about, and those that there are."""
        question = judged.question
        others = readings.of_other_roundtables(question, self.index.documents.values())
        number = question.roundtables[0] if others else 0
        # "The fifth takeaway" mentions no fifth roundtable.
        mentions = [each for each in judged.ranked if number in roundtables_in(each.text)]
        if not others or not mentions:
            return None
        made = Draft([mentions[:1]], judged.confidence)
        name = nth(question.roundtables[0], question.language)
        note = phrases(question.language).only_mentioned.format(roundtable=name)
        choices = tuple(other.text for other in reversed(others))
        return self._written(made, judged).but(status="clarify", note=note, choices=choices)

    def _clarified(self, meant: Sequence[Reading], filters: Filters) -> Prepared | None:
        """The answer to the first of the readings that the documents answer, and the others to choose from."""
        for reading in meant:
            within = replace(
                filters,
                roundtable=reading.filters.roundtable or filters.roundtable,
                document=reading.filters.document or filters.document,
                place=reading.filters.place or filters.place,
            )
            judged = self.judge(reading.text, within)
            made = draft(judged, within, self._judge)
            if made:
                said = phrases(judged.question.language)
                wording = said.read_as_roundtable if reading.filters.roundtable else said.read_as_document
                if reading.filters.place:
                    wording = said.read_as_place
                made = replace(made, note=wording.format(name=reading.name))
                choices = tuple(other.text for other in reversed(meant) if other is not reading)
                return self._written(made, judged).but(status="clarify", choices=choices)
        return None

    def _written(self, made: Draft, judged: Judged) -> Prepared:
        question = judged.question
        sentences, citations, paragraphs = compose.write(made.paragraphs, self.index)
        figures = differing(question, made.chosen, [sentence.citations[0] for sentence in sentences])
        unsure = phrases(question.language).unsure if made.confidence < confidence.SURE else ""
        answer = Answer(
            question=question.text,
            status="partial" if made.missing else "answered",
            sentences=sentences,
            citations=citations,
            paragraphs=paragraphs,
            note=" ".join(filter(None, (unsure, differing_text(figures, question.language), made.note))),
            differing=figures,
            confidence=made.confidence,
        )
        chosen = [Place(each.hit, each.start, each.end) for each in made.chosen]
        return Prepared(answer, Material(question.text, question.language, chosen, judged.found.hits))

    def _refusal(self, judged: Judged, filters: Filters, lacking: str = "") -> Prepared:
        return Prepared(refusal(judged, filters, self.index, lacking))

    def documents(self) -> list[Document]:
        self.index.refresh()
        return sorted(self.index.documents.values(), key=lambda document: document.source)


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
