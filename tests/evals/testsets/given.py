"""A test set with its texts, and how the files of other forms are put on the disk."""

import json
from pathlib import Path
from typing import Any

from evals.testsets.texts import Text, WithTexts, Written
from evals.testsets.types import KeyPoint, Place, Question, Tags, TestSet

TRAMS = "Nine trams run in Marisol. The first ran in 1901."
NOISE = "Marisol mounted 48 noise sensors on lamp posts in 2019."
PLACES = (Place("trams.pdf", 2), Place("noise.md"))
TEXTS = {PLACES[0]: Text("Trams", TRAMS), PLACES[1]: Text("Noise", NOISE)}
HOW_MANY = Question(
    "how-many",
    "How many trams run in Marisol?",
    key_points=(KeyPoint("Nine trams", wordings=("Nine trams", "Marisol has 9 trams")),),
    reference="Nine.",
    evidence=(PLACES[0],),
    tags=Tags(kind="figure"),
)
WHERE = Question("where", "Where are the sensors?", key_points=(KeyPoint("sensors lamp posts", evidence=(PLACES[1],)),))
MAYOR = Question("mayor", "Who is the mayor?", expected="refuse")
WHICH = Question("which", "And it?", expected="clarify")
THEN = Question("then", "And the first?", earlier=("How many trams?",), reference="1901", evidence=(PLACES[0],))
DRAFT = Question("draft", "Why?", draft=True)
GIVEN = WithTexts(TestSet("set", (HOW_MANY, WHERE, MAYOR, WHICH, THEN, DRAFT)), TEXTS)


def put(folder: Path, written: Written) -> Path:
    """Writes the files of a form; the folder, or the one file that there is."""
    for name, text in written.files.items():
        path = folder / (name or "set.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return folder / "set.json" if "" in written.files else folder


def lines(*rows: Any) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def beir(folder: Path, **files: str) -> Path:
    usual = {
        "corpus": lines({"_id": "t1", "title": "Trams", "text": TRAMS}, {"_id": "t2", "text": NOISE}),
        "queries": lines({"_id": "q1", "text": "How many trams?"}, {"_id": "q2", "text": "Who?"}),
        "qrels": "query-id\tcorpus-id\tscore\nq1\tt1\t1\nq1\tt2\t0\nq2\tt1\t0\n",
    }
    files = {**usual, **files}
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    (folder / "corpus.jsonl").write_text(files["corpus"])
    (folder / "queries.jsonl").write_text(files["queries"])
    (folder / "qrels" / "test.tsv").write_text(files["qrels"])
    return folder


def squad(folder: Path, *qas: dict[str, Any], context: Any = TRAMS) -> Path:
    path = folder / "dev.json"
    paragraphs = [{"context": context, "qas": list(qas)}]
    path.write_text(json.dumps({"version": "v2.0", "data": [{"title": "Trams", "paragraphs": paragraphs}]}))
    return path


NINE = {"id": "q1", "question": "How many trams?", "answers": [{"text": "Nine", "answer_start": 0}] * 2}
IMPOSSIBLE = {"id": "q2", "question": "Who?", "answers": [], "is_impossible": True, "plausible_answers": []}
