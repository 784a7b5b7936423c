"""Answer the questions of a batch: a file or standard input, one question a line."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from corpus.types import Filters

STANDARD_INPUT = Path("-")
EXPECTED = 'expected {"question": "…"}, with an "id" if you like, or the question as plain text'
EXPECTED_EARLIER = '"earlier" must be a list of questions: {"question": "And in Korea?", "earlier": ["…"]}'


class BadBatch(RoundtableError):
    """The file of questions cannot be read, or holds none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a batch: its question, those asked before it, and what to repeat beside the answer; or what is
    wrong with it."""

    question: str = ""
    earlier: tuple[str, ...] = ()
    repeated: tuple[tuple[str, Any], ...] = ()
    problem: str = ""


def ask_batch(batch: Path, filters: "Filters", settings: "Settings") -> int:
    """Print each answer as soon as it is there; the exit code says whether all, some or no lines had one."""
    from assistant.assistant import QuestionTooLong
    from assistant.build import build_assistant
    from assistant.render.json import answer_json

    answered = wrong = 0
    with open_batch(batch) as lines:
        assistant = build_assistant(settings)
        for line in read_lines(lines, batch):
            if line.problem:
                wrong += 1
                print(f"roundtable: {line.problem}", file=sys.stderr)
                continue
            try:
                answer = assistant.ask(whole_words(line.question), filters, line.earlier)
            except QuestionTooLong as error:
                wrong += 1
                print(f"roundtable: {error}", file=sys.stderr)
                continue
            print(json.dumps(dict(line.repeated) | answer_json(answer), ensure_ascii=False), flush=True)
            answered += 1
    if not answered and not wrong:
        raise BadBatch(f"{batch}: holds no question")
    return (1 if answered else 2) if wrong else 0


def whole_words(text: str) -> str:
    """The text as whole characters: half ones, which a shell or JSON can hand over, no library takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@contextmanager
def open_batch(path: Path) -> Iterator[BinaryIO]:
    """The bytes of the file, or of standard input for "-". Raises `BadBatch` before anything else is loaded."""
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadBatch(f"{path}: cannot be read ({error.strerror or error})") from error
    with file:
        yield file


def read_lines(lines: Iterable[bytes], path: Path) -> Iterator[Line]:
    """Every line that is not blank, as soon as it is there. A wrong one does not stop the others.

    Raises `BadBatch` at a line that is not UTF-8: such a file is another kind of file from there on.
    """
    name = "standard input" if path == STANDARD_INPUT else str(path)
    # Split as bytes: inside a JSON text str.splitlines() would also break at U+2028 and its like.
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            raise BadBatch(f"{name}, line {number}: not UTF-8 text; save the file as UTF-8") from None
        if text:
            try:
                yield _read(text)
            except ValueError as error:
                yield Line(problem=f"{name}, line {number}: {error}")


def _read(line: str) -> Line:
    """Raises `ValueError` that says what was expected."""
    value: Any = line
    if line[0] in '{"':
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise ValueError(EXPECTED) from error
    given = value if isinstance(value, dict) else {"question": value}
    question = given.get("question")
    if not isinstance(question, str):
        raise ValueError(EXPECTED)
    if not question.strip():
        raise ValueError("the question is empty")
    earlier = given.get("earlier", [])
    if not isinstance(earlier, list) or not all(isinstance(each, str) for each in earlier):
        raise ValueError(EXPECTED_EARLIER)
    return Line(question, tuple(earlier), tuple((key, given[key]) for key in ("id",) if key in given))
