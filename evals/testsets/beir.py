"""Read and write test sets in the form of BEIR: a corpus, queries, and which texts are relevant to which query.

The form is that of `GenericDataLoader` (Thakur et al. 2021, github.com/beir-cellar/beir): corpus.jsonl with `_id`,
`title` and `text`, queries.jsonl with `_id` and `text`, and qrels/test.tsv with a header line and the columns
query-id, corpus-id, score.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from assistant.feedback_set import line_of
from corpus.words import language_of
from evals.testsets.reading import BadTestSet, bytes_of, checked, digest_of, text_of
from evals.testsets.rows import Row
from evals.testsets.texts import LARGEST, Text, WithTexts, Written, kept, lost, place_id, rows_of
from evals.testsets.types import Place, TestSet

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels"
SPLITS = ("test", "dev", "train")  # the first that there is


def is_beir(path: Path) -> bool:
    return (path / CORPUS).is_file() and (path / QUERIES).is_file()


def read_beir(folder: Path) -> WithTexts:
    """The queries that a text is relevant to, each with these texts as its evidence. Raises `BadTestSet`."""
    qrels = next((path for split in SPLITS if (path := folder / QRELS / f"{split}.tsv").is_file()), None)
    if qrels is None:
        raise BadTestSet([f"{folder}: there is no {QRELS}/{SPLITS[0]}.tsv"])
    corpus = rows_of(folder / CORPUS, {"_id": str, "text": str})
    texts = {Place(row["_id"]): Text(str(row.get("title") or ""), row["text"]) for _, row in corpus}
    relevant = _relevant(qrels)
    named = [id_ for ids in relevant.values() for id_ in ids]
    missing = [id_ for id_ in dict.fromkeys(named) if Place(id_) not in texts]
    if missing:
        raise BadTestSet([f"{qrels.name}: {CORPUS} has no text {id_!r:.60}" for id_ in missing])
    rows = [
        (QUERIES, Row(_question(row["_id"], row["text"], relevant[row["_id"]]), line))
        for line, row in rows_of(folder / QUERIES, {"_id": str, "text": str})
        if relevant.get(row["_id"])
    ]
    if not rows:
        raise BadTestSet([f"{folder}: no query of {QUERIES} has a relevant text in {QRELS}/{qrels.name}"])
    files = (folder / CORPUS, folder / QUERIES, qrels)
    digest = digest_of({path.name: bytes_of(path, LARGEST) for path in files})
    return WithTexts(TestSet(folder.resolve().name, checked(rows), digest), texts)


def write_beir(given: WithTexts) -> Written:
    """All texts, and the questions to be answered, with the pages of their evidence as relevant texts."""
    out = {
        "drafts": lambda each: each.draft,
        "questions to be refused or clarified: BEIR has none without relevant texts": lambda each: (
            each.expected != "answer"
        ),
        "follow-ups: BEIR has no conversations": lambda each: bool(each.earlier),
        "questions without evidence among the texts": lambda each: (
            not any(place in given.texts for place in each.places)
        ),
    }
    questions, losses = kept(given.test_set.questions, out)
    losses += lost(questions, ("key_points", "reference", "forbidden", "tags", "same_as"))
    qrels = io.StringIO()
    table = csv.writer(qrels, delimiter="\t", lineterminator="\n")
    table.writerow(("query-id", "corpus-id", "score"))
    for question in questions:
        table.writerows((question.id, place_id(place), 1) for place in question.places if place in given.texts)
    corpus = (
        {"_id": place_id(place), "title": text.title, "text": text.text, "metadata": {}}
        for place, text in given.texts.items()
    )
    queries = ({"_id": question.id, "text": question.question, "metadata": {}} for question in questions)
    files = {
        CORPUS: "".join(f"{line_of(row)}\n" for row in corpus),
        QUERIES: "".join(f"{line_of(row)}\n" for row in queries),
        f"{QRELS}/{SPLITS[0]}.tsv": qrels.getvalue(),
    }
    return Written(files, len(questions), tuple(losses))


def _question(id_: str, text: str, relevant: list[str]) -> dict[str, object]:
    return {
        "id": id_,
        "question": text,
        "language": language_of(text),
        "evidence": [{"document": each} for each in relevant],
    }


def _relevant(path: Path) -> dict[str, list[str]]:
    """The ids of the relevant texts of each query."""
    found: dict[str, list[str]] = {}
    for number, row in enumerate(_table(path), start=1):
        if number == 1 or not row:
            continue
        try:
            query, text, score = row
            if float(score) > 0:
                found.setdefault(query, []).append(text)
        except ValueError:
            raise BadTestSet(
                [f"{path.name}, line {number}: must be a query, a text and a number, with tabs between"]
            ) from None
    return found


def _table(path: Path) -> Iterator[list[str]]:
    text = text_of(path, bytes_of(path, LARGEST))
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    except csv.Error as error:
        raise BadTestSet([f"{path.name}: not a table with tabs ({error})"]) from error
