"""The questions that every program is asked, and how much of what they need a program's passages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

from corpus.errors import RoundtableError
from evals.reports import PageQuestion, read_questions
from evals.testsets.reading import read_test_set
from evals.testsets.types import Place, Question

READ = (".md", ".pdf", ".txt")  # what every program reads; of other files each would read some
DEPTHS = (1, 5, 10)


class NothingToAsk(RoundtableError):
    """A set that cannot be compared on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and for each key point of a good answer the places one of which is enough."""

    id: str
    text: str
    points: tuple[tuple[Place, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a program found: on these pages of the document, () where it has none."""

    document: str
    pages: tuple[int, ...]
    length: int = 0


@dataclass(frozen=True, slots=True)
class Set:
    """Documents and questions about them; `left_out` counts the questions not asked, by the reason."""

    name: str
    folder: Path
    asked: tuple[Asked, ...]
    left_out: dict[str, int]

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.suffix.lower() in READ and path.is_file())


def from_test_set(folder: Path, path: Path) -> Set:
    """A test set in our own form, of which those are asked that have an answer in the documents and no question before
    them. Raises `BadTestSet`, `NothingToAsk`."""
    test_set = read_test_set(path)
    left_out = {"no answer in the documents": 0, "follow-up questions": 0, "drafts": 0}
    asked = []
    for question in test_set.questions:
        reason = _reason(question)
        if reason:
            left_out[reason] += 1
        else:
            points = dict.fromkeys(question.places_of(point) for point in question.key_points)
            asked.append(Asked(question.id, question.question, tuple(filter(None, points)) or (question.places,)))
    return _checked(Set(test_set.name, folder, tuple(asked), left_out))


def from_reports(folder: Path) -> Set:
    """The reports of `evals.reports` with its questions. Raises `NothingToAsk` if a report is missing."""
    questions = read_questions()
    asked = [
        Asked(f"r{number}", question.text, (tuple(_places(question)),))
        for number, question in enumerate(questions, start=1)
        if question.answerable
    ]
    left_out = {"no answer in the documents": len(questions) - len(asked)}
    return _checked(Set("us-federal-reports", folder, tuple(asked), left_out))


def copied(files: Iterable[Path], folder: Path, to: Path) -> None:
    """The same files for every program, below a folder that holds nothing else."""
    for path in files:
        target = to / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        copyfile(path, target)


def found_in(hits: Sequence[dict[str, Any]]) -> list[Found]:
    """What a stack told of its passages."""
    return [Found(hit["document"], tuple(hit["pages"]), hit.get("length", 0)) for hit in hits]


def page_recall(points: Sequence[Sequence[Place]], found: Sequence[Found], depth: int) -> float:
    """The share of the key points of which at least one place is on the first `depth` passages."""
    first = found[:depth]
    return sum(any(_shows(hit, place) for hit in first for place in places) for places in points) / len(points)


def _shows(hit: Found, place: Place) -> bool:
    """Where the set names no page, any passage of the document is the place."""
    return hit.document == place.document and (place.page is None or place.page in hit.pages)


def _reason(question: Question) -> str:
    """Why the question is not asked, "" if it is."""
    if question.draft:
        return "drafts"
    if question.expected != "answer" or not question.places:
        return "no answer in the documents"
    return "follow-up questions" if question.earlier else ""


def _places(question: PageQuestion) -> Iterable[Place]:
    for document, pages in question.places.items():
        yield from (Place(document, page) for page in pages or (None,))


def _checked(found: Set) -> Set:
    there = {path.relative_to(found.folder).as_posix() for path in found.files}
    wanted = {place.document for asked in found.asked for places in asked.points for place in places}
    if not found.asked:
        raise NothingToAsk(f"{found.name}: has no question with an answer in the documents; give another set")
    if missing := sorted(wanted - there):
        raise NothingToAsk(f"{found.folder}: {missing[0]} is not there, and the questions of {found.name} are about it")
    return found
