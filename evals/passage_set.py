"""Read a public test set of passages and questions (JSON lines), and make an index of it."""

import json
from dataclasses import dataclass
from pathlib import Path

from corpus.encoders import Encoder
from corpus.errors import RoundtableError
from corpus.types import Document, Page, Passage, Span
from corpus.writer import IndexWriter


class BadPassageSet(RoundtableError):
    """A folder does not hold the two files of a passage set."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question whose answer stands in `passage`; or seems to, if it is not `answerable`.

    `answers` are the words any of which answer it; () where the set names only the passage.
    """

    id: str
    text: str
    passage: str
    answers: tuple[str, ...] = ()
    answerable: bool = True


@dataclass(frozen=True, slots=True)
class PassageSet:
    """`passages` maps the id of a passage to its title ("" if it has none) and text."""

    passages: dict[str, tuple[str, str]]
    questions: tuple[AskedQuestion, ...]


def read_passage_set(folder: Path) -> PassageSet:
    """The set in `folder`/passages.jsonl and questions.jsonl. Raises `BadPassageSet` naming file and line."""
    passages = {row["id"]: (row.get("title", ""), row["text"]) for row in _rows(folder / "passages.jsonl", ("text",))}
    questions = tuple(
        AskedQuestion(
            row["id"],
            row["question"],
            row["passage"],
            tuple(row.get("answers", ())),
            row.get("answerable", True),
        )
        for row in _rows(folder / "questions.jsonl", ("question", "passage"))
    )
    return PassageSet(passages, questions)


def write_index(passages: dict[str, tuple[str, str]], index: Path, encoder: Encoder, language: str) -> None:
    """Make an index in which each passage of the set is one page of a document named after the passage's id."""
    with IndexWriter(index, encoder.name) as writer:
        rows = list(passages.items())
        embedded = encoder.embed([passage for _, passage in rows])
        for (id_, (title, text)), read in zip(rows, embedded, strict=True):
            document = Document(id_, id_, title or id_, language=language, paged=False)
            passage = Passage(f"{id_}:0", id_, text, (Span(1, 0, len(text)),))
            writer.add(document, [Page(1, None, text)], [passage], [read])
        writer.publish()


def _rows(path: Path, needed: tuple[str, ...]) -> list[dict]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadPassageSet(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BadPassageSet(f"{path}: not UTF-8 ({error.reason})") from error
    rows = []
    # Not splitlines: it also ends lines at U+2028 and the like, which JSON allows within a text.
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), start=1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadPassageSet(f"{path}, line {number}: not JSON ({error.msg})") from error
        if not isinstance(row, dict):
            raise BadPassageSet(f"{path}, line {number}: not an object with keys")
        missing = [key for key in ("id", *needed) if key not in row]
        if missing:
            raise BadPassageSet(f"{path}, line {number}: the key {missing[0]!r} is missing")
        rows.append(row)
    return rows
