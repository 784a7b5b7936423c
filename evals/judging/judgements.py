"""Keep what people think of answers, point by point and sentence by sentence, whichever run the answer stands in."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from assistant import kept_sqlite
from assistant.conversations import moment
from assistant.feedback import readable_lines
from assistant.kept_types import Keeping
from assistant.one_line import one_line
from corpus.errors import RoundtableError
from evals.runs.types import Record, Run

MODEL = "model:"  # how the names of models begin that judge; no person's does
SCALE = (1, 2, 3, 4, 5)  # of usefulness
LONGEST_NAME, LONGEST_NOTE = 80, 2000  # characters
FILE = "judgements.sqlite"

# A step that has been released is never changed: another is added below it.
_MIGRATIONS = (
    (
        "CREATE TABLE judgements (answer TEXT NOT NULL, reviewer TEXT NOT NULL, question TEXT NOT NULL, "
        "points TEXT NOT NULL, sentences TEXT NOT NULL, usefulness INTEGER, note TEXT NOT NULL, given TEXT NOT NULL, "
        "PRIMARY KEY (answer, reviewer))",
        "CREATE INDEX judgements_of ON judgements (reviewer)",
    ),
)
_KEEPING = Keeping(_MIGRATIONS, 0x52544A31, "judgements", "evaluations")  # "RTJ1"
_COLUMNS = "answer, reviewer, question, points, sentences, usefulness, note, given"


class BadJudgement(RoundtableError):
    """A judgement that is not one of this answer, or has no reviewer."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one reviewer thinks of one answer.

    `answer` is the key of the answer, see `key_of`; `question` the id of its question. `points` says of each key point
    whether the answer makes it, `sentences` of each sentence whether what it cites supports it, in their order; None is
    not judged. `usefulness` goes from 1 to 5. `given` is a moment in UTC.
    """

    answer: str
    reviewer: str
    question: str
    points: tuple[bool | None, ...] = ()
    sentences: tuple[bool | None, ...] = ()
    usefulness: int | None = None
    note: str = ""
    given: str = ""

    @property
    def by_model(self) -> bool:
        return self.reviewer.startswith(MODEL)


def key_of(record: Record) -> str:
    """Names an answer by what is judged of it: the question with what was asked before and its key points, and what
    the answer says and quotes. The same answer in another run has the same key."""
    question, answer = record.question, record.answer
    cited = [[each.get(name) for name in ("n", "document", "page", "quote")] for each in answer.get("citations", ())]
    said = [[each["text"], list(each.get("citations", ()))] for each in sentences_of(record)]
    judged = [question.question, list(question.earlier), [point.text for point in question.key_points],
              record.status, answer.get("text", ""), said, cited]  # fmt: skip
    return hashlib.sha256(json.dumps(judged).encode()).hexdigest()


def sentences_of(record: Record) -> Sequence[Mapping[str, Any]]:
    """The sentences of an answer, as its JSON has them."""
    return record.answer.get("sentences") or ()


class Judgements:
    """The judgements of all reviewers in one file of SQLite, for several threads and processes at once.

    Every method raises `UnusableFile` where the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def give(
        self,
        record: Record,
        reviewer: str,
        points: Sequence[bool | None] = (),
        sentences: Sequence[bool | None] = (),
        usefulness: int | None = None,
        note: str = "",
        by_model: bool = False,
    ) -> Judgement:
        """Keeps it in place of what the reviewer thought of this answer before. Raises `BadJudgement`."""
        name = _checked_name(reviewer, by_model)
        points, sentences = _checked_parts(record, points, sentences)
        if usefulness is not None and (type(usefulness) is not int or usefulness not in SCALE):
            raise BadJudgement(f"usefulness {usefulness!r:.20}: it goes from {SCALE[0]} to {SCALE[-1]}")
        if len(note) > LONGEST_NOTE:
            raise BadJudgement(f"a note may have {LONGEST_NOTE:,} characters, this one has {len(note):,}; shorten it")
        given = Judgement(
            key_of(record), name, record.question.id, points, sentences, usefulness, readable_lines(note), moment()
        )
        row = (given.answer, name, given.question, json.dumps(points), json.dumps(sentences), usefulness, given.note,
               given.given)  # fmt: skip
        with self._writing() as db:
            db.execute(f"INSERT OR REPLACE INTO judgements ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608 our own names; values go by ?
        return given

    def withdraw(self, record: Record, reviewer: str) -> None:
        """Takes it back; nothing happens where there is none."""
        with self._writing() as db:
            own = (key_of(record), one_line(reviewer))
            db.execute("DELETE FROM judgements WHERE answer = ? AND reviewer = ?", own)

    def delete_all(self, reviewer: str) -> None:
        """Deletes those of one reviewer for good."""
        if self.path.exists():
            with self._writing() as db:
                db.execute("DELETE FROM judgements WHERE reviewer = ?", (one_line(reviewer),))
            kept_sqlite.rewritten(self.path, _KEEPING)

    def of_record(self, record: Record) -> list[Judgement]:
        """What reviewers think of one answer, by name."""
        return self._of_keys([key_of(record)])

    def of_run(self, run: Run) -> list[Judgement]:
        """Those of the answers of a run, in the order of its records, and of one record by the reviewer's name. An
        answer that stands in the run twice is told once."""
        return self._of_keys([key_of(record) for record in run.records])

    def of_reviewer(self, reviewer: str) -> list[Judgement]:
        """Those of one reviewer, newest first."""
        if not self.path.exists():  # to look makes no file
            return []
        with self._reading() as db:
            sql = f"SELECT {_COLUMNS} FROM judgements WHERE reviewer = ? ORDER BY given DESC, answer"  # noqa: S608 our own names; values go by ?
            return [_judgement(row) for row in db.execute(sql, (one_line(reviewer),))]

    def reviewers(self) -> dict[str, int]:
        """How many answers each reviewer has judged, by name."""
        if not self.path.exists():
            return {}
        with self._reading() as db:
            return dict(db.execute("SELECT reviewer, count(*) FROM judgements GROUP BY 1 ORDER BY 1").fetchall())

    def next_for(self, run: Run, reviewer: str, skipped: Collection[str] = ()) -> Record | None:
        """An answer that the reviewer has not judged: one that most other people have, so that it can be told how far
        they agree. Among those it goes by key, which is no order of the set: whoever stops early has judged questions
        of every kind. `skipped` are keys to leave out. None if all are judged."""
        name = one_line(reviewer)
        judged = self.of_run(run)
        own = {each.answer for each in judged if each.reviewer == name}
        others = Counter(each.answer for each in judged if each.reviewer != name and not each.by_model)
        open_ = {key_of(record): record for record in run.records if record.status != "error"}
        left = [key for key in open_ if key not in own and key not in skipped]
        return open_[min(left, key=lambda key: (-others[key], key))] if left else None

    def _of_keys(self, keys: Sequence[str]) -> list[Judgement]:
        if not self.path.exists():
            return []
        found = []
        with self._reading() as db:
            for key in dict.fromkeys(keys):
                sql = f"SELECT {_COLUMNS} FROM judgements WHERE answer = ? ORDER BY reviewer"  # noqa: S608 our own names; values go by ?
                found += [_judgement(row) for row in db.execute(sql, (key,))]
        return found

    def _reading(self) -> AbstractContextManager[Connection]:
        return kept_sqlite.reading(self.path, _KEEPING)

    def _writing(self) -> AbstractContextManager[Connection]:
        return kept_sqlite.writing(self.path, _KEEPING)


def _checked_name(reviewer: str, by_model: bool) -> str:
    name = one_line(reviewer)
    if not name:
        raise BadJudgement("a judgement needs the name of its reviewer; type a name")
    if len(name) > LONGEST_NAME:
        raise BadJudgement(f"a name may have {LONGEST_NAME} characters, this one has {len(name)}; shorten it")
    if name.casefold().startswith(MODEL) and not by_model:
        raise BadJudgement(f"{name!r}: names that begin with {MODEL!r} are those of language models; take another")
    if by_model and not name.startswith(MODEL):
        raise BadJudgement(f"{name!r}: a model judges under a name that begins with {MODEL!r}")
    return name


def _checked_parts(
    record: Record, points: Sequence[bool | None], sentences: Sequence[bool | None]
) -> tuple[tuple[bool | None, ...], tuple[bool | None, ...]]:
    """One value a key point and a sentence; none at all means that none is judged."""
    if record.status == "error":
        raise BadJudgement(f"question {record.question.id!r:.60}: could not be asked, so there is no answer to judge")
    checked = []
    wanted = (("key points", points, len(record.question.key_points)),
              ("sentences", sentences, len(sentences_of(record))))  # fmt: skip
    for what, given, count in wanted:
        if given and len(given) != count:
            raise BadJudgement(f"{len(given)} {what} are judged, and there are {count}; load the answer again")
        if any(value not in (True, False, None) or isinstance(value, float) for value in given):
            raise BadJudgement(f"{what}: each is judged yes, no, or not at all")
        checked.append(tuple(None if value is None else bool(value) for value in given or (None,) * count))
    return checked[0], checked[1]


def _judgement(row: Sequence[Any]) -> Judgement:
    answer, reviewer, question, points, sentences, usefulness, note, given = row
    return Judgement(
        answer, reviewer, question, tuple(json.loads(points)), tuple(json.loads(sentences)), usefulness, note, given
    )
