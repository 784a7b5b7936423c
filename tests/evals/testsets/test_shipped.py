"""The test set that ships: large and mixed enough, and every key point stands where it says that it does."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.catalogue import materials_folder
from corpus.encoders import Asked, Embedded, Vectors
from corpus.index import Index
from corpus.writer import IndexWriter
from evals.metrics.points import stands
from evals.testsets.evidence import check_evidence
from evals.testsets.reading import read_test_set
from evals.testsets.shipped import SHIPPED, NoTestSet, gate_files, known_sets, set_named
from evals.testsets.types import Question, TestSet
from ingest.pipeline import ingest


class NoMeaning:
    """An encoder that knows nothing: what stands on a page can be seen without one, in a twentieth of the time."""

    name, dimensions, unrelated = "no meaning", 2, 0.0

    def embed(self, passages: Sequence[tuple[str, str]]) -> list[Embedded]:
        one = Embedded(np.array([1, 0], np.float32), np.zeros((1, 1), np.uint8), np.zeros(1, np.int16))
        return [one for _ in passages]

    def encode_question(self, text: str) -> Asked:
        return Asked(np.array([1, 0], np.float32), np.array([[1, 0]], np.float32), (1,))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return np.tile(np.array([1, 0], np.float32), (len(texts), 1))

    encode_queries = encode_passages

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        return [np.array([[1, 0]], np.float32) for _ in texts]


@pytest.fixture(scope="module")
def shipped() -> TestSet:
    return read_test_set(SHIPPED)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("index")
    with IndexWriter(folder, NoMeaning.name) as writer:
        report = ingest([materials_folder()], writer, NoMeaning)
    assert report.failed == []
    return Index(folder)


def test_every_key_point_stands_where_it_says(shipped: TestSet, index: Index) -> None:
    assert [str(problem) for problem in check_evidence(shipped, index) if not problem.doubt] == []


def test_set_has_enough_of_everything(shipped: TestSet) -> None:
    questions = shipped.questions
    assert len(questions) >= 150
    assert not any(question.draft for question in questions)
    expected = Counter(question.expected for question in questions)
    assert 0.2 <= (expected["refuse"] + expected["clarify"]) / len(questions) <= 0.3
    assert sum(question.language == "fr" for question in questions) >= 20
    assert sum(bool(question.earlier) for question in questions) >= 20
    groups = Counter(question.tags.group for question in questions)
    assert set(groups) == {"stakeholder", "staff", "evaluator"}
    assert min(groups.values()) >= 50
    assert {question.tags.roundtable for question in questions} == {None, 1, 2, 3, 4}
    assert sum(bool(question.same_as) for question in questions) >= 20
    assert sum(bool(question.forbidden) for question in questions) >= 20


def test_every_document_that_ships_is_asked_about(shipped: TestSet, index: Index) -> None:
    asked = {place.document for question in shipped.questions for place in question.places}
    assert asked == {document.source for document in index.documents.values()}


def of_reference(shipped: TestSet) -> list[Question]:
    return [question for question in shipped.questions if question.expected == "answer" and question.language == "en"]


def test_reference_answers_make_no_claim_that_is_forbidden(shipped: TestSet) -> None:
    made = [
        f"{question.id}: {claim}"
        for question in of_reference(shipped)
        for claim in question.forbidden
        if stands(claim, question.reference, question.language)
    ]
    assert made == []


def test_answerable_question_has_a_vital_point_and_a_refused_one_none(shipped: TestSet) -> None:
    for question in shipped.questions:
        vital = [point for point in question.key_points if point.weight == "vital"]
        assert bool(vital) is (question.expected == "answer"), question.id


def test_sets_are_found_by_name_or_path(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("[]", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    assert list(known_sets(tmp_path)) == ["roundtables", "folder", "mine"]
    assert set_named("mine", tmp_path) == tmp_path / "mine.yaml"
    assert set_named(str(tmp_path / "notes.txt"), tmp_path) == tmp_path / "notes.txt"
    assert set_named("roundtables", tmp_path / "none") == SHIPPED
    with pytest.raises(NoTestSet, match="there are roundtables, folder, mine"):
        set_named("yours", tmp_path)


def test_files_of_the_gate_stand_beside_the_set() -> None:
    assert [path.name for path in gate_files(Path("a/set.yaml"))] == ["set.gate.toml", "set.baseline.json"]
