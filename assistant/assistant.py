"""The assistant: takes a question, gives an answer whose every sentence is cited, or a refusal."""

import time
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import replace

from assistant import compose, confidence, readings
from assistant.drafting import Draft, draft
from assistant.exonyms import in_english
from assistant.figures import differing, differing_text
from assistant.follow_up import standalone
from assistant.judging import Judge, Judged
from assistant.named_source import documents_named, unknown_source
from assistant.phrases import nth, phrases
from assistant.question import Question, roundtables_in
from assistant.readings import Reading
from assistant.retrieve import WEIGHTS, Weights
from assistant.types import Answer
from assistant.worded import NEAREST_SHOWN, Prepared, worded
from assistant.writing.passages import Place
from assistant.writing.writer import Material, Writer
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
    model words it; what may be answered, and from what, is decided without one.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        threshold: float = confidence.THRESHOLD,
        weights: Weights = WEIGHTS,
        writer: Writer | None = None,
    ) -> None:
        self.index = index
        self._writer = writer
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
        started = time.perf_counter()
        self.index.refresh()
        typed, documents = " ".join(text.split()), self.index.documents.values()
        if len(typed) > LONGEST_QUESTION:
            raise QuestionTooLong(len(typed))
        earlier = [each for each in earlier if len(each) <= LONGEST_QUESTION]
        asked, *before = [self._in_their_names(each) for each in (typed, *earlier)]
        whole = standalone(asked, before, self.index.places)
        turns = list(zip(before, replies, strict=False))
        whole = readings.all_numbered(readings.numbered_by_year(whole, documents), documents)
        prepared = self._answer(whole, filters)
        growing = worded(prepared, self._writer, self.index, turns) if self._writer else (prepared.answer,)
        for answer in growing:
            yield replace(
                answer,
                question=typed,
                searched_for=whole if whole != asked else "",
                filters=filters,
                corpus=self.index.state,
                elapsed_ms=_milliseconds(started),
            )

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
        unknown = self._unknown(question)
        if unknown:
            return self._only_mentioned(judged) or self._refusal(judged, filters, unknown)
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

    def _unknown(self, question: Question) -> str:
        """What is to be said if the question names a document or a roundtable that the collection lacks, or ""."""
        said, title = phrases(question.language), unknown_source(question, self.index)
        if title:
            return said.no_such_document.format(title=title)
        of_no_year = readings.roundtable_of_no_year(question.text, self.index.documents.values())
        if of_no_year:
            return said.no_such_roundtable.format(roundtable=of_no_year)
        held = {document.roundtable for document in self.index.documents.values()}
        lost = [number for number in question.roundtables if number not in held]
        if lost and held != {None} and len(lost) == len(question.roundtables):
            return said.no_such_roundtable.format(roundtable=nth(lost[0], question.language))
        return ""

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

    def documents(self) -> list[Document]:
        self.index.refresh()
        return sorted(self.index.documents.values(), key=lambda document: document.source)

    def _refusal(self, judged: Judged, filters: Filters, unknown: str = "") -> Prepared:
        """Why there is no answer, how much was searched, and the nearest passages."""
        counts, said = self.index.counts(), phrases(judged.question.language)
        allowed = len(matching(self.index.documents.values(), filters)) if filters else counts["documents"]
        wording = said.searched if not filters else said.searched_allowed if allowed else said.none_allowed
        searched = wording.format(allowed=allowed, documents=counts["documents"], passages=counts["passages"])
        nearest = judged.found.hits[:NEAREST_SHOWN]
        below = said.nearest_below if nearest else ""
        answer = Answer(
            question=judged.question.text,
            status="refused",
            note=" ".join(filter(None, (said.does_not_say, unknown, searched, below))),
            nearest=nearest,
            confidence=0.0 if unknown else judged.confidence,
        )
        return Prepared(answer)


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
