"""Answer one question from one state of the collection, whatever is added or removed meanwhile."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import compose, confidence, readings
from assistant.drafting import Draft, draft
from assistant.exonyms import in_english
from assistant.figures import differing, differing_text
from assistant.follow_up import standalone
from assistant.judging import Judge, Judged
from assistant.named_source import documents_named
from assistant.opinion import asks_for_an_opinion
from assistant.phrases import nth, phrases
from assistant.question import roundtables_in
from assistant.readings import Reading
from assistant.refusing import refusal, unknown
from assistant.tracing import Tracer
from assistant.types import Answer
from assistant.worded import Prepared, worded
from assistant.writing.passages import Place
from assistant.writing.writer import Material, Turn, Writer
from corpus.filters import matching
from corpus.index import Index
from corpus.types import Filters
from corpus.words import language_of


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers from the state of the collection that its judge has, however often the collection changes meanwhile."""

    _judge: Judge
    _writer: Writer | None

    @property
    def index(self) -> Index:
        return self._judge.index

    def growing(self, typed: str, filters: Filters, turns: Sequence[Turn], span: Tracer) -> Iterator[Answer]:
        """The answer as it grows; the last one is whole."""
        with span.span("find"):
            asked = self._in_their_names(typed)
            turns = [(self._in_their_names(question), reply) for question, reply in turns]
            whole = self._standing_alone(asked, turns)
            prepared = self._answer(whole, filters)
            theme = readings.asking_for_the_theme(whole)
            if theme != whole and _is_sure(themed := self._answer(theme, filters)):
                whole, prepared = theme, themed
        growing: Iterator[Answer] = iter((prepared.answer,))
        if self._writer:
            growing = worded(prepared, self._writer, self.index, turns, span)
        for answer in growing:
            searched_for = whole if whole != asked else ""
            yield replace(answer, question=typed, searched_for=searched_for, filters=filters, corpus=self.index.state)

    def judged(self, text: str, filters: Filters) -> Judged:
        """What there is to answer a question with, and the probability that it does."""
        return self._judge.judge(self._in_their_names(text), filters)

    def _standing_alone(self, asked: str, turns: Sequence[Turn]) -> str:
        """The question that a follow-up stands for, by rules, or by the model where these change nothing."""
        documents = self.index.documents.values()
        whole = standalone(asked, [question for question, _ in turns], self.index.places)
        if self._writer and turns and whole == asked:
            whole = self._writer.standing_alone(asked, turns) or asked
        return readings.all_numbered(readings.numbered_by_year(whole, documents), documents)

    def _in_their_names(self, question: str) -> str:
        """A French question of documents that are all in other languages, with the names of places as those write
        them."""
        foreign = "fr" not in self.index.languages and language_of(question) == "fr"
        return in_english(question) if foreign else question

    def _answer(self, text: str, filters: Filters) -> Prepared:
        judged = self.judged(text, filters)
        question, documents = judged.question, list(self.index.documents.values())
        if asks_for_an_opinion(text):
            return self._refusal(judged, filters, phrases(question.language).no_opinions)
        lacking = unknown(question, self.index)
        if lacking:
            return self._only_mentioned(judged) or self._refusal(judged, filters, lacking)
        named = documents_named(question, matching(documents, filters))
        if named and not filters.document:
            within = replace(filters, document=tuple(document.id for document in named))
            prepared = self._answer_within(self.judged(text, within), within)
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
            judged = self.judged(reading.text, within)
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
        return Prepared(answer, Material(question.text, question.language, chosen, judged.found.hits, self.index))

    def _refusal(self, judged: Judged, filters: Filters, why: str = "") -> Prepared:
        return Prepared(refusal(judged, filters, self.index, why))


def _is_sure(prepared: Prepared) -> bool:
    return prepared.answer.status == "answered" and prepared.answer.confidence >= confidence.SURE
