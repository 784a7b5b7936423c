"""Values that a browser keeps for us and cannot change: signed, for one purpose, and believed for a time."""

import hashlib
import secrets
import time
from collections.abc import Callable
from typing import Any

AHEAD = 60  # seconds that the clock of the server which signed a value may be ahead of ours


class Signed:
    """`seconds` is how long a value counts; `now` is the time in seconds. What is signed for one `purpose` counts for
    no other."""

    def __init__(self, key: bytes, purpose: str, seconds: float, now: Callable[[], float] = time.time) -> None:
        from itsdangerous import URLSafeSerializer

        self.seconds, self.now = seconds, now
        self._signed = URLSafeSerializer(
            key, salt=purpose, signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256}
        )

    def sign(self, **said: str) -> str:
        """The text of a cookie."""
        return str(self._signed.dumps({**said, "id": secrets.token_urlsafe(16), "begun": self.now()}))

    def said(self, cookie: str, *names: str) -> dict[str, Any] | None:
        """What was signed, with these names, an `id` of its own and when it was `begun`; None for what does not count,
        or counts no more."""
        from itsdangerous import BadData

        try:
            said = self._signed.loads(cookie)
        except BadData:
            return None
        if not isinstance(said, dict) or not all(isinstance(said.get(name), str) for name in (*names, "id")):
            return None
        begun = said.get("begun")
        return said if isinstance(begun, int | float) and -AHEAD <= self.now() - begun < self.seconds else None
