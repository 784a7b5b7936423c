"""Know people by what a trusted proxy says of them in a header."""

import base64
import hashlib
from collections.abc import Sequence

from assistant.access.addresses import Networks, is_among
from assistant.access.roles import Person, role_named

LONGEST = 256  # characters of a name


def person_from_proxy(peer: str, trusted: Networks, names: Sequence[str], roles: Sequence[str] = ()) -> Person | None:
    """Who comes, by the values of the header for names; None unless the connection comes from a trusted proxy which
    gives exactly one. A reader, unless it gives one role that there is."""
    name = names[0].strip() if len(names) == 1 else ""
    if not is_among(peer, trusted) or not name or len(name) > LONGEST or not name.isprintable():
        return None
    role = role_named(roles[0].strip()) if len(roles) == 1 else None
    # Always the same for one name; no account has it, for theirs are made by chance.
    digest = hashlib.sha256(f"proxy {name}".encode()).digest()
    return Person(name, role or "reader", base64.urlsafe_b64encode(digest).decode().rstrip("="))
