"""Sessions: a signed cookie that names an account, until it is too old, logged out, or the account has changed."""

import hmac
import time
from collections.abc import Callable

from assistant.access.accounts import Account, Accounts
from assistant.access.roles import Person
from assistant.access.signed import Signed

HOUR = 3600


class Sessions:
    """`hours` is how long one lasts; `now` is the time in seconds."""

    def __init__(self, accounts: Accounts, key: bytes, hours: float, now: Callable[[], float] = time.time) -> None:
        self._accounts = accounts
        self._signed = Signed(key, "roundtable session", hours * HOUR, now)
        self.seconds = self._signed.seconds

    def begin(self, account: Account) -> str:
        """The value of a new cookie."""
        return self._signed.sign(name=account.name, stamp=account.stamp)

    def account(self, cookie: str) -> Account | None:
        """Whose session it is; None for one that does not count, or counts no more. Raises what `Accounts` raises."""
        session = self._signed.said(cookie, "name", "stamp")
        account = self._accounts.named(session["name"]) if session else None
        if session is None or account is None or not hmac.compare_digest(account.stamp, session["stamp"]):
            return None
        return None if session["id"] in {id_ for id_, _ in account.ended} else account

    def person(self, cookie: str) -> Person | None:
        account = self.account(cookie)
        return account.person if account else None

    def end(self, cookie: str) -> None:
        """It counts no more, at no server that has the same accounts."""
        session = self._signed.said(cookie, "name", "stamp")
        if session and self.account(cookie):
            now = self._signed.now()
            self._accounts.end_session(session["name"], session["id"], session["begun"] + self.seconds, now)
