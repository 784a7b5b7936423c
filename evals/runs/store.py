"""Keep runs: a list of them in SQLite, answers as they come, and one JSON file for each that is whole."""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from filelock import FileLock, Timeout

from assistant.export_file import exporting
from corpus.errors import RoundtableError
from evals.kept import FILE, reading, writing
from evals.runs.files import CONTENT, BadRun, content_of, line, read_run_file, record_of, run_bytes, took_of
from evals.runs.types import Record, Run, Took
from evals.statistics import Estimate

LATEST = "latest"
_HEAD = (
    "SELECT id, name, about, started, seconds, count, content, figures, "
    "(SELECT count(*) FROM answers WHERE run = runs.key) FROM runs"
)


class NoRun(RoundtableError):
    """There is no run of that name, or it is not whole yet."""


@dataclass(frozen=True, slots=True)
class RunHead:
    """A run in a list. `about` holds what its figures depend on, as `Run` does; `done` of its `count` questions are
    answered, and `content` is "" until all are. `figures` are those of the whole run, by metric."""

    id: str
    name: str
    about: Mapping[str, Any]
    started: str
    seconds: float
    count: int
    done: int
    content: str
    figures: Mapping[str, Estimate]

    @property
    def whole(self) -> bool:
        return bool(self.content)

    @property
    def set_name(self) -> str:
        return str(self.about["set_name"])


class RunStore:
    """The runs in a folder, for several processes at once. Every method raises `UnusableFile` where the folder cannot
    be used; `load` and `delete` raise `NoRun`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._file = folder, folder / FILE

    def begin(self, name: str, about: Mapping[str, Any], count: int) -> str:
        """The id of a new run of `count` questions."""
        now = datetime.now(UTC)
        id_ = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        row = (id_, name, json.dumps(about, sort_keys=True), now.isoformat(timespec="seconds"), count)
        with writing(self._file) as db:
            db.execute(
                "INSERT INTO runs (id, name, about, started, seconds, count, content, figures) "
                "VALUES (?, ?, ?, ?, 0, ?, '', '{}')",
                row,
            )
        return id_

    def add(self, id_: str, record: Record, took: Took, seconds: float) -> None:
        """Keeps an answer, and the `seconds` that were worked since the last one."""
        with writing(self._file) as db:
            key = _key(db, id_)
            row = (key, record.question.id, line(record), line(took))
            db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)
            db.execute("UPDATE runs SET seconds = seconds + ? WHERE key = ?", (seconds, key))

    @contextmanager
    def held(self, id_: str) -> Iterator[None]:
        """Keeps a run to this process: two that go on with one would ask everything twice. Raises `NoRun`."""
        path = self.folder / "runs" / f"{id_}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(path, timeout=0):
                yield
        except Timeout:
            raise NoRun(f"run {id_}: another program is at it") from None
        path.unlink(missing_ok=True)

    def so_far(self, id_: str) -> dict[str, tuple[Record, Took]]:
        """The answers that there are, by the question's id."""
        with reading(self._file) as db:
            rows = db.execute("SELECT question, record, took FROM answers WHERE run = ?", (_key(db, id_),))
            return {id_: (record_of(record), took_of(took)) for id_, record, took in rows}

    def finish(self, run: Run, figures: Mapping[str, Estimate | None]) -> Run:
        """Writes the file of a run that is whole, and says so in the list. Raises `NotExported`."""
        path = self.path_of(run.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        with exporting(path, replace=True) as file:
            file.write(run_bytes(run))
        scored = {name: [f.value, f.low, f.high, f.count] for name, f in figures.items() if f is not None}
        content = content_of(run)
        with writing(self._file) as db:
            key = _key(db, run.id)
            db.execute("UPDATE runs SET content = ?, figures = ? WHERE key = ?", (content, json.dumps(scored), key))
            db.execute("UPDATE answers SET record = '' WHERE run = ?", (key,))  # the file has them
        return replace(run, content=content)

    def heads(self) -> list[RunHead]:
        """Newest first."""
        if not self._file.exists():  # to look makes no file
            return []
        with reading(self._file) as db:
            return [_head(row) for row in db.execute(f"{_HEAD} ORDER BY started DESC, key DESC")]

    def head(self, named: str) -> RunHead:
        """The run with that id, or the newest of that name, or simply the newest: "latest". Raises `NoRun`."""
        heads = self.heads()
        for each in heads:
            if each.id == named:
                return each
        for each in heads:
            if named and (each.name == named or (named == LATEST and each.whole)):
                return each
        known = ", ".join(dict.fromkeys(each.name or each.id for each in heads[:5]))
        raise NoRun(f"run {named!r:.80}: there is none in {self.folder}" + (f"; there are {known}" if known else ""))

    def load(self, named: str) -> Run:
        """A whole run with all that was asked. Raises `NoRun`, or `BadRun` if its file is damaged."""
        head = self.head(named)
        if not head.whole:
            raise NoRun(
                f"run {named}: {head.done} of {head.count} questions are answered; go on with --resume {head.id}"
            )
        run = read_run_file(self.path_of(head.id), head.id, head.name)
        if run.content != head.content:
            raise BadRun(f"{self.path_of(head.id)}: was changed since the run; delete it and run the test set again")
        with reading(self._file) as db:
            rows = db.execute("SELECT question, took FROM answers WHERE run = ?", (_key(db, head.id),))
            took = {question: took_of(text) for question, text in rows}
        known = tuple(took[record.question.id] for record in run.records if record.question.id in took)
        took_all = known if len(known) == len(run.records) else ()
        return replace(run, took=took_all, started=head.started, seconds=head.seconds)

    def delete(self, named: str) -> None:
        head = self.head(named)
        with writing(self._file) as db:
            key = _key(db, head.id)
            db.execute("DELETE FROM answers WHERE run = ?", (key,))
            db.execute("DELETE FROM runs WHERE key = ?", (key,))
        self.path_of(head.id).unlink(missing_ok=True)

    def path_of(self, id_: str) -> Path:
        """The file of a run."""
        return self.folder / "runs" / f"{id_}.json"


def about_of(run: Run) -> dict[str, Any]:
    """What the figures of a run depend on."""
    return {name: getattr(run, name) for name in CONTENT}


def _key(db: Connection, id_: str) -> int:
    found = db.execute("SELECT key FROM runs WHERE id = ?", (id_,)).fetchone()
    if found is None:
        raise NoRun(f"run {id_}: was deleted meanwhile")
    return int(found[0])


def _head(row: tuple[Any, ...]) -> RunHead:
    id_, name, about, started, seconds, count, content, figures, done = row
    scored = {metric: Estimate(*of) for metric, of in json.loads(figures).items()}
    return RunHead(id_, name, json.loads(about), started, seconds, count, done, content, scored)
