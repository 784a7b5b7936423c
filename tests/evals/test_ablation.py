"""evals/quality/ablation.py: each run has one part switched off, and every part has its run."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.retrieve import HybridRetriever, Weights
from corpus.encoders import Encoder
from corpus.index import Index
from evals.quality.ablation import ANSWERING, FINDING, PARTS, WHOLE
from tests import library
from tests.library import Eight


def switched(weights: Weights) -> dict[str, float]:
    """What is not as it ships."""
    whole = asdict(Weights())
    return {name: value for name, value in asdict(weights).items() if value != whole[name]}


def test_each_run_has_one_part_off() -> None:
    assert {name: switched(weights) for name, weights in PARTS.items()} == {
        WHOLE: {},
        "without meaning": {"meaning": 0, "meaning_of_another_language": 0},
        "without words": {"meaning": 1, "meaning_of_another_language": 1},
        "without late interaction": {"interaction": 0},
        "without neighbouring words": {"neighbours": 0},
    }


def test_every_weight_is_switched_off_in_some_run() -> None:
    assert {name for weights in PARTS.values() for name in switched(weights)} == set(asdict(Weights()))


def test_finding_and_answering_are_measured_with_the_same_parts() -> None:
    assert list(FINDING) == list(ANSWERING) == list(PARTS)


@pytest.mark.parametrize("name", PARTS)
def test_passages_are_found_with_any_part_off(name: str, tmp_path: Path) -> None:
    index = library.write(tmp_path, harbour="The harbour opens at seven.", tram="Trams run at night.")
    make: Callable[[Index, Encoder], HybridRetriever] = FINDING[name]
    retriever = make(index, Eight())
    assert retriever.weights == PARTS[name]
    hits = retriever.search("When does the harbour open?", 10)
    assert {hit.document.id for hit in hits} == {"harbour", "tram"}


@pytest.mark.parametrize("name", PARTS)
def test_questions_are_answered_with_any_part_off(name: str, small_index: Path, encoder: Encoder) -> None:
    make: Callable[[Index, Encoder], Assistant] = ANSWERING[name]
    found = make(Index(small_index), encoder).judge("How many digital help points did Harbourview open?")
    assert found.ranked[0].hit.document.source == "harbourview.pdf"
