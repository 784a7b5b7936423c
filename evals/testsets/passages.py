"""Read and write test sets in two files: passages.jsonl, and questions.jsonl which names the passage of each answer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.feedback_set import line_of
from corpus.words import language_of
from evals.testsets.reading import BadTestSet, bytes_of, checked, digest_of
from evals.testsets.rows import Row
from evals.testsets.texts import LARGEST, Text, WithTexts, Written, kept, lost, place_id, rows_of
from evals.testsets.types import Place, TestSet

PASSAGES, QUESTIONS = "passages.jsonl", "questions.jsonl"


def is_passages(path: Path) -> bool:
    return (path / PASSAGES).is_file() and (path / QUESTIONS).is_file()


def read_passages(folder: Path) -> WithTexts:
    """The questions, each with its passage as evidence and its answers as wordings of one key point. Those that are
    not answerable are to be refused. Raises `BadTestSet`."""
    passages = rows_of(folder / PASSAGES, {"id": str, "text": str})
    texts = {Place(row["id"]): Text(str(row.get("title") or ""), row["text"]) for _, row in passages}
    asked = rows_of(folder / QUESTIONS, {"id": str, "question": str, "passage": str})
    missing = [(line, row) for line, row in asked if row.get("answerable", True) and Place(row["passage"]) not in texts]
    if missing:
        raise BadTestSet(
            [f"{QUESTIONS}, line {line}: {PASSAGES} has no passage {row['passage']!r:.60}" for line, row in missing]
        )
    if not asked:
        raise BadTestSet([f"{folder / QUESTIONS}: there is no question in it"])
    rows = [(QUESTIONS, Row(_question(row), line)) for line, row in asked]
    digest = digest_of({name: bytes_of(folder / name, LARGEST) for name in (PASSAGES, QUESTIONS)})
    return WithTexts(TestSet(folder.resolve().name, checked(rows), digest), texts)


def write_passages(given: WithTexts) -> Written:
    """All texts, and the questions with the first page of their evidence. What is refused stands on none."""
    out = {
        "drafts": lambda each: each.draft,
        "questions to be clarified: there are none in this form": lambda each: each.expected == "clarify",
        "follow-ups: this form has no conversations": lambda each: bool(each.earlier),
        "questions without evidence among the texts": lambda each: (
            each.expected == "answer" and not any(place in given.texts for place in each.places)
        ),
    }
    questions, losses = kept(given.test_set.questions, out)
    losses += lost(questions, ("reference", "forbidden", "tags", "same_as"))
    several = sum(len(question.key_points) > 1 for question in questions)
    losses += [f"not written: key points after the first of {several} questions"] if several else []
    rows = []
    for question in questions:
        place = next((place for place in question.places if place in given.texts), None)
        answers = [answer for point in question.key_points[:1] for answer in point.wordings or (point.text,)]
        row = {"id": question.id, "question": question.question, "passage": place_id(place) if place else ""}
        rows.append({**row, "answers": answers, "answerable": place is not None})
    passages = ({"id": place_id(place), "title": text.title, "text": text.text} for place, text in given.texts.items())
    files = {
        PASSAGES: "".join(f"{line_of(each)}\n" for each in passages),
        QUESTIONS: "".join(f"{line_of(row)}\n" for row in rows),
    }
    return Written(files, len(questions), tuple(losses))


def _question(row: Mapping[str, Any]) -> dict[str, Any]:
    question = {"id": row["id"], "question": row["question"], "language": language_of(row["question"])}
    if not row.get("answerable", True):
        return {**question, "expected": "refuse"}
    given = row.get("answers")
    answers = list(dict.fromkeys(map(str, given))) if isinstance(given, list) else []
    point = {"text": answers[0], **({"wordings": answers} if len(answers) > 1 else {})} if answers else None
    return {**question, "key_points": [point] if point else [], "evidence": [{"document": row["passage"]}]}
