"""Databases of PostgreSQL that keep what people made, conversations above all, for as many servers as share one."""

import atexit
import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from assistant.kept_types import Database, Keeping, Rows, UnusableFile
from assistant.one_line import one_line

if TYPE_CHECKING:
    import psycopg
    from psycopg_pool import ConnectionPool

    Raw = psycopg.Connection[tuple[Any, ...]]

INSTALL = "pip install 'roundtable-assistant[postgres]'"
MOST = 8  # connections of one process; a server of PostgreSQL allows 100 to all of them, if nobody has changed that
WAIT = 1.0  # seconds until it is asked why there is no connection
PATIENCE = 10.0  # seconds for a connection where all are in use
# What an address may say otherwise. Without these, a network that falls silent is waited for by the hour.
DEFAULTS = {"connect_timeout": "5", "keepalives_idle": "30", "tcp_user_timeout": "10000"}
LONGEST_REASON = 300  # characters of what the server said
_making = threading.Lock()


class Transaction:
    """One in a database, asked as a file of SQLite is."""

    def __init__(self, db: "Raw") -> None:
        self._db = db

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Rows:
        return cast(Rows, self._db.execute(_in_its_words(sql), parameters))

    def stream(self, sql: str) -> Iterator[Any]:
        """The rows one by one, as they come from the server."""
        return self._db.cursor().stream(_in_its_words(sql))


@contextmanager
def reading(place: Database, kind: Keeping) -> Iterator[Transaction]:
    """The database at one moment; its tables are made if they are not there. Raises `UnusableFile`."""
    with _in_our_words(place, kind), _transaction(place, kind, PATIENCE, read_only=True) as db:
        yield db


@contextmanager
def writing(place: Database, kind: Keeping, patience: float) -> Iterator[Transaction]:
    """All of what is written, or after an error nothing. Raises `UnusableFile`, also if another keeps a row for longer
    than `patience`, in seconds."""
    with _in_our_words(place, kind), _transaction(place, kind, patience, read_only=False) as db:
        yield db


def server_of(place: Database, kind: Keeping) -> str:
    """Which server answers at the address, as "PostgreSQL 17.2"; nothing is made there. Raises `UnusableFile`."""
    with _in_our_words(place, kind), _connected(place) as db:
        _format(db, place, kind, PATIENCE)
        return f"PostgreSQL {db.info.parameter_status('server_version')}"


@contextmanager
def _transaction(place: Database, kind: Keeping, patience: float, read_only: bool) -> Iterator[Transaction]:
    from psycopg import IsolationLevel

    with _borrowed(place) as db:
        db.read_only = read_only
        # A writer has to see what those that it waited for have written.
        db.isolation_level = IsolationLevel.REPEATABLE_READ if read_only else IsolationLevel.READ_COMMITTED
        if _format(db, place, kind, patience) < len(kind.postgres):
            db.rollback()
            with _connected(place) as other:
                _bring_up_to_date(other, place, kind)
            _format(db, place, kind, patience)
        yield Transaction(db)


def _format(db: "Raw", place: Database, kind: Keeping, patience: float) -> int:
    """0 where there are no tables yet. Sets how long the transaction waits for others. Raises `UnusableFile` if it is a
    newer program's."""
    from psycopg.errors import UndefinedTable

    sql = "SELECT format, set_config('lock_timeout', %s, true) FROM roundtable_formats WHERE keeps = %s"
    try:
        row = db.execute(sql, (f"{max(1, round(patience * 1000))}ms", kind.setting)).fetchone()
    except UndefinedTable:
        db.rollback()
        return 0
    found = int(row[0]) if row else 0
    if found > len(kind.postgres):
        raise UnusableFile(
            f"{place}: of a newer version of the program (format {found}, this one knows {len(kind.postgres)}); "
            f"update the program, or name another database in the setting `{kind.setting}`"
        )
    return found


