"""Read the claims of a file that was saved or exported: a briefing, answers, a conversation; JSON or Word."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.again.paragraphs import Printed, paragraphs_of
from assistant.again.shown import as_shown
from assistant.again.statements import statements_of, statements_of_public
from assistant.again.types import Statement
from assistant.again.word_file import paragraphs_of_docx
from assistant.briefing.saved import TYPE, brief_of
from assistant.one_line import one_line
from assistant.saved import BadSaved, answer_of
from corpus.errors import RoundtableError

Kind = Literal["briefing", "answer", "answers", "conversation"]
SUFFIXES = (".json", ".jsonl", ".docx")
LARGEST = 100_000_000  # bytes; no briefing or conversation is as large
WHAT_CAN_BE = (
    "give a briefing (.json or .docx), answers that `roundtable ask --json` or --batch printed, or a conversation "
    "exported as JSON"
)


class NotSaved(RoundtableError):
    """The file is not there, or is none that a briefing or an answer was saved in."""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """What a file holds: its statements in their order, and `corpus`, the states of the collection that it was made
    from."""

    path: Path
    kind: Kind
    title: str
    statements: tuple[Statement, ...]
    corpus: tuple[str, ...]


def read_saved(path: Path) -> SavedFile:
    """Raises `NotSaved` for a file of another kind, and `BadSaved` for a saved one that is damaged; both name it."""
    content = _content(path)
    if content.startswith(b"%PDF"):
        raise NotSaved(
            f"{path}: a PDF does not hold its claims; export the same briefing or conversation as JSON, or the "
            "briefing as Word, and verify that"
        )
    shown: tuple[str, ...] | None = None
    if content.startswith(b"PK"):
        shown, content = paragraphs_of_docx(content), _embedded(path, content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotSaved(f"{path}: not UTF-8 text, so no JSON; {WHAT_CAN_BE}") from None
    data = _data(path, text)
    try:
        return _read(path, data, shown)
    except BadSaved as error:
        raise BadSaved(f"{path}: {error}") from error


def saved_files(folder: Path) -> Iterator[Path]:
    """The files below the folder that a briefing or an answer may be saved in, in the order of their names."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    # What begins like this is a lock of a word processor, or hidden.
    return (path for path in sorted(found) if path.is_file() and not path.name.startswith((".", "~$")))


def _content(path: Path) -> bytes:
    if not path.exists():
        raise NotSaved(f"{path}: there is no such file; {WHAT_CAN_BE}")
    if not path.is_file():
        raise NotSaved(f"{path}: is no file; {WHAT_CAN_BE}")
    try:
        if path.stat().st_size > LARGEST:
            raise NotSaved(f"{path}: larger than {LARGEST // 1_000_000} MB, so no saved briefing; {WHAT_CAN_BE}")
        return path.read_bytes()
    except OSError as error:
        raise NotSaved(f"{path}: cannot be read ({error.strerror or error}); check the file") from error


def _embedded(path: Path, content: bytes) -> bytes:
    from assistant.render.docx_embedded import BrokenDocument, embedded_in

    try:
        text = embedded_in(content)
    except BrokenDocument as error:
        raise BadSaved(f"{path}: {error}") from error
    if text is None:
        raise NotSaved(
            f"{path}: there is no briefing in this file; a Word file holds one if it was exported from a briefing and "
            "saved by Word or LibreOffice as .docx; else verify the JSON"
        )
    return text.encode("utf-8", "surrogatepass")


def _data(path: Path, text: str) -> Any:
    """What the JSON says; of JSON lines a list."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.split("\n") if line.strip()]
        # One object over several lines is no list of them, and the error in it is the one to tell.
        if len(lines) < 2 or not lines[0].strip().endswith("}"):
            raise NotSaved(f"{path}: not JSON ({_why(error)}); {WHAT_CAN_BE}") from None
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            found += [json.loads(line)] if line.strip() else []
        except (ValueError, RecursionError):
            raise NotSaved(f"{path}, line {number}: not JSON; {WHAT_CAN_BE}") from None
    return found


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}: {error.msg}"
    return "too many levels, or too long a number"


def _read(path: Path, data: Any, shown: Sequence[str] | None) -> SavedFile:
    """`shown` are the paragraphs of the document that the data travels in. Raises `NotSaved`, `BadSaved`."""
    if isinstance(data, dict) and data.get("type") == TYPE:
        brief = brief_of(data)
        statements = statements_of(brief)
        if shown is not None:
            # Whoever edits the document edits what is seen of it, and not the data that travels with it.
            statements = as_shown(statements, paragraphs_of(brief), shown)
        return SavedFile(path, "briefing", brief.outline.title, statements, _states([data]))
    if isinstance(data, dict) and isinstance(data.get("turns"), list):
        return _answers(path, "conversation", str(data.get("title", "")), data["turns"])
    if isinstance(data, list):
        return _answers(path, "answers", "", data)
    return _answers(path, "answer", "", [data])


def _answers(path: Path, kind: Kind, title: str, answers: list[Any]) -> SavedFile:
    statements: list[Statement] = []
    for place, data in enumerate(answers, start=1):
        if not isinstance(data, dict) or not {"question", "sentences", "citations"} <= set(data):
            which = f"number {place} in it" if len(answers) > 1 else "what it holds"
            raise NotSaved(f"{path}: {which} is neither a briefing nor an answer; {WHAT_CAN_BE}")
        try:
            statements += _statements(data)
        except BadSaved as error:
            raise error if len(answers) == 1 else BadSaved(f"number {place} in it: {error}") from error
    if not answers:
        raise NotSaved(f"{path}: holds no answer; {WHAT_CAN_BE}")
    named = title or str(answers[0]["question"])
    return SavedFile(path, kind, one_line(named), tuple(statements), _states(answers))


def _statements(data: dict[str, Any]) -> tuple[Statement, ...]:
    """An answer kept whole names its citations by `number`, the public form by `n`."""
    citations = data["citations"]
    numbered = isinstance(citations, list) and any(isinstance(each, dict) and "number" in each for each in citations)
    if numbered or "format" in data:
        return statements_of(answer_of(data))
    text = data.get("text")
    statements = statements_of_public(data)
    if not isinstance(text, str) or not text.strip():
        return statements
    printed = Printed("", tuple(one_line(each.text) for each in statements if each.a_claim))
    return as_shown(statements, [printed], text.split("\n\n"))


def _states(made: list[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(each["corpus"]) for each in made if each.get("corpus")))
