"""The record of who came and what was changed: one JSON line each, never a password nor a question."""

import getpass
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from assistant.access.private_file import PRIVATE, NotPrivate, alone

Done = Literal[
    "login", "login failed", "login locked", "logout",
    "account added", "account removed", "password changed", "role changed", "token added", "token removed",
    "documents added", "documents read again", "documents removed",
    "data deleted",
]  # fmt: skip
MOST, LONGEST = 100, 300  # documents that are named in a line, and characters of each
FULL, KEPT = 10_000_000, 5  # bytes of the file, and how many full ones are kept beside it


class Audit:
    """Lines are added to one file, which several processes may share. A full one is kept as `audit.jsonl.1`, the one
    before as `.2`, and so on; the last is deleted for it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def note(
        self, done: Done, who: str = "", address: str = "", account: str = "", role: str = "",
        documents: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """`who` did it from `address`; `account` is the one that was changed, or the name of a token. Where the file
        cannot be written, that is said on standard error with the line, and what was done stays done."""
        line: dict[str, object] = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "done": done, "who": who}
        line |= {"address": address} if address else {}
        line |= {"account": account} if account else {}
        line |= {"role": role} if role else {}
        line |= (
            {"count": len(documents), "documents": [each[:LONGEST] for each in documents[:MOST]]} if documents else {}
        )
        text = json.dumps(line)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PRIVATE)
            try:
                os.write(handle, f"{text}\n".encode())
                is_full = os.fstat(handle).st_size >= FULL
            finally:
                os.close(handle)
            if is_full:
                self._put_away()
        except NotPrivate as error:  # the line is written, and the next one tries again
            print(f"roundtable: {error}", file=sys.stderr, flush=True)
        except OSError as error:
            told = f"roundtable: {self._file}: cannot be written ({error.strerror}): {text}"
            print(told, file=sys.stderr, flush=True)

    def _put_away(self) -> None:
        with alone(self._file):
            # Another process may have done it. One that opened the file just before adds its line to the full one.
            if self._file.stat().st_size < FULL:
                return
            for number in range(KEPT, 0, -1):
                older = self._file if number == 1 else self._numbered(number - 1)
                if older.exists():
                    os.replace(older, self._numbered(number))

    def _numbered(self, number: int) -> Path:
        return self._file.with_name(f"{self._file.name}.{number}")

    def note_here(self, done: Done, documents: Sequence[str]) -> None:
        """What was done on the command line; nothing, where that changed no document."""
        if documents:
            self.note(done, user_here(), documents=documents)


def user_here() -> str:
    """Who uses the command line, as this computer knows them."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError):  # in a container, a user may have no name
        return f"user {os.getuid()} (command line)"
