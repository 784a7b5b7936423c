"""Refuse to let everybody in: what must be set before the chat listens where others reach it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.access.accounts import Accounts
from assistant.access.addresses import is_loopback
from assistant.access.audit import Audit
from assistant.access.ended import Ended
from assistant.access.from_oidc import person_from_claims
from assistant.access.logins import Logins
from assistant.access.oidc import Provider, is_safe
from assistant.access.outside_logins import OutsideLogins
from assistant.access.outside_sessions import OutsideSessions
from assistant.access.private_file import key_in
from assistant.access.roles import Person
from assistant.access.sessions import Sessions
from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from assistant.settings import Settings

BACK = "/login/back"  # where the provider sends people back to


class OpenToAll(RoundtableError):
    """The chat would listen where others reach it, and nobody would be asked who they are."""


def check_entrance(settings: "Settings") -> str:
    """A line for whoever starts the chat, "" if there is nothing to say. Raises `OpenToAll`, or what is wrong with the
    file of accounts."""
    host = settings.host
    if settings.access == "none":
        if host != "localhost" and not is_loopback(host):
            raise OpenToAll(
                f"host {host}: others could reach the chat, and it would ask nobody who they are; add accounts with "
                "`roundtable user add NAME --role admin` and set ROUNDTABLE_ACCESS=accounts, or let a proxy say who "
                "comes (access, proxy_header and proxy_addresses in the settings), or leave --host out"
            )
        return ""
    if settings.access == "proxy":
        if not (settings.proxy_header and settings.proxy_addresses):
            raise OpenToAll(
                "access is proxy: set proxy_header to the header in which your proxy names who comes, and "
                "proxy_addresses to the addresses that it comes from"
            )
        return ""
    if settings.access == "oidc":
        _check_oidc(settings)
        return ""
    if Accounts(settings.accounts).all():
        return ""
    return f"{settings.accounts}: nobody has an account yet; add one with `roundtable user add NAME --role admin`"


def logins_of(settings: "Settings") -> Logins | OutsideLogins | None:
    """What logs people in, with the key beside the accounts; None where that is done elsewhere. Raises `NotPrivate`, or
    what is wrong with the settings."""
    if settings.access not in ("accounts", "oidc"):
        return None
    key, audit = key_in(settings.accounts.with_suffix(".key")), Audit(settings.audit)
    if settings.access == "accounts":
        accounts = Accounts(settings.accounts)
        return Logins(accounts, Sessions(accounts, key, settings.session_hours), audit)
    _check_oidc(settings)
    back = settings.public_address.rstrip("/") + BACK
    provider = Provider(settings.oidc_issuer, settings.oidc_client_id, settings.secret_of_oidc(), back)
    ended = Ended(settings.accounts.with_suffix(".ended"))
    sessions = OutsideSessions(f"{provider.issuer} for {provider.client_id}", ended, key, settings.session_hours)

    def person(claims: Mapping[str, Any]) -> Person:
        return person_from_claims(claims, settings.oidc_role_claim, settings.oidc_domains)

    return OutsideLogins(provider, person, sessions, ended, key, audit)


def _check_oidc(settings: "Settings") -> None:
    given = {
        "oidc_issuer": settings.oidc_issuer, "oidc_client_id": settings.oidc_client_id,
        "oidc_client_secret (or oidc_client_secret_file)": settings.secret_of_oidc(),
        "public_address": settings.public_address,
    }  # fmt: skip
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise OpenToAll(f"access is oidc: set {', '.join(missing)} as well; the README says how")
    for name in ("oidc_issuer", "public_address"):
        if not is_safe(given[name]):
            raise OpenToAll(
                f"{name} {given[name]!r}: is no address that begins with https:// (http:// for this computer)"
            )
    if urlsplit(settings.public_address).path not in ("", "/"):
        raise OpenToAll(f"public_address {settings.public_address!r}: leave out what comes after the host")
