"""Put a model's checked sentences in the place of the documents' own, or say why those stand as they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant import compose, confidence
from assistant.figures import differing_text
from assistant.phrases import phrases, withheld_text
from assistant.refusing import NEAREST_SHOWN
from assistant.tracing import Tracer
from assistant.types import Answer, Citation, Figure, Sentence
from assistant.writing.writer import Material, Turn, Writer, Written
from corpus.index import Index


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer in the documents' own words, and what a language model may word it from, if it is not a refusal."""

    answer: Answer
    material: Material | None = None

    def but(self, **changes: Any) -> "Prepared":
        return replace(self, answer=replace(self.answer, **changes))


def worded(prepared: Prepared, writer: Writer, index: Index, turns: Sequence[Turn], span: Tracer) -> Iterator[Answer]:
    """The answer as a model words it, growing; as it was prepared, with the reason, where the model gives none."""
    with span.span("write", model=writer.model.name) as writing:
        for answer in _worded(prepared, writer, index, turns):
            yield answer
            if answer.usage:
                writing.note(input_tokens=answer.usage.input_tokens, output_tokens=answer.usage.output_tokens)


def _worded(prepared: Prepared, writer: Writer, index: Index, turns: Sequence[Turn]) -> Iterator[Answer]:
    answer, material = prepared.answer, prepared.material
    if material is None:
        yield answer
        return
    said = phrases(material.language)
    # What the model reads is shown at once: a reader can begin with the sources.
    yield replace(_of(Written(), prepared, index, writer.model.name), citations=answer.citations, note="")
    for written in writer.write(material, turns):
        if written.growing:
            yield _of(written, prepared, index, writer.model.name)
            continue
        kept = replace(answer, withheld=written.withheld, usage=written.usage)
        if written.sentences:
            whole = _of(written, prepared, index, writer.model.name)
            cut = said.model_cut.format(why=said.troubles[written.problem]) if written.problem else ""
            stopped = withheld_text(written.withheld, material.language)
            yield replace(whole, problem=cut, note=_joined(whole.note, stopped))
        elif written.found_nothing and answer.confidence < confidence.SURE:
            yield _refused(kept, material)
        elif written.found_nothing:
            yield replace(kept, problem=said.model_found_nothing, note=_joined(said.unsure, answer.note))
        elif written.problem == "nothing_passed":
            yield replace(kept, problem=said.nothing_passed)
        else:
            yield replace(kept, problem=said.model_failed.format(why=said.troubles[written.problem or "formless"]))


def _refused(answer: Answer, material: Material) -> Answer:
    """The judgement was not sure that the passages answer, and the model found no answer in them."""
    said, nearest = phrases(material.language), tuple(material.hits[:NEAREST_SHOWN])
    return replace(
        answer,
        status="refused",
        sentences=(),
        citations=(),
        paragraphs=(),
        differing=(),
        choices=(),
        note=_joined(said.does_not_say, said.model_found_nothing, said.nearest_below if nearest else ""),
        nearest=nearest,
    )


def _of(written: Written, prepared: Prepared, index: Index, model: str) -> Answer:
    """The prepared answer with the sentences of the model, one paragraph, and its own citations."""
    answer, language = prepared.answer, prepared.material.language if prepared.material else "en"
    citations: list[Citation] = []
    numbers: dict[tuple[str, int, int], tuple[int, ...]] = {}
    sentences = []
    for passed in written.sentences:
        cited: list[int] = []
        for place in passed.places:
            key = (place.hit.passage.id, place.start, place.end)
            if key not in numbers:
                new = compose.citations_of(place.hit, place.start, place.end, index, len(citations) + 1)
                citations += new
                numbers[key] = tuple(citation.number for citation in new)
            cited += numbers[key]
        sentences.append(Sentence(passed.text, tuple(dict.fromkeys(cited)), passed.support))
    figures, extra = _renumbered(answer, citations)
    return replace(
        answer,
        sentences=tuple(sentences),
        citations=(*citations, *extra),
        paragraphs=(tuple(range(len(sentences))),),
        differing=figures,
        note=answer.note.replace(differing_text(answer.differing, language), differing_text(figures, language)),
        withheld=written.withheld,
        usage=written.usage,
        model=model,
        growing=written.growing,
    )


def _renumbered(answer: Answer, citations: Sequence[Citation]) -> tuple[tuple[Figure, ...], list[Citation]]:
    """The figures on which sources differ, with the numbers that their citations have now, and those to be added."""
    extra: list[Citation] = []
    figures = []
    for figure in answer.differing:
        old = answer.citations[figure.citation - 1]
        same = next((each for each in (*citations, *extra) if _same_words(each, old)), None)
        if same is None:
            same = replace(old, number=len(citations) + len(extra) + 1)
            extra.append(same)
        figures.append(replace(figure, citation=same.number))
    return tuple(figures), extra


def _same_words(one: Citation, other: Citation) -> bool:
    return one.document.id == other.document.id and one.page == other.page and one.quote == other.quote


def _joined(*notes: str) -> str:
    return " ".join(filter(None, notes))
