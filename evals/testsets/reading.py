"""Read a test set from a file or a folder, and say of each mistake in it where it stands."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import RoundtableError
from evals.testsets.rows import Row, Unreadable, json_rows, yaml_rows
from evals.testsets.rules import Fault, doubts_of, shown
from evals.testsets.rules import Path as FieldPath
from evals.testsets.schema import BadQuestion, question_of
from evals.testsets.types import Question, TestSet

LARGEST = 20_000_000  # bytes of a file
MOST_SHOWN = 100  # problems


class BadTestSet(RoundtableError):
    """A test set that cannot be read; `problems` are all the reasons, a line each, and its text shows the first."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = len(problems) - MOST_SHOWN
        rest = [f"and {more} more"] if more > 0 else []
        super().__init__("\n".join([*problems[:MOST_SHOWN], *rest]))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class _Read:
    """A question and where it stands, or what is wrong there."""

    file: str
    row: Row
    question: Question | None = None
    faults: tuple[Fault, ...] = ()

    def problems(self) -> Iterator[str]:
        for fault in self.faults:
            line = self.row.line_of(fault.path)
            where = f"{self.file}, line {line}" if line else self.file
            yield f"{where}, {shown(fault.path)}: {fault.says}" if fault.path else f"{where}: {fault.says}"

    def also(self, path: FieldPath, says: str) -> Iterator[str]:
        """The problem of a field that only shows beside other questions."""
        return replace(self, faults=(Fault(path, says),)).problems()


def _json(text: str) -> Iterator[Row | Unreadable]:
    if text.lstrip().startswith("["):
        yield Unreadable(1, "a JSON list; in .jsonl each question stands on a line of its own, with no list around")
    else:
        yield from json_rows(text)


def _yaml(text: str) -> Iterator[Row | Unreadable]:
    try:
        yield from yaml_rows(text)
    except Unreadable as error:
        yield error


RowsOf = Callable[[str], Iterator[Row | Unreadable]]
FILES: Mapping[str, RowsOf] = {".jsonl": _json, ".yaml": _yaml, ".yml": _yaml}


def read_test_set(path: Path) -> TestSet:
    """The questions of a .yaml, .yml or .jsonl file, or of all such files of a folder, in the order of their names.

    Its name is that of the file without the ending, or that of the folder. Its digest is the SHA-256 of the file's
    bytes; of a folder, that of the names and digests of its files. Raises `BadTestSet` with every problem.
    """
    contents: dict[str, bytes] = {}
    read: list[_Read] = []
    problems: list[str] = []
    for file in _files(path):
        try:
            contents[file.name] = bytes_of(file)
            rows = FILES[file.suffix.lower()](text_of(file, contents[file.name]))
            read += [_read(file.name, row) for row in rows]
        except BadTestSet as error:
            problems += error.problems
    problems += _problems(read)
    if not read and not problems:
        problems = [f"{path}: there is no question in it"]
    if problems:
        raise BadTestSet(problems)
    questions = _questions(read)
    if path.is_dir():
        return TestSet(path.resolve().name, questions, digest_of(contents))
    return TestSet(path.stem, questions, sha256(contents[path.name]))


def checked(rows: Iterable[tuple[str, Row | Unreadable]]) -> tuple[Question, ...]:
    """The questions of rows that another form was turned into, each with the name of its file. A row of line 0 is
    named by its file alone. Raises `BadTestSet` with every problem."""
    read = [_read(file, row) for file, row in rows]
    problems = _problems(read)
    if problems:
        raise BadTestSet(problems)
    return _questions(read)


def doubtful(test_set: TestSet) -> list[str]:
    """A line for each thing that is allowed in a test set and seldom meant."""
    return [
        f"{question.id}: {shown(doubt.path)} is {doubt.says}"
        for question in test_set.questions
        for doubt in doubts_of(question)
    ]


def digest_of(contents: Mapping[str, bytes]) -> str:
    """One SHA-256 for several files, by their names."""
    return sha256("".join(f"{sha256(each)}  {name}\n" for name, each in sorted(contents.items())).encode())


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def text_of(path: Path, content: bytes) -> str:
    """The file's text without a byte order mark. Raises `BadTestSet` if it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadTestSet([f"{path.name}, line {line}: not UTF-8; save the file in that encoding"]) from error


def bytes_of(path: Path, largest: int = LARGEST) -> bytes:
    """What the file holds. Raises `BadTestSet` if it cannot be read or has more bytes than `largest`."""
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise BadTestSet([f"{path}: cannot be read ({error.strerror})"]) from error
    if len(content) > largest:
        raise BadTestSet([f"{path}: has more than {largest // 1_000_000} MB; divide it into several files"])
    return content


def _files(path: Path) -> list[Path]:
    kinds = ", ".join(FILES)
    if path.is_dir():
        files = sorted(each for each in path.iterdir() if each.suffix.lower() in FILES and each.is_file())
        if not files:
            raise BadTestSet([f"{path}: no test set in this folder; its files end with {kinds}"])
        return files
    if path.suffix.lower() not in FILES:
        raise BadTestSet([f"{path}: not a test set; its file ends with {kinds}"])
    return [path]


def _read(file: str, row: Row | Unreadable) -> _Read:
    if isinstance(row, Unreadable):
        return _Read(file, Row(None, row.line), faults=(Fault((), row.says),))
    try:
        return _Read(file, row, question_of(row.value))
    except BadQuestion as error:
        return _Read(file, row, faults=tuple(error.faults))


def _questions(read: Iterable[_Read]) -> tuple[Question, ...]:
    return tuple(each.question for each in read if each.question)


def _problems(read: Sequence[_Read]) -> list[str]:
    """What is wrong in each row, and between questions: an id that stands twice, or is named and stands nowhere."""
    found = [problem for each in read for problem in each.problems()]
    first: dict[str, _Read] = {}
    for each, question in _with_questions(read):
        before = first.setdefault(question.id, each)
        if before is not each:
            line = before.row.line_of(("id",))
            where = " of ".join([f"line {line}"] * bool(line) + [before.file] * (before.file != each.file))
            found += each.also(("id",), f"stands on {where} too" if where else "stands there twice")
    for each, question in _with_questions(read):
        if question.same_as and question.same_as not in first:
            found += each.also(("same_as",), f"no question of the set has the id {question.same_as!r:.60}")
    return found


def _with_questions(read: Iterable[_Read]) -> Iterator[tuple[_Read, Question]]:
    return ((each, each.question) for each in read if each.question)
