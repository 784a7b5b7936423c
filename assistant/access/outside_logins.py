"""Log people in whom a provider of OpenID Connect knows, and out again."""

import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.access.addresses import counted_as
from assistant.access.attempts import Attempts
from assistant.access.audit import Audit
from assistant.access.ended import Ended
from assistant.access.from_oidc import NotInvited
from assistant.access.logins import LOCKED, OF_ONE_ADDRESS
from assistant.access.oidc import Asked, NoProvider, NotBelieved, Provider
from assistant.access.outside_sessions import OutsideSessions
from assistant.access.roles import Person
from assistant.access.signed import Signed
from corpus.errors import RoundtableError

MINUTES = 10  # that somebody has to say who they are
LONGEST = 4096  # characters of a code


class TooMany(RoundtableError):
    """So many logins from one address failed that no more are tried for so many `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many logins that failed; try again in {seconds:.0f} seconds")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where the browser goes to log in, and what it keeps meanwhile."""

    address: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """`cookie` is the session; `wanted` the path that was asked for first."""

    cookie: str
    wanted: str


class OutsideLogins:
    """One for the whole server; can be used from several threads."""

    def __init__(
        self, provider: Provider, person_of: Callable[[Mapping[str, Any]], Person], sessions: OutsideSessions,
        ended: Ended, key: bytes, audit: Audit, by_address: Attempts | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        self.sessions = sessions
        self._provider, self._person_of, self._ended, self._audit = provider, person_of, ended, audit
        self._signed = Signed(key, f"roundtable login at {provider.issuer}", MINUTES * 60, now)
        self._by_address = by_address or Attempts(OF_ONE_ADDRESS, LOCKED)

    def leave(self, wanted: str) -> Leaving:
        """Raises `NoProvider`."""
        address, asked = self._provider.begin()
        kept = self._signed.sign(state=asked.state, nonce=asked.nonce, verifier=asked.verifier, wanted=wanted)
        return Leaving(address, kept)

    def arrive(self, cookie: str, state: str, code: str, address: str) -> Arrived:
        """The session of whoever comes back. Raises `NotBelieved`, `NotInvited`, `TooMany`, `NoProvider` or
        `NotPrivate`."""
        kept, place = self._signed.said(cookie, "state", "nonce", "verifier", "wanted"), counted_as(address)
        if not kept or not _is_same(kept["state"], state) or not 0 < len(code) <= LONGEST:
            # It costs nothing and is not counted: a page of another site can have any browser send it.
            raise NotBelieved("it is no answer to what this browser has asked")
        wait = self._by_address.begin(place)
        if wait:
            raise TooMany(wait)
        try:
            claims = self._provider.claims(code, Asked(kept["state"], kept["nonce"], kept["verifier"]))
            if not self._ended.add(kept["id"], kept["begun"] + self._signed.seconds, self._signed.now()):
                raise NotBelieved("that login was used before")
            person = self._person_of(claims)
        except (NotBelieved, NotInvited):
            self._audit.note("login failed", address=address)
            raise
        except NoProvider:
            self._by_address.take_back(place)
            raise
        self._by_address.take_back(place)
        self._audit.note("login", person.name, address)
        return Arrived(self.sessions.begin(person), kept["wanted"])

    def log_out(self, cookie: str, address: str) -> None:
        person = self.sessions.person(cookie)
        if person:
            self.sessions.end(cookie)
            self._audit.note("logout", person.name, address)


def _is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))
