"""Where conversations may be kept, and what every such place is asked for in the same words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from corpus.errors import RoundtableError

SCHEMES = ("postgresql://", "postgres://")
HOW = (
    "conversations are kept in a file, or in a PostgreSQL database whose address is written as "
    "postgresql://USER@HOST:PORT/DATABASE; in a name or password write %2F for /, %40 for @, %25 for %, and so on"
)
_QUOTED = r"(?:[^%@/?#\[\]\s]|%[0-9A-Fa-f]{2})*"
_HOST = r"(?:[\w.%~-]*|\[[0-9A-Fa-f:.%\w]*\])(?::\d*)?"
# Stricter than libpq, which would take `u:pass/word@host` for a host called u, and name the rest in an error.
_ADDRESS = re.compile(
    rf"postgres(?:ql)?://(?:(?P<user>(?:[^%@:/?#\[\]\s]|%[0-9A-Fa-f]{{2}})*)(?::{_QUOTED})?@)?"
    rf"(?P<where>{_HOST}(?:,{_HOST})*(?:/[^/?#@\s]*)?)(?:\?[^@#\s]*)?"
)


class UnusableFile(RoundtableError):
    """The file is damaged, something else, of a newer program, or the disk does not let it be used; or the same of a
    database, and of the server that has it."""


class BadAddress(RoundtableError, ValueError):
    """What should name a place is no path, and no address of a database. It is not repeated, for a password may stand
    in it."""


@dataclass(frozen=True, slots=True, repr=False)
class Database:
    """A database on a PostgreSQL server. Raises `BadAddress` if the address is none.

    As text it is without the password, and without what follows the question mark, where one may stand too.
    """

    address: str

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.address):
            raise BadAddress(HOW)

    def __str__(self) -> str:
        found = _ADDRESS.fullmatch(self.address)
        assert found
        user = f"{found['user']}@" if found["user"] else ""
        return f"postgresql://{user}{found['where']}"

    __repr__ = __str__


Place = Path | Database  # a file of SQLite, or a database on a server


def place_of(text: str) -> Place:
    """Raises `BadAddress` where it is the address of something else."""
    if text.startswith(SCHEMES):
        return Database(text)
    if "://" in text:
        raise BadAddress(HOW)
    return Path(text)


class Rows(Protocol):
    """What a statement gives."""

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A transaction. Statements are in the SQL that SQLite and PostgreSQL have in common, with `?` for a value; and
    `instr(text, part) > 0` says whether a text holds another."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Rows: ...


@dataclass(frozen=True, slots=True)
class Keeping:
    """One kind of what is kept: how a file of it is made step by step, its mark in `application_id`, what errors say
    that it keeps, the setting that names where, and the steps in the SQL of PostgreSQL, if it can be kept there."""

    migrations: tuple[tuple[str, ...], ...]
    mark: int
    keeps: str
    setting: str
    postgres: tuple[tuple[str, ...], ...] = ()