def _bring_up_to_date(db: "Raw", place: Database, kind: Keeping) -> None:
    """Makes the tables, or makes them what they are in the present format; once, whoever else does it meanwhile."""
    from psycopg.errors import DuplicateTable

    encoding = db.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise UnusableFile(
            f"{place}: holds texts as {encoding}, which has not every character; make a database WITH ENCODING 'UTF8' "
            f"TEMPLATE template0, and name it in the setting `{kind.setting}`"
        )
    with db.transaction():
        db.execute("SELECT pg_advisory_xact_lock(%s)", (kind.mark,))
        db.execute("CREATE TABLE IF NOT EXISTS roundtable_formats (keeps TEXT PRIMARY KEY, format BIGINT NOT NULL)")
        found = _format(db, place, kind, PATIENCE)
        try:
            for step in kind.postgres[found:]:
                for statement in step:
                    db.execute(statement.encode())
        except DuplicateTable as error:
            why = f"another program's tables ({_reason(error)}); name another database"
            raise UnusableFile(f"{place}: {why} in the setting `{kind.setting}`") from error
        sql = (
            "INSERT INTO roundtable_formats VALUES (%s, %s) ON CONFLICT (keeps) DO UPDATE SET format = excluded.format"
        )
        db.execute(sql, (kind.setting, len(kind.postgres)))


@contextmanager
def _borrowed(place: Database) -> Iterator["Raw"]:
    """A connection that works, from those of this process."""
    from psycopg_pool import PoolTimeout

    until = time.monotonic() + PATIENCE
    with ExitStack() as borrowed:
        while True:
            try:
                with _making:  # one pool, however many threads come first
                    pool = _pool(place, os.getpid())
                db = borrowed.enter_context(pool.connection())
                break
            except PoolTimeout:
                with _connected(place):  # the pool does not say why; this raises it
                    pass
                if time.monotonic() > until:
                    raise
        yield db


@cache
def _pool(place: Database, process: int) -> "ConnectionPool[Raw]":
    """One for each database and process. Raises what keeps the first connection from being made."""
    from psycopg_pool import ConnectionPool

    def works(db: "Raw") -> None:
        try:
            ConnectionPool.check_connection(db)
        except Exception:
            pool.drain()  # all of them were lost with the server; one after the other, the pool would wait for seconds
            raise

    # What it warns of ends as an error in our words; by itself it would write on the terminal.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    with _connected(place):
        pass
    pool: ConnectionPool[Raw] = ConnectionPool(
        _address(place), min_size=0, max_size=MOST, timeout=WAIT, reconnect_timeout=WAIT, check=works, open=True
    )
    atexit.register(lambda: pool.close() if os.getpid() == process else None)
    return pool


@contextmanager
def _connected(place: Database) -> Iterator["Raw"]:
    """A connection of its own."""
    import psycopg

    with psycopg.connect(_address(place)) as db:
        yield db


def _address(place: Database) -> str:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    try:
        given = {name: str(value) for name, value in conninfo_to_dict(place.address).items() if value is not None}
    except ProgrammingError:  # which may repeat a password
        raise UnusableFile(f"{place}: what follows the ? in its address is not understood; correct it") from None
    return make_conninfo("", **{**DEFAULTS, **given, "client_encoding": "UTF8"})


@contextmanager
def _in_our_words(place: Database, kind: Keeping) -> Iterator[None]:
    try:
        from psycopg import errors
        from psycopg_pool import PoolTimeout
    except ImportError as error:
        raise UnusableFile(f"{place}: needs a package that is not installed; {INSTALL}") from error

    waited = (PoolTimeout, errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)
    # Any other error is a mistake in our own SQL, and must be seen as one.
    of_the_server = (
        *(errors.OperationalError, errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction),
        *(errors.InvalidSchemaName, errors.IdleInTransactionSessionTimeout, errors.DataCorrupted),
    )
    try:
        yield
    except waited as error:
        raise UnusableFile(f"{place}: others are writing to it for too long; try again") from error
    except of_the_server as error:
        raise UnusableFile(
            f"{place}: {kind.keeps} cannot be kept there ({_reason(error)}); see to that server, or name another "
            f"database in the setting `{kind.setting}`"
        ) from error


def _reason(error: "psycopg.Error") -> str:
    """What the server said; that without its context, which repeats our SQL, or what kept us from reaching it."""
    return one_line(error.diag.message_primary or str(error))[:LONGEST_REASON]


@cache
def _in_its_words(sql: str) -> bytes:
    """A statement in the SQL of PostgreSQL, from the one it has in common with SQLite."""
    return sql.replace("?", "%s").replace("instr(", "strpos(").encode()
