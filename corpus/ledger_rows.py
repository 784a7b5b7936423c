"""SQLite's connection to the ledger, which says of damage where it is and what to type, at whichever row it shows."""

import sqlite3
from pathlib import Path
from typing import Any

from corpus.damage import noticed


class LedgerFile(sqlite3.Connection):
    """As `sqlite3.connect`, with `DamagedIndex` for a file that is damaged."""

    def __init__(self, path: Path, **options: Any) -> None:
        super().__init__(path, **options)
        self.path = path

    def execute(self, *asked: Any) -> "_Rows":
        rows = self.cursor(_Rows)
        with noticed(self.path):
            rows.execute(*asked)
        return rows

    def executemany(self, *asked: Any) -> sqlite3.Cursor:
        with noticed(self.path):
            return super().executemany(*asked)

    def executescript(self, script: str) -> sqlite3.Cursor:
        with noticed(self.path):
            return super().executescript(script)

    def commit(self) -> None:
        with noticed(self.path):
            super().commit()


class _Rows(sqlite3.Cursor):
    """Only the first row is read when the question is asked."""

    connection: LedgerFile

    def fetchone(self) -> Any:
        with noticed(self.connection.path):
            return super().fetchone()

    def __next__(self) -> Any:
        try:  # not `noticed`: it is called for each row
            return super().__next__()
        except sqlite3.DatabaseError:
            with noticed(self.connection.path):
                raise
