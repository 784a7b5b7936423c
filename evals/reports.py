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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

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
    """A question whose answer stands on each of `pages` (from 1) of `document`; () if it stands nowhere."""

    text: str
    document: str | None
    pages: tuple[int, ...]


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
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [PageQuestion(row["question"], row["document"], tuple(row["pages"] or ())) for row in rows]


@contextmanager
def indexed(folder: Path) -> Iterator[Assistant]:
    """An assistant over the reports that answers every question, however unsure. Raises `MissingReports`."""
    wanted = {question.document for question in read_questions() if question.document}
    missing = sorted(name for name in wanted if not (folder / name).is_file())
    if missing:
        raise MissingReports(f"{folder}: {', '.join(missing)} not found; the questions are about these reports")
    with tempfile.TemporaryDirectory() as index:
        settings = read_settings(index=Path(index))
        run_ingest([folder], settings, prune=False, on_progress=lambda progress: None)
        yield Assistant(Index(Path(index)), build_encoder(settings), threshold=0.0)


def report(assistant: Assistant, questions: Sequence[PageQuestion]) -> None:
    answerable = [question for question in questions if question.pages]
    ranks = [rank_of_page(assistant, question) for question in answerable]
    for depth in DEPTHS:
        print(f"right page among the first {depth} passages: {mean([rank <= depth for rank in ranks])}")
    answers = [(question, assistant.ask(question.text)) for question in questions]
    given = [(q, answer) for q, answer in answers if q.pages and answer.confidence >= THRESHOLD]
    print(f"answerable questions answered: {mean([a.confidence >= THRESHOLD for q, a in answers if q.pages])}")
    print(f"  a citation on the right page, where answered: {mean([is_right(a, q) for q, a in given])}")
    print(f"unanswerable questions refused: {mean([a.confidence < THRESHOLD for q, a in answers if not q.pages])}")


def rank_of_page(assistant: Assistant, question: PageQuestion) -> float:
    for hit in assistant.search(question.text, max(DEPTHS)):
        if hit.document.source == question.document and {s.page for s in hit.passage.spans} & set(question.pages):
            return hit.rank
    return float("inf")


def is_right(answer: Answer, question: PageQuestion) -> bool:
    return any(
        citation.document.source == question.document and citation.page in question.pages
        for citation in answer.citations
    )


if __name__ == "__main__":
    raise SystemExit(main())
