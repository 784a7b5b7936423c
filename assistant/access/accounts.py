"""The accounts in their file: added, changed and removed one at a time, and read again when the file has changed."""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.access.passwords import hash_of
from assistant.access.private_file import alone, refused, write_private
from assistant.access.roles import Person, Role, role_named
from corpus.errors import RoundtableError

NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")


class BadAccounts(RoundtableError):
    """The file of accounts is not one, or a change of it cannot be made."""


@dataclass(frozen=True, slots=True)
class Account:
    """`stamp` is new with each password and role, so that sessions from before end. `ended` names the sessions that
    were logged out, with the second in which they would have expired."""

    name: str
    role: Role
    hash: str
    reader: str
    stamp: str
    made: str
    ended: tuple[tuple[str, float], ...] = ()

    @property
    def person(self) -> Person:
        return Person(self.name, self.role, self.reader)


class Accounts:
    """Those in one file. Every method raises `BadAccounts` or `NotPrivate` for what a person can put right."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._read: tuple[Any, Mapping[str, Account]] = (None, {})

    def all(self) -> Mapping[str, Account]:
        """By name; none where there is no file."""
        try:
            about = self.file.stat()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise refused(self.file, "read", error) from error
        state = (about.st_ino, about.st_mtime_ns, about.st_size)
        if self._read[0] != state:
            self._read = (state, self._from_file())
        return self._read[1]

    def named(self, name: str) -> Account | None:
        return self.all().get(plain_name(name))

    def add(self, name: str, role: str, password: str) -> Account:
        """Never in the place of one that is there: a new account has no conversations, whatever its name."""
        name = plain_name(name)
        if not NAME.fullmatch(name):
            raise BadAccounts(
                f"{name!r}: a name has up to 64 letters from a to z, digits and . _ @ + -, and begins with a letter or "
                "a digit"
            )
        made = Account(
            name, _role(role), hash_of(password, name), secrets.token_urlsafe(24), secrets.token_urlsafe(16),
            datetime.now(UTC).isoformat(timespec="seconds"),
        )  # fmt: skip

        def added(accounts: dict[str, Account]) -> None:
            if name in accounts:
                raise BadAccounts(f"{name}: there is such an account; change it with user password or user role")
            accounts[name] = made

        self._change(added)
        return made

    def remove(self, name: str) -> None:
        def removed(accounts: dict[str, Account]) -> None:
            del accounts[_known(name, accounts)]

        self._change(removed)

    def set_password(self, name: str, password: str) -> None:
        self._replace(name, hash=hash_of(password, plain_name(name)), stamp=secrets.token_urlsafe(16), ended=())

    def set_role(self, name: str, role: str) -> None:
        self._replace(name, role=_role(role), stamp=secrets.token_urlsafe(16), ended=())

    def end_session(self, name: str, session: str, until: float, now: float) -> None:
        """That session counts no more. Those that have expired since are forgotten."""

        def ended(accounts: dict[str, Account]) -> None:
            if name in accounts:
                kept = [each for each in accounts[name].ended if each[1] > now and each[0] != session]
                accounts[name] = replace(accounts[name], ended=(*kept, (session, until)))

        self._change(ended)

    def _replace(self, name: str, **changes: Any) -> None:
        def replaced(accounts: dict[str, Account]) -> None:
            known = _known(name, accounts)
            accounts[known] = replace(accounts[known], **changes)

        self._change(replaced)

    def _change(self, change: Callable[[dict[str, Account]], None]) -> None:
        with alone(self.file):
            accounts = dict(self._from_file()) if self.file.exists() else {}
            change(accounts)
            rows = [asdict(accounts[name]) for name in sorted(accounts)]
            write_private(self.file, json.dumps({"accounts": rows}, indent=1).encode())

    def _from_file(self) -> Mapping[str, Account]:
        try:
            rows = json.loads(self.file.read_text("utf-8"))["accounts"]
            found = [Account(**{**row, "ended": tuple(map(tuple, row["ended"]))}) for row in rows]
            if not all(role_named(each.role) and NAME.fullmatch(each.name) for each in found):
                raise ValueError
        except OSError as error:
            raise refused(self.file, "read", error) from error
        except (ValueError, KeyError, TypeError) as error:
            raise BadAccounts(
                f"{self.file}: is no file of accounts; put back a copy of it, or delete it and add the accounts again"
            ) from error
        return {each.name: each for each in found}


def plain_name(name: str) -> str:
    """As it is kept: Ana and ana are one."""
    return name.strip().lower()


def _known(name: str, accounts: Mapping[str, Account]) -> str:
    if plain_name(name) not in accounts:
        raise BadAccounts(f"{name}: there is no such account; roundtable user list shows those that there are")
    return plain_name(name)


def _role(name: str) -> Role:
    role = role_named(name)
    if role is None:
        raise BadAccounts(f"{name}: there is no such role; take reader, editor, evaluator or admin")
    return role
