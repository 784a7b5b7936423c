"""Passwords: how long they are, and their argon2 hashes; a password itself is kept nowhere."""

from functools import cache
from threading import BoundedSemaphore
from typing import Any

from corpus.errors import RoundtableError

# OWASP ASVS 5.0.0, 6.2.1 and 6.2.9; which characters are used is free (6.2.5).
SHORTEST, LONGEST = 12, 128
# Guesses of somebody who begins with what is used most: zxcvbn's "very guessable", more than 6.2.4 asks for.
GUESSED, LOOKED_AT = 1_000_000, 72
# Each hash takes 64 MiB of memory while it is made (RFC 9106, 4, the second recommendation).
_ROOM = BoundedSemaphore(2)


class BadPassword(RoundtableError):
    """A new password is too short, too long, or among the first to be guessed."""


def hash_of(password: str, name: str = "") -> str:
    """Its argon2id hash, with a salt of its own. Raises `BadPassword`; `name` is of whom, which is guessed first."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadPassword(f"the password has {len(password)} characters; take {SHORTEST} to {LONGEST}")
    from zxcvbn import zxcvbn

    if zxcvbn(password[:LOOKED_AT], ["roundtable", name, *name.split("@")])["guesses"] < GUESSED:
        raise BadPassword(
            "the password is among the first that are guessed; take three or four words that you think of"
        )
    with _ROOM:
        return str(_hasher().hash(password))


def is_right(password: str, hash_: str | None) -> bool:
    """Whether the hash is that of the password; no for None, and after the same work."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _ROOM:
        try:
            right = bool(_hasher().verify(hash_ or _nobody(), password[: LONGEST + 1]))
        except (InvalidHashError, VerificationError):
            right = False
    return right and hash_ is not None


@cache
def _hasher() -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    return str(_hasher().hash("the password of nobody"))
