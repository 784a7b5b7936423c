"""Read and write test sets in the form of ragas: one row a question, with reference, contexts and response.

The form is that of `EvaluationDataset.to_jsonl` (github.com/explodinggradients/ragas, dataset_schema.py): `user_input`,
`reference`, `reference_contexts`, `response`, `retrieved_contexts`; `user_input` is a list of messages where it is a
conversation. The names of before version 0.2 are read too: `question`, `ground_truth` or `ground_truths`, with
`contexts` and `answer`, which say what an assistant found and said, and so nothing of the question.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.feedback_set import line_of
from assistant.phrases import PHRASES, phrases
from corpus.words import language_of
from evals.runs.types import Record, Run
from evals.testsets.reading import BadTestSet, bytes_of, checked, sha256
from evals.testsets.rows import Row
from evals.testsets.texts import LARGEST, Text, WithTexts, Written, kept, lost, rows_of
from evals.testsets.types import Place, Question, TestSet

ASKED = ("user_input", "question")
REFERENCE = ("reference", "ground_truth", "ground_truths")


def is_ragas(path: Path) -> bool:
    return path.suffix.lower() in (".jsonl", ".json") and path.is_file()


def read_ragas(path: Path) -> WithTexts:
    """The rows as questions, and their reference contexts as the texts of their evidence. Raises `BadTestSet`.

    A row whose reference is the sentence with which the assistant refuses is to be refused. One with neither
    reference nor contexts is a draft: there is nothing to judge its answer by.
    """
    places: dict[str, Place] = {}
    rows = [
        (path.name, Row(_question(row, number, places), line))
        for number, (line, row) in enumerate(rows_of(path, {}), start=1)
    ]
    if not rows:
        raise BadTestSet([f"{path.name}: there is no question in it"])
    texts = {place: Text("", text) for text, place in places.items()}
    return WithTexts(TestSet(path.stem, checked(rows), sha256(bytes_of(path, LARGEST))), texts)


def write_ragas(given: WithTexts, run: Run | None = None) -> Written:
    """A row for each question; of a run, with its answer and the pages that were found for it."""
    out = {
        "drafts": lambda each: each.draft,
        "questions to be clarified: ragas has none": lambda each: each.expected == "clarify",
        "follow-ups: ragas wants a whole conversation with its answers": lambda each: bool(each.earlier),
    }
    questions, losses = kept(given.test_set.questions, out)
    losses += lost(questions, ("key_points", "forbidden", "tags", "same_as"))
    records = {record.question.id: record for record in run.records} if run else {}
    rows = (_row(question, given.texts, records.get(question.id)) for question in questions)
    return Written({"": "".join(f"{line_of(row)}\n" for row in rows)}, len(questions), tuple(losses))


def _row(question: Question, texts: Mapping[Place, Text], record: Record | None) -> dict[str, Any]:
    said = question.reference or " ".join(point.text for point in question.key_points)
    if question.expected == "refuse":
        said = phrases(question.language).does_not_say
    # ragas passes over `id`, and whoever looks up a row of its results does not.
    row: dict[str, Any] = {"id": question.id, "user_input": question.question}
    if record:
        pages = (Place(each.document, page) for each in record.retrieved for page in each.pages or (None,))
        row["retrieved_contexts"] = [texts[place].text for place in dict.fromkeys(pages) if place in texts]
    evidence = [texts[place].text for place in question.places if place in texts]
    row |= {"reference_contexts": evidence} if evidence else {}
    if record:
        row["response"] = str(record.answer.get("text", ""))
    return row | ({"reference": said} if said else {})


def _question(row: Mapping[str, Any], number: int, places: dict[str, Place]) -> dict[str, Any]:
    *earlier, asked = _asked(next((row[name] for name in ASKED if row.get(name) is not None), "")) or [""]
    reference = next((row[name] for name in REFERENCE if row.get(name)), "")
    reference = " ".join(map(str, reference)) if isinstance(reference, list) else reference
    question: dict[str, Any] = {"id": str(row.get("id") or f"q{number}"), "question": asked}
    question |= {"language": language_of(str(asked)), "earlier": earlier}
    if any(reference == each.does_not_say for each in PHRASES.values()):
        return {**question, "expected": "refuse"}
    contexts = row.get("reference_contexts")
    held = [each for each in contexts if isinstance(each, str) and each.strip()] if isinstance(contexts, list) else []
    evidence = [places.setdefault(text, Place(f"context-{len(places) + 1}")) for text in held]
    question["evidence"] = [{"document": place.document} for place in dict.fromkeys(evidence)]
    return {**question, "reference": reference, "draft": not (reference or evidence)}


def _asked(given: Any) -> list[Any]:
    """The questions of a conversation, or the one question, as they are."""
    return list(_of_person(given)) if isinstance(given, list) else [given]


def _of_person(messages: list[Any]) -> Iterator[Any]:
    for message in messages:
        if isinstance(message, dict) and message.get("type", "human") == "human":
            yield message.get("content")
