"""assistant/saved.py: an answer comes back equal from JSON, and what is damaged or of a newer program is named."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.saved import FORMAT, BadSaved, answer_data, answer_of
from assistant.types import Answer, Citation, Figure, Sentence, Usage, Withheld
from assistant.writing.writer import Writer
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.types import Document, Filters, Hit, Passage, Span
from tests.scripted_model import ScriptedModel, as_model

DOCUMENT = Document("d1", "plans/léman.pdf", "Plan", roundtable=2, date="2021-03", places=("Genève", "Nyon"))
PASSAGE = Passage("d1:0", "d1", "Nine trams run.", (Span(3, 0, 9), Span(4, 0, 5)), ("Part", "Trams"), is_table=True)
EVERYTHING = Answer(
    question="How many trams \ud800 “run”?\x00\u2028",
    status="partial",
    sentences=(Sentence("Nine trams run.", (1,), 0.9), Sentence("No bus runs.", (), 1)),
    citations=(Citation(1, DOCUMENT, 3, "iii", "Nine trams run.", "d1:0", 0, 15),),
    paragraphs=((0,), (1,)),
    note="It says nothing on boats.",
    nearest=(Hit(PASSAGE, replace(DOCUMENT, date=None, paged=False), 1, 0.5, {"meaning": 0.3, "words": 0.2}),),
    searched_for="How many trams run in Genève?",
    choices=("In Nyon?",),
    differing=(Figure("nine", 1, None), Figure("ten", 1, "2020")),
    filters=Filters(roundtable=(2,), place=("Genève",), since="2020"),
    confidence=0.75,
    model="openai:small",
    withheld=(Withheld("Ten trams run.", ("ten is not there", "no page"), "quote"),),
    problem="It took too long.",
    usage=Usage(2, 100, 50, None, 900.0, 0.01, "timeout"),
    corpus="cd39",
    elapsed_ms=12.5,
)


def through_json(answer: Answer) -> Answer:
    return answer_of(json.loads(json.dumps(answer_data(answer), allow_nan=False)))


def changed(*path: Any, to: Any) -> Any:
    """The data of EVERYTHING with another value at the place that the path leads to."""
    data = inner = json.loads(json.dumps(answer_data(EVERYTHING)))
    *way, last = path
    for step in way:
        inner = inner[step]
    inner[last] = to
    return data


def test_answer_that_uses_every_field_comes_back_equal() -> None:
    plain = Answer("", "refused")
    assert [each.name for each in fields(Answer) if getattr(EVERYTHING, each.name) == getattr(plain, each.name)] == [
        "growing"
    ]
    assert through_json(EVERYTHING) == EVERYTHING
    assert through_json(plain) == plain


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("How many digital help points did Harbourview open?", "answered"),
        ("Combien de points d'aide numérique Harbourview a-t-elle ouverts ?", "answered"),
        ("How many annual visitors does the Louvre have?", "refused"),
        ("Compare Harbourview and Zanzibar on digital help points", "partial"),
        ("What does the paper recommend?", "refused"),
    ],
)
def test_answer_of_the_assistant_comes_back_equal(assistant: Assistant, question: str, status: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == status
    assert through_json(answer) == answer


def test_answer_with_a_withheld_sentence_comes_back_equal(small_index: Path, encoder: Encoder) -> None:
    wrong = {"passage": 1, "words": "14 digital help points", "sentence": "Harbourview opened 19 digital help points."}
    model = as_model(ScriptedModel(replies=[json.dumps({"sentences": [wrong]})]))
    index = Index(small_index)
    answer = Assistant(index, encoder, writer=Writer(model, encoder)).ask("How many points did Harbourview open?")
    assert [each.text for each in answer.withheld] == [wrong["sentence"]]
    assert through_json(answer) == answer


def test_every_field_of_an_answer_is_in_its_data() -> None:
    assert set(answer_data(EVERYTHING)) == {"format", *(field.name for field in fields(Answer))}


def test_numbers_of_numpy_are_plain_ones_in_the_data() -> None:
    (sentence,) = answer_data(Answer("?", "answered", (Sentence("Yes.", (), np.float64(0.5)),)))["sentences"]
    assert type(sentence["support"]) is float


def test_what_no_answer_holds_is_a_bug_and_is_not_saved() -> None:
    with pytest.raises(TypeError, match="set is no part of an answer"):
        answer_data(Answer("?", "refused", choices={"a"}))  # type: ignore[arg-type]


def test_missing_field_takes_its_default_and_an_unknown_one_is_passed_over() -> None:
    older = {"question": "Who?", "status": "answered", "usage": {"requests": 1}}
    assert answer_of(older) == Answer("Who?", "answered", usage=Usage(1))
    assert answer_of(older | {"mood": ["good"], "usage": {"requests": 1, "water": 3}}) == answer_of(older)


def test_whole_number_stands_for_a_fraction_too() -> None:
    assert answer_of({"question": "Who?", "status": "refused", "confidence": 1}).confidence == 1.0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "answer: expected an object, found list"),
        (None, "answer: expected an object, found nothing"),
        ({"status": "refused"}, "answer.question is missing"),
        (changed("question", to=5), "answer.question: expected a text, found int"),
        (changed("status", to="sure"), "answer.status: expected one of answered, partial, refused, clarify, found str"),
        (changed("status", to=["refused"]), "answer.status: expected one of"),
        (changed("sentences", to="Nine."), "answer.sentences: expected a list, found str"),
        (changed("sentences", 1, to="Nine."), "answer.sentences[1]: expected an object, found str"),
        (changed("sentences", 0, "support", to="high"), "answer.sentences[0].support: expected a number, found str"),
        (changed("sentences", 0, "support", to=10**400), "answer.sentences[0].support: expected a number, found int"),
        (changed("confidence", to=float("nan")), "answer.confidence: expected a number of ordinary size"),
        (changed("citations", 0, "start", to=2**63), "answer.citations[0].start: expected a number of ordinary size"),
        (changed("nearest", 0, "parts", to={"a\nb": None}), "nearest[0].parts.a b: expected a number, found nothing"),
        (changed("format", to="2\n"), r"it has the format '2\n', and this program reads 1"),
        (changed("citations", 0, "number", to=True), "answer.citations[0].number: expected a number, found bool"),
        (changed("citations", 0, "document", "title", to=None), "document.title: expected a text, found nothing"),
        (changed("citations", 0, "page", to="3"), "answer.citations[0].page: expected a number, found str"),
        (changed("nearest", 0, "parts", "words", to=[]), "nearest[0].parts.words: expected a number, found list"),
        (changed("usage", to=[1]), "answer.usage: expected an object, found list"),
        (changed("paragraphs", to=[[2]]), "its paragraphs name a sentence that it does not have"),
        (changed("paragraphs", to=[[-1]]), "its paragraphs name a sentence that it does not have"),
        (changed("sentences", 1, "citations", to=[2]), "a sentence names a source that it does not have"),
        (changed("format", to=FORMAT + 1), f"it has the format {FORMAT + 1}, and this program reads {FORMAT}; update"),
    ],
)
def test_damaged_data_is_refused_with_the_place(data: Any, said: str) -> None:
    with pytest.raises(BadSaved) as raised:
        answer_of(data)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
