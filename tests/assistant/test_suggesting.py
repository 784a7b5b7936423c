"""assistant/suggesting.py: what is suggested leads on from the answer, is answered when asked, and costs no request."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.build import run_ingest
from assistant.confidence import SURE
from assistant.settings import Settings
from assistant.suggesting import suggestions
from assistant.types import Answer
from assistant.writing.writer import Writer
from corpus.encoders import Encoder
from corpus.filters import parse_filters
from corpus.index import Index
from corpus.words import language_of
from tests.scripted_model import ScriptedModel, as_model

ENOUGH = 20.0  # seconds: these tests are not about time
HARBOURVIEW = """---
title: "Harbourview: digital help in the port"
kind: case-study
places: [Harbourview]
language: en
---
# Harbourview: digital help in the port

## Help points for older residents

Harbourview opened 14 digital help points for older residents in 2021. Two trained volunteers work at each of them.

## The ferry timetable

The Quayline ferry of Harbourview was launched in June 2017. The harbour council of Harbourview bought 9 electric buses.

## Who wrote the plan

Maria Oldfield wrote the Harbourview Digital Plan. The aim of the Harbourview Digital Plan is to leave nobody offline.

## Limits and cautions

The Secret Annex of Harbourview was published in 2022.
"""
LINDENAU = """---
title: "Lindenau: cameras and data"
kind: case-study
places: [Lindenau]
language: en
---
# Lindenau: cameras and data

## Buses

Lindenau bought 12 electric buses in 2020. The depot of Lindenau for electric buses was opened in May 2021.
"""
FERRAY = """---
title: "Ferray : capteurs de bruit"
kind: case-study
places: [Ferray]
language: fr
---
# Ferray : capteurs de bruit

## Le réseau

Le réseau de Ferray compte 48 capteurs de bruit. La carte du bruit de Ferray a été publiée en mars 2020.
"""
HELP_POINTS = "How many digital help points did Harbourview open?"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Assistant:
    return _assistant(tmp_path_factory.mktemp("port"), encoder, HARBOURVIEW, LINDENAU, FERRAY)


def _assistant(folder: Path, encoder: Encoder, *texts: str) -> Assistant:
    documents = folder / "documents"
    documents.mkdir()
    for number, text in enumerate(texts):
        (documents / f"{number}.md").write_text(text, encoding="utf-8")
    run_ingest([documents], Settings(index=folder / "index"), prune=False, on_progress=lambda progress: None)
    return Assistant(Index(folder / "index"), encoder)


def _suggested(assistant: Assistant, *turns: Answer, limit: int = 3) -> tuple[str, ...]:
    return suggestions(assistant, turns, limit, ENOUGH)


def test_suggestions_lead_on_from_the_documents_cited(port: Assistant) -> None:
    found = _suggested(port, port.ask(HELP_POINTS))
    assert "When was the Quayline ferry of Harbourview launched?" in found
    assert len(found) == len(set(found)) == 3


def test_each_suggestion_is_answered_for_certain_when_asked_next(port: Assistant) -> None:
    for text in _suggested(port, port.ask(HELP_POINTS)):
        answer = port.ask(text, earlier=[HELP_POINTS])
        assert answer.status == "answered"
        assert answer.confidence >= SURE
        assert answer.citations


def test_what_was_asked_or_said_before_is_not_suggested(port: Assistant) -> None:
    turns = [port.ask(HELP_POINTS)]
    seen = [HELP_POINTS]
    while found := _suggested(port, *turns):
        assert not set(found) & set(seen)
        assert not any("help points did Harbourview" in text for text in found)
        seen += found
        turns += [port.ask(text, earlier=[turn.question for turn in turns]) for text in found]
    assert "When was the Quayline ferry of Harbourview launched?" in seen


def test_what_an_answer_says_already_is_not_suggested(port: Assistant) -> None:
    answer = port.ask("What is the Quayline ferry of Harbourview?")
    assert any("launched in June 2017" in sentence.text for sentence in answer.sentences)
    found = _suggested(port, answer, limit=20)
    assert found
    assert "When was the Quayline ferry of Harbourview launched?" not in found


def test_what_was_asked_in_other_words_is_not_suggested(port: Assistant) -> None:
    before = Answer("When was the Quayline ferry launched in Harbourview?", "refused")
    found = _suggested(port, before, port.ask(HELP_POINTS), limit=20)
    assert found
    assert "When was the Quayline ferry of Harbourview launched?" not in found


def test_what_a_document_says_of_itself_is_not_suggested(port: Assistant) -> None:
    assert not any("Secret Annex" in text for text in _suggested(port, port.ask(HELP_POINTS), limit=20))


def test_after_a_refusal_what_is_near_and_can_be_answered_is_suggested(port: Assistant) -> None:
    refused = port.ask("Who is the mayor of Harbourview?")
    assert refused.status == "refused"
    found = _suggested(port, refused)
    assert found
    assert all("Harbourview" in text for text in found[:1])


def test_same_subject_in_another_place_is_suggested(port: Assistant) -> None:
    found = _suggested(port, port.ask("How many electric buses did the harbour council buy?"), limit=10)
    assert "How many electric buses did Lindenau buy?" in found


def test_filters_of_the_answer_hold_for_what_is_suggested(port: Assistant) -> None:
    answer = port.ask("How many electric buses did the harbour council buy?", parse_filters(["place=Harbourview"]))
    assert answer.status == "answered"
    found = _suggested(port, answer, limit=10)
    assert found
    assert not any("Lindenau" in text for text in found)


def test_suggestions_are_in_the_language_of_the_question(port: Assistant) -> None:
    found = _suggested(port, port.ask("Combien de capteurs de bruit le réseau de Ferray compte-t-il ?"))
    assert found
    assert [language_of(text) for text in found] == ["fr"] * len(found)


def test_without_an_answer_or_without_time_nothing_is_suggested(port: Assistant) -> None:
    assert suggestions(port, []) == ()
    assert suggestions(port, [port.ask(HELP_POINTS)], seconds=0.0) == ()


def test_collection_that_has_said_all_suggests_nothing(tmp_path: Path, encoder: Encoder) -> None:
    small = _assistant(tmp_path, encoder, "# Ozolin\n\nOzolin opened 14 help points for older residents in 2021.\n")
    answer = small.ask("How many help points did Ozolin open?")
    assert answer.status == "answered"
    assert _suggested(small, answer) == ()


def test_suggesting_asks_no_language_model_and_records_nothing(port: Assistant, encoder: Encoder) -> None:
    model, recorded = ScriptedModel(replies=[]), list[Answer]()
    written = Assistant(port.index, encoder, writer=Writer(as_model(model), encoder, 60.0), record=recorded.append)
    assert _suggested(written, port.ask(HELP_POINTS))
    assert recorded == []
    assert model.asked == []
