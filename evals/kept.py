"""The file of SQLite that lists runs beside the JSON file of each."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection

from assistant import kept_sqlite
from assistant.kept_types import Keeping

# A step that has been released is never changed: another is added below it.
MIGRATIONS = (
    (
        "CREATE TABLE runs (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, about TEXT NOT NULL, "
        "started TEXT NOT NULL, seconds REAL NOT NULL, count INTEGER NOT NULL, content TEXT NOT NULL, "
        "figures TEXT NOT NULL)",
        "CREATE TABLE answers (run INTEGER NOT NULL REFERENCES runs, question TEXT NOT NULL, record TEXT NOT NULL, "
        "took TEXT NOT NULL, PRIMARY KEY (run, question))",
    ),
)
EVALUATIONS = Keeping(MIGRATIONS, 0x52544531, "runs", "evaluations")  # "RTE1"
FILE = "evaluations.sqlite"


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """The file at one moment, made if it is not there. Raises `UnusableFile`."""
    with kept_sqlite.reading(path, EVALUATIONS) as db:
        yield db


@contextmanager
def writing(path: Path) -> Iterator[Connection]:
    """All of what is written, or after an error nothing. Raises `UnusableFile`."""
    with kept_sqlite.writing(path, EVALUATIONS) as db:
        yield db
