"""Sessions of people without an account here: the signed cookie itself says who they are."""

import time
from collections.abc import Callable

from assistant.access.ended import Ended
from assistant.access.roles import Person, role_named
from assistant.access.sessions import HOUR
from assistant.access.signed import Signed


class OutsideSessions:
    """`whose` names what has made people known; sessions of another count for nothing."""

    def __init__(
        self, whose: str, ended: Ended, key: bytes, hours: float, now: Callable[[], float] = time.time
    ) -> None:
        self._ended = ended
        self._signed = Signed(key, f"roundtable session of {whose}", hours * HOUR, now)
        self.seconds = self._signed.seconds

    def begin(self, person: Person) -> str:
        """The value of a new cookie."""
        return self._signed.sign(name=person.name, role=person.role, reader=person.reader)

    def person(self, cookie: str) -> Person | None:
        """Whose session it is; None for one that does not count, or counts no more. Raises `NotPrivate`."""
        session = self._signed.said(cookie, "name", "role", "reader")
        role = role_named(session["role"]) if session else None
        if session is None or role is None or self._ended.has(session["id"]):
            return None
        return Person(session["name"], role, session["reader"])

    def end(self, cookie: str) -> None:
        """It counts no more, at no server that has the same file. Raises `NotPrivate`."""
        session = self._signed.said(cookie, "name", "role", "reader")
        if session:
            self._ended.add(session["id"], session["begun"] + self.seconds, self._signed.now())
