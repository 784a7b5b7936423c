"""Read a test set from a file or a folder, and say of each mistake in it where it stands."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import RoundtableError
from evals.testsets.rows import Row, Unreadable, json_rows, yaml_rows
from evals.testsets.rules import Fault, doubts_of, shown
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
            where = f"{self.file}, line {self.row.line_of(fault.path)}"
            yield f"{where}, {shown(fault.path)}: {fault.says}" if fault.path else f"{where}: {fault.says}"


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
            read += _read(file.name, text_of(file, contents[file.name]), FILES[file.suffix.lower()])
        except BadTestSet as error:
            problems += error.problems
    problems += [problem for each in read for problem in each.problems()]
    problems += _across([each for each in read if each.question])
    if not read and not problems:
        problems = [f"{path}: there is no question in it"]
    if problems:
        raise BadTestSet(problems)
    questions = tuple(each.question for each in read if each.question)
    if path.is_dir():
        return TestSet(path.resolve().name, questions, digest_of(contents))
    return TestSet(path.stem, questions, sha256(contents[path.name]))


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


def _read(file: str, text: str, rows_of: RowsOf) -> Iterator[_Read]:
    for row in rows_of(text):
        if isinstance(row, Unreadable):
            yield _Read(file, Row(None, row.line), faults=(Fault((), row.says),))
            continue
        try:
            yield _Read(file, row, question_of(row.value))
        except BadQuestion as error:
            yield _Read(file, row, faults=tuple(error.faults))


def _across(read: Iterable[_Read]) -> Iterator[str]:
    """What is wrong between questions: an id that stands twice, or is named and stands nowhere."""
    first: dict[str, _Read] = {}
    read = list(read)
    for each in read:
        assert each.question
        before = first.setdefault(each.question.id, each)
        if before is not each:
            where = f"line {before.row.line_of(('id',))}" + (f" of {before.file}" if before.file != each.file else "")
            yield from _Read(each.file, each.row, faults=(Fault(("id",), f"stands on {where} too"),)).problems()
    for each in read:
        assert each.question
        named = each.question.same_as
        if named and named not in first:
            fault = Fault(("same_as",), f"no question of the set has the id {named!r:.60}")
            yield from _Read(each.file, each.row, faults=(fault,)).problems()
