"""Measure what is found and answered in long reports, down to the page.

python -m evals.reports FOLDER

FOLDER holds the seven performance reports of US federal agencies (public domain) that the questions in
`evals/sets/us-federal-reports.jsonl` are about: 50 whose answers stand on known pages, and 14 whose answers do not
stand in them. They were written by reading the reports, in words of their own, and have been used to fit
`assistant.confidence`: how well refusing works on other reports, they cannot tell.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.build import build_encoder, run_ingest, silence_telemetry
from assistant.confidence import THRESHOLD
from assistant.settings import read_settings
from assistant.types import Answer
from corpus.errors import RoundtableError
from corpus.index import Index
from evals.statistics import mean

QUESTIONS = Path(__file__).parent / "sets" / "us-federal-reports.jsonl"
DEPTHS = (1, 5, 10)


class MissingReports(RoundtableError):
    """The folder does not hold the reports that the questions are about."""


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """A question whose answer stands at each of `places`: document and its pages (from 1), () for one without.

    No place: the answer stands nowhere. `french` is the same question in French, or None. `answers` are strings
    one of which a right quote holds; () where the set names only the pages. `part` says what the question is for:
    "dev" to choose settings by, "test" to report. `type` is what it asks for, or why it has no answer.
    """

    text: str
    places: Mapping[str, tuple[int, ...]]
    french: str | None = None
    answers: tuple[str, ...] = ()
    part: str = "dev"
    type: str = ""

    @property
    def answerable(self) -> bool:
        return bool(self.places)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the reports, as PDF")
    chosen = parser.parse_args()
    silence_telemetry()
    try:
        with indexed(chosen.folder) as assistant:
            report(assistant, read_questions())
    except RoundtableError as error:
        print(error)
        return 2
    return 0


def read_questions(path: Path = QUESTIONS) -> list[PageQuestion]:
    """The questions of a set in `evals/sets`, in its order."""
    return [_question(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _question(row: dict[str, Any]) -> PageQuestion:
    places = {row["document"]: row["pages"], **row.get("also", {})} if row["document"] else {}
    return PageQuestion(
        row["question"],
        {document: tuple(pages or ()) for document, pages in places.items()},
        row.get("question_fr"),
        tuple(row.get("answers", ())),
        row.get("split", "dev"),
        row["type"],
    )


@contextmanager
def indexed(folder: Path) -> Iterator[Assistant]:
    """An assistant over the reports that answers every question, however unsure. Raises `MissingReports`."""
    with tempfile.TemporaryDirectory() as index:
        write_reports_index(folder, Path(index))
        yield Assistant(Index(Path(index)), build_encoder(read_settings()), threshold=0.0)


def write_reports_index(folder: Path, index: Path) -> None:
    """Raises `MissingReports` if the folder lacks one of the reports that the questions are about."""
    wanted = {document for question in read_questions() for document in question.places}
    missing = sorted(name for name in wanted if not (folder / name).is_file())
    if missing:
        raise MissingReports(f"{folder}: {', '.join(missing)} not found; the questions are about these reports")
    run_ingest([folder], read_settings(index=index), prune=False, on_progress=lambda progress: None)


def report(assistant: Assistant, questions: Sequence[PageQuestion]) -> None:
    ranks = [rank_of_page(assistant, question.text, question) for question in questions if question.answerable]
    for depth in DEPTHS:
        print(f"right page among the first {depth} passages: {mean([rank <= depth for rank in ranks])}")
    answers = [(question, assistant.ask(question.text)) for question in questions]
    given = [(q, answer) for q, answer in answers if q.answerable and answer.confidence >= THRESHOLD]
    print(f"answerable questions answered: {mean([a.confidence >= THRESHOLD for q, a in answers if q.answerable])}")
    print(f"  a citation on the right page, where answered: {mean([is_right(a, q) for q, a in given])}")
    print(f"unanswerable questions refused: {mean([a.confidence < THRESHOLD for q, a in answers if not q.answerable])}")


def rank_of_page(assistant: Assistant, text: str, question: PageQuestion) -> float:
    """The rank at which asking `text`, the question in whatever language, finds a right place; infinite if none."""
    for hit in assistant.search(text, max(DEPTHS)):
        if stands_at(question, hit.document.source, {span.page for span in hit.passage.spans}):
            return hit.rank
    return float("inf")


def is_right(answer: Answer, question: PageQuestion) -> bool:
    """Whether a citation of the answer stands at a right place."""
    return any(
        stands_at(question, citation.document.source, {citation.page} if citation.page else set())
        for citation in answer.citations
    )


def stands_at(question: PageQuestion, document: str, pages: Set[int]) -> bool:
    """Whether one of the pages is right; in a document without pages, whether the document is."""
    right = question.places.get(document)
    return right is not None and (not right or bool(pages & set(right)))


if __name__ == "__main__":
    raise SystemExit(main())
