"""Tokens with which programs use the HTTP API: shown once, kept as a digest, good for a time, taken back at once."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.access.private_file import alone, refused, write_private
from assistant.access.roles import ROLES, Role, role_named
from assistant.one_line import one_line
from corpus.errors import RoundtableError

FORMAT = 1
LONGEST_NAME = 60  # characters
DAYS, MOST_DAYS = 365, 3650  # that a token is good for
PREFIX = "rt_"  # so that a scan for secrets knows one


class BadTokens(RoundtableError):
    """The file of tokens cannot be read or changed, or what is asked of it makes no sense."""


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token: for whom, what it allows, since and until when, and the SHA-256 of its text. Those that
    were made before there was an `until` have "" and do not end."""

    name: str
    role: Role
    made: str
    sha256: str = field(repr=False)
    until: str = ""

    def is_over(self, now: datetime) -> bool:
        return bool(self.until) and datetime.fromisoformat(self.until) <= now


class Tokens:
    """The tokens of one file, for several threads and processes; a change counts from the next request on."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read: tuple[object, tuple[Token, ...]] = (None, ())

    def all(self) -> tuple[Token, ...]:
        """In the order in which they were made; () without a file. Raises `BadTokens`."""
        try:
            found = self._file.stat()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise BadTokens(str(refused(self._file, "read", error))) from error
        # Each change makes another file.
        now = (found.st_ino, found.st_mtime_ns, found.st_size)
        seen, tokens = self._read
        if seen != now:
            tokens = _tokens_in(self._file)
            self._read = (now, tokens)
        return tokens

    def holder(self, text: str) -> Token | None:
        """The token of that text, over or not; None if there is none, or it was taken back. Raises `BadTokens`."""
        given, found = _digest(text), None
        for token in self.all():  # all of them, so that the time says nothing of how near a guess came
            if hmac.compare_digest(token.sha256, given):
                found = token
        return found

    def add(self, name: str, role: str, days: int = DAYS) -> str:
        """Makes a token for so many days and returns its text, which is kept nowhere. Raises `BadTokens` or
        `NotPrivate`."""
        name = one_line(name)
        if not name or len(name) > LONGEST_NAME:
            raise BadTokens(f"the name of a token has 1 to {LONGEST_NAME} characters, and says who uses it")
        if not 1 <= days <= MOST_DAYS:
            raise BadTokens(f"{days} days: a token is good for 1 to {MOST_DAYS} days")
        known = role_named(role)
        if known is None:
            raise BadTokens(f"role {one_line(role)!r}: the roles are {', '.join(ROLES)}")
        with self._changing() as tokens:
            if any(token.name == name for token in tokens):
                raise BadTokens(f"{name}: there is such a token; remove it first, or choose another name")
            text = PREFIX + secrets.token_urlsafe(32)
            now = datetime.now(UTC).replace(microsecond=0)
            until = (now + timedelta(days=days)).isoformat()
            self._write([*tokens, Token(name, known, now.isoformat(), _digest(text), until)])
        return text

    def remove(self, name: str) -> None:
        """Raises `BadTokens` if there is no such token, or `NotPrivate`."""
        with self._changing() as tokens:
            kept = [token for token in tokens if token.name != name]
            if len(kept) == len(tokens):
                raise BadTokens(f"{one_line(name)}: there is no such token; `roundtable token list` names them")
            self._write(kept)

    @contextmanager
    def _changing(self) -> Iterator[tuple[Token, ...]]:
        with alone(self._file):
            yield self.all()

    def _write(self, tokens: Sequence[Token]) -> None:
        kept = {"format": FORMAT, "tokens": [asdict(token) for token in tokens]}
        write_private(self._file, json.dumps(kept, ensure_ascii=False, indent=1).encode())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _tokens_in(file: Path) -> tuple[Token, ...]:
    """A file that makes no sense lets nobody in: without it, whoever sits at this computer could ask anything."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        if kept["format"] != FORMAT:
            raise BadTokens(f"{file}: of a newer program; update this one")
        return tuple(_token(each) for each in kept["tokens"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadTokens(
            f"{file}: is not a file of tokens; restore it, or delete it and make the tokens anew"
        ) from error


def _token(kept: Any) -> Token:
    token = Token(**kept)
    texts = (token.name, token.made, token.sha256, token.until)
    if token.role not in ROLES or not all(isinstance(text, str) for text in texts):
        raise ValueError
    token.is_over(datetime.now(UTC))  # raises where `until` is no moment
    return token
