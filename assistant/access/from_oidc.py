"""Know people by what a provider of OpenID Connect says of them."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from assistant.access.roles import ROLES, Person, Role, role_named
from corpus.errors import RoundtableError

LONGEST = 255  # characters of what the provider calls somebody (OpenID Connect Core 1.0, 2)


class NotInvited(RoundtableError):
    """The provider knows them, and they may not come in."""


def person_from_claims(claims: Mapping[str, Any], role_claim: str = "", domains: str = "") -> Person:
    """Who it is. Raises `NotInvited` where `domains` names some, and they have no verified address in one of these."""
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not issuer or not isinstance(subject, str) or not _is_name(subject):
        raise NotInvited("the provider gives them no name that can be used")
    email = claims.get("email") if claims.get("email_verified") is True else None
    email = email.lower() if isinstance(email, str) and _is_name(email) and "@" in email else ""
    allowed = domains.lower().replace(",", " ").split()
    if allowed and email.rpartition("@")[2] not in allowed:
        raise NotInvited("no verified address of an organisation that may come")
    # Always the same for one person of one provider; no account has it, for theirs are made by chance.
    digest = hashlib.sha256(f"oidc {str(issuer).rstrip('/')}\n{subject}".encode()).digest()
    reader = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return Person(email or _called(claims, subject), _role(claims, role_claim), reader)


def _called(claims: Mapping[str, Any], subject: str) -> str:
    """What nobody else is called: people may choose the names that go before it."""
    names = (claims.get(name) for name in ("preferred_username", "name"))
    chosen = next((name for name in names if isinstance(name, str) and _is_name(name)), "")
    return f"{chosen} ({subject})" if chosen and chosen != subject else subject


def _role(claims: Mapping[str, Any], claim: str) -> Role:
    """The one that comes last in the list of roles, of those that the claim gives; a reader without one."""
    found = claims.get(claim)
    if found is None:  # as realm_access.roles names what is inside of another claim
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    given = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    roles = [role for each in given if isinstance(each, str) and (role := role_named(each.strip()))]
    return max(roles, key=ROLES.index, default="reader")


def _is_name(text: str) -> bool:
    return 0 < len(text) <= LONGEST and text.isprintable() and text.strip() == text
