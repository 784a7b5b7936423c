"""Where conversations are kept, for tests of what every such place promises."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from assistant.kept_types import Database, Place


@pytest.fixture(params=["file", "database"])
def kept_at(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place of each kind."""
    if request.param == "file":
        return tmp_path / "kept" / "kept.sqlite"
    found: Database = request.getfixturevalue("database")
    return found


def address_of(place: Place) -> str:
    """As the setting names it."""
    return place.address if isinstance(place, Database) else str(place)


def content_of(place: Place) -> bytes:
    """All that can be read there by whoever may: the file with those beside it, or every row of every table."""
    if isinstance(place, Path):
        return b"".join(path.read_bytes() for path in place.parent.iterdir())
    import psycopg

    with psycopg.connect(place.address) as db:
        tables = db.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        rows = [db.execute(f"SELECT each::text FROM {table} AS each".encode()).fetchall() for (table,) in tables]
    return str(rows).encode()


@contextmanager
def read_by_another(place: Place, table: str) -> Iterator[None]:
    """Meanwhile somebody else has the place open, and has read that table."""
    if isinstance(place, Path):
        with closing(sqlite3.connect(place)) as other:
            other.execute(f"SELECT * FROM {table}").fetchall()
            yield
        return
    import psycopg

    with psycopg.connect(place.address, autocommit=True) as db:
        db.execute(f"SELECT * FROM {table}".encode()).fetchall()
        yield
