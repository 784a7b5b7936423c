"""Log in and out, and take another password: no more tries than a person needs."""

from dataclasses import dataclass

from assistant.access.accounts import Account, Accounts, plain_name
from assistant.access.addresses import counted_as
from assistant.access.attempts import Attempts
from assistant.access.audit import Audit
from assistant.access.passwords import is_right
from assistant.access.sessions import Sessions

OF_ONE_ACCOUNT, OF_ONE_ADDRESS = 10, 30  # logins that fail
LOCKED = 15 * 60.0  # seconds
LONGEST_NAME = 100  # characters of what is typed that are counted under


@dataclass(frozen=True, slots=True)
class Login:
    """`cookie` is the session, "" where there is none; `wait` is the seconds before the next try, 0 for none."""

    cookie: str = ""
    wait: float = 0.0


class Logins:
    """One for the whole server; can be used from several threads."""

    def __init__(
        self, accounts: Accounts, sessions: Sessions, audit: Audit,
        by_account: Attempts | None = None, by_address: Attempts | None = None,
    ) -> None:  # fmt: skip
        self.sessions = sessions
        self._accounts, self._audit = accounts, audit
        self._by_account = by_account or Attempts(OF_ONE_ACCOUNT, LOCKED)
        self._by_address = by_address or Attempts(OF_ONE_ADDRESS, LOCKED)

    def log_in(self, name: str, password: str, address: str) -> Login:
        """Says the same, and after the same work, whether or not there is such an account."""
        name = plain_name(name)[:LONGEST_NAME]
        wait, account = self._tried(name, password, address)
        if account is None:
            return Login(wait=wait)
        self._audit.note("login", account.name, address)
        return Login(self.sessions.begin(account))

    def change_password(self, cookie: str, password: str, new: str, address: str) -> Login:
        """A new session for whoever has that one and knows the password; all others of the account end. Wrong ones
        count as logins that fail. Raises `BadPassword`."""
        account = self.sessions.account(cookie)
        wait, known = self._tried(account.name, password, address) if account else (0.0, None)
        if known is None:
            return Login(wait=wait)
        self._accounts.set_password(known.name, new)
        self._audit.note("password changed", known.name, address, account=known.name)
        changed = self._accounts.named(known.name)
        return Login(self.sessions.begin(changed)) if changed else Login()

    def _tried(self, name: str, password: str, address: str) -> tuple[float, Account | None]:
        """The account, if that is its password; else the seconds to wait before the next try."""
        place = counted_as(address)
        # The address first: one that has no tries left uses up none of an account's.
        wait = self._by_address.begin(place) or self._by_account.begin(name)
        if wait:
            return wait, None
        account = self._accounts.named(name)
        # Somebody may have typed the password where the name belongs, so only names that there are get into the file.
        known = account.name if account else ""
        if not is_right(password, account.hash if account else None) or account is None:
            self._audit.note("login failed", address=address, account=known)
            if self._by_account.is_used_up(name):
                self._audit.note("login locked", address=address, account=known)
            return 0.0, None
        self._by_account.forget(name)
        self._by_address.take_back(place)
        return 0.0, account

    def log_out(self, cookie: str, address: str) -> None:
        account = self.sessions.account(cookie)
        if account:
            self.sessions.end(cookie)
            self._audit.note("logout", account.name, address)
