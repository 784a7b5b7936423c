"""Record what the language model took for each answer: tokens, cost and time. Never what was asked or answered."""

import logging
import sqlite3
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.types import EXTRACTIVE, Answer
from corpus.errors import RoundtableError

SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    time TEXT NOT NULL, model TEXT NOT NULL, requests INTEGER NOT NULL, input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL, first_ms REAL, last_ms REAL NOT NULL, cost REAL, status TEXT NOT NULL,
    withheld INTEGER NOT NULL, problem TEXT NOT NULL);
"""
PATIENCE = 2.0  # seconds to wait for another process that writes; an answer is worth more than its record
OTHER = "other"  # the problem of an answer that says it has one and not of which kind
_logger = logging.getLogger(__name__)


class UnreadableUsage(RoundtableError):
    """The file is there and is not a record of usage, or may not be read."""


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """What one model took for all its answers.

    `cost` is the sum over the `priced` answers, None if there is none. `median_ms` and `slow_ms` are until the last
    sentence, the latter such that 95% of the answers took no longer; `failures` counts the answers with a problem and
    `withheld` the sentences that did not pass the check.
    """

    model: str
    answers: int
    requests: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    priced: int
    median_ms: float
    slow_ms: float
    failures: int
    withheld: int


class UsageLog:
    """The record in one SQLite file, for several threads and processes at once.

    `model` is the one that the settings name: an answer that it failed to word is recorded as its failure.
    """

    def __init__(self, path: Path, model: str = "") -> None:
        self.path = path
        self._model = model

    def add(self, answer: Answer) -> None:
        """Record an answer that a model was asked for; without `usage` it was not, and nothing is recorded.

        A record that cannot be written is a warning in the log and no more.
        """
        used = answer.usage
        if used is None:
            return
        row = (
            datetime.now(UTC).isoformat(timespec="milliseconds"),
            self._model if answer.model == EXTRACTIVE and self._model else answer.model,
            *(used.requests, used.input_tokens, used.output_tokens, used.first_ms, used.last_ms, used.cost),
            *(answer.status, len(answer.withheld), used.trouble or (OTHER if answer.problem else "")),
        )
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)) as db:
                _prepare(db)
                db.execute(f"INSERT INTO answers VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608 our own names; values go by ?
        except (OSError, sqlite3.Error) as error:
            why = error.strerror if isinstance(error, OSError) else error
            _logger.warning("%s: what the model took could not be recorded (%s)", self.path, why)

    def summary(self) -> tuple[ModelUsage, ...]:
        """What each model took, the most used first; nothing if nothing was recorded. Raises `UnreadableUsage`."""
        if not self.path.exists():
            return ()
        with _reading(self.path) as db:
            names = [name for (name,) in db.execute("SELECT model FROM answers GROUP BY 1 ORDER BY count(*) DESC, 1")]
            return tuple(_of_model(db, name) for name in names)


def cost_of(input_tokens: int, output_tokens: int, input_price: float, output_price: float) -> float | None:
    """The price of the tokens, given that of a million; None if neither price is known."""
    if not input_price and not output_price:
        return None
    return (input_tokens * input_price + output_tokens * output_price) / 1_000_000


def _prepare(db: sqlite3.Connection) -> None:
    """The table, in a file that is read while it is written. SQLite does not wait where two processes turn a new file
    into such a one, but refuses the second at once."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            if db.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                db.execute("PRAGMA journal_mode = WAL")
            db.execute(SCHEMA)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as db:
            yield db
    except sqlite3.Error as error:
        raise UnreadableUsage(
            f"{path}: the record of usage cannot be read ({error}); if it is no such record, move it away or name "
            "another file in the setting `usage`"
        ) from error


def _of_model(db: sqlite3.Connection, model: str) -> ModelUsage:
    answers, requests, read, written, cost, priced, failures, withheld = db.execute(
        "SELECT count(*), sum(requests), sum(input_tokens), sum(output_tokens), sum(cost), count(cost), "
        "sum(problem <> ''), sum(withheld) FROM answers WHERE model = ?",
        (model,),
    ).fetchone()
    times = [ms for (ms,) in db.execute("SELECT last_ms FROM answers WHERE model = ? ORDER BY 1", (model,))]
    return ModelUsage(
        *(model, answers, requests, read, written, cost, priced),
        median_ms=statistics.median(times),
        slow_ms=_nearest_rank(times, 95),
        failures=failures,
        withheld=withheld,
    )


def _nearest_rank(ordered: Sequence[float], percent: int) -> float:
    """The smallest value that at least so many percent of the values do not exceed."""
    return ordered[-(-len(ordered) * percent // 100) - 1]
